"""What the desk put on the front page and readers have there now."""

from django.db import models

from articles.models.reader.pages import PublishedArticle


class Placement(models.Model):
    """A live article in a place of the front page; goes when the article goes."""

    place = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField(default=0)
    article = models.ForeignKey(
        PublishedArticle, on_delete=models.CASCADE, related_name="placements"
    )

    class Meta:
        ordering = ["place", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "position"], name="one_article_in_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.position}: {self.article_id}"
