"""What `/corrections/` lists: every correction of an article that is live."""

from django.db import models

from articles.models.reader.pages import PublishedArticle


class PublishedCorrection(models.Model):
    """One correction as readers have it; goes when its article goes."""

    article = models.ForeignKey(
        PublishedArticle, on_delete=models.CASCADE, related_name="published_corrections"
    )
    kind = models.CharField(max_length=13)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="corrections_by_time")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:60]}"
