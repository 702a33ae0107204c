"""Tables that say which pictures and articles the live rows name."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from articles.models.reader import (
    LinkUse,
    PageLinkUse,
    PagePictureUse,
    PictureUse,
    PublishedArticle,
    PublishedPage,
)

Row = PublishedArticle | PublishedPage


@dataclass(frozen=True, slots=True)
class Uses:
    """One of these tables: what names (``row``), and what is named (``named``)."""

    model: Any
    row: str
    named: str

    def by(self, rows: Iterable[Row]) -> "QuerySet[Any]":
        """Give what rows name, as it was noted."""
        pks = [one.pk for one in rows]
        found: QuerySet[Any] = self.model.objects.filter(**{f"{self.row}__in": pks})
        return found

    def users(self, named: Collection[uuid.UUID]) -> set[uuid.UUID]:
        """Give the UUIDs of the live articles or pages that name one of these."""
        uses = self.model.objects.filter(**{f"{self.named}__in": named})
        return set(uses.values_list(f"{self.row}__uuid", flat=True))

    def note(self, shown: Sequence[tuple[Any, Iterable[uuid.UUID]]]) -> None:
        """Note what each of some rows names."""
        self.model.objects.bulk_create(
            self.model(**{self.row: row, self.named: one})
            for row, named in shown
            for one in sorted(named)
        )


PICTURES = Uses(PictureUse, "article", "image")
PICTURES_OF_PAGES = Uses(PagePictureUse, "page", "image")
LINKS = Uses(LinkUse, "article", "target")
LINKS_OF_PAGES = Uses(PageLinkUse, "page", "target")
