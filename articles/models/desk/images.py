"""Pictures: the private original and what must be said about it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.json import PlainJSONField


def uuid_of(origin: str) -> uuid.UUID:
    """Give the UUID of a picture fetched from an address: everywhere the same one."""
    return uuid.uuid5(uuid.NAMESPACE_URL, origin)


class ImageQuerySet(models.QuerySet["Image"]):
    """Pictures by identity, and those still to be fetched."""

    def get_by_natural_key(self, key: str) -> "Image":
        """Find a picture by its UUID."""
        return self.get(uuid=key)


class Image(models.Model):
    """A picture the desk has, or one it knows the address of and will fetch."""

    class Status(models.TextChoices):
        """Whether the file is here."""

        PENDING = "pending", _("to be fetched")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(
        _("status"), max_length=8, choices=Status, default=Status.PENDING
    )
    origin = models.TextField(_("fetched from"), blank=True)
    original = models.CharField(_("original"), max_length=200, blank=True)
    content_hash = models.CharField(_("content hash"), max_length=64, blank=True)
    former = PlainJSONField(null=True, editable=False)
    """Content hashes of the files it had before, oldest first; None for none."""
    mime = models.CharField(_("type"), max_length=40, blank=True)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    alt = models.CharField(_("alternative text"), max_length=500, blank=True)
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    licence_expires = models.DateField(_("licence expires"), null=True, blank=True)
    focus_x = models.PositiveSmallIntegerField(
        _("focus, in percent from the left"), default=50
    )
    focus_y = models.PositiveSmallIntegerField(
        _("focus, in percent from the top"), default=50
    )
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    next_attempt_at = models.DateTimeField(null=True, blank=True, editable=False)
    failure = models.TextField(_("what went wrong"), blank=True, editable=False)
    created_at = models.DateTimeField(_("added"))

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                name="images_to_fetch",
                condition=models.Q(status="pending"),
            ),
            models.Index(fields=["content_hash"], name="images_by_content"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_ready_picture_has_its_file",
                condition=~models.Q(status="ready")
                | (~models.Q(original="") & models.Q(width__gt=0, height__gt=0)),
            ),
            models.CheckConstraint(
                name="a_focus_lies_inside",
                condition=models.Q(focus_x__lte=100, focus_y__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return self.alt or self.caption or self.origin or str(self.uuid)

    @property
    def came_from_the_web(self) -> bool:
        """Say whether its origin is an address that one can follow."""
        return self.origin.startswith(("http://", "https://"))

    def natural_key(self) -> tuple[str]:
        """Give the UUID."""
        return (str(self.uuid),)
