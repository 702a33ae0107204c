"""What goes into and comes out of rendering."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString


class RenderRefused(Exception):
    """The source cannot be rendered within reason; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of the text, for a table of contents."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Source:
    """The same picture in another type of file: its widths as ``srcset`` writes them."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class Sizes:
    """How wide a page shows pictures, for browsers to choose a file by.

    ``text`` is the width of the text, ``wide`` of what breaks out of it. ``beside`` is
    for one beside another in a gallery or beside text; ``row`` for the last of an odd
    number in a gallery, which has a row to itself where there are two columns.
    """

    text: str = ""
    wide: str = ""
    beside: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Where readers get a picture that the source names, and its size in pixels.

    ``sources`` are offered before ``url``, the best first; ``sizes`` says how wide a
    page shows them. What the source does not say itself of alternative text, caption
    and credit, it is given from here.
    """

    url: str
    width: int | None = None
    height: int | None = None
    sources: tuple[Source, ...] = ()
    sizes: Sizes = Sizes()
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A source as readers get it: safe HTML, its visible text, and what lists show.

    ``text`` has one line per block. ``excerpt`` ends where the source says so
    (``<!-- more -->``), else at a sentence.
    """

    html: SafeString
    text: str
    excerpt: str
    headings: tuple[Heading, ...]


FindPicture = Callable[[str], Picture | None]
FindLink = Callable[[str], str | None]
