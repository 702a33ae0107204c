"""Bytes to a feed: RSS and Atom through feedparser, JSON Feed by itself."""

import html
import io
import warnings
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import feedparser

from articles.importers.dates import read_date
from articles.importers.feeds import guard, json_feed
from articles.importers.feeds.guard import FeedProblem
from articles.importers.feeds.items import Feed, Item
from articles.records import PictureRecord

MAX_ITEMS = 2_000
MEDIUM = "image"


def read_feed(data: bytes, *, address: str = "") -> Feed:
    """Read a feed, or raise `FeedProblem`; ``address`` is where relative ones begin."""
    text = guard.check(data)
    if guard.is_json(text):
        return json_feed.read(text, address)
    parsed = _parse(data, address)
    if not parsed.get("version") and not parsed["entries"]:
        raise FeedProblem(
            "it is neither RSS nor Atom nor JSON Feed; give the address of the feed, not"
            " of the page"
        )
    about = parsed["feed"]
    items = (_item(entry) for entry in parsed["entries"][:MAX_ITEMS])
    return Feed(
        title=plain(_text(about, "title"), is_html=_is_html(about, "title")),
        page=_text(about, "link"),
        language=_text(about, "language"),
        items=tuple(items),
    )


def _parse(data: bytes, address: str) -> Any:
    # A stream: bytes would be tried as the name of a file, a text as an address. Its
    # sanitiser stays off, as rendering's own is applied to whatever becomes a page.
    headers = {"content-location": address} if address else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return feedparser.parse(
                io.BytesIO(data), response_headers=headers, sanitize_html=False
            )
        except (
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            RecursionError,
        ) as bad:
            raise FeedProblem(
                f"it cannot be parsed ({type(bad).__name__}); check it with a validator"
            ) from bad


def _item(entry: Any) -> Item:
    body, summary = _body(entry)
    return Item(
        guid=_text(entry, "id"),
        link=_text(entry, "link"),
        title=_text(entry, "title"),
        title_is_html=_is_html(entry, "title"),
        body=body,
        summary=summary,
        published_at=_date(entry, "published") or _date(entry, "updated"),
        updated_at=_date(entry, "updated"),
        authors=tuple(_authors(entry)),
        subjects=tuple(
            subject.get("label") or subject.get("term") or ""
            for subject in entry.get("tags") or ()
        ),
        language=_language(entry),
        source=_text(entry.get("source") or {}, "title"),
        picture=next(_pictures(entry), None),
    )


def _text(where: Any, name: str) -> str:
    value = where.get(name)
    return value.strip() if isinstance(value, str) else ""


def _is_html(where: Any, name: str) -> bool:
    detail = where.get(f"{name}_detail") or {}
    return "html" in (detail.get("type") or "")


def _body(entry: Any) -> tuple[str, str]:
    """Give the text as HTML, and the summary where it is another text."""
    contents = [one for one in entry.get("content") or () if one.get("value")]
    contents.sort(key=lambda one: "html" not in (one.get("type") or ""))
    summary = _html(entry.get("summary_detail") or {"value": _text(entry, "summary")})
    if not contents:
        return summary, ""
    body = _html(contents[0])
    return body, "" if summary == body else summary


def _html(detail: Mapping[str, Any]) -> str:
    value = str(detail.get("value") or "").strip()
    if "html" in (detail.get("type") or "html"):
        return value
    return paragraphs(value)


def paragraphs(text: str) -> str:
    """Give plain text as HTML; an empty line parts paragraphs."""
    parts = (part.strip() for part in text.replace("\r\n", "\n").split("\n\n"))
    told = (
        html.escape(part, quote=False).replace("\n", "<br>") for part in parts if part
    )
    return "".join(f"<p>{part}</p>" for part in told)


def plain(value: str, *, is_html: bool) -> str:
    """Give a title as people read it."""
    return json_feed.without_tags(value) if is_html else value


def _date(entry: Any, name: str) -> datetime | None:
    # Not by `get`, which answers the one date for the other, with a warning.
    parts = dict.get(entry, f"{name}_parsed")
    if parts:
        try:
            year, month, day, hour, minute, second = parts[:6]
            return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        except ValueError:
            pass
    value = str(dict.get(entry, name) or "")
    return read_date(value, UTC) if value else None


def _authors(entry: Any) -> Iterator[str]:
    named = [_text(one, "name") for one in entry.get("authors") or () if one]
    yield from [name for name in named if name] or [_text(entry, "author")]


def _language(entry: Any) -> str:
    for name in ("content", "summary_detail", "title_detail"):
        detail = entry.get(name)
        detail = detail[0] if isinstance(detail, list) and detail else detail
        language = detail.get("language") if detail else ""
        if language:
            return str(language)
    return _text(entry, "language")


def _pictures(entry: Any) -> Iterator[PictureRecord]:
    """Give an item's pictures, the largest first, with what is said of them."""
    offered = [
        (_number(one.get("width")), str(one.get("url") or ""))
        for one in entry.get("media_content") or ()
        if one.get("medium") == MEDIUM
        or str(one.get("type") or "").startswith("image/")
    ]
    offered.sort(key=lambda one: -one[0])
    urls = [url for _width, url in offered]
    urls += [
        str(one.get("href") or "")
        for one in entry.get("enclosures") or ()
        if str(one.get("type") or "").startswith("image/")
    ]
    urls += [str(one.get("url") or "") for one in entry.get("media_thumbnail") or ()]
    credits_ = [
        str(one.get("content") or "") for one in entry.get("media_credit") or ()
    ]
    for url in urls:
        if url.startswith(("http://", "https://")):
            yield PictureRecord(
                url=url,
                alt=_text(entry, "media_description"),
                credit=credits_[0] if credits_ else "",
            )


def _number(value: Any) -> int:
    return int(value) if str(value or "").isdecimal() else 0
