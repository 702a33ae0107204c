"""Tags, as Chinese and English editors type them."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from articles.models.desk.subjects import Subject

SEPARATORS = re.compile(r"[,，、;；\n]")


def split_tags(text: str) -> list[str]:
    """Split what was typed at Latin and Chinese separators; spaces stay in a tag."""
    names = (" ".join(part.split()).strip("\"'“”") for part in SEPARATORS.split(text))
    return list(dict.fromkeys(name for name in names if name))


def join_tags(tags: "list[Tag]") -> str:
    """Write tags back as `split_tags` reads them."""
    return "，".join(tag.name for tag in tags)


class TagQuerySet(models.QuerySet["Tag"]):
    """Tags by the name that fixtures and imports use."""

    def get_by_natural_key(self, name: str) -> "Tag":
        """Find a tag by name."""
        return self.get(name=name)


class Tag(Subject, TagBase):
    """A word that articles share."""

    kind = "tag"

    description = models.TextField(_("description"), blank=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        """Give the name."""
        return (self.name,)

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Slug a tag by the site's own rule, so that `C++` and `C#` stay apart."""
        self.identify()
        return self.slug if i is None else f"{self.slug}-{i}"


class TaggedArticleQuerySet(models.QuerySet["TaggedArticle"]):
    """Tags on articles, found as fixtures name them."""

    def get_by_natural_key(self, article: str, tag: str) -> "TaggedArticle":
        """Find a tag on an article."""
        return self.get(content_object__uuid=article, tag__name=tag)


class TaggedArticle(ItemBase):
    """One tag on one article."""

    tag = models.ForeignKey(
        Tag, on_delete=models.PROTECT, related_name="tagged_articles"
    )
    content_object = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="tagged"
    )

    objects = TaggedArticleQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="a_tag_once_per_article"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_object_id}: {self.tag_id}"

    def natural_key(self) -> tuple[str, str]:
        """Give the article's UUID and the tag's name."""
        return (str(self.content_object.uuid), self.tag.name)
