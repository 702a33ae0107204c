"""One row per live article, with all that its page, card and feed item need."""

import uuid
from collections.abc import Iterable
from typing import Any, TypedDict
from uuid import UUID

from django.db import models

from articles.models.json import PlainJSONField


class BylineRef(TypedDict):
    """A byline as the row keeps it: whose label, in which role."""

    label: str
    role: str


class CorrectionRef(TypedDict):
    """A correction as the row keeps it; ``at`` is an ISO 8601 instant."""

    kind: str
    text: str
    at: str


class HeadingRef(TypedDict):
    """A heading as the row keeps it; ``anchor`` is its id in the body."""

    level: int
    text: str
    anchor: str


class Refs(TypedDict):
    """The labels an article stands under, by key; names are joined when read.

    ``categories`` are paths, outermost first; the first path is the breadcrumb.
    """

    categories: list[list[str]]
    bylines: list[BylineRef]
    tags: list[str]
    source: str | None


def no_refs() -> Refs:
    """Give the references of an article that stands under nothing."""
    return {"categories": [], "bylines": [], "tags": [], "source": None}


class PublishedArticleQuerySet(models.QuerySet["PublishedArticle"]):
    """Live articles; everything in this table is live, there is nothing to filter."""

    def get_by_natural_key(self, key: str) -> "PublishedArticle":
        """Find a live article by its UUID."""
        return self.get(uuid=key)

    def cards(self) -> "PublishedArticleQuerySet":
        """Leave out the bodies, which lists do not show."""
        return self.defer("body_html")

    def in_other_languages(
        self, article: "PublishedArticle"
    ) -> list["PublishedArticle"]:
        """Give the live texts of an article's group but itself, the original first."""
        group = article.group
        found = self.cards().filter(models.Q(uuid=group) | models.Q(original=group))
        rows = found.exclude(uuid=article.uuid).order_by("published_at", "pk")
        return sorted(rows, key=lambda one: one.uuid != group)


class PublishedArticle(models.Model):
    """An article as readers have it, made from exactly one revision.

    ``path`` is the address in full (`/2021/10/13/slug/`, not escaped); ``day`` the
    newsroom's day of first publication, frozen. ``picture`` and ``lead_picture``
    describe public renditions, or are None: the page then shows a typographic cover,
    and ``cover`` names the file that link previews show, drawn when it is asked for.
    ``original`` is the UUID of the article that this one translates.
    ``corrections`` is a list of `CorrectionRef`, oldest first, or None for none;
    ``contents`` one of `HeadingRef` where the text is long enough for a table of them.
    ``renderer`` is the version of `rendering` that made the body.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    revision_number = models.PositiveIntegerField()
    path = models.CharField(max_length=800, unique=True)
    slug = models.CharField(max_length=210)
    day = models.DateField()
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    language = models.CharField(max_length=16)
    original = models.UUIDField(null=True, db_index=True)
    title = models.CharField(max_length=300)
    deck = models.TextField(blank=True)
    excerpt = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    words = models.PositiveIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(default=1)
    picture = PlainJSONField(null=True)
    lead_picture = PlainJSONField(null=True)
    cover = models.CharField(max_length=40, null=True)  # noqa: DJ001 - rows of before have none
    refs = PlainJSONField(default=no_refs)
    corrections = PlainJSONField(null=True)
    contents = PlainJSONField(null=True)
    renderer = models.PositiveSmallIntegerField(null=True)
    source_url = models.URLField(max_length=1000, blank=True)
    comments_enabled = models.BooleanField(default=True)
    comments_closed = models.BooleanField(null=True)

    objects = PublishedArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-published_at", "-id"]
        indexes = [
            models.Index(
                fields=["cover"],
                name="articles_by_cover",
                condition=models.Q(cover__isnull=False),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="updated_not_before_published",
                condition=models.Q(updated_at__gte=models.F("published_at")),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        """Give the UUID."""
        return (str(self.uuid),)

    @property
    def owner(self) -> str:
        """Name this article in the ledger of addresses and in cache keys."""
        return f"article:{self.uuid}"

    @property
    def group(self) -> UUID:
        """Give the UUID that an article and its translations have in common."""
        return self.original or self.uuid

    @property
    def cover_file(self) -> dict[str, Any] | None:
        """Give the file that link previews show where there is no picture."""
        if not self.cover:
            return None
        url = f"/media/{self.cover}"
        return {"url": url, "type": "image/png", "width": 1200, "height": 630}

    @property
    def section_key(self) -> str | None:
        """Name the innermost category of the breadcrumb, if there is one."""
        paths = self.refs["categories"]
        return paths[0][-1] if paths else None

    @property
    def home_key(self) -> str:
        """Name the list whose previous and next article the page offers."""
        return self.section_key or "front"

    def label_keys(self) -> list[str]:
        """Name every label the article is listed under, the front page first."""
        refs: Refs = self.refs
        keys = ["front"]
        for path in refs["categories"]:
            keys += path
        keys += [byline["label"] for byline in refs["bylines"]]
        keys += refs["tags"]
        if refs["source"]:
            keys.append(refs["source"])
        return list(dict.fromkeys(keys))


def label_keys_of(articles: Iterable[PublishedArticle]) -> set[str]:
    """Name the labels that some articles show, to be read in one query."""
    return {key for article in articles for key in article.label_keys()}


class PictureUseQuerySet(models.QuerySet["PictureUse"]):
    """Which live articles show which pictures."""

    def get_by_natural_key(self, article: str, image: str) -> "PictureUse":
        """Find a picture's use on an article."""
        return self.get(article__uuid=article, image=image)


class PictureUse(models.Model):
    """A live article names a picture, whether or not its file is here yet."""

    article = models.ForeignKey(
        PublishedArticle, on_delete=models.CASCADE, related_name="picture_uses"
    )
    image = models.UUIDField(db_index=True)

    objects = PictureUseQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "image"], name="a_picture_once_per_article"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.image}"

    def natural_key(self) -> tuple[str, str]:
        """Give the article's UUID and the picture's."""
        return (str(self.article.uuid), str(self.image))

    natural_key.dependencies = ["articles.publishedarticle"]  # type: ignore[attr-defined] # read by dumpdata


class LinkUseQuerySet(models.QuerySet["LinkUse"]):
    """Which live articles link to which articles."""

    def get_by_natural_key(self, article: str, target: str) -> "LinkUse":
        """Find an article's link to another."""
        return self.get(article__uuid=article, target=target)


class LinkUse(models.Model):
    """A live article links to another by its identity, live or not."""

    article = models.ForeignKey(
        PublishedArticle, on_delete=models.CASCADE, related_name="link_uses"
    )
    target = models.UUIDField(db_index=True)

    objects = LinkUseQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "target"], name="a_target_once_per_article"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.target}"

    def natural_key(self) -> tuple[str, str]:
        """Give the UUIDs of the article and of what it links to."""
        return (str(self.article.uuid), str(self.target))

    natural_key.dependencies = ["articles.publishedarticle"]  # type: ignore[attr-defined] # read by dumpdata
