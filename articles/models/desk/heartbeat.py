"""A sign of life from each process that makes due moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """The last time a process looked at what is due; one row per process.

    ``told_at`` is when people were last told that moves are late.
    """

    class Kind(models.TextChoices):
        """What looks."""

        WORKER = "worker", _("worker")
        WEB = "web", _("web process")

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=6, choices=Kind)
    at = models.DateTimeField(_("last look"))
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
