"""The comments that readers have below an article, in the order they are read."""

import uuid

from django.db import models

from articles.models.reader.pages import PublishedArticle


class PublishedComment(models.Model):
    """One comment as readers have it; goes when its article goes.

    ``thread`` is the UUID of the comment it answers, or its own; ``thread_at`` is when
    that was written. Without a text it marks the place of one that was removed and had
    answers.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    article = models.ForeignKey(
        PublishedArticle, on_delete=models.CASCADE, related_name="published_comments"
    )
    thread = models.UUIDField(db_index=True)
    thread_at = models.DateTimeField()
    at = models.DateTimeField()
    name = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=16)
    by_newsroom = models.BooleanField(default=False)

    class Meta:
        ordering = ["thread_at", "thread", "at", "uuid"]
        indexes = [
            models.Index(
                fields=["article", "thread_at", "thread", "at", "uuid"],
                name="comments_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"

    @property
    def is_answer(self) -> bool:
        """Say whether it answers another comment."""
        return self.uuid != self.thread

    @property
    def anchor(self) -> str:
        """Name its place on the page."""
        return f"comment-{self.uuid.hex[:12]}"
