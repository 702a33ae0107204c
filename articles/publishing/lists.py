"""Listings and their counters, kept in step inside the door's transaction."""

from collections import Counter as Tally
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, F

from articles.models.reader import Counter, Label, Listing, PublishedArticle
from articles.models.reader.labels import Kind

SPLIT_ABOVE = 1000
CHUNK = 300


@dataclass(slots=True)
class Change:
    """What happens to the lists: who joins which, rows to drop, labels merely touched."""

    added: list[tuple[int, PublishedArticle]] = field(default_factory=list)
    dropped: list[Listing] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    months: set[str] = field(default_factory=set)
    """Months in which an article came, changed or went."""

    def enlist(
        self,
        article: PublishedArticle,
        before: Iterable[Listing],
        labels: Mapping[str, Label],
    ) -> None:
        """Put an article into exactly the lists its row names."""
        wanted = {labels[key].pk for key in article.label_keys()}
        standing = {row.label_id: row for row in before}
        self.dropped += [row for pk, row in standing.items() if pk not in wanted]
        self.added += [(pk, article) for pk in wanted - standing.keys()]
        self.touched |= wanted
        self.months.add(f"{article.day:%Y-%m}")

    def delist(self, before: Iterable[Listing]) -> None:
        """Take an article out of all its lists."""
        rows = list(before)
        self.dropped += rows
        self.months |= {f"{row.day:%Y-%m}" for row in rows}


def apply(change: Change, *, at: datetime) -> bool:
    """Write listings, totals and counters; labels are locked in one order.

    Tells whether a section came or went, which every page's masthead shows. The lock
    (nothing on SQLite, where a writer is alone anyway) keeps two transactions from
    waiting for each other's labels. Reader rows of what joins must be saved.
    """
    totals: Tally[int] = Tally(label for label, _ in change.added)
    days = Tally((label, article.day) for label, article in change.added)
    totals.subtract(row.label_id for row in change.dropped)
    days.subtract((row.label_id, row.day) for row in change.dropped)
    affected = sorted(change.touched | totals.keys())
    locked = list(
        Label.objects.select_for_update().filter(pk__in=affected).order_by("pk")
    )
    fronts = {label.pk for label in locked if label.kind == Kind.FRONT}
    if change.dropped:
        Listing.objects.filter(pk__in=[row.pk for row in change.dropped]).delete()
    for start in range(0, len(change.added), CHUNK):
        _enter(change.added[start : start + CHUNK])
    _retotal(affected, totals, at=at)
    _recount({key: count for key, count in days.items() if count}, fronts)
    _date(change.months, fronts, at=at)
    return any(
        label.kind == Kind.CATEGORY
        and label.parent_id is None
        and (label.articles == 0) != (label.articles + totals[label.pk] == 0)
        for label in locked
    )


def _enter(rows: Sequence[tuple[int, PublishedArticle]]) -> None:
    """Insert listings, with the dates the reader rows hold.

    An import writes five and more for each article, and objects would cost ten times
    the statement.
    """
    listing = connection.ops.quote_name(Listing._meta.db_table)
    article = connection.ops.quote_name(PublishedArticle._meta.db_table)
    values = ", ".join(["(%s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH entries (label, article) AS (VALUES {values}) "  # noqa: S608 - the tables' own names
            f"INSERT INTO {listing} (label_id, article_id, day, published_at) "
            "SELECT label, id, day, published_at "
            f"FROM entries JOIN {article} ON id = article",
            [value for label, row in rows for value in (label, row.pk)],
        )


def _retotal(affected: list[int], totals: Tally[int], *, at: datetime) -> None:
    by_delta: dict[int, list[int]] = {}
    for pk in affected:
        by_delta.setdefault(totals[pk], []).append(pk)
    for delta, pks in sorted(by_delta.items()):
        Label.objects.filter(pk__in=pks).update(
            articles=F("articles") + delta, version=F("version") + 1, changed_at=at
        )


def _recount(days: Mapping[tuple[int, date], int], fronts: set[int]) -> None:
    """Move month counters by the change, then day counters of split months."""
    months: Tally[tuple[int, str]] = Tally()
    for (label, day), count in days.items():
        months[label, f"{day:%Y-%m}"] += count
    split, to_split = set(), []
    for label, period, count, is_split in _move(months, is_day=False):
        if is_split:
            split.add((label, period))
        elif label in fronts or count > SPLIT_ABOVE:
            to_split.append((label, period))
    _move(
        {
            (label, f"{day:%Y-%m-%d}"): count
            for (label, day), count in days.items()
            if (label, f"{day:%Y-%m}") in split
        },
        is_day=True,
    )
    for label, period in to_split:
        split_month(label, period)


def _date(months: set[str], fronts: set[int], *, at: datetime) -> None:
    """Note on the front's months that something in them changed."""
    rows = Counter.objects.filter(label__in=fronts, period__in=months)
    rows.update(changed_at=at)


def split_month(label: int, period: str) -> None:
    """Count a month's listings by day, once; from then on day counters are kept."""
    year, month = (int(part) for part in period.split("-"))
    rows = (
        Listing.objects.filter(
            label_id=label,
            day__gte=date(year, month, 1),
            day__lt=date(year + month // 12, month % 12 + 1, 1),
        )
        .order_by()
        .values_list("day")
        .annotate(Count("pk"))
    )
    Counter.objects.bulk_create(
        [
            Counter(label_id=label, period=f"{day:%Y-%m-%d}", is_day=True, count=count)
            for day, count in rows
        ]
    )
    Counter.objects.filter(label_id=label, period=period).update(split=True)


def _move(
    deltas: Mapping[tuple[int, str], int], *, is_day: bool
) -> list[tuple[int, str, int, bool]]:
    """Move counters by their deltas, in sorted order so that none can deadlock."""
    rows = sorted((*key, count) for key, count in deltas.items() if count)
    more = [row for row in rows if row[2] > 0]
    answers: list[tuple[int, str, int, bool]] = []
    for start in range(0, len(more), CHUNK):
        answers += _add(more[start : start + CHUNK], is_day=is_day)
    for label, period, count in (row for row in rows if row[2] < 0):
        counter = Counter.objects.filter(label_id=label, period=period)
        counter.update(count=F("count") + count)
        answers += counter.values_list("label_id", "period", "count", "split")
    return answers


def _add(
    rows: Sequence[tuple[int, str, int]], *, is_day: bool
) -> list[tuple[int, str, int, bool]]:
    """Add to counters or make them; Django's own upsert can only overwrite."""
    table = connection.ops.quote_name(Counter._meta.db_table)
    values = ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (label_id, period, count, is_day, split) "  # noqa: S608 - the table's own name
            f"VALUES {values} ON CONFLICT (label_id, period) "
            f"DO UPDATE SET count = {table}.count + excluded.count "
            "RETURNING label_id, period, count, split",
            [value for row in rows for value in (*row, is_day, False)],
        )
        return list(cursor.fetchall())
