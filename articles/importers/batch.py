"""One batch's rows: what was there, what is made, what goes through the door."""

import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from articles import publishing
from articles.importers import rows, schedule
from articles.importers.lookups import Lookups
from articles.importers.report import Item, Result
from articles.models.desk import Article, ImportSource, Revision, Standing
from articles.publishing import Order, Outcome
from articles.records import ArticleRecord
from articles.workflow import revise_each

_PUBLISH, _UPDATE, _PLAN = "publish", "update", "plan"
_GONE, _WITHDRAWN = "gone", "withdrawn"


ARTICLES = uuid.UUID("b3b1f1e6-6c3f-5d0e-8b9a-2f4c7d1e9a05")
"""What the UUIDs of imported articles are derived in, from their source keys."""


class Undo(Exception):
    """Some records of a batch cannot be kept; says which, and why."""

    def __init__(self, refused: dict[str, str]) -> None:
        super().__init__()
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier import made of a file, and how its article stands now."""

    sha256: str
    revision_number: int
    article_id: int
    uuid: uuid.UUID
    latest_number: int

    @property
    def edited(self) -> bool:
        """Tell whether somebody saved the article since."""
        return self.latest_number != self.revision_number


@dataclass(slots=True)
class Work:
    """One record on its way: its line in the report, and its rows."""

    record: ArticleRecord
    item: Item
    uuid: uuid.UUID
    article: Article
    known: Known | None = None
    revision: Revision | None = None
    says_news: bool = False

    @property
    def public(self) -> bool:
        """Tell whether the source shows it, and when."""
        return self.record.published and self.record.published_at is not None

    @property
    def pinned(self) -> tuple[Article, Revision]:
        """Give the article with the revision that is to go out."""
        if self.revision is None:
            raise ValueError(f"{self.record.source_key} has no revision to publish")
        return self.article, self.revision


def begin(records: Sequence[ArticleRecord], *, at: datetime) -> list[Work]:
    """Compare each record with what an earlier import made of its file."""
    known = _known([record.source_key for record in records])
    return [_work(record, known.get(record.source_key), at) for record in records]


def _known(keys: Sequence[str]) -> dict[str, Known]:
    values = ImportSource.objects.filter(source_key__in=keys).values_list(
        "source_key", "sha256", "revision__number",
        "article_id", "article__uuid", "article__latest_number",
    )  # fmt: skip
    return {row[0]: Known(*row[1:]) for row in values}


def _work(record: ArticleRecord, known: Known | None, at: datetime) -> Work:
    if known is None:
        # Derived, so that the same file is the same article on every installation.
        identity = uuid.uuid5(ARTICLES, record.source_key)
        article = Article(uuid=identity, created_at=at)
        item = Item(record.source_key, Result.CREATED)
        return Work(record, item, article.uuid, article)
    if known.sha256 == hashlib.sha256(record.raw).hexdigest():
        outcome = Result.UNCHANGED
    else:
        outcome = Result.CONFLICT if known.edited else Result.UPDATED
    item = Item(record.source_key, outcome)
    if outcome == Result.CONFLICT:
        item.note(
            f"changed here since the import (revision {known.latest_number}),"
            " so nothing was overwritten; carry the change over by hand"
        )
    return Work(record, item, known.uuid, Article(), known)


def make(works: Sequence[Work], found: Lookups, *, at: datetime) -> None:
    """Make the articles of new files, each with its first revision."""
    if not works:
        return
    for work in works:
        rows.fill(work.article, work.record, found, at)
    Article.objects.bulk_create([work.article for work in works])
    _revise(works, found, at)
    sources = []
    for work in works:
        article, revision = work.pinned
        kept = ImportSource(
            source_key=work.record.source_key,
            article=article,
            revision=revision,
            imported_at=at,
        )
        kept.keep(work.record.raw)
        sources.append(kept)
    ImportSource.objects.bulk_create(sources)


def change(works: Sequence[Work], found: Lookups, *, at: datetime) -> None:
    """Let the articles of changed files say what these say now."""
    if not works:
        return
    kept = ImportSource.objects.select_related("article", "revision").in_bulk(
        [work.record.source_key for work in works], field_name="source_key"
    )
    for work in works:
        work.article = kept[work.record.source_key].article
        rows.fill(work.article, work.record, found, at)
    rows.unrelate(work.article for work in works)
    Article.objects.bulk_update([work.article for work in works], rows.FIELDS)
    _revise(works, found, at)
    for work in works:
        source = kept[work.record.source_key]
        source.keep(work.record.raw)
        source.imported_at = at
        # Dates are no part of a revision: a file may change and say nothing new.
        source.revision = work.revision = work.revision or source.revision
    ImportSource.objects.bulk_update(
        kept.values(), ["packed", "sha256", "imported_at", "revision"]
    )


def _revise(works: Sequence[Work], found: Lookups, at: datetime) -> None:
    rows.relate([(work.article, work.record) for work in works], found)
    made = revise_each(
        rows.snapshots(work.article for work in works),
        actor=None,
        at=at,
        note=schedule.REASON,
    )
    for work, revision in zip(works, made, strict=True):
        work.revision, work.says_news = revision, revision is not None


def move(works: Sequence[Work], *, at: datetime) -> None:
    """Take through the door, or plan, what the source has published.

    Raises `Undo` where the door refuses some of it.
    """
    by_hand = schedule.cancel([work.article for work in works if work.known], at=at)
    moves: dict[str, list[Work]] = {}
    for work in works:
        if work.article.pk in by_hand:
            work.item.note("planned here by hand, which was left as it is")
        else:
            moves.setdefault(_move_of(work, at), []).append(work)
    for work in moves.get(_GONE, ()):
        work.item.note("no longer published at the source; still live here")
    for work in moves.get(_WITHDRAWN, ()):
        work.item.note("withdrawn here, so not published again")
    schedule.plan([work.pinned for work in moves.get(_PLAN, ())], at=at)
    refused = _through_door(publishing.publish_each, moves.get(_PUBLISH, ()), at)
    refused |= _through_door(publishing.update_each, moves.get(_UPDATE, ()), at)
    if refused:
        raise Undo(refused)


def _move_of(work: Work, at: datetime) -> str:
    """Name what is to happen to an article, from how it stands and what the file says."""
    if work.article.standing == Standing.LIVE:
        if not work.public:
            return _GONE
        return _UPDATE if work.says_news else ""
    if not work.public:
        return ""
    if work.article.standing == Standing.WITHDRAWN:
        return _WITHDRAWN
    return _PLAN if (work.record.published_at or at) > at else _PUBLISH


def _through_door(
    do: Callable[..., list[Outcome]], works: Sequence[Work], at: datetime
) -> dict[str, str]:
    pinned = [work.pinned for work in works]
    orders = [Order(article=article, revision=one) for article, one in pinned]
    return {
        work.record.source_key: outcome.refusal
        for work, outcome in zip(works, do(orders, actor=None, at=at), strict=True)
        if outcome.publication is None
    }
