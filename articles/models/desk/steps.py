"""How a working copy went from hand to hand."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.desk.articles import Article, Stage


class Step(models.Model):
    """One move of the working copy, with its note; the database refuses to alter it.

    The door's own log is `Publication`; this one holds what happens before it.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="steps")
    revision_number = models.PositiveIntegerField(_("revision"))
    move = models.CharField(_("move"), max_length=24)
    from_stage = models.CharField(_("from"), max_length=10, choices=Stage)
    to_stage = models.CharField(_("to"), max_length=10, choices=Stage)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="steps",
    )

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        indexes = [models.Index(fields=["article", "-id"], name="steps_by_article")]

    def __str__(self) -> str:
        return f"{self.move} {self.article_id} · {self.revision_number}"
