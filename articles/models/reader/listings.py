"""Which article stands in which list, and the few questions lists are asked."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import connections, models

from articles.models.reader.labels import Counter, Label
from articles.models.reader.pages import PublishedArticle

NEWEST_FIRST = ("-day", "-published_at", "-article_id")
OLDEST_FIRST = ("day", "published_at", "article_id")


class Place(NamedTuple):
    """Where a list page starts: rows of the last day that may be shown, then skip."""

    until: date | None
    skip: int


class ListingQuerySet(models.QuerySet["Listing"]):
    """Every archive, feed and sitemap reads here, by the one index."""

    def get_by_natural_key(self, label: str, article: str) -> "Listing":
        """Find an article's place in a list."""
        return self.get(label__key=label, article__uuid=article)

    def newest(self, label_id: int, limit: int) -> list[PublishedArticle]:
        """Give a list's newest articles, whole, for a feed."""
        rows = self.filter(label_id=label_id).order_by(*NEWEST_FIRST)
        return [row.article for row in rows.select_related("article")[:limit]]

    def page(
        self, label_id: int, place: Place, limit: int, since: date | None = None
    ) -> list[PublishedArticle]:
        """Give the cards of one page of a list, newest first, without bodies."""
        rows = self.filter(label_id=label_id)
        if place.until is not None:
            rows = rows.filter(day__lte=place.until)
        if since is not None:
            rows = rows.filter(day__gte=since)
        rows = rows.order_by(*NEWEST_FIRST).select_related("article")
        rows = rows.defer("article__body_html")
        return [row.article for row in rows[place.skip : place.skip + limit]]

    def part(self, label_id: int, offset: int, limit: int) -> list[PublishedArticle]:
        """Give whole articles from a place in a list on, for an older part of a feed.

        Found by the counters, as a page of the list is: no depth makes it dearer.
        """
        counters = list(Counter.objects.months().filter(label_id=label_id))
        place, month = locate(counters, offset)
        if month is not None and place.skip > limit:
            days = Counter.objects.within(f"{month.period}-").filter(label_id=label_id)
            closer = sorted(
                [*counters, *days], key=lambda one: one.period, reverse=True
            )
            place, _ = locate(closer, offset)
        rows = self.filter(label_id=label_id).order_by(*NEWEST_FIRST)
        if place.until is not None:
            rows = rows.filter(day__lte=place.until)
        shown = rows.select_related("article")[place.skip : place.skip + limit]
        return [row.article for row in shown]

    def newest_each(self, label_ids: Sequence[int], limit: int) -> dict[int, list[int]]:
        """Give the ids of the newest articles of several lists, in one query.

        Each list is read by the index up to its limit, whatever its size; Django's
        own `union` cannot order and limit its parts on SQLite.
        """
        if not label_ids:
            return {}
        table = connections[self.db].ops.quote_name(self.model._meta.db_table)
        part = (
            f"SELECT * FROM (SELECT label_id, article_id FROM {table} "  # noqa: S608 - the table's own name
            "WHERE label_id = %s "
            "ORDER BY day DESC, published_at DESC, article_id DESC LIMIT %s) AS part"
        )
        found: dict[int, list[int]] = {label_id: [] for label_id in label_ids}
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join([part] * len(label_ids)),
                [value for label_id in label_ids for value in (label_id, limit)],
            )
            for label_id, article_id in cursor.fetchall():
                found[label_id].append(article_id)
        return found

    def beside_each(
        self, article_ids: Sequence[int], label_ids: Sequence[int]
    ) -> set[tuple[int, int]]:
        """Give (label, article) for what stands right next to articles in lists.

        One query for any number of articles: two steps along the index for each of
        their places. Row comparison is beyond the ORM.
        """
        if not article_ids or not label_ids:
            return set()
        table = connections[self.db].ops.quote_name(self.model._meta.db_table)
        step = (
            f"(SELECT b.article_id FROM {table} b WHERE b.label_id = a.label_id "  # noqa: S608 - the table's own name
            "AND (b.day, b.published_at, b.article_id) {sign} "
            "(a.day, a.published_at, a.article_id) ORDER BY b.day {way}, "
            "b.published_at {way}, b.article_id {way} LIMIT 1)"
        )
        older, newer = (
            step.format(sign="<", way="DESC"),
            step.format(sign=">", way="ASC"),
        )
        articles = ", ".join(["%s"] * len(article_ids))
        labels = ", ".join(["%s"] * len(label_ids))
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f"SELECT a.label_id, {older}, {newer} FROM {table} a "  # noqa: S608 - as above
                f"WHERE a.article_id IN ({articles}) AND a.label_id IN ({labels})",
                [*article_ids, *label_ids],
            )
            return {
                (label, beside)
                for label, older_id, newer_id in cursor.fetchall()
                for beside in (older_id, newer_id)
                if beside is not None
            }

    def beside(
        self, label_id: int, article: PublishedArticle
    ) -> tuple[PublishedArticle | None, PublishedArticle | None]:
        """Give the articles right before and after one in a list, in one query."""
        older, newer = self._sides(label_id, article)
        sides = (
            PublishedArticle.objects.cards()
            .filter(
                models.Q(pk__in=older.values("article_id")[:1])
                | models.Q(pk__in=newer.values("article_id")[:1])
            )
            .order_by(*PublishedArticle._meta.ordering or [])
        )
        before = after = None
        for side in sides:
            if _order(side) < _order(article):
                before = side
            else:
                after = side
        return before, after

    def _sides(
        self, label_id: int, article: PublishedArticle
    ) -> tuple["ListingQuerySet", "ListingQuerySet"]:
        rows = self.filter(label_id=label_id)
        day, at, pk = _order(article)
        older = rows.filter(
            models.Q(day__lt=day)
            | models.Q(day=day, published_at__lt=at)
            | models.Q(day=day, published_at=at, article_id__lt=pk),
            day__lte=day,
        ).order_by(*NEWEST_FIRST)
        newer = rows.filter(
            models.Q(day__gt=day)
            | models.Q(day=day, published_at__gt=at)
            | models.Q(day=day, published_at=at, article_id__gt=pk),
            day__gte=day,
        ).order_by(*OLDEST_FIRST)
        return older, newer


