"""What the newsroom says of itself on every page, and its pages beside the news."""

import uuid
from typing import Any, Literal, TypedDict

from django.db import models

from articles.models.json import PlainJSONField

KEY = "site"
"""The cache key that every page carries: masthead, colours and footer stand on all."""
PAGES = "sitemap:pages"
"""The cache key of what lists the pages beside the news for machines."""
LOGOS: tuple[Literal["logo"], Literal["logo_dark"]] = ("logo", "logo_dark")


class LinkRef(TypedDict):
    """A link of masthead or footer: to a section, a page or an address, one of them.

    ``language`` limits it to pages in that interface language; empty means all.
    """

    place: str
    label: str
    language: str
    section: str
    page: str
    address: str


class PageRef(TypedDict):
    """What links to a live page need of it."""

    path: str
    title: str
    language: str


class SiteContent(TypedDict):
    """The site's own words, colours and links as they were published.

    ``hues`` maps a section's key to its place on the wheel of twelve; logos are the
    facts of public renditions.
    """

    name: str
    tagline: str
    description: str
    organisation: str
    email: str
    footer: str
    accent_light: str
    accent_dark: str
    hues: dict[str, int]
    logo: dict[str, Any] | None
    logo_dark: dict[str, Any] | None
    links: list[LinkRef]


class PublishedSite(models.Model):
    """The one row of the site's own words; until it is there the settings' hold.

    ``pages`` maps the UUIDs of live pages to what links to them need. ``version``
    moves with every change.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.PositiveIntegerField(default=1)
    content = PlainJSONField(null=True)
    pages = PlainJSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="there_is_one_site", condition=models.Q(id=1))
        ]

    def __str__(self) -> str:
        return f"Site, version {self.version}"

    def logos(self) -> set[uuid.UUID]:
        """Name the pictures that are the logos readers have."""
        facts = [(self.content or {}).get(name) for name in LOGOS]
        return {uuid.UUID(one["image"]) for one in facts if one}


class PublishedPageQuerySet(models.QuerySet["PublishedPage"]):
    """Live pages beside the news; everything in this table is live."""

    def get_by_natural_key(self, key: str) -> "PublishedPage":
        """Find a live page by its UUID."""
        return self.get(uuid=key)


class PublishedPage(models.Model):
    """A page beside the news (about, contact, privacy) as readers have it.

    ``renderer`` is the version of `rendering` that made the body.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = models.CharField(max_length=200, unique=True)
    language = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    renderer = models.PositiveSmallIntegerField(null=True)
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = PublishedPageQuerySet.as_manager()

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        """Give the UUID."""
        return (str(self.uuid),)

    @property
    def owner(self) -> str:
        """Name this page in the ledger of addresses and in cache keys."""
        return f"page:{self.uuid}"


class PagePictureUse(models.Model):
    """A live page names a picture, as `PictureUse` says of articles."""

    page = models.ForeignKey(
        PublishedPage, on_delete=models.CASCADE, related_name="picture_uses"
    )
    image = models.UUIDField(db_index=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "image"], name="a_picture_once_per_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.image}"


class PageLinkUse(models.Model):
    """A live page links to an article, live or not, as `LinkUse` says of articles."""

    page = models.ForeignKey(
        PublishedPage, on_delete=models.CASCADE, related_name="link_uses"
    )
    target = models.UUIDField(db_index=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "target"], name="a_target_once_per_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.target}"
