"""Writing a snapshot back: the working copy says again what a revision said."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from articles.models.desk import (
    Article,
    Author,
    Byline,
    Category,
    Filing,
    Image,
    Source,
    Tag,
    TaggedArticle,
)
from articles.models.desk.revisions import PLAIN_FIELDS
from articles.models.desk.subjects import Subject
from articles.workflow import translations

Content = dict[str, Any]

PICTURES = ("thumbnail", "lead_picture")


def apply(article: Article, content: Content) -> list[str]:
    """Make the working copy say what a snapshot says; give what is no longer there.

    Call it in a transaction, and `revise` after it: this makes no revision. Takes the
    same number of queries whatever the snapshot holds; each sentence it gives back
    names an author, category, tag, source or picture that does not exist any more and
    was left out.
    """
    missing: list[str] = []
    language = article.language
    for name in PLAIN_FIELDS:
        setattr(article, name, content.get(name, getattr(article, name)))
    _keep_apart(article, language, missing)
    _set_source(article, content, missing)
    _set_pictures(article, content, missing)
    article.save(update_fields=[*PLAIN_FIELDS, "source", *PICTURES])
    _sign(article, content, missing)
    _file(article, content, missing)
    _tag(article, content, missing)
    # What was prefetched says what the article said before.
    getattr(article, "_prefetched_objects_cache", {}).clear()
    return missing


def _keep_apart(article: Article, language: str, missing: list[str]) -> None:
    """Leave the language as it is where the group has a text in the old one."""
    if article.language == language:
        return
    if there := translations.in_the_way(article, article.language):
        article.language = language
        missing.append(
            _("The language stays: “%(title)s” is the text in the old one now.")
            % {"title": there}
        )


def _set_source(article: Article, content: Content, missing: list[str]) -> None:
    told = content.get("source")
    found = _by_uid(Source, [told["source"]] if told else [])
    article.source = found.get(_uid(told["source"])) if told else None
    if told and article.source is None:
        missing.append(_("The source “%(name)s” no longer exists.") % told)


def _set_pictures(article: Article, content: Content, missing: list[str]) -> None:
    told = {name: content.get(name) for name in PICTURES}
    wanted = [UUID(one["image"]) for one in told.values() if one]
    found = Image.objects.in_bulk(wanted, field_name="uuid")
    for name, one in told.items():
        picture = found.get(UUID(one["image"])) if one else None
        setattr(article, name, picture)
        if one and picture is None:
            called = one.get("alt") or one.get("caption") or one["image"]
            missing.append(
                _("The picture “%(name)s” no longer exists.") % {"name": called}
            )


def _sign(article: Article, content: Content, missing: list[str]) -> None:
    told = content.get("bylines") or []
    authors = _by_uid(Author, [one["author"] for one in told])
    article.bylines.all().delete()
    lost = _("The author “%(name)s” no longer exists.")
    Byline.objects.bulk_create(
        Byline(
            article=article,
            author=authors[_uid(one["author"])],
            role=one.get("role", ""),
            position=position,
        )
        for position, one in _still_there(told, "author", authors, lost, missing)
    )


def _file(article: Article, content: Content, missing: list[str]) -> None:
    told = [trail[-1] for trail in content.get("categories") or [] if trail]
    categories = _by_uid(Category, [one["category"] for one in told])
    article.filings.all().delete()
    lost = _("The category “%(name)s” no longer exists.")
    Filing.objects.bulk_create(
        Filing(
            article=article,
            category=categories[_uid(one["category"])],
            position=position,
        )
        for position, one in _still_there(told, "category", categories, lost, missing)
    )


def _tag(article: Article, content: Content, missing: list[str]) -> None:
    told = content.get("tags") or []
    tags = _by_uid(Tag, [one["tag"] for one in told])
    article.tagged.all().delete()
    lost = _("The tag “%(name)s” no longer exists.")
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object=article, tag=tags[_uid(one["tag"])])
        for _position, one in _still_there(told, "tag", tags, lost, missing)
    )


def _still_there(
    told: Iterable[dict[str, Any]],
    kind: str,
    found: dict[str, Any],
    sentence: str,
    missing: list[str],
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number what still exists, each once; say of the rest that it is gone."""
    used: set[str] = set()
    for one in told:
        uid = _uid(one[kind])
        if uid not in found:
            missing.append(sentence % {"name": one.get("name", uid)})
        elif uid not in used:
            yield len(used), one
            used.add(uid)


def _by_uid(model: type[Subject], keys: Iterable[str]) -> dict[str, Any]:
    rows = model._default_manager.filter(uid__in={_uid(key) for key in keys})
    return {row.uid: row for row in rows}


def _uid(key: str) -> str:
    """Give the uid of a label key such as ``tag:abc``."""
    return key.partition(":")[2]
