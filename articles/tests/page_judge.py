"""Judges whole pages: what a parser of another make sees in them, against what is ours.

For article bodies there is `rendering/judge.py`; here everything around them.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import html5lib
from django.conf import settings

ADDRESSES = frozenset(
    {"href", "src", "srcset", "action", "formaction", "cite", "poster", "data"}
)
NEVER = frozenset({"object", "embed", "applet", "frame", "frameset", "style"})
DRAWING = frozenset(
    {"svg", "symbol", "path", "use", "g", "circle", "rect", "line", "title"}
)
"""What a picture in a page's own source is drawn with."""
RUNS = re.compile(r"[\s\x00-\x20\x7f-\xa0\u200b-\u200f\u2060\ufeff]")
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
NAME = re.compile(r"[a-z][a-z0-9:_-]*")
Element = Any


def faults(page: str) -> list[str]:
    """Name everything in a page that no template of ours puts there."""
    tree = html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False)
    return [
        f"<{element.tag}> {fault}"
        for element in tree.iter()
        if isinstance(element.tag, str)
        for fault in _faults_of(element)
    ]


def _faults_of(element: Element) -> Iterator[str]:
    tag = element.tag.rpartition("}")[2].lower()
    if tag in NEVER:
        yield "has no place on any page"
    if element.tag.startswith("{") and tag not in DRAWING:
        yield "is in no drawing of ours"
    yield from SPECIAL.get(tag, _nothing)(element)
    for name, value in element.attrib.items():
        yield from _faults_of_attribute(str(name).rpartition("}")[2].lower(), value)


def _faults_of_attribute(name: str, value: str) -> Iterator[str]:
    if name.startswith("on") or name in ("style", "srcdoc", "ping"):
        yield f"has {name}={value!r}"
    if not NAME.fullmatch(name):
        yield f"has the odd attribute {name!r}"
    if name in ADDRESSES:
        for one in value.split(",") if name == "srcset" else [value]:
            found = SCHEME.match(RUNS.sub("", one))
            if found and found[1].lower() not in ("http", "https", "mailto"):
                yield f"leads to {name}={value!r}"


def _nothing(element: Element) -> Iterator[str]:
    yield from ()


def _script(element: Element) -> Iterator[str]:
    """Scripts are files of ours, or data."""
    text = element.text or ""
    if element.get("src"):
        if not _is_ours(element.get("src")) or text.strip():
            yield f"runs {element.get('src')!r}"
    elif element.get("type") in ("application/json", "application/ld+json"):
        try:
            json.loads(text)
        except ValueError:
            yield f"is no JSON: {text[:80]!r}"
    else:
        yield f"runs {text[:80]!r}"


def _frame(element: Element) -> Iterator[str]:
    """The only frames of a page are the previews at the desk."""
    if not _is_ours(element.get("src") or ""):
        yield f"frames {element.get('src')!r}"


def _form(element: Element) -> Iterator[str]:
    if not _is_ours(element.get("action") or "/"):
        yield f"sends to {element.get('action')!r}"


def _meta(element: Element) -> Iterator[str]:
    if element.get("http-equiv"):
        yield f"tells the browser {element.get('content')!r}"


def _base(element: Element) -> Iterator[str]:
    """A preview says where its relative addresses lead: to the page it shows."""
    if not _is_ours(element.get("href") or "/"):
        yield f"leads to {element.get('href')!r}"


def _image(element: Element) -> Iterator[str]:
    if not _is_ours(element.get("src") or "/"):
        yield f"shows {element.get('src')!r}"


def _is_ours(address: str) -> bool:
    """Tell whether an address leads to this site."""
    here = urlsplit(address)
    return not here.netloc or address.startswith(f"{settings.SITE_URL}/")


SPECIAL = {
    "base": _base,
    "script": _script,
    "iframe": _frame,
    "form": _form,
    "meta": _meta,
    "img": _image,
}
