"""What the desk's search finds: a row per article, by its newest revision."""

from django.db import models

from articles.models.desk.articles import Article


class DeskSearchEntry(models.Model):
    """A working copy as the search engine of the database reads it.

    Written with each revision, in its transaction. Its index is not the readers', and
    nothing of it can be asked for from a public page.
    """

    article = models.OneToOneField(
        Article, primary_key=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    version = models.PositiveSmallIntegerField()
    title = models.TextField()
    deck = models.TextField()
    body = models.TextField()

    class Meta:
        ordering = ["-article"]

    def __str__(self) -> str:
        return str(self.article_id)
