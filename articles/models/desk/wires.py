"""Feeds that the newsroom reads again and again, and what came of it last."""

from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.desk.categories import Category
from articles.models.desk.sources import Source
from articles.models.json import PlainJSONField

SHORTEST, LONGEST = 5, 24 * 60
"""Minutes between two looks at a feed: politeness, and a day."""


class WireQuerySet(models.QuerySet["Wire"]):
    """Wires, and which of them are to be asked."""

    def due(self, at: datetime) -> "WireQuerySet":
        """Give those to be asked now, the longest waiting first."""
        rows = self.filter(Q(due_at=None) | Q(due_at__lte=at), active=True)
        return rows.order_by("due_at", "pk")

    def claim(self, wire: "Wire", *, at: datetime) -> bool:
        """Take a wire for one process, until its next turn."""
        until = at + timedelta(minutes=wire.every)
        rows = self.filter(pk=wire.pk, active=True, due_at=wire.due_at)
        return bool(rows.update(due_at=until))


class Wire(models.Model):
    """A feed whose new items become drafts."""

    name = models.CharField(_("name"), max_length=120)
    address = models.URLField(_("address of the feed"), max_length=1000, unique=True)
    category = models.ForeignKey(
        Category,
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="wires",
        help_text=_("New drafts are filed here."),
    )
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="wires",
        help_text=_("Empty: the title that the feed gives itself."),
    )
    every = models.PositiveSmallIntegerField(
        _("minutes between two looks"),
        default=15,
        validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)],
    )
    active = models.BooleanField(
        _("active"), default=True, help_text=_("Off: it is not asked any more.")
    )
    etag = models.CharField(max_length=500, blank=True, editable=False)
    modified = models.CharField(max_length=100, blank=True, editable=False)
    due_at = models.DateTimeField(null=True, editable=False)
    asked_at = models.DateTimeField(_("last asked"), null=True, editable=False)
    problem = models.TextField(_("problem"), blank=True, editable=False)
    counts = PlainJSONField(default=dict, editable=False)

    objects = WireQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("wire")
        verbose_name_plural = _("wires")

    def __str__(self) -> str:
        return self.name
