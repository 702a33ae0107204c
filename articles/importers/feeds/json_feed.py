"""JSON Feed, 1.0 and 1.1, as <https://www.jsonfeed.org/version/1.1/> words it."""

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from articles.importers.dates import read_date
from articles.importers.feeds.guard import FeedProblem
from articles.importers.feeds.items import Feed, Item
from articles.records import PictureRecord

MAX_ITEMS = 2_000
TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)


def read(text: str, address: str) -> Feed:
    """Read a JSON feed; what is not of the kind that was promised is as if not there."""
    try:
        data = json.loads(text.lstrip("\ufeff"), parse_constant=lambda name: None)
    except (ValueError, RecursionError) as problem:
        raise FeedProblem(
            f"it is no JSON ({problem}); ask whoever runs it"
        ) from problem
    if not isinstance(data, dict) or "jsonfeed.org" not in _text(data, "version"):
        raise FeedProblem(
            "it is JSON, but no JSON Feed: it does not name its version; see jsonfeed.org"
        )
    items = [one for one in _list(data.get("items")) if isinstance(one, dict)]
    shared = tuple(_authors(data))
    return Feed(
        title=_text(data, "title"),
        page=_address(data, "home_page_url", address),
        language=_text(data, "language"),
        items=tuple(_item(one, address, shared) for one in items[:MAX_ITEMS]),
    )


def _item(item: dict[str, Any], base: str, shared: tuple[str, ...]) -> Item:
    body = _text(item, "content_html")
    if not body:
        parts = _text(item, "content_text").replace("\r\n", "\n").split("\n\n")
        told = (
            html.escape(part.strip(), quote=False) for part in parts if part.strip()
        )
        body = "".join(f"<p>{part}</p>".replace("\n", "<br>") for part in told)
    return Item(
        guid=_name(item.get("id")),
        link=_address(item, "url", base) or _address(item, "external_url", base),
        title=_text(item, "title"),
        body=body,
        summary=html.escape(_text(item, "summary"), quote=False),
        published_at=_date(item, "date_published") or _date(item, "date_modified"),
        updated_at=_date(item, "date_modified"),
        authors=tuple(_authors(item)) or shared,
        subjects=tuple(filter(None, map(_name, _list(item.get("tags"))))),
        language=_text(item, "language"),
        picture=_picture(item, base),
    )


def without_tags(value: str) -> str:
    """Give what HTML says, for a title: its text, without elements."""
    return html.unescape(TAG.sub("", value)).strip()


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(where: dict[str, Any], name: str) -> str:
    value = where.get(name)
    return value.strip() if isinstance(value, str) else ""


def _name(value: Any) -> str:
    """Give an id or a tag; numbers are read as they stand, as the format allows."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _address(where: dict[str, Any], name: str, base: str) -> str:
    value = _text(where, name)
    try:
        return urljoin(base, value) if value else ""
    except ValueError:
        return ""


def _date(item: dict[str, Any], name: str) -> datetime | None:
    value = _text(item, name)
    return read_date(value, UTC) if value else None


def _authors(where: dict[str, Any]) -> Iterator[str]:
    for one in _list(where.get("authors")) or [where.get("author")]:
        name = _text(one, "name") if isinstance(one, dict) else ""
        if name:
            yield name


def _picture(item: dict[str, Any], base: str) -> PictureRecord | None:
    urls = [_address(item, name, base) for name in ("image", "banner_image")]
    for one in _list(item.get("attachments")):
        if isinstance(one, dict) and _text(one, "mime_type").startswith("image/"):
            urls.append(_address(one, "url", base))
    found = [url for url in urls if url.startswith(("http://", "https://"))]
    return PictureRecord(url=found[0]) if found else None
