"""What an importer hands to the writer: plain records that know no Django."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

BodyFormat = Literal["markdown", "html"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BylineRecord:
    """One name under the headline, with the role the source gave it."""

    name: str
    role: str = ""
    kind: Literal["person", "desk"] = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRecord:
    """A picture the source names by address; nothing is fetched to make one."""

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord:
    """One article as its source tells it, whatever the source's format.

    ``source_key`` is the path below ``_posts``, else below the source; ``raw`` the
    file's bytes, kept for a byte-exact export. ``published_at`` is a true instant
    (aware), or None where no date could be read; ``date_problem`` then says why.
    ``categories`` are paths, outermost first. ``extra`` holds every key of the
    source that no other field took, so that it can be exported again. ``notes`` say
    what was odd in the source and how it was read; the report repeats them.
    """

    source_key: str
    raw: bytes
    title: str
    slug: str
    body: str
    body_format: BodyFormat
    published: bool = True
    published_at: datetime | None = None
    updated_at: datetime | None = None
    date_problem: str = ""
    deck: str = ""
    language: str = ""
    categories: tuple[tuple[str, ...], ...] = ()
    tags: tuple[str, ...] = ()
    bylines: tuple[BylineRecord, ...] = ()
    source_name: str = ""
    source_url: str = ""
    thumbnail: PictureRecord | None = None
    lead_picture: PictureRecord | None = None
    comments_enabled: bool = True
    old_addresses: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A file that gives no article, with the sentence the report shows.

    ``reason`` names the line where there is one, and what to do.
    """

    source_key: str
    reason: str
