"""Saving: each change of the working copy becomes a numbered revision."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.models.desk import Article, Revision, Stage
from articles.models.desk.revisions import content_hash, snapshot
from articles.search import desk as desk_search
from articles.workflow.errors import MoveRefused


def revise(
    article: Article, *, actor: User | None, at: datetime, note: str = ""
) -> Revision | None:
    """Record what a saved article now says; None where it says nothing new.

    Call it in the transaction that saved the article and its relations. The stage
    returns to draft, since an approval names a revision. Raises MoveRefused where
    somebody else saved in between.
    """
    whole = Article.objects.whole().get(pk=article.pk)
    revision = revise_each([(whole, snapshot(whole))], actor=actor, at=at, note=note)[0]
    article.latest_number, article.stage = whole.latest_number, whole.stage
    article.changed_at = whole.changed_at
    return revision


def revise_each(
    snapshots: Sequence[tuple[Article, dict[str, Any]]],
    *,
    actor: User | None,
    at: datetime,
    note: str = "",
) -> list[Revision | None]:
    """Record many articles' contents in one go; None for each that says nothing new."""
    known = _latest_hashes(article for article, _ in snapshots)
    made: list[Revision | None] = []
    for article, content in snapshots:
        digest = content_hash(content)
        if known.get(article.pk) == digest:
            made.append(None)
            continue
        revision = Revision(
            article=article,
            number=article.latest_number + 1,
            parent_number=article.latest_number or None,
            content=content,
            content_hash=digest,
            note=note,
            created_at=at,
            created_by=actor,
        )
        made.append(revision)
    _store([revision for revision in made if revision is not None], at=at)
    return made


def _latest_hashes(articles: Iterable[Article]) -> dict[int, str]:
    numbers = {one.pk: one.latest_number for one in articles if one.latest_number}
    if not numbers:
        return {}
    rows = Revision.objects.filter(
        article__in=numbers, number__in=set(numbers.values())
    ).values_list("article_id", "number", "content_hash")
    return {pk: digest for pk, number, digest in rows if numbers[pk] == number}


def _store(revisions: list[Revision], *, at: datetime) -> None:
    try:
        with transaction.atomic():
            Revision.objects.bulk_create(revisions)
    except IntegrityError as error:
        raise MoveRefused(
            _("Somebody else saved this article in the meantime; open it again.")
        ) from error
    for article in (revision.article for revision in revisions):
        article.latest_number += 1
        article.stage, article.changed_at = Stage.DRAFT, at
    _advance(revisions, at=at)
    desk_search.write((one.article_id, one.content) for one in revisions)


def _advance(revisions: list[Revision], *, at: datetime) -> None:
    by_number: dict[int, list[int]] = {}
    for revision in revisions:
        by_number.setdefault(revision.number, []).append(revision.article_id)
    for number, pks in by_number.items():
        Article.objects.filter(pk__in=pks).update(
            latest_number=number, stage=Stage.DRAFT, changed_at=at
        )


def common_base(article: Article, number: int) -> Revision | None:
    """Give the newest revision that the working copy and another both came from.

    That is not always the other's parent: of two corrections the second is the first
    one's child, and a draft that has neither began before both.
    """
    rows = Revision.objects.filter(article=article)
    parents = dict(rows.values_list("number", "parent_number"))
    mine = set(_line(article.latest_number, parents))
    shared = (one for one in _line(number, parents) if one in mine)
    return rows.filter(number=next(shared, 0)).first()


def _line(number: int | None, parents: dict[int, int | None]) -> Iterator[int]:
    """Give a revision's number and those of all it came from; a parent is older."""
    while number is not None and number in parents:
        yield number
        above = parents[number]
        number = above if above is not None and above < number else None
