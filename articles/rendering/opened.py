"""What the walk over a text remembers of each tag that is open."""

from dataclasses import dataclass, field

from articles.rendering.attributes import Attributes
from articles.rendering.results import Picture


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
