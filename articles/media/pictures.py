"""Desk pictures as readers see them: their facts, going public, and going away."""

import logging
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from articles.media import shelf
from articles.media.crops import Focus
from articles.media.facts import (
    ADDRESS,
    Enclosure,
    MimeType,
    Picture,
    PictureFile,
    PictureSource,
    Ratio,
    files_of,
)
from articles.media.intake import keep_original, take_in
from articles.media.problems import DAMAGED, PictureProblem
from articles.media.renditions import (
    EXTENSIONS,
    Rendition,
    desk_folder,
    renditions,
)
from articles.models.desk import Image

PUBLIC_LOCK = "public"
PUBLIC_NAME = re.compile(r"(?:[0-9a-f]{64}|[0-9a-f]{32})\.(?:avif|webp|jpg|png)")
PUBLIC_ADDRESS = re.compile(rf"{ADDRESS}({PUBLIC_NAME.pattern})")
TYPES: dict[str, MimeType] = {ending: kind for kind, ending in EXTENSIONS.items()}
"""What a public file is served as, by the ending of its name; nothing else is."""
LEAST_ENCLOSED = 1200
"""Feeds name the narrowest file that is at least so wide."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeskFile:
    """A private rendition, for people who are logged in."""

    path: Path
    type: MimeType
    width: int
    height: int


def fill(image: Image, data: bytes, *, filename: str = "") -> None:
    """Make a picture a ready one from its bytes, or refuse them.

    The original is stored; saving the row is the caller's. A picture that had a file
    gets another: it remembers the one it had, which past pages name.
    """
    facts = take_in(data, filename=filename)
    if image.content_hash not in ("", facts.content_hash):
        image.former = [*(image.former or ()), image.content_hash]
    image.original = keep_original(data, facts)
    image.content_hash = facts.content_hash
    image.mime = facts.mime
    image.width, image.height = facts.width, facts.height
    image.credit = image.credit or facts.credit
    image.status = Image.Status.READY
    image.failure = ""


def for_image(image: Image) -> Picture | None:
    """Give what a page needs to show a picture; None where its file is not here.

    Renditions that are missing are made, in private; nothing is published.
    """
    made = _renditions(image)
    if not made:
        return None
    sources = [
        PictureSource(type=kind, ratio=ratio, files=[_file(one) for one in group])
        for (ratio, kind), group in _grouped(made)
        if ratio != "og"
    ]
    return Picture(
        kind="photo",
        alt=image.alt,
        caption=image.caption,
        credit=image.credit,
        width=image.width or 0,
        height=image.height or 0,
        sources=sources,
        enclosure=_enclosure(made),
        og=_enclosed(next(one for one in made if one["ratio"] == "og")),
    )


def publish_renditions(
    image: Image, *, wanted: Collection[str] | None = None
) -> Picture | None:
    """Put a picture's renditions on the public shelf and give its facts.

    All of them, or those that pages want, by name. Doing so again changes nothing.
    The door calls it before it commits, so that no page names a file that is not
    there, and once more after, in case a withdrawal retired the same files in between.
    """
    facts = for_image(image)
    if facts:
        folder = desk_folder(image.content_hash)
        with shelf.locked(PUBLIC_LOCK):
            for name in names(facts):
                if wanted is None or name in wanted:
                    shelf.link_once(folder / name, public_file(name))
    return facts


def names(facts: Mapping[str, Any] | None) -> frozenset[str]:
    """Give the names of the public files in a reader row's picture facts."""
    return frozenset(file["url"].removeprefix(ADDRESS) for file in files_of(facts))


def names_in(html: str) -> frozenset[str]:
    """Give the names of the public files that a text shows."""
    return frozenset(PUBLIC_ADDRESS.findall(html)) if ADDRESS in html else frozenset()


def retire(
    unused: Iterable[str],
    *,
    in_use: Callable[[frozenset[str]], Collection[str]],
) -> int:
    """Take files off the public shelf unless a live page uses them; count those gone.

    ``in_use`` is asked under the lock that publishing takes too: it answers which of
    the names a live page still shows.
    """
    asked = frozenset(unused)
    gone = 0
    if not asked:
        return gone
    with shelf.locked(PUBLIC_LOCK):
        for name in asked.difference(in_use(asked)):
            place = public_file(name)
            gone += place.exists()
            place.unlink(missing_ok=True)
    return gone


def desk_file(image: Image, *, width: int = 400, ratio: str = "4:3") -> DeskFile | None:
    """Give a private rendition for the desk, at least so wide where there is one."""
    fitting = [
        one
        for one in _renditions(image)
        if (one["type"], one["ratio"]) == ("image/webp", ratio)
    ]
    if not fitting:
        return None
    chosen = next((one for one in fitting if one["width"] >= width), fitting[-1])
    return DeskFile(
        path=desk_folder(image.content_hash) / chosen["name"],
        type=chosen["type"],
        width=chosen["width"],
        height=chosen["height"],
    )


def private_file(image: Image, name: str) -> Path | None:
    """Give the private place of a rendition by its public name, if it is this image's.

    Older renditions, of another focus or file, are there still: pages of the past
    name them.
    """
    if image.status != Image.Status.READY or not PUBLIC_NAME.fullmatch(name):
        return None
    places = [
        desk_folder(content) / name
        for content in (image.content_hash, *(image.former or ()))
    ]
    return next((place for place in places if place.exists()), None)


def _renditions(image: Image) -> list[Rendition]:
    if image.status != Image.Status.READY:
        return []
    try:
        return renditions(
            shelf.path_of(image.original),
            image.content_hash,
            Focus(image.focus_x, image.focus_y),
        )
    except (PictureProblem, *DAMAGED) as problem:
        # The article goes on without its picture; people find the reason in the log.
        logger.warning("Picture %s has no renditions: %s", image.uuid, problem)
        return []


def public_file(name: str) -> Path:
    """Give the place of a public file; whether it is there, only opening it tells."""
    return shelf.path_of(f"{shelf.PUBLIC}/{name}")


def _grouped(
    made: list[Rendition],
) -> Iterable[tuple[tuple[Ratio, MimeType], Iterable[Rendition]]]:
    """Put files of one ratio and type together, ratios and widths as they were made."""
    ratios = list(dict.fromkeys(one["ratio"] for one in made))
    types = list(EXTENSIONS)

    def place(one: Rendition) -> tuple[int, int]:
        return ratios.index(one["ratio"]), types.index(one["type"])

    return groupby(sorted(made, key=place), key=lambda one: (one["ratio"], one["type"]))


def _file(one: Rendition) -> PictureFile:
    return PictureFile(
        url=f"{ADDRESS}{one['name']}", width=one["width"], height=one["height"]
    )


def _enclosure(made: list[Rendition]) -> Enclosure:
    """Give the file that feeds name; a transparent picture has but its flat crop."""
    flat = [one for one in made if one["type"] == "image/jpeg"]
    whole = [one for one in flat if one["ratio"] == "original"] or flat
    return _enclosed(
        next((one for one in whole if one["width"] >= LEAST_ENCLOSED), whole[-1])
    )


def _enclosed(one: Rendition) -> Enclosure:
    return Enclosure(
        url=f"{ADDRESS}{one['name']}",
        type="image/jpeg",
        bytes=one["bytes"],
        width=one["width"],
        height=one["height"],
    )
