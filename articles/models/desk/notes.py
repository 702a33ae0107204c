"""What the desk says to itself about an article; readers never see it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.desk.articles import Article
from articles.models.desk.shares import PreviewLink


class Note(models.Model):
    """A remark on an article or on a passage of it, or an answer to one.

    ``parent`` is the thread's first note; only that one is resolved. ``passage`` is
    the text it is about, as it stood in revision ``revision_number``. A note without
    an author came through a preview link, from ``outsider``, perhaps with an opinion.
    """

    class Opinion(models.TextChoices):
        """What an outsider thinks; it moves nothing by itself."""

        NONE = "", _("no opinion")
        FINE = "fine", _("fine as it is")
        CONCERNS = "concerns", _("has concerns")

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="notes")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="notes",
    )
    link = models.ForeignKey(
        PreviewLink, null=True, on_delete=models.PROTECT, related_name="notes"
    )
    outsider = models.CharField(_("name"), max_length=120, blank=True)
    opinion = models.CharField(
        _("opinion"), max_length=8, choices=Opinion, blank=True, default=Opinion.NONE
    )
    text = models.TextField(_("note"), blank=True)
    passage = models.TextField(_("passage"), blank=True)
    revision_number = models.PositiveIntegerField(_("revision"))
    mentioned = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="mentioned_in"
    )
    created_at = models.DateTimeField(_("written"))
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="resolved_notes",
    )

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [
            models.Index(fields=["article", "parent", "-id"], name="notes_by_article"),
            models.Index(
                fields=["-id"],
                name="open_notes",
                condition=Q(parent=None, resolved_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_note_is_somebodys",
                condition=Q(author__isnull=False) | Q(link__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_thread_is_resolved",
                condition=Q(parent=None) | Q(resolved_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
