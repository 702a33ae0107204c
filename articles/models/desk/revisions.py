"""What an article said, each time it was saved."""

import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.desk.articles import Article
from articles.models.desk.categories import Category
from articles.models.json import PlainJSONField, canonical


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Revisions by article and number."""

    def get_by_natural_key(self, key: str, number: int) -> "Revision":
        """Find a revision by its article's UUID and its number."""
        return self.get(article__uuid=key, number=number)


class Revision(models.Model):
    """An immutable, numbered snapshot of all an article says.

    ``content`` holds the fields, and for bylines, categories, tags, source and
    pictures their identities with the names as they stood. The database refuses to
    alter a row.
    """

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="revisions"
    )
    number = models.PositiveIntegerField(_("number"))
    parent_number = models.PositiveIntegerField(null=True)
    content = PlainJSONField(_("content"))
    content_hash = models.CharField(max_length=64)
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("saved"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("saved by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="revisions",
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "-number"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"], name="a_revision_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article} · {self.number}"

    def natural_key(self) -> tuple[str, int]:
        """Give the article's UUID and the number."""
        return (str(self.article.uuid), self.number)

    natural_key.dependencies = ["articles.article"]  # type: ignore[attr-defined] # read by dumpdata


def content_hash(content: dict[str, Any]) -> str:
    """Hash a snapshot, the same for equal content whatever the order of its keys."""
    return hashlib.sha256(canonical(content)).hexdigest()


PLAIN_FIELDS = (
    "title",
    "deck",
    "slug",
    "body",
    "body_format",
    "language",
    "source_url",
    "comments_enabled",
    "extra",
)


def snapshot(article: Article) -> dict[str, Any]:
    """Write down all that an article says now; reads an article loaded `whole`."""
    content: dict[str, Any] = {name: getattr(article, name) for name in PLAIN_FIELDS}
    content["bylines"] = [
        {
            "author": byline.author.label_key,
            "name": byline.author.name,
            "role": byline.role,
        }
        for byline in article.bylines.all()
    ]
    content["categories"] = [
        [{"category": one.label_key, "name": one.name} for one in path(filing.category)]
        for filing in article.filings.all()
    ]
    content["tags"] = [
        {"tag": tagged.tag.label_key, "name": tagged.tag.name}
        for tagged in article.tagged.all()
    ]
    content["source"] = article.source and {
        "source": article.source.label_key,
        "name": article.source.name,
    }
    for name in ("thumbnail", "lead_picture"):
        image = getattr(article, name)
        content[name] = image and {
            "image": str(image.uuid),
            "alt": image.alt,
            "caption": image.caption,
            "credit": image.credit,
        }
    return content


def path(category: Category) -> list[Category]:
    """Give a category's way from the root; separate so that batches may cache it."""
    return category.trail()
