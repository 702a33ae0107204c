"""What a reader row knows about a picture: plain data that JSON can hold."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NotRequired, TypedDict

MimeType = Literal["image/avif", "image/webp", "image/jpeg", "image/png"]
Ratio = Literal["original", "16:9", "4:3", "1:1", "og"]

ADDRESS = "/media/"
"""What every public picture's address begins with, whatever the language."""

MODERN: tuple[MimeType, ...] = ("image/avif", "image/webp")
"""What a browser is offered first, the smallest before the others."""


class PictureFile(TypedDict):
    """One public file."""

    url: str
    width: int
    height: int


class PictureSource(TypedDict):
    """Files of one type and ratio, narrow to wide; at least one."""

    type: MimeType
    ratio: Ratio
    files: list[PictureFile]


class Enclosure(TypedDict):
    """One file that feeds and link previews name."""

    url: str
    type: Literal["image/jpeg"]
    bytes: int
    width: int
    height: int


class Picture(TypedDict):
    """A picture as a page shows it; width and height are the upright original's.

    ``og`` is the crop that link previews show; pages composed earlier have none.
    """

    kind: Literal["photo"]
    alt: str
    caption: str
    credit: str
    width: int
    height: int
    sources: list[PictureSource]
    enclosure: Enclosure
    og: NotRequired[Enclosure]


@dataclass(frozen=True, slots=True)
class Offer:
    """Files of one type as a `source` element offers them."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in one ratio as a `picture` element shows it.

    ``modern`` come first; ``url`` and ``srcset`` are of the type that every browser
    knows; ``width`` and ``height`` are those of the largest file, for the layout.
    """

    modern: tuple[Offer, ...]
    url: str
    srcset: str
    width: int
    height: int


def shown(facts: Mapping[str, Any], ratio: str) -> Shown:
    """Give what a `picture` element needs; a ratio that is missing, in another one."""
    sources = [one for one in facts["sources"] if one["ratio"] == ratio]
    sources = sources or _of_first_ratio(facts["sources"])
    by_type = {one["type"]: one["files"] for one in sources}
    plain = next((by_type[kind] for kind in by_type if kind not in MODERN), None)
    if plain is None:
        plain = next(
            one["files"] for one in facts["sources"] if one["type"] not in MODERN
        )
    modern = tuple(
        Offer(kind, srcset(by_type[kind])) for kind in MODERN if kind in by_type
    )
    largest = max(
        (file for one in sources for file in one["files"]), key=lambda f: f["width"]
    )
    return Shown(
        modern=modern,
        url=plain[-1]["url"],
        srcset=srcset(plain) if len(plain) > 1 else "",
        width=largest["width"],
        height=largest["height"],
    )


def srcset(files: Iterable[Mapping[str, Any]]) -> str:
    """Write files and their widths as `srcset` has them."""
    return ", ".join(f"{file['url']} {file['width']}w" for file in files)


def for_lists(facts: Picture) -> Picture:
    """Keep of a picture what cards show: the crops."""
    return _only(facts, lambda ratio: ratio != "original")


def for_page(facts: Picture) -> Picture:
    """Keep of a picture what its article's page shows: all of it, uncropped."""
    return _only(facts, lambda ratio: ratio == "original")


def files_of(facts: Mapping[str, Any] | None) -> Iterator[dict[str, Any]]:
    """Give every public file that a picture's facts name."""
    for source in (facts or {}).get("sources", ()):
        yield from source["files"]
    for name in ("enclosure", "og"):
        if facts and facts.get(name):
            yield facts[name]


def _only(facts: Picture, keep: Any) -> Picture:
    kept = [one for one in facts["sources"] if keep(one["ratio"])]
    return {**facts, "sources": kept or facts["sources"]}


def _of_first_ratio(sources: list[Any]) -> list[Any]:
    return [one for one in sources if one["ratio"] == sources[0]["ratio"]]
