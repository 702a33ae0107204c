"""What was wrong and is put right in public, by kind."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.desk.articles import Article
from articles.models.desk.revisions import Revision


class Correction(models.Model):
    """A published statement on what changed in a live article; never altered.

    ``revision`` is the child of the live revision that was published with it.
    """

    class Kind(models.TextChoices):
        """What readers are told it is."""

        CORRECTION = "correction", _("correction")
        CLARIFICATION = "clarification", _("clarification")
        UPDATE = "update", _("update")
        RETRACTION = "retraction", _("retraction")

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="corrections"
    )
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="corrections"
    )
    kind = models.CharField(_("kind"), max_length=13, choices=Kind)
    text = models.TextField(_("what readers are told"))
    at = models.DateTimeField(_("at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="corrections",
    )

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"
