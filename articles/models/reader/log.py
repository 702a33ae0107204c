"""What the door did, and which cached pages each time it changed."""

import json
import uuid
import zlib
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from articles.models.json import PlainJSONField


class PublicationQuerySet(models.QuerySet["Publication"]):
    """The door's log."""

    def get_by_natural_key(self, key: str, number: int) -> "Publication":
        """Find an entry by its article and number."""
        return self.get(article=key, number=number)

    def as_of(self, article: uuid.UUID, at: datetime) -> "Publication | None":
        """Say what readers had of an article at an instant, None for nothing yet."""
        return self.filter(article=article, at__lte=at).order_by("-number").first()


class Publication(models.Model):
    """One thing the door did with one article; the database refuses to alter it."""

    class Action(models.TextChoices):
        """What the door can do."""

        PUBLISHED = "published", _("published")
        UPDATED = "updated", _("updated")
        CORRECTED = "corrected", _("corrected")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RESTORED = "restored", _("restored")
        REFRESHED = "refreshed", _("refreshed")

    article = models.UUIDField()
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=9, choices=Action)
    revision_number = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()
    actor_id = models.PositiveBigIntegerField(null=True)
    actor_name = models.CharField(max_length=150, blank=True)
    reason = models.TextField(blank=True)
    packed = models.BinaryField(default=bytes)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="one_entry_per_edition"
            )
        ]
        indexes = [models.Index(fields=["article", "-at"], name="log_by_article")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {localtime(self.at):%Y-%m-%d %H:%M}"

    def natural_key(self) -> tuple[str, int]:
        """Give the article's UUID and the entry's number."""
        return (str(self.article), self.number)

    @property
    def row(self) -> dict[str, Any] | None:
        """Give the reader row as it was composed; None for a withdrawal."""
        return json.loads(zlib.decompress(self.packed)) if self.packed else None


def pack(row: dict[str, Any]) -> bytes:
    """Compress a composed row for the log."""
    return zlib.compress(json.dumps(row, ensure_ascii=False).encode("utf-8"), 1)


class Purge(models.Model):
    """The cache keys one transaction made stale; every process reads these rows."""

    at = models.DateTimeField()
    keys = PlainJSONField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}: {len(self.keys)}"
