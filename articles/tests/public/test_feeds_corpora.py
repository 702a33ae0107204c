"""Feeds of texts that break things elsewhere: whatever an article says, feeds are valid."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from articles import importers
from articles.models.reader import PublishedArticle
from articles.tests.factories import NOON
from articles.tests.public import feed_rules
from articles.tests.public.nu import complaints
from articles.tests.public.rows import make_label, make_rows
from articles.text.clean import strip_controls

pytestmark = pytest.mark.django_db

FORMS = {"rss": "feed/", "atom": "feed/atom/", "json": "feed/json/"}


@pytest.fixture(scope="module")
def naughty(corpora: Path) -> list[str]:
    path = corpora / "security" / "naughty_strings.json"
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    # A database keeps neither NUL (PostgreSQL) nor half a character.
    return [
        text
        for case in cases
        if (text := case["payload"].replace("\0", ""))
        == text.encode("utf-8", "ignore").decode()
    ]


class TestNaughtyStrings:
    def test_are_valid_in_every_place(
        self, client: Client, settings: Any, naughty: list[str]
    ):
        settings.NEWSROOM = {**settings.NEWSROOM, "FEED_SIZE": len(naughty)}
        for number, text in enumerate(naughty):
            make_rows(
                [text[:300] or "-"],
                slug=f"s{number}",
                deck=text,
                body_html=f"<p>{number}</p>",
                tags=[make_label("tag", f"t{number}", name=text[:120])],
                bylines=[make_label("author", f"a{number}", name=text[:120])],
            )
        for form, rest in FORMS.items():
            feed_rules.check(client.get(f"/{rest}"), form)
        items = client.get("/feed/json/").json()["items"]
        wanted = {strip_controls(text[:300]).strip() for text in naughty}
        assert wanted - {""} <= {item["title"] for item in items}


@pytest.mark.prove
class TestImported:
    @pytest.mark.parametrize("folder", ["zfe_rebuilt/source", "seedlike"])
    def test_whole_sites_make_valid_feeds_and_pages(
        self, client: Client, settings: Any, corpora: Path, tmp_path: Path, folder: str
    ):
        settings.NEWSROOM = {**settings.NEWSROOM, "FEED_SIZE": 100_000}
        plan = importers.Plan(source=corpora / folder, fetch=False)
        importers.import_posts(plan, at=NOON)
        live = PublishedArticle.objects.values_list("path", flat=True)
        for form, rest in FORMS.items():
            feed_rules.check(client.get(f"/{rest}"), form)
        assert len(client.get("/feed/json/").json()["items"]) == len(live) > 0
        pages = {path: client.get(path).content for path in live}
        assert complaints(tmp_path, pages, warnings=False) == []
