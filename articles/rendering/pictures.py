"""Pictures in several files: only in the form that this room writes them itself."""

import re
from html import escape

from articles.rendering.attributes import Attributes, allowed_value, parse, serialise
from articles.rendering.links import safe_resource
from articles.rendering.results import Picture

WHOLE = re.compile(
    r"<picture>\s*((?:<source [^<>]*>\s*)+)(<img [^<>]*>)\s*</picture>|"
    r"</?picture[^<>]*>"
)
TAG = re.compile(r"<(?:source|img)([^<>]*)>")


def only_ours(html: str) -> str:
    """Keep a picture with its sources where all of it is the site's; else its image."""
    return WHOLE.sub(_kept, html) if "<picture" in html else html


def written(found: Picture, image: Attributes) -> str:
    """Write a picture with the files that browsers may choose from."""
    tag = f"<img{serialise(image)}>"
    if not found.sources:
        return tag
    sources = "".join(
        f'<source sizes="{escape(found.sizes)}" srcset="{escape(source.srcset)}"'
        f' type="{escape(source.type)}">'
        for source in found.sources
    )
    return f"<picture>{sources}{tag}</picture>"


def caption(found: Picture) -> str:
    """Write what is known of a picture under a figure that says nothing of it."""
    words = " ".join(filter(None, (escape(found.caption), credit(found))))
    return f"<figcaption>{words}</figcaption>" if words else ""


def credit(found: Picture) -> str:
    """Write who made a picture, empty where nobody said."""
    return f'<span class="credit">{escape(found.credit)}</span>' if found.credit else ""


def _kept(picture: re.Match[str]) -> str:
    sources, image = picture[1], picture[2]
    if sources is None:
        return ""
    shown = safe_resource(parse(image).get("src", ""))
    if not shown or not all(_is_ours(tag) for tag in TAG.findall(sources)):
        return str(image)
    return f"<picture>{sources.strip()}{image}</picture>"


def _is_ours(tag: str) -> bool:
    given = parse(tag)
    return bool(allowed_value("source", "srcset", given.get("srcset", "")))
