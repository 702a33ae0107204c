"""Thousands of feeds of other projects: none crashes, and what they expect is read."""

import ast
import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from articles.importers.feeds import FeedProblem, Options, read_feed, read_one
from articles.importers.feeds.items import Item

pytestmark = pytest.mark.prove

FOLDERS = ("feeds", "security/feeds", "security/xml_hostile", "security/xml_bombs")
SUFFIXES = {".xml", ".json", ".rss", ".atom", ".rdf"}
EXPECTING = ("security/feeds/wellformed", "security/feeds/illformed",
             "security/feeds/encoding", "feeds/feedparser/tests")  # fmt: skip
EXPECTED = re.compile(
    r"""entries\[(\d+)\](?:\.|\[['"])(title|link|published_parsed|updated_parsed)"""
    r"""(?:['"]\])?\s*==\s*(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*"|\([\d, ]+\))"""
)
CRASH_SECONDS = 5.0


def files(corpora: Path, *folders: str) -> Iterator[Path]:
    """Give every file of these folders that may be a feed."""
    for folder in folders:
        for path in sorted((corpora / folder).rglob("*")):
            if path.is_file() and path.suffix in SUFFIXES:
                yield path


class TestCorpora:
    def test_are_read_or_refused_with_a_sentence(self, corpora: Path):
        tally: Counter[str] = Counter()
        for path in files(corpora, *FOLDERS):
            began = time.process_time()
            try:
                found = read_one(path.read_bytes(), "https://wire.example/", Options())
                tally["read"] += 1
                tally["items"] += len(found)
            except FeedProblem as problem:
                assert len(str(problem)) > 20, path
                tally["refused"] += 1
            assert time.process_time() - began < CRASH_SECONDS, path
        assert tally["read"] > 3_000, tally
        assert tally["items"] > 4_000, tally

    def test_give_the_titles_links_and_dates_they_expect(self, corpora: Path):
        wrong, right = [], 0
        for path in files(corpora, *EXPECTING):
            for item, name, value in expectations(path):
                ours = said(item, name)
                if ours == value:
                    right += 1
                else:
                    wrong.append((path.name, name, value, ours))
        assert not wrong
        assert right > 60

    def test_bombs_are_refused_at_once(self, corpora: Path):
        folder = corpora / "security" / "xml_hostile"
        for name in ("lol_rss.xml", "quadratic_rss.xml", "utf16_dtd.xml", "wxr_lol.xml",
                     "xxe_param_rss.xml"):  # fmt: skip
            began = time.process_time()
            with pytest.raises(FeedProblem, match="entities"):
                read_feed((folder / name).read_bytes())
            assert time.process_time() - began < 1, name


def expectations(path: Path) -> Iterator[tuple[Item, str, Any]]:
    """Give what a file says should be read of it, beside the item it is about."""
    raw = path.read_bytes()
    head = raw[:4000].decode("utf-8", "replace")
    if "Expect" not in head or "sanitize" in str(path):
        return
    found = EXPECTED.findall(head.split("Expect", 1)[1].split("-->")[0])
    if not found:
        return
    base = re.search(r"Content-Location:\s*(\S+)", head)
    items = read_feed(raw, address=base[1] if base else "http://127.0.0.1:8097/").items
    for number, name, text in found:
        value = ast.literal_eval(text)
        if isinstance(value, tuple):
            year, month, day, hour, minute, second = value[:6]
            value = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        yield items[int(number)], name, value.strip() if text[-1] in "\"'" else value


def said(item: Item, name: str) -> Any:
    """Give what we read, by feedparser's name for it."""
    return {
        "title": item.title,
        "link": item.link,
        "published_parsed": item.published_at,
        "updated_parsed": item.updated_at or item.published_at,
    }[name]
