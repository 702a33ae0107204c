"""One item of a feed, whatever the feed's format."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from articles.records import PictureRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What an item says; addresses are whole, texts not yet made safe.

    ``title`` and ``summary`` may hold HTML where ``…_is_html`` says so. ``guid`` is the
    item's own name for itself, "" where it has none.
    """

    guid: str
    link: str = ""
    title: str = ""
    title_is_html: bool = False
    body: str = ""
    summary: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    authors: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    language: str = ""
    source: str = ""
    picture: PictureRecord | None = None

    def facts(self) -> dict[str, Any]:
        """Give all of it as plain data, by which a later version is known as changed."""
        picture = self.picture
        return {
            "guid": self.guid,
            "link": self.link,
            "title": self.title,
            "body": self.body,
            "summary": self.summary,
            "published": self.published_at and self.published_at.isoformat(),
            "updated": self.updated_at and self.updated_at.isoformat(),
            "authors": list(self.authors),
            "subjects": list(self.subjects),
            "language": self.language,
            "source": self.source,
            "picture": picture and [picture.url, picture.alt, picture.credit],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: what it says of itself, and its items, as they stand in it."""

    title: str = ""
    page: str = ""
    language: str = ""
    items: tuple[Item, ...] = field(default=())
