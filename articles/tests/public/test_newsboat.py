"""A feed reader of the trade, newsboat, subscribes to the running site."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from articles.models.desk import Article
from articles.tests.factories import NOON, make_live
from articles.tests.hidden import HOUR
from articles.tests.site import correct

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]

LISTS = ("", "category/城市/", "category/城市/交通/", "tag/渡轮/", "author/林晓/",
         "source/海风通讯社/")  # fmt: skip
FORMS = ("", "atom/", "json/")
# newsboat reads RSS and Atom; JSON Feed reaches it through a filter, as its manual says.
FILTER = """
import json, sys
from html import escape
feed = json.load(sys.stdin)
items = "".join(
    f"<item><title>{escape(one['title'])}</title><link>{escape(one['url'])}</link>"
    f"<guid isPermaLink='false'>{escape(one['id'])}</guid>"
    f"<description>{escape(one['content_html'])}</description></item>"
    for one in feed["items"]
)
print(f"<rss version='2.0'><channel><title>{escape(feed['title'])}</title>"
      f"<link>{escape(feed['home_page_url'])}</link>"
      f"<description>x</description>{items}</channel></rss>")
"""


class Newsboat:
    """The program with one subscription, as it keeps an item once for all its feeds."""

    def __init__(self, home: Path, feed: str) -> None:
        self.home, self.feed = home, feed
        home.mkdir()
        script = home / "filter.py"
        script.write_text(FILTER, encoding="utf-8")
        runs = home / "filter.sh"
        runs.write_text(
            f"#!/bin/sh\nexec {sys.executable} {script}\n", encoding="utf-8"
        )
        runs.chmod(0o755)
        line = f"filter:{runs}:{feed}" if feed.endswith("/json/") else feed
        (home / "urls").write_text(f"{line}\n", encoding="utf-8")
        (home / "config").write_text("reload-threads 1\n", encoding="utf-8")

    def run(self, *what: str) -> str:
        """Run it once without its screen; gives what it said."""
        home = str(self.home)
        files = ["-u", f"{home}/urls", "-C", f"{home}/config", "-c", f"{home}/cache.db"]
        return subprocess.run(
            ["newsboat", *files, "-x", *what],
            env={"HOME": home, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        ).stdout.strip()

    def reload(self) -> list[tuple[str, str, str]]:
        """Ask for news; gives GUID, title and text of every item that it keeps."""
        self.run("reload")
        with closing(sqlite3.connect(self.home / "cache.db")) as cache:
            return cache.execute(
                "SELECT guid, title, content FROM rss_item ORDER BY title"
            ).fetchall()


class TestNewsboat:
    def test_sees_what_is_new_and_what_was_put_right_once(
        self, live_server: Any, settings: Any, tmp_path: Path
    ):
        if not shutil.which("newsboat"):
            pytest.skip("newsboat is not installed: apt-get install newsboat")
        site = live_server.url
        settings.NEWSROOM = {**settings.NEWSROOM, "SITE_URL": site}
        filed: dict[str, Any] = {
            "categories": (("城市", "交通"),), "tags": ("渡轮",), "bylines": ("林晓",),
            "source": "海风通讯社",
        }  # fmt: skip
        first = make_live("渡轮复航", **filed)
        boats = [
            Newsboat(tmp_path / str(number), f"{site}/{place}feed/{form}")
            for number, (place, form) in enumerate(product(LISTS, FORMS))
        ]
        for boat in boats:
            assert [title for _, title, _ in boat.reload()] == ["渡轮复航"], boat.feed
            assert boat.run("print-unread") == "1 unread articles"

        make_live("首航满员", at=NOON + HOUR, **filed)
        for boat in boats:
            titles = [title for _, title, _ in boat.reload()]
            assert titles == ["渡轮复航", "首航满员"], boat.feed
            assert boat.run("print-unread") == "2 unread articles"

        correct(Article.objects.get(title="渡轮复航"), text="应为每日六班。")
        for boat in boats:
            items = boat.reload()
            assert [title for _, title, _ in items] == ["渡轮复航", "首航满员"]
            (text,) = [text for guid, _, text in items if guid == first.uuid.urn]
            assert "应为每日六班。" in text, boat.feed
            assert boat.reload() == items
