"""What readers say below an article: a page of it, in the order of the threads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Window

from articles.conf import conf
from articles.models.reader import PublishedArticle, PublishedComment
from articles.public.paging import Paging


@dataclass(frozen=True)
class Talk:
    """One page of an article's comments."""

    article: PublishedArticle
    comments: Sequence[PublishedComment]
    paging: Paging

    @property
    def is_open(self) -> bool:
        """Say whether more is taken."""
        return not self.article.comments_closed

    @property
    def total(self) -> int:
        """Give how many comments there are on all pages."""
        return self.paging.total

    @property
    def form(self) -> str:
        """Give the path of the page on which one writes."""
        return f"/comment/{self.article.uuid}/"


class TalkPaging(Paging):
    """The first page is the article's own."""

    def at(self, number: int) -> str:
        """Give the path of a page."""
        return self.path if number == 1 else f"{self.path}comments/page/{number}/"


def is_shown(article: PublishedArticle) -> bool:
    """Say whether an article has comments at all."""
    return article.comments_enabled and conf().comments


def read(article: PublishedArticle, number: int = 1) -> Talk | None:
    """Read a page of an article's comments in one query, or none where it has none."""
    if not is_shown(article):
        return None
    size = conf().comments_size
    start = (number - 1) * size
    rows: Any = PublishedComment.objects.filter(article=article.pk)
    rows = list(rows.annotate(total=Window(Count("pk")))[start : start + size])
    total = rows[0].total if rows else start
    return Talk(article, rows, TalkPaging(article.path, number, size, total))


def keys(article: PublishedArticle) -> set[str]:
    """Name what a page with comments shows, for the caches in between."""
    return {f"comments:{article.uuid}"}
