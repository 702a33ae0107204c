"""The desk's search: over every working copy, whoever may see it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from articles.models.desk import Article, DeskSearchEntry, Revision
from articles.rendering import visible_text
from articles.search import rebuilding
from articles.search.base import Document, Engine
from articles.search.engines import engine
from articles.search.query import Query

__all__ = ["matches", "rebuild", "stale", "write"]

Content = dict[str, Any]


def write(contents: Iterable[tuple[int, Content]]) -> None:
    """Enter working copies, by article and what its newest revision says.

    Call it in the transaction that saves the revision.
    """
    documents = [_document(pk, content) for pk, content in contents]
    if not documents:
        return
    entered = [one.article for one in documents]
    DeskSearchEntry.objects.filter(article__in=entered).delete()
    _engine().enter(documents)


def matches(query: Query) -> Q:
    """Give what keeps the articles that match, for a queryset of those one may see."""
    sql, parameters = _engine().keys(query)
    return Q(pk__in=RawSQL(sql, parameters))  # noqa: S611 - the room's own, with parameters


def stale() -> int:
    """Count articles that are not in the index by today's rules."""
    return rebuilding.stale(_saved()).count()


def rebuild(
    *, only_stale: bool = False, progress: rebuilding.Progress = rebuilding.silent
) -> int:
    """Write the index anew while it is in use; gives how many articles it was."""
    wanted = rebuilding.stale(_saved()) if only_stale else _saved()
    return rebuilding.rebuild(wanted, _rewrite, progress=progress)


def _saved() -> "QuerySet[Article]":
    return Article.objects.filter(latest_number__gt=0)


def _rewrite(articles: Sequence[Article]) -> None:
    newest = Article.objects.filter(pk=OuterRef("article"))
    revisions = Revision.objects.filter(
        article__in=[one.pk for one in articles],
        number=Subquery(newest.values("latest_number")),
    )
    write((one.article_id, one.content) for one in revisions.order_by("article"))


def _engine() -> Engine:
    return engine(DeskSearchEntry)


def _document(pk: int, content: Content) -> Document:
    source = content["source"]
    names = [
        *(byline["name"] for byline in content["bylines"]),
        *(tag["name"] for tag in content["tags"]),
        *(step["name"] for path in content["categories"] for step in path),
        source["name"] if source else "",
        content["slug"],
    ]
    body = visible_text(content["body"])
    return Document.of(
        pk,
        pk,
        title=content["title"],
        deck=content["deck"],
        body="\n".join([body, *filter(None, names)]),
    )