def _order(article: PublishedArticle) -> tuple[date, object, int]:
    return (article.day, article.published_at, article.pk)


def locate(counters: Sequence[Counter], offset: int) -> tuple[Place, Counter | None]:
    """Find where the ``offset``-th newest article of a list stands.

    ``counters`` are the list's month rows (and day rows of some months), newest
    first. Gives the place, and the month it lies in where that month is split and
    its day rows were not given: reading those makes the place cheaper.
    """
    days = {counter.period[:7] for counter in counters if counter.is_day}
    for counter in counters:
        if counter.period in days:
            continue
        if offset < counter.count:
            deeper = counter if counter.split and not counter.is_day else None
            return Place(_last_day(counter.period), offset), deeper
        offset -= counter.count
    return Place(None, offset), None


def _last_day(period: str) -> date:
    if len(period) == len("2021-10-13"):
        return date.fromisoformat(period)
    year, month = (int(part) for part in period.split("-"))
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


class Listing(models.Model):
    """One article in one label's list."""

    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="listings")
    article = models.ForeignKey(
        PublishedArticle, on_delete=models.PROTECT, related_name="listings"
    )
    day = models.DateField()
    published_at = models.DateTimeField()

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["label", *NEWEST_FIRST]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "label"], name="an_article_once_per_list"
            )
        ]
        indexes = [
            models.Index(
                fields=["label", "-day", "-published_at", "-article"],
                name="lists_newest_first",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.article}"

    def natural_key(self) -> tuple[str, str]:
        """Give the label's key and the article's UUID."""
        return (self.label.key, str(self.article.uuid))

    natural_key.dependencies = ["articles.label", "articles.publishedarticle"]  # type: ignore[attr-defined] # read by dumpdata
