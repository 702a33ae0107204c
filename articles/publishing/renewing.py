"""Live pages that an older version of rendering made, and making them anew."""

import uuid
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from articles.models.reader import PublishedArticle
from articles.publishing.actions import refresh
from articles.publishing.orders import Outcome
from articles.rendering import VERSION

BATCH = 200
"""Pages to a step; each step is whole, so that one may stop between two."""


def outdated(*, everything: bool = False) -> list[uuid.UUID]:
    """Name the live articles that today's rendering has not made, oldest first."""
    rows = PublishedArticle.objects.order_by("pk")
    if not everything:
        rows = rows.filter(Q(renderer=None) | ~Q(renderer=VERSION))
    return list(rows.values_list("uuid", flat=True))


def renew(
    articles: list[uuid.UUID], *, at: datetime, batch: int = BATCH
) -> Iterator[list[Outcome]]:
    """Compose live articles anew, a batch at a time; gives what came of each."""
    for start in range(0, len(articles), batch):
        yield refresh(articles[start : start + batch], at=at)
