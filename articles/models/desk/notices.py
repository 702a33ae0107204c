"""What a person is told, at the desk and by e-mail, and what they chose to hear."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.desk.articles import Article
from articles.models.desk.notes import Note


class Occasion(models.TextChoices):
    """What may be worth telling."""

    SUBMITTED = "submitted", _("an article was submitted for review")
    CHANGES = "changes", _("changes were requested in my article")
    APPROVED = "approved", _("my article was approved")
    WENT_OUT = "went_out", _("my article went out, was corrected or came down")
    ASSIGNED = "assigned", _("an article was given to me")
    MENTIONED = "mentioned", _("somebody mentioned me in a note")
    NOTED = "noted", _("there is a note on my article")
    OUTSIDER = "outsider", _("somebody outside answered a preview link of mine")
    COMMENTED = "commented", _("readers' comments wait in my sections")
    FAILED = "failed", _("a scheduled move failed or is late")


class Notice(models.Model):
    """One thing one person is told, once; ``mailed_at`` is None until it went out."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    occasion = models.CharField(_("occasion"), max_length=12, choices=Occasion)
    article = models.ForeignKey(
        Article, null=True, on_delete=models.CASCADE, related_name="notices"
    )
    note = models.ForeignKey(
        Note, null=True, on_delete=models.CASCADE, related_name="notices"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="caused_notices",
    )
    text = models.TextField(_("text"), blank=True)
    at = models.DateTimeField(_("at"))
    at_the_desk = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=False)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(
                fields=["user", "-id"],
                name="unread_notices",
                condition=Q(read_at=None, at_the_desk=True),
            ),
            models.Index(fields=["user", "-id"], name="notices_by_person"),
            models.Index(
                fields=["at"],
                name="notices_to_mail",
                condition=Q(mailed_at=None, by_mail=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} {self.article_id} → {self.user_id}"


class NoticeChoice(models.Model):
    """How one person wants to hear of one occasion; without a row, the default."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="choices"
    )
    occasion = models.CharField(_("occasion"), max_length=12, choices=Occasion)
    at_the_desk = models.BooleanField(_("at the desk"), default=True)
    by_mail = models.BooleanField(_("by e-mail"), default=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "occasion"], name="one_choice_per_occasion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.occasion}"
