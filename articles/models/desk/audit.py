"""Who did what, when: one log for everything that matters, append-only."""

from django.conf import settings
from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _noop

from articles.models.desk.articles import Article


class AuditEntry(models.Model):
    """One thing that was done; the database refuses to alter it.

    ``what`` is the exact verb (`approve`, `published`, `log_in`), ``subject`` what it
    was done to as it was called then, ``detail`` the reason or what changed.
    """

    class Kind(models.TextChoices):
        """What sort of thing it is."""

        MOVE = "move", _("move")
        DOOR = "door", _("publication")
        ACCESS = "access", _("log-in")
        PEOPLE = "people", _("accounts and permissions")
        SETTING = "setting", _("settings of the desk")
        SHARE = "share", _("preview link")
        COMMENT = "comment", _("readers' comment")
        EXPORT = "export", _("export")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    what = models.CharField(_("what"), max_length=40)
    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="audit_entries",
    )
    actor_name = models.CharField(_("name"), max_length=150, blank=True)
    article = models.ForeignKey(
        Article,
        verbose_name=_("article"),
        null=True,
        on_delete=models.PROTECT,
        related_name="audit_entries",
    )
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    detail = models.TextField(_("detail"), blank=True)
    address = models.GenericIPAddressField(_("from"), null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("log entry")
        verbose_name_plural = _("audit log")
        indexes = [
            models.Index(fields=["-at"], name="audit_by_time"),
            models.Index(fields=["article", "-id"], name="audit_by_article"),
            models.Index(fields=["actor", "-id"], name="audit_by_person"),
        ]
        permissions = [("export_auditentry", _noop("Can export the audit log"))]

    def __str__(self) -> str:
        return f"{localtime(self.at):%Y-%m-%d %H:%M:%S} {self.what} {self.subject}"
