"""Previews for people without an account: one revision, for a while."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.desk.articles import Article
from articles.models.desk.revisions import Revision


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    """Links that open something, and those that no longer do."""

    def open_at(self, at: datetime) -> "PreviewLinkQuerySet":
        """Keep the links that are neither revoked nor expired."""
        return self.filter(revoked_at=None, expires_at__gt=at)


class PreviewLink(models.Model):
    """Lets whoever has its address read one revision until it expires.

    The token in the address is derived from the row and the secret key, and stored
    nowhere.
    """

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="preview_links"
    )
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="preview_links"
    )
    recipient = models.CharField(_("for whom"), max_length=200, blank=True)
    may_comment = models.BooleanField(_("may comment"), default=True)
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="preview_links",
    )
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="revoked_links",
    )

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        indexes = [models.Index(fields=["article", "-id"], name="links_by_article")]

    def __str__(self) -> str:
        return f"{self.article_id} · {self.recipient}".rstrip(" ·")


class PreviewVisit(models.Model):
    """One use of a link; the database refuses to alter it."""

    class Kind(models.TextChoices):
        """What was done with it."""

        READ = "read", _("read")
        COMMENTED = "commented", _("commented")
        REFUSED = "refused", _("refused: expired or revoked")

    link = models.ForeignKey(
        PreviewLink, on_delete=models.PROTECT, related_name="visits"
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    at = models.DateTimeField(_("at"))
    address = models.GenericIPAddressField(_("from"), null=True)
    browser = models.CharField(_("browser"), max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes = [models.Index(fields=["link", "-id"], name="visits_by_link")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"
