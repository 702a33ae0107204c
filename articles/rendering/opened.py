"""What the walk over a text knows of tags, and remembers of each that is open."""

from dataclasses import dataclass, field

from articles.rendering.attributes import Attributes
from articles.rendering.policy import BLOCKS, HEADINGS, INLINE
from articles.rendering.results import Picture

MAX_DEPTH = 60
IMPLIED = {"ul": "li", "ol": "li", "dl": "dd", "root": "p"}
# Blocks that hold no blocks: one found inside stands as a line of its own instead.
LINES_ONLY = frozenset({"pre", "summary", "caption"})
TRANSPARENT = frozenset({"a", "ins", "del"})
# What has to make room for a block.
CROWDED = INLINE | HEADINGS | LINES_ONLY | {"p"}
# What needs no paragraph around it; an element that is transparent may hold blocks.
UNWRAPPED = BLOCKS | TRANSPARENT | {"br"}
MEANINGLESS_EMPTY = HEADINGS | {"tr", "dl", "figcaption", "figure"}
PARTS = frozenset({"figcaption", "tfoot", "summary"})
# Without one of these attributes the tag says nothing, or nothing valid.
NEEDED = {"span": {"class", "lang", "dir", "title", "id"}, "time": {"datetime"}}
NEEDED |= {"a": {"href", "id"}, "bdo": {"dir"}}
# So many cells in a row may be wider than a phone: the table scrolls in a box.
WIDE = 4
SCROLL = '<div class="scroll" tabindex="0">'


def takes_lines_only(box: str, name: str) -> bool:
    """Whether a block in this one has to become a line of it."""
    if box in HEADINGS:
        return name in ("p", "div", "hr") or name in HEADINGS
    return box in LINES_ONLY


@dataclass(slots=True, eq=False)
class Open:
    """A tag that is open: where it was written, and what has come into it."""

    name: str
    index: int
    implied: bool = False
    dropped: bool = False
    filled: bool = False
    part: "Open | None" = None  # a figure's caption, a table's foot, a list's term
    part_end: int = 0
    part_first: bool = False
    attributes: Attributes = field(default_factory=dict)
    cells: int = 0  # of a row; of a table's longest row
    shown: Picture | None = None  # what a figure shows of the site's own pictures
    credits: tuple[str, ...] = ()  # of the pictures of a gallery
    pictures: tuple[tuple[int, Picture], ...] = ()  # of a gallery: where, and which

    @property
    def classes(self) -> frozenset[str]:
        """The classes it was given."""
        return frozenset(self.attributes.get("class", "").split())
