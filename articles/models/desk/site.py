"""What the desk says of the site itself: its working copy, and that of its pages."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.desk.categories import Category
from articles.models.desk.images import Image


class SiteSettings(models.Model):
    """The working copy of name, colours, links and footer: one row.

    Readers see nothing of it before it is published. ``version`` moves with every
    save, so that nobody saves over somebody else's.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    name = models.CharField(_("name"), max_length=60)
    tagline = models.CharField(_("line under the name"), max_length=160, blank=True)
    description = models.TextField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("What search engines and link previews say of the site."),
    )
    organisation = models.CharField(_("publisher"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail for readers"), blank=True)
    footer = models.TextField(_("text in the footer"), max_length=600, blank=True)
    accent_light = models.CharField(_("accent by day"), max_length=7, blank=True)
    accent_dark = models.CharField(_("accent by night"), max_length=7, blank=True)
    logo = models.ForeignKey(
        Image,
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Takes the place of the written name; the name stays its text."),
    )
    logo_dark = models.ForeignKey(
        Image,
        verbose_name=_("logo by night"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("site")
        permissions = [("publish_sitesettings", "Can publish the site's settings")]
        constraints = [
            models.CheckConstraint(
                name="there_is_one_working_copy_of_the_site", condition=Q(id=1)
            )
        ]

    def __str__(self) -> str:
        return self.name


class SectionColour(models.Model):
    """The hue that a section's covers have; the others get theirs by their name."""

    class Hue(models.IntegerChoices):
        """The wheel of twelve, in the steps of `hue-0` to `hue-11`."""

        VERMILION = 0, _("vermilion")
        AMBER = 1, _("amber")
        OCHRE = 2, _("ochre")
        MOSS = 3, _("moss")
        PINE = 4, _("pine")
        JADE = 5, _("jade")
        TEAL = 6, _("teal")
        LAKE = 7, _("lake blue")
        INDIGO = 8, _("indigo")
        VIOLET = 9, _("violet")
        PLUM = 10, _("plum")
        CRIMSON = 11, _("crimson")

    site = models.ForeignKey(
        SiteSettings, on_delete=models.CASCADE, related_name="colours"
    )
    category = models.OneToOneField(
        Category,
        verbose_name=_("section"),
        on_delete=models.CASCADE,
        related_name="colour",
    )
    hue = models.PositiveSmallIntegerField(_("colour"), choices=Hue)

    class Meta:
        ordering = ["category__position", "id"]
        verbose_name = _("colour of a section")
        verbose_name_plural = _("colours of sections")

    def __str__(self) -> str:
        return f"{self.category}: {self.get_hue_display()}"


class Page(models.Model):
    """The working copy of a page beside the news; saving it changes no reader's page.

    ``version`` moves with every save; ``live_version`` is the one readers have, None
    where they have none. ``live_body`` is that one's text: what they see is composed
    from it again when a picture or an article that it names changes.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    live_version = models.PositiveIntegerField(null=True, editable=False)
    live_body = models.TextField(null=True, editable=False)  # noqa: DJ001 - not known of some published before it was kept
    title = models.CharField(_("title"), max_length=200)
    slug = models.CharField(_("address"), max_length=80, unique=True)
    language = models.CharField(_("language"), max_length=16, default="zh-Hans")
    body = models.TextField(_("text"), blank=True)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["slug"]
        verbose_name = pgettext_lazy("of the site", "page")
        verbose_name_plural = pgettext_lazy("of the site", "pages")
        permissions = [("publish_page", "Can publish and withdraw pages")]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """Give the address it asks for."""
        return f"/{self.slug}/"

    @property
    def owner(self) -> str:
        """Name this page in the ledger of addresses and in cache keys."""
        return f"page:{self.uuid}"


class NavigationItem(models.Model):
    """A link in masthead or footer; what leads nowhere yet is not shown."""

    class Place(models.TextChoices):
        """Where the link stands."""

        MASTHEAD = "masthead", _("masthead")
        FOOTER = "footer", _("footer")
        SOCIAL = "social", _("elsewhere on the web")

    site = models.ForeignKey(
        SiteSettings, on_delete=models.CASCADE, related_name="links"
    )
    place = models.CharField(_("place"), max_length=8, choices=Place)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    label = models.CharField(_("words"), max_length=60, blank=True)
    language = models.CharField(_("only in"), max_length=16, blank=True)
    category = models.ForeignKey(
        Category,
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    page = models.ForeignKey(
        Page,
        verbose_name=pgettext_lazy("of the site", "page"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="links",
    )
    address = models.CharField(_("or an address"), max_length=300, blank=True)

    class Meta:
        ordering = ["place", "position", "id"]
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.CheckConstraint(
                name="a_link_leads_to_one_thing",
                condition=Q(category__isnull=False, page=None, address="")
                | (Q(category=None, page__isnull=False, address=""))
                | (Q(category=None, page=None) & ~Q(address="")),
            )
        ]

    def __str__(self) -> str:
        return self.label or str(self.category or self.page or self.address)
