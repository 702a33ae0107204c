"""Plain builders of test data: what is not said gets a sensible default."""

from datetime import UTC, datetime
from typing import Any

from articles import publishing
from articles.models.desk import Article, Author, Byline, Category, Filing, Source, Tag
from articles.workflow import revise

NOON = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
"""Noon in Shanghai on an ordinary Thursday."""


def make_category(*names: str) -> Category:
    """Make (or find) a category by its path of names and give the innermost."""
    parent = None
    for name in names or ("要闻",):
        parent, _ = Category.objects.get_or_create(parent=parent, name=name)
    assert parent is not None
    return parent


def make_author(name: str = "林晓", **fields: Any) -> Author:
    """Make (or find) an author by name."""
    return Author.objects.get_or_create(name=name, defaults=fields)[0]


def make_source(name: str = "海风通讯社", **fields: Any) -> Source:
    """Make (or find) a source by name."""
    return Source.objects.get_or_create(name=name, defaults=fields)[0]


def make_article(
    title: str = "渡轮复航首日",
    *,
    categories: tuple[tuple[str, ...], ...] = (("要闻",),),
    tags: tuple[str, ...] = (),
    bylines: tuple[str, ...] = (),
    source: str = "",
    **fields: Any,
) -> Article:
    """Make an article with its relations; no revision, nothing published."""
    fields.setdefault("body", f"{title}。码头上的人比往常多。")
    fields.setdefault("created_at", NOON)
    fields.setdefault("changed_at", NOON)
    if source:
        fields["source"] = make_source(source)
    article = Article.objects.create(title=title, **fields)
    for position, names in enumerate(categories):
        Filing.objects.create(
            article=article, category=make_category(*names), position=position
        )
    for position, name in enumerate(bylines):
        Byline.objects.create(
            article=article, author=make_author(name), position=position, role="记者"
        )
    for name in tags:
        article.tags.add(Tag.objects.get_or_create(name=name)[0])
    return article


def make_live(
    title: str = "渡轮复航首日", *, at: datetime = NOON, **fields: Any
) -> Article:
    """Make an article and publish it, as first published at ``at``."""
    article = make_article(title, **fields)
    revision = revise(article, actor=None, at=at)
    assert revision is not None
    publishing.publish(revision, actor=None, at=at)
    return revision.article
