"""Live pages made anew: of an older rendering, or with a picture that changed."""

import uuid
from collections.abc import Collection, Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q

from articles.models.reader import PublishedArticle, PublishedPage
from articles.publishing import uses
from articles.publishing.actions import refresh
from articles.publishing.orders import Outcome
from articles.publishing.site import refresh_logos
from articles.publishing.standing import refresh_pages
from articles.rendering import VERSION

OLD = Q(renderer=None) | ~Q(renderer=VERSION)
BATCH = 200
"""Pages to a step; each step is whole, so that one may stop between two."""


def outdated(*, everything: bool = False) -> list[uuid.UUID]:
    """Name the live articles that today's rendering has not made, oldest first."""
    rows = PublishedArticle.objects.order_by("pk")
    if not everything:
        rows = rows.filter(OLD)
    return list(rows.values_list("uuid", flat=True))


def outdated_pages(*, everything: bool = False) -> list[uuid.UUID]:
    """Name the live pages beside the news that today's rendering has not made."""
    rows = PublishedPage.objects.order_by("pk")
    if not everything:
        rows = rows.filter(OLD)
    return list(rows.values_list("uuid", flat=True))


def renew(
    articles: list[uuid.UUID], *, at: datetime, batch: int = BATCH
) -> Iterator[list[Outcome]]:
    """Compose live articles anew, a batch at a time; gives what came of each."""
    for start in range(0, len(articles), batch):
        yield refresh(articles[start : start + batch], at=at)


def show_again(
    images: Collection[uuid.UUID], *, at: datetime, actor: User | None = None
) -> int:
    """Compose anew whatever live shows one of these pictures; counts these pages.

    The site with one of them as its logo counts as one.
    """
    articles = uses.PICTURES.users(images)
    refresh(articles, at=at, actor=actor)
    pages = uses.PICTURES_OF_PAGES.users(images)
    refresh_pages(pages, at=at)
    return len(articles) + len(pages) + refresh_logos(images, at=at)
