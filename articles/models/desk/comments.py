"""What readers write below articles, before and after somebody looked at it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.desk.articles import Article


class Comment(models.Model):
    """A reader's comment, or the newsroom's answer to one; readers see a row of theirs.

    ``parent`` is the comment that began the thread: threads have one level. An answer
    of the newsroom has an ``author``. ``held_for`` names what made it suspicious.
    ``network`` sums up where it came from, with a salt of the day, and is forgotten
    soon. What is erased keeps its row and loses everything that was said.
    """

    class State(models.TextChoices):
        """What became of it; only what is shown has a row among the readers'."""

        WAITING = "waiting", pgettext_lazy("comment", "waiting")
        HELD = "held", _("suspected spam")
        SHOWN = "shown", _("shown")
        REJECTED = "rejected", _("rejected")
        SPAM = "spam", _("spam")
        ERASED = "erased", _("erased")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    article = models.ForeignKey(
        Article,
        verbose_name=_("article"),
        on_delete=models.PROTECT,
        related_name="comments",
    )
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="answers"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="comments",
    )
    name = models.CharField(_("name"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    text = models.TextField(pgettext_lazy("comment", "text"), blank=True)
    language = models.CharField(_("language"), max_length=16)
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.WAITING
    )
    held_for = models.CharField(_("held for"), max_length=200, blank=True)
    network = models.CharField(max_length=32, blank=True)
    fingerprint = models.CharField(max_length=32, blank=True)
    host = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(_("written"))
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="decided_comments",
    )

    class Meta:
        ordering = ["-id"]
        verbose_name = _("comment")
        verbose_name_plural = pgettext_lazy("reader", "comments")
        indexes = [
            models.Index(fields=["state", "-id"], name="comments_by_state"),
            models.Index(fields=["article", "state"], name="comments_by_article"),
            models.Index(fields=["article", "created_at"], name="comments_by_time"),
            models.Index(
                fields=["network", "created_at"],
                name="comments_by_network",
                condition=~Q(network=""),
            ),
            models.Index(fields=["fingerprint"], name="comments_by_text"),
        ]
        permissions = [("moderate_comment", "Can moderate readers' comments")]

    def __str__(self) -> str:
        return f"№ {self.pk}"

    @property
    def head_id(self) -> int:
        """Give the number of the comment that began the thread."""
        return self.parent_id or self.pk


class BannedWord(models.Model):
    """A word or phrase that holds a comment back as suspected spam."""

    word = models.CharField(_("word or phrase"), max_length=100, unique=True)

    class Meta:
        ordering = ["word"]
        verbose_name = _("banned word")
        verbose_name_plural = _("banned words")

    def __str__(self) -> str:
        return self.word
