"""Readers' search: over what is live, and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from articles.models.reader import PublishedArticle, SearchEntry
from articles.models.reader.search import DAY_BITS, first_of, place_of
from articles.rendering import visible_text
from articles.search import rebuilding
from articles.search.base import EVERYWHERE, Document, Engine, Within
from articles.search.engines import engine
from articles.search.query import Query

__all__ = [
    "EVERYWHERE",
    "Found",
    "Within",
    "count",
    "find",
    "of_years",
    "reads_otherwise",
    "rebuild",
    "stale",
    "write",
]


@dataclass(frozen=True, slots=True)
class Found:
    """How many articles match, and those of one page."""

    total: int
    articles: Sequence[PublishedArticle] = ()


def find(
    query: Query,
    within: Within = EVERYWHERE,
    *,
    newest: bool = False,
    offset: int = 0,
    limit: int = 20,
) -> Found:
    """Answer a page of what matches, best or newest first, in three queries at most."""
    total, keys = _engine().page(
        query, within, newest=newest, offset=offset, limit=limit
    )
    if not keys:
        return Found(total)
    rows = PublishedArticle.objects.filter(search_entry__in=keys).order_by()
    by_key = {
        row.search_entry.pk: row
        for row in rows.select_related("search_entry").only(
            *(field.name for field in PublishedArticle._meta.concrete_fields),
            "search_entry__id",
        )
    }
    return Found(total, [by_key[key] for key in keys if key in by_key])


def count(query: Query, within: Within = EVERYWHERE) -> int:
    """Count what matches."""
    return _engine().count(query, within)


def of_years(first: int | None, last: int | None, labels: Sequence[int] = ()) -> Within:
    """Look under all of these labels, in these years of the newsroom's calendar."""
    return Within(
        labels=tuple(labels),
        first=None if first is None else first_of(date(first, 1, 1)),
        end=None if last is None else first_of(date(last, 12, 31)) + (1 << DAY_BITS),
    )


def write(articles: Iterable[PublishedArticle]) -> None:
    """Enter live articles, in the place of what was entered for them before.

    Call it in the transaction that saves the rows; what is deleted leaves by itself.
    """
    rows = list(articles)
    if not rows:
        return
    SearchEntry.objects.filter(article__in=[row.pk for row in rows]).delete()
    _engine().enter([_document(row) for row in rows])


def reads_otherwise(
    before: PublishedArticle | None, after: PublishedArticle | None
) -> bool:
    """Tell whether a change of a live article touches anything that is searched."""
    if after is None:
        return False
    searched = ("title", "deck", "body_html", "day", "published_at")
    return before is None or any(
        getattr(before, name) != getattr(after, name) for name in searched
    )


def stale() -> int:
    """Count live articles that are not in the index by today's rules."""
    return rebuilding.stale(PublishedArticle.objects.all()).count()


def rebuild(
    *, only_stale: bool = False, progress: rebuilding.Progress = rebuilding.silent
) -> int:
    """Write the index anew while it is in use; gives how many articles it was."""
    articles = PublishedArticle.objects.all()
    wanted = rebuilding.stale(articles) if only_stale else articles
    return rebuilding.rebuild(wanted, write, progress=progress)


def _engine() -> Engine:
    return engine(SearchEntry, 1 << DAY_BITS)


def _document(row: PublishedArticle) -> Document:
    return Document.of(
        place_of(row.day, row.published_at, row.pk),
        row.pk,
        title=row.title,
        deck=row.deck,
        body=visible_text(row.body_html),
    )
