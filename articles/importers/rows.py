"""A record as the desk's rows: the working copy, what it is filed under, its snapshot."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from articles.importers.lookups import Lookups
from articles.models.desk import Article, Byline, Filing, TaggedArticle
from articles.models.desk.revisions import snapshot
from articles.publishing.compose import local_day
from articles.records import ArticleRecord, PictureRecord

FIELDS = (
    "title",
    "deck",
    "slug",
    "body",
    "body_format",
    "language",
    "source",
    "source_url",
    "thumbnail",
    "lead_picture",
    "comments_enabled",
    "extra",
    "source_updated_at",
    "planned_for",
    "published_at",
    "day",
    "changed_at",
)
DEFAULT_LANGUAGE = "zh-Hans"


def fill(article: Article, record: ArticleRecord, found: Lookups, at: datetime) -> None:
    """Let a working copy say what the record says; what readers froze stays."""
    article.title = record.title
    article.deck = record.deck
    article.slug = record.slug
    article.body = record.body
    article.body_format = record.body_format
    article.language = record.language or DEFAULT_LANGUAGE
    article.source = found.sources[record.source_name] if record.source_name else None
    article.source_url = record.source_url
    article.thumbnail = _image(record.thumbnail, found)
    article.lead_picture = _image(record.lead_picture, found)
    article.comments_enabled = record.comments_enabled
    article.extra = record.extra
    article.source_updated_at = record.updated_at
    article.changed_at = at
    if not article.edition:
        article.published_at = record.published_at
        future = record.published_at is not None and record.published_at > at
        article.planned_for = record.published_at if future else None
        # Frozen here, so that the door can claim a whole batch by one UPDATE.
        if record.published_at and record.published and not future:
            article.day = local_day(record.published_at)


def _image(picture: PictureRecord | None, found: Lookups) -> Any:
    return found.pictures[picture.url] if picture else None


def relate(pairs: Sequence[tuple[Article, ArticleRecord]], found: Lookups) -> None:
    """Write bylines, places in categories and tags of saved articles, in bulk."""
    bylines: list[Byline] = []
    filings: list[Filing] = []
    tagged: list[TaggedArticle] = []
    for article, record in pairs:
        signed = [
            Byline(article=article, author=found.authors[one.name], role=one.role,
                   position=place)
            for place, one in enumerate(record.bylines)
        ]  # fmt: skip
        filed = [
            Filing(article=article, category=found.categories[path], position=place)
            for place, path in enumerate(record.categories)
        ]
        tags = [
            TaggedArticle(content_object=article, tag=found.tags[name])
            for name in record.tags
        ]
        # As a prefetch would leave it, so that the snapshot asks nothing.
        article._prefetched_objects_cache = {  # type: ignore[attr-defined] # Django's own
            "bylines": signed, "filings": filed, "tagged": tags,
        }  # fmt: skip
        bylines += signed
        filings += filed
        tagged += tags
    Byline.objects.bulk_create(bylines)
    Filing.objects.bulk_create(filings)
    TaggedArticle.objects.bulk_create(tagged)


def unrelate(articles: Iterable[Article]) -> None:
    """Remove bylines, places in categories and tags, to be written anew."""
    pks = [article.pk for article in articles]
    Byline.objects.filter(article__in=pks).delete()
    Filing.objects.filter(article__in=pks).delete()
    TaggedArticle.objects.filter(content_object__in=pks).delete()


def snapshots(articles: Iterable[Article]) -> list[tuple[Article, dict[str, Any]]]:
    """Write down what related articles say, without a query."""
    return [(article, snapshot(article)) for article in articles]
