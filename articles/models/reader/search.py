"""What readers' search finds: a row per live article, in order of publication."""

from datetime import UTC, date, datetime, time

from django.db import models

from articles.models.reader.pages import PublishedArticle

# From the highest bits to the lowest: the day, the second within it, the row's number.
SECOND_BITS, NUMBER_BITS = 18, 23
DAY_BITS = SECOND_BITS + NUMBER_BITS
# The newsroom's day may begin before or after the day in UTC, by hours.
LEEWAY = 16 * 3600


def place_of(day: date, published_at: datetime, number: int) -> int:
    """Give an article's place among all: later ones have higher places, none the same.

    Lists stand in the same order. Two articles of one second would meet only if eight
    million others had been published between them.
    """
    midnight = datetime.combine(day, time(), UTC)
    second = int((published_at - midnight).total_seconds()) + LEEWAY
    second = min(max(second, 0), (1 << SECOND_BITS) - 1)
    return first_of(day) + (second << NUMBER_BITS) + number % (1 << NUMBER_BITS)


def first_of(day: date) -> int:
    """Give the place before which everything is older than a day."""
    return day.toordinal() << DAY_BITS


class SearchEntry(models.Model):
    """A live article as the search engine of the database reads it.

    The key is its place; texts are written as the engine wants them, with the
    ``version`` of the rules they were cut by. The engine's own index belongs to the
    table and follows it: see `articles.models.full_text`.
    """

    article = models.OneToOneField(
        PublishedArticle, on_delete=models.CASCADE, related_name="search_entry"
    )
    version = models.PositiveSmallIntegerField()
    title = models.TextField()
    deck = models.TextField()
    body = models.TextField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.pk}: {self.article_id}"
