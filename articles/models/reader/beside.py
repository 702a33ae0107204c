"""What a page shows besides its own: related articles, and what is read most."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connections, models

from articles.models.reader.labels import Label
from articles.models.reader.pages import PublishedArticle


class RelatedQuerySet(models.QuerySet["Related"]):
    """What goes with an article, the nearest first."""

    def cards(self, article: PublishedArticle, limit: int) -> list[PublishedArticle]:
        """Give the nearest live articles, without their bodies, in one query."""
        rows = self.filter(article=article).select_related("other")
        rows = rows.order_by("-score", "-other").defer("other__body_html")
        return [row.other for row in rows[:limit]]


class Related(models.Model):
    """Another live article goes with one; goes when either of them goes."""

    article = models.ForeignKey(
        PublishedArticle, on_delete=models.CASCADE, related_name="related"
    )
    other = models.ForeignKey(
        PublishedArticle, on_delete=models.CASCADE, related_name="related_to"
    )
    score = models.FloatField()

    objects = RelatedQuerySet.as_manager()

    class Meta:
        ordering = ["article", "-score", "-other"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "other"], name="articles_go_together_once"
            ),
            models.CheckConstraint(
                name="no_article_goes_with_itself",
                condition=~models.Q(article=models.F("other")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} – {self.other_id}"


class ReadingQuerySet(models.QuerySet["Reading"]):
    """How often articles were read; nobody's reading."""

    def add(self, counts: Mapping[int, int], hour: datetime) -> None:
        """Add to an hour's counts, each article in one row; others may add as well."""
        if not counts:
            return
        connection = connections[self.db]
        table = connection.ops.quote_name(self.model._meta.db_table)
        at = connection.ops.adapt_datetimefield_value(hour)
        values = ", ".join(["(%s, %s, %s)"] * len(counts))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (article_id, hour, count) VALUES {values} "  # noqa: S608 - the table's own name
                "ON CONFLICT (article_id, hour) "
                f"DO UPDATE SET count = {table}.count + excluded.count",
                [
                    part
                    for pk, count in sorted(counts.items())
                    for part in (pk, at, count)
                ],
            )

    def most(self, since: datetime, limit: int) -> list[tuple[int, int]]:
        """Give the articles read most since an hour, with how often."""
        found = self.filter(hour__gte=since).order_by().values_list("article")
        summed = found.annotate(times=models.Sum("count"))
        return list(summed.order_by("-times", "-article")[:limit])


class Reading(models.Model):
    """How often an article was opened in an hour: a number, and nothing of anybody."""

    article = models.ForeignKey(
        PublishedArticle, on_delete=models.CASCADE, related_name="readings"
    )
    hour = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-hour", "-count"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "hour"], name="one_count_per_article_and_hour"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.hour:%Y-%m-%d %H}: {self.count}"


class MostReadQuerySet(models.QuerySet["MostRead"]):
    """The lists of what is read most."""

    def cards(self, label_id: int) -> list[PublishedArticle]:
        """Give what is read most of a list, without the bodies, in one query."""
        rows = self.filter(label_id=label_id).select_related("article")
        rows = rows.order_by("position").defer("article__body_html")
        return [row.article for row in rows]

    def standing(self) -> dict[int, list[int]]:
        """Give every list as it stands, as ids in their order."""
        lists: dict[int, list[int]] = {}
        rows: Iterable[tuple[int, int]] = self.order_by(
            "label", "position"
        ).values_list("label", "article")
        for label, article in rows:
            lists.setdefault(label, []).append(article)
        return lists


class MostRead(models.Model):
    """An article's place in the list of what is read most under a label.

    Laid by event, as the front page is: no page changes because time passed.
    """

    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="most_read")
    position = models.PositiveSmallIntegerField()
    article = models.ForeignKey(
        PublishedArticle, on_delete=models.CASCADE, related_name="most_read"
    )

    objects = MostReadQuerySet.as_manager()

    class Meta:
        ordering = ["label", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["label", "position"], name="one_article_at_a_rank"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.position + 1}: {self.article_id}"
