"""The working copy: saving it never changes what readers see."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as _noop
from taggit.managers import TaggableManager

from articles.models.desk.categories import Category
from articles.models.desk.images import Image
from articles.models.desk.people import Author
from articles.models.desk.sources import Source
from articles.models.desk.tags import TaggedArticle
from articles.models.json import PlainJSONField


class Stage(models.TextChoices):
    """How far the working copy is; says nothing about readers."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")


class Standing(models.TextChoices):
    """What readers have of the article; only the door moves it."""

    NEVER = "never", _("never published")
    LIVE = "live", _("live")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Priority(models.IntegerChoices):
    """How pressing an article is; most have no priority."""

    LOW = 1, _("low")
    HIGH = 3, _("high")
    URGENT = 4, _("urgent")


class BodyFormat(models.TextChoices):
    """How the body is written."""

    MARKDOWN = "markdown", "Markdown"
    HTML = "html", "HTML"


class ArticleQuerySet(models.QuerySet["Article"]):
    """Working copies, with all that a snapshot needs in a fixed number of queries."""

    def get_by_natural_key(self, key: str) -> "Article":
        """Find an article by its UUID."""
        return self.get(uuid=key)

    def whole(self) -> "ArticleQuerySet":
        """Load everything an article says, for a snapshot or a form."""
        return self.select_related(
            "source", "thumbnail", "lead_picture"
        ).prefetch_related(
            models.Prefetch("bylines", Byline.objects.select_related("author")),
            models.Prefetch("filings", Filing.objects.select_related("category")),
            models.Prefetch("tagged", TaggedArticle.objects.select_related("tag")),
        )


class Article(models.Model):
    """What the desk is writing.

    ``latest_number`` is the newest revision's number, ``live_number`` the one that
    readers have (None: they have none), ``edition`` counts what the door has done
    with the article, and is what a claim compares. ``published_at`` and ``day`` are
    frozen by the first publication; an import sets them to the source's own date.
    ``unmerged_number`` names a correction that readers have and the draft has not yet.
    ``translation_of`` names the original, which is no translation itself; it is no
    part of a revision: what a text says does not hang on it.
    ``held_since`` is a legal hold: what was withdrawn stays so until it is lifted.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    deck = models.TextField(_("deck"), blank=True)
    slug = models.CharField(_("slug"), max_length=200, blank=True)
    body = models.TextField(_("body"), blank=True)
    body_format = models.CharField(
        _("body format"), max_length=8, choices=BodyFormat, default=BodyFormat.MARKDOWN
    )
    language = models.CharField(_("language"), max_length=16, default="zh-Hans")
    translation_of = models.ForeignKey(
        "self",
        to_field="uuid",
        verbose_name=_("translation of"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="translations",
    )
    authors = models.ManyToManyField(Author, through="Byline", related_name="articles")
    categories = models.ManyToManyField(
        Category, through="Filing", related_name="articles"
    )
    tags = TaggableManager(through=TaggedArticle, blank=True, verbose_name=_("tags"))
    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
    )
    source_url = models.URLField(
        _("address at the source"), max_length=1000, blank=True
    )
    thumbnail = models.ForeignKey(
        Image,
        verbose_name=_("list picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="thumbnail_of",
    )
    lead_picture = models.ForeignKey(
        Image,
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lead_picture_of",
    )
    comments_enabled = models.BooleanField(_("comments"), default=True)
    comments_closed_at = models.DateTimeField(
        _("comments closed"), null=True, editable=False
    )
    extra = PlainJSONField(_("other front matter"), default=dict, blank=True)

    stage = models.CharField(
        _("stage"), max_length=10, choices=Stage, default=Stage.DRAFT, editable=False
    )
    standing = models.CharField(
        _("standing"),
        max_length=10,
        choices=Standing,
        default=Standing.NEVER,
        editable=False,
    )
    latest_number = models.PositiveIntegerField(default=0, editable=False)
    approved_number = models.PositiveIntegerField(null=True, editable=False)
    live_number = models.PositiveIntegerField(null=True, editable=False)
    edition = models.PositiveIntegerField(default=0, editable=False)
    unmerged_number = models.PositiveIntegerField(null=True, editable=False)
    held_since = models.DateTimeField(_("legal hold since"), null=True, editable=False)

    planned_for = models.DateTimeField(_("planned for"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    embargoed_until = models.DateTimeField(_("embargoed until"), null=True, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assigned_articles",
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"),
        choices=Priority,
        null=True,
        blank=True,
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    day = models.DateField(null=True, editable=False)
    source_updated_at = models.DateTimeField(null=True, editable=False)

    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="created_articles",
    )
    changed_at = models.DateTimeField(_("changed"))

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-id"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="articles_by_change"),
            models.Index(fields=["stage", "-changed_at"], name="articles_by_stage"),
            models.Index(
                fields=["standing", "-changed_at"], name="articles_by_standing"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_live_article_names_its_revision",
                condition=Q(standing="live", live_number__isnull=False)
                | (~Q(standing="live") & Q(live_number=None)),
            ),
            models.CheckConstraint(
                name="an_approval_names_a_revision",
                condition=~Q(stage="approved") | Q(approved_number__isnull=False),
            ),
            models.CheckConstraint(
                name="a_frozen_day_has_its_instant",
                condition=Q(day=None) | Q(published_at__isnull=False),
            ),
        ]
        permissions = [
            ("submit_article", _noop("Can submit an article for review")),
            ("approve_article", _noop("Can approve an article or request changes")),
            ("publish_article", _noop("Can publish, schedule and correct an article")),
            ("withdraw_article", _noop("Can withdraw and restore an article")),
            ("lift_hold_article", _noop("Can lift a legal hold")),
            ("arrange_front", _noop("Can arrange the front page")),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        """Give the UUID."""
        return (str(self.uuid),)


class BylineQuerySet(models.QuerySet["Byline"]):
    """Bylines, found as fixtures name them."""

    def get_by_natural_key(self, article: str, author: str) -> "Byline":
        """Find an author's byline on an article."""
        return self.get(article__uuid=article, author__slug=author)


class Byline(models.Model):
    """One name under an article's headline, in order, with its role."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="bylines"
    )
    author = models.ForeignKey(
        Author,
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        related_name="bylines",
    )
    role = models.CharField(_("role"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = BylineQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"], name="an_author_once_per_article"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.author}".strip()

    def natural_key(self) -> tuple[str, str]:
        """Give the article's UUID and the author's slug."""
        return (str(self.article.uuid), self.author.slug)


class FilingQuerySet(models.QuerySet["Filing"]):
    """Places in categories, found as fixtures name them."""

    def get_by_natural_key(self, article: str, *category: str) -> "Filing":
        """Find an article's place in the category with that path of names."""
        return self.get(
            article__uuid=article,
            category=Category.objects.get_by_natural_key(*category),
        )


class Filing(models.Model):
    """An article's place in a category; the first is the one its breadcrumb shows."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="filings"
    )
    category = models.ForeignKey(
        Category,
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        related_name="filings",
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = FilingQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("place in a category")
        verbose_name_plural = _("categories")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "category"], name="a_category_once_per_article"
            )
        ]

    def __str__(self) -> str:
        return str(self.category)

    def natural_key(self) -> tuple[str, ...]:
        """Give the article's UUID and the category's path of names."""
        return (str(self.article.uuid), *self.category.natural_key())
