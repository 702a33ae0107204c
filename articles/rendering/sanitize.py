"""The sanitiser: last in the pipeline, and the only module that knows nh3."""

import re

import nh3

from articles.rendering.attributes import allowed_value
from articles.rendering.policy import (
    ATTRIBUTES,
    DISSOLVED,
    EVERYWHERE,
    INTERNAL_SCHEMES,
    INVISIBLE,
    LINK_SCHEMES,
    READ,
    READ_EVERYWHERE,
    RENAMED,
    TAGS,
)

TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")
# The end of a tag is a > outside a value in quotation marks.
REST_OF_TAG = r"""(?:(?:=\s*"[^"<]*+"|=\s*'[^'<]*+'|[^<>])*+>|[^<>]*>)"""
DISSOLVED_TAG = re.compile(
    rf"</?(?:{'|'.join(sorted(DISSOLVED))})(?![\w:-]){REST_OF_TAG}", re.IGNORECASE
)

_reader = nh3.Cleaner(
    tags=set(TAGS | RENAMED.keys()),
    clean_content_tags=set(INVISIBLE),
    attributes={"*": set(READ_EVERYWHERE)}
    | {tag: ATTRIBUTES.get(tag, set()) | set(READ.get(tag, ())) for tag in ATTRIBUTES},
    url_schemes=LINK_SCHEMES | INTERNAL_SCHEMES,
    link_rel=None,
)
_sanitiser = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(INVISIBLE),
    attributes={"*": set(EVERYWHERE)}
    | {tag: set(own) for tag, own in ATTRIBUTES.items()},
    attribute_filter=allowed_value,
    url_schemes=set(LINK_SCHEMES),
    link_rel=None,
)


def read(html: str) -> str:
    """Parse whatever came in and write it down well-formed; this is not yet safe."""
    if not DISSOLVED.isdisjoint(map(str.lower, TAG_NAME.findall(html))):
        html = DISSOLVED_TAG.sub("", html)
    return _reader.clean(html)


def sanitize(html: str) -> str:
    """Return only what the allow-list names, each value checked again."""
    return _sanitiser.clean(html)
