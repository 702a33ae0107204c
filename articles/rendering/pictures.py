"""Pictures in several files: only in the form that this room writes them itself."""

import re
from collections.abc import Sequence
from html import escape

from articles.rendering.attributes import Attributes, allowed_value, parse, serialise
from articles.rendering.links import safe_resource
from articles.rendering.opened import Open
from articles.rendering.results import Picture, Sizes

BESIDE = {"gallery", "float-left", "float-right"}
WHOLE = re.compile(
    r"<picture>\s*((?:<source [^<>]*>\s*)+)(<img [^<>]*>)\s*</picture>|"
    r"</?picture[^<>]*>"
)
TAG = re.compile(r"<(?:source|img)([^<>]*)>")


def only_ours(html: str) -> str:
    """Keep a picture with its sources where all of it is the site's; else its image."""
    return WHOLE.sub(_kept, html) if "<picture" in html else html


def written(found: Picture, image: Attributes, around: Sequence[Open]) -> str:
    """Write a picture with the files that browsers may choose from."""
    tag = f"<img{serialise(image)}>"
    if not found.sources:
        return tag
    sizes = escape(_sizes(found.sizes, image, around))
    sources = "".join(
        f'<source sizes="{sizes}" srcset="{escape(source.srcset)}"'
        f' type="{escape(source.type)}">'
        for source in found.sources
    )
    return f"<picture>{sources}{tag}</picture>"


def note(found: Picture, at: int, around: Sequence[Open]) -> None:
    """Remember a picture for the figure it stands in, and for the gallery around."""
    figures = [one for one in around if one.name == "figure"]
    if figures:
        figures[-1].shown = figures[-1].shown or found
    for gallery in figures:
        if "gallery" in gallery.classes:
            gallery.pictures += ((at, found),)


def complete(figure: Open, around: Open | None, out: list[str]) -> None:
    """Say under a figure what the library knows, unless the text says so itself.

    Those who made the pictures of a gallery stand under the whole of it.
    """
    if len(figure.pictures) % 2:
        _widen_last(figure, out)
    words = figure.shown.caption if figure.shown else ""
    made = [*figure.credits, figure.shown.credit if figure.shown else ""]
    credit = " / ".join(dict.fromkeys(filter(None, made)))
    part = figure.part
    if part and 'class="credit"' in "".join(out[part.index : figure.part_end]):
        return
    if around is not None:
        around.credits += (credit,)
        credit = ""
    by = f'<span class="credit">{escape(credit)}</span>' if credit else ""
    if part is None:
        said = " ".join(filter(None, (escape(words), by)))
        out.append(f"<figcaption>{said}</figcaption>" if said else "")
    elif by:
        out[figure.part_end] = f" {by}{out[figure.part_end]}"


def _sizes(known: Sizes, image: Attributes, around: Sequence[Open]) -> str:
    classes = set(image.get("class", "").split()).union(*(o.classes for o in around))
    if classes & BESIDE:
        return known.beside or known.text
    return known.wide if known.wide and "wide" in classes else known.text


def _widen_last(gallery: Open, out: list[str]) -> None:
    at, found = gallery.pictures[-1]
    sizes = found.sizes
    alone = sizes.text if len(gallery.pictures) == 1 else sizes.row
    if sizes.beside and alone:
        told = f'sizes="{escape(sizes.beside)}"'
        out[at] = out[at].replace(told, f'sizes="{escape(alone)}"')


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
