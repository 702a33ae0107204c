"""Items of a feed as article records: what a wire service brings to the desk."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from articles.importers import bodies, values
from articles.importers.feeds.items import Feed, Item
from articles.importers.feeds.json_feed import without_tags
from articles.records import ArticleRecord, BylineRecord, PictureRecord, Refusal
from articles.text.clean import strip_controls
from articles.text.slugs import slug_for_title

MAX_KEY = 500
MAX_TITLE = 300
MAX_NAME = 120
MAX_TAGS, MAX_TAG = 20, 100
MAX_PEOPLE = 20
FIRST_WORDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the newsroom decides about a feed's articles.

    ``category`` is the path of names they are filed under; ``source`` what the wire is
    called here, "" for the title the feed gives itself.
    """

    category: tuple[str, ...] = ()
    source: str = ""


def as_records(
    feed: Feed, *, address: str, options: Options
) -> Iterator[ArticleRecord | Refusal]:
    """Give a record or a refusal for each item; a name twice counts once, first.

    ``address`` names the feed, for items whose own name means nothing elsewhere.
    """
    seen: set[str] = set()
    for item in feed.items:
        key = key_of(item, address)
        if key not in seen:
            seen.add(key)
            yield _record(item, key, feed, options)


def key_of(item: Item, address: str) -> str:
    """Name an item for good: by its own GUID, else by its link, else by what it says."""
    name = strip_controls(item.guid or item.link).strip()
    if not name:
        said = json.dumps([item.title, item.body], ensure_ascii=False)
        name = f"sha256:{hashlib.sha256(said.encode()).hexdigest()}"
    # A number or a word is only unique within its feed.
    key = name if _is_absolute(name) else f"{address}#{name}"
    key = key.encode("utf-8", "replace").decode()
    if len(key) <= MAX_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{key[: MAX_KEY - len(digest) - 1]}#{digest}"


def _is_absolute(name: str) -> bool:
    scheme, colon, rest = name.partition(":")
    return bool(colon and rest) and scheme.replace("+", "").isalnum()


def _record(
    item: Item, key: str, feed: Feed, options: Options
) -> ArticleRecord | Refusal:
    notes: list[str] = []
    body = strip_controls(item.body).strip()
    title = _title(item, body, notes)
    if not title:
        return Refusal(
            source_key=key,
            reason=f"{key}: it has neither a headline nor a text; nothing to import",
        )
    lead = _picture(item, body)
    return ArticleRecord(
        source_key=key,
        raw=json.dumps(item.facts(), ensure_ascii=False, sort_keys=True).encode(
            "utf-8", "replace"
        ),
        title=title,
        slug=slug_for_title(title),
        body=body,
        body_format="html",
        published_at=item.published_at,
        updated_at=item.updated_at,
        date_problem="" if item.published_at else "the item has no date",
        deck=_deck(item, body),
        language=values.language(item.language or feed.language),
        categories=(options.category,) if options.category else (),
        tags=_subjects(item),
        bylines=tuple(_bylines(item)),
        source_name=_one_line(options.source or item.source or feed.title, MAX_NAME),
        source_url=_web_address(item.link),
        thumbnail=lead or _first_picture(item),
        lead_picture=lead,
        extra={"feed": {"guid": strip_controls(item.guid)[:MAX_KEY]}},
        notes=tuple(notes),
    )


def _title(item: Item, body: str, notes: list[str]) -> str:
    title = without_tags(item.title) if item.title_is_html else item.title
    title = _one_line(title, MAX_TITLE)
    if title:
        return title
    words = _one_line(without_tags(body), MAX_TITLE)
    if words:
        notes.append("no headline; its first words taken")
    return words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS]}…"


def _deck(item: Item, body: str) -> str:
    """Give the summary as plain text, where the text does not begin with it."""
    said = _one_line(without_tags(item.summary), 2_000)
    start = _one_line(without_tags(body), len(said) + 1)
    told = said.rstrip(".…。[] ")
    return "" if not told or start.startswith(told) else said


def _one_line(text: str, longest: int) -> str:
    line = " ".join(strip_controls(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _subjects(item: Item) -> tuple[str, ...]:
    names = (_one_line(without_tags(one), MAX_TAG) for one in item.subjects)
    return tuple(dict.fromkeys(name for name in names if name))[:MAX_TAGS]


def _bylines(item: Item) -> Iterator[BylineRecord]:
    names = (_one_line(without_tags(one), MAX_NAME) for one in item.authors)
    for name in list(dict.fromkeys(name for name in names if name))[:MAX_PEOPLE]:
        yield BylineRecord(name=name)


def _web_address(link: str) -> str:
    """Give a link that leads to a page of the web, "" for any other."""
    address = strip_controls(link).strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    on_the_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return address if on_the_web and len(address) <= 1_000 else ""


def _picture(item: Item, body: str) -> PictureRecord | None:
    picture = _first_picture(item)
    # The page would show it twice, one under the other.
    return None if picture is None or bodies.shows(body, picture.url) else picture


def _first_picture(item: Item) -> PictureRecord | None:
    picture = item.picture
    if picture is None or not _web_address(picture.url):
        return None
    alt, credit = _one_line(picture.alt, 300), _one_line(picture.credit, 200)
    return replace(picture, url=_web_address(picture.url), alt=alt, credit=credit)
