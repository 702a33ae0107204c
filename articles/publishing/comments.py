"""Readers' rows of comments: what is shown has one, nothing else has."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from articles.models.desk import Comment
from articles.models.reader import PublishedArticle, PublishedComment, Purge

State = Comment.State


def settle(changed: Sequence[Comment], *, at: datetime) -> None:
    """Bring readers' rows of some comments' threads in line; in their transaction."""
    heads = {one.head_id for one in changed}
    threads = Comment.objects.filter(Q(pk__in=heads) | Q(parent__in=heads))
    _write(threads, at=at)


def bring_back(pages: Sequence[PublishedArticle], *, at: datetime) -> None:
    """Give articles that have come (again) the comments that are shown on them."""
    uuids = [page.uuid for page in pages]
    _write(Comment.objects.filter(article__uuid__in=uuids), at=at)


def _write(threads: "QuerySet[Comment]", *, at: datetime) -> None:
    """Let readers' rows of whole threads say what the desk's do; purge what changed."""
    rows = list(threads.annotate(page=F("article__uuid")).order_by("created_at", "pk"))
    live = PublishedArticle.objects.cards().in_bulk(
        {row.page for row in rows}, field_name="uuid"
    )
    wanted = _wanted(rows, live)
    heads = {one.uuid for one in rows if not one.parent_id}
    there = list(PublishedComment.objects.filter(thread__in=heads))
    before, after = set(map(_facts, there)), set(map(_facts, wanted))
    if before == after:
        return
    PublishedComment.objects.filter(pk__in=[one.pk for one in there]).delete()
    PublishedComment.objects.bulk_create(wanted)
    touched = {facts[0] for facts in before ^ after}
    keys = [f"comments:{page.uuid}" for page in live.values() if page.pk in touched]
    Purge.objects.create(at=at, keys=sorted(keys))


def disagreements() -> Iterator[PublishedArticle]:
    """Give the live articles below which readers have other comments than they should."""
    there: dict[int, set[Any]] = defaultdict(set)
    for shown in PublishedComment.objects.iterator():
        there[shown.article_id].add(_facts(shown))
    of: dict[UUID, list[Any]] = defaultdict(list)
    for row in Comment.objects.annotate(page=F("article__uuid")).order_by("created_at"):
        of[row.page].append(row)
    for page in PublishedArticle.objects.cards().iterator():
        wanted = _wanted(of.pop(page.uuid, []), {page.uuid: page})
        if set(map(_facts, wanted)) != there[page.pk]:
            yield page


def _wanted(
    rows: Sequence[Any], live: Mapping[UUID, PublishedArticle]
) -> list[PublishedComment]:
    """Give what readers should have of whole threads, in the order they were written."""
    of: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of[row.head_id].append(row)
    return [
        one
        for thread in of.values()
        if thread[0].page in live
        for one in _shown(thread, live[thread[0].page])
    ]


def _facts(row: PublishedComment) -> tuple[Any, ...]:
    return (row.article_id, row.uuid, row.thread, row.at, row.name, row.text,
            row.language, row.by_newsroom)  # fmt: skip


def _shown(thread: list[Comment], page: PublishedArticle) -> list[PublishedComment]:
    """Give the readers' rows of a thread; its head keeps its place under answers."""
    head = next(one for one in thread if one.parent_id is None)
    answers = [one for one in thread if one is not head and one.state == State.SHOWN]
    said = [head, *answers] if answers or head.state == State.SHOWN else []
    return [
        PublishedComment(
            uuid=one.uuid,
            article=page,
            thread=head.uuid,
            thread_at=head.created_at,
            at=one.created_at,
            name=one.name if one.state == State.SHOWN else "",
            text=one.text if one.state == State.SHOWN else "",
            language=one.language,
            by_newsroom=one.author_id is not None,
        )
        for one in said
    ]
