"""What an engine is given and asked, whichever it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model

from articles.search.query import Query
from articles.text.segmentation import Runs, runs

TITLE, DECK, BODY = 10.0, 4.0, 1.0
"""What a word counts for, by where it stands."""
RECENT = 0.5
"""The share of its rank that the newest article owes to being new."""
FADES = 365.0
"""Days after which half of that is gone."""


@dataclass(frozen=True, slots=True)
class Document:
    """One article, cut into runs; ``key`` is its row's in the index."""

    key: int
    article: int
    title: Runs
    deck: Runs
    body: Runs

    @classmethod
    def of(
        cls, key: int, article: int, *, title: str, deck: str, body: str
    ) -> "Document":
        """Cut an article's texts."""
        return cls(key, article, runs(title), runs(deck), runs(body))


@dataclass(frozen=True, slots=True)
class Within:
    """Where to look: under all of these labels, and at places from one to another."""

    labels: tuple[int, ...] = ()
    first: int | None = None
    end: int | None = None


EVERYWHERE = Within()


class Engine(Protocol):
    """An index of one table; every engine finds exactly the same."""

    def __init__(self, model: type[Model], day: int) -> None: ...

    def enter(self, documents: Sequence[Document]) -> None:
        """Insert documents whose articles have no row."""

    def count(self, query: Query, within: Within = EVERYWHERE) -> int:
        """Count what matches."""

    def page(
        self,
        query: Query,
        within: Within = EVERYWHERE,
        *,
        newest: bool,
        offset: int,
        limit: int,
    ) -> tuple[int, list[int]]:
        """Count what matches, and give the keys of one page of it.

        The highest keys first, or what is most to the point and recent.
        """

    def keys(self, query: Query) -> tuple[str, list[Any]]:
        """Give SQL for the keys of all that matches, with its parameters."""
