"""Who stands where on the front page, from when to when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.desk.articles import Article
from articles.models.json import PlainJSONField


class FrontSlot(models.Model):
    """An article the desk put on the front page, or will for a while.

    Places nobody fills take the newest suitable article.
    """

    class Place(models.TextChoices):
        """Where on the page."""

        LEAD = "lead", _("lead")
        SECOND = "second", _("secondary column")

    place = models.CharField(_("place"), max_length=8, choices=Place)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    article = models.ForeignKey(
        Article,
        verbose_name=_("article"),
        on_delete=models.PROTECT,
        related_name="front_slots",
    )
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    set_at = models.DateTimeField(_("set"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("set by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="front_slots",
    )

    class Meta:
        ordering = ["place", "position", "id"]
        verbose_name = _("front-page slot")
        verbose_name_plural = _("front-page slots")
        constraints = [
            models.CheckConstraint(
                name="a_slot_ends_after_it_starts",
                condition=Q(starts_at=None)
                | Q(expires_at=None)
                | Q(expires_at__gt=F("starts_at")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.position}: {self.article_id}"


class FrontEdition(models.Model):
    """The slots as they were set, each time they were; never altered.

    ``slots`` is a list of {place, position, article (UUID), title, starts_at,
    expires_at}.
    """

    number = models.PositiveIntegerField(unique=True)
    slots = PlainJSONField()
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="front_editions",
    )

    class Meta:
        ordering = ["-number"]
        verbose_name = _("front-page edition")
        verbose_name_plural = _("front-page editions")

    def __str__(self) -> str:
        return f"{self.number}"
