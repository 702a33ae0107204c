"""What the three feed formats require, as checks that a test calls on a response."""

import json
import re
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import feedparser
import html5lib
import jsonschema
from django.http import HttpResponse
from lxml import etree

NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
SCHEMA = json.loads(
    (Path(__file__).parent / "json_feed.schema.json").read_text(encoding="utf-8")
)
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json",
}
SITE = "http://localhost:8000"


def check(response: HttpResponse, form: str) -> Any:
    """Check a feed by its format's rules; gives it parsed."""
    assert response.status_code == 200
    assert response["Content-Type"] == TYPES[form]
    if form == "json":
        return _check_json(response.content)
    headers = {name.lower(): value for name, value in response.headers.items()}
    parsed = feedparser.parse(response.content, response_headers=headers)
    assert not parsed.bozo, parsed.bozo_exception
    assert parsed.version == {"rss": "rss20", "atom": "atom10"}[form]
    root = etree.fromstring(response.content)
    _check_rss(root) if form == "rss" else _check_atom(root)
    return root


def _check_rss(root: etree._Element) -> None:
    """RSS 2.0, <https://www.rssboard.org/rss-specification>."""
    assert (root.tag, root.get("version"), len(root)) == ("rss", "2.0", 1)
    channel = root[0]
    for name in ("title", "link", "description"):
        assert _one(channel, name)
    assert _is_ours(_one(channel, "link"))
    assert parsedate_to_datetime(_one(channel, "lastBuildDate")).tzinfo is not None
    assert re.fullmatch(r"[a-z]{2,3}(-\w+)*", _one(channel, "language"))
    _check_links(channel.findall("a:link", NAMES), {"self"})
    guids = [_one(item, "guid") for item in channel.findall("item")]
    assert len(guids) == len(set(guids))
    for item in channel.findall("item"):
        assert _one(item, "title")
        assert _is_ours(_one(item, "link"))
        assert item.find("guid").get("isPermaLink") == "false"
        assert parsedate_to_datetime(_one(item, "pubDate")).tzinfo is not None
        assert item.find("author") is None, "RSS wants an e-mail address there"
        assert len(item.findall("enclosure")) <= 1
        for enclosure in item.findall("enclosure"):
            assert set(enclosure.attrib) == {"url", "length", "type"}
            assert int(enclosure.get("length")) > 0
            assert _is_ours(enclosure.get("url"))
        _all_absolute(_one(item, "content:encoded"))
        _check_media(item)
        _all_absolute(item.findtext("description"))


def _check_atom(root: etree._Element) -> None:
    """Atom, RFC 4287, sections 4.1.1 and 4.1.2."""
    assert root.tag == f"{{{NAMES['a']}}}feed"
    assert _is_iri(_one(root, "a:id"))
    assert _one(root, "a:title")
    assert INSTANT.fullmatch(_one(root, "a:updated"))
    assert _one(root, "a:author/a:name")
    _check_links(root.findall("a:link", NAMES), {"alternate", "self"})
    entries = root.findall("a:entry", NAMES)
    ids = [_one(entry, "a:id") for entry in entries]
    assert len(ids) == len(set(ids))
    for entry in entries:
        assert _is_iri(_one(entry, "a:id"))
        assert _one(entry, "a:title")
        updated, published = _one(entry, "a:updated"), _one(entry, "a:published")
        assert INSTANT.fullmatch(updated)
        assert INSTANT.fullmatch(published)
        for name in entry.findall("a:author/a:name", NAMES):
            assert (name.text or "").strip()
        (page,) = entry.xpath("a:link[@rel='alternate']", namespaces=NAMES)
        assert _is_ours(page.get("href"))
        assert len(entry.findall("a:summary", NAMES)) <= 1
        (content,) = entry.findall("a:content", NAMES)
        assert content.get("type") == "html"
        assert len(content) == 0
        _check_media(entry)
        _all_absolute(content.text)


def _check_links(links: list[etree._Element], needed: set[str]) -> None:
    """Links of a feed: each relation once, hubs aside; RFC 5005 for older parts."""
    given = [(link.get("rel"), link.get("href")) for link in links]
    own = {relation: address for relation, address in given if relation != "hub"}
    assert len(own) == len([one for one in given if one[0] != "hub"])
    assert needed <= own.keys() <= needed | {"first", "previous", "next", "last"}
    assert ("first" in own) == ("last" in own)
    assert all(_is_ours(address) for address in own.values())


def _check_media(item: etree._Element) -> None:
    """Media RSS 1.5.1: what a group holds, and which attributes are numbers."""
    assert len(item.findall("media:group", NAMES)) <= 1
    for one in item.iterfind("media:group/media:content", NAMES):
        assert _is_ours(one.get("url"))
        assert one.get("medium") == "image"
        assert re.fullmatch(r"image/[a-z]+", one.get("type"))
        for name in ("width", "height"):
            assert int(one.get(name)) > 0
        assert one.get("fileSize") is None or int(one.get("fileSize")) > 0
    defaults = item.findall("media:group/media:content[@isDefault='true']", NAMES)
    assert len(defaults) == len(item.findall("media:group", NAMES))
    for one in item.findall("media:thumbnail", NAMES):
        assert _is_ours(one.get("url"))


def _check_json(content: bytes) -> Any:
    """JSON Feed 1.1, by the schema beside this file."""
    feed = json.loads(content)
    jsonschema.validate(feed, SCHEMA, cls=jsonschema.Draft202012Validator)
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids))
    assert _is_ours(feed["feed_url"])
    for item in feed["items"]:
        _all_absolute(item["content_html"])
    return feed


def _one(element: etree._Element, path: str) -> str:
    found = element.findall(path, NAMES)
    assert len(found) == 1, f"{path} {len(found)} times in {element.tag}"
    return found[0].text or ""


def _is_iri(value: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", value) is not None


def _is_ours(value: str | None) -> bool:
    return bool(value) and value.startswith(f"{SITE}/") and value.isascii()


def _all_absolute(html: str | None) -> None:
    """Find no relative address in HTML, wherever HTML can hold one."""
    for element in html5lib.parseFragment(html or "").iter():
        for name in ("href", "src", "poster", "cite"):
            value = element.get(name)
            assert value is None or _is_iri(value), value
        for candidate in (element.get("srcset") or "").split(","):
            assert not candidate.strip() or _is_iri(candidate.split()[0]), candidate
