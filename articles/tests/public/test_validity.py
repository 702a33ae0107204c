"""A generated newspaper, whole: every page by the Nu checker, every feed by its rules."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client, TestCase, override_settings
from django.utils import timezone
from lxml import etree

from articles.demo import SEED, fill
from articles.models.desk import Revision, Standing
from articles.models.reader import Label, Listing, PublishedArticle
from articles.models.reader.labels import Kind
from articles.tests.public import feed_rules
from articles.tests.public.feed_rules import SITE
from articles.tests.public.nu import complaints
from articles.tests.public.test_sitemaps import SCHEMA as SITEMAPS
from articles.tests.public.test_structured import said_by as said
from articles.tests.walk import LANGUAGES, Pool, Route, addresses, routes
from articles.workflow import sharing

# Without the first mark no test database is made. The newspaper takes its time, and
# what the feeds' own tests check on small rows is not repeated with every change.
pytestmark = [pytest.mark.django_db, pytest.mark.browser]

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
ARTICLES = 60
QUESTIONS = dict.fromkeys(
    ("public:search", "public:search_feed"),
    ("?q=%E7%A0%81%E5%A4%B4", "?q=harbour&sort=date&from=2024", "?q=%3Cb%3E+-c"),
)


@pytest.fixture(autouse=True, scope="module")
def media_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep pictures for the module, as the newspaper is made once for it."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        yield folder


@pytest.fixture(scope="module")
def paper(
    django_db_setup: None, django_db_blocker: Any, media_root: Path
) -> Iterator[dict[Route, list[str]]]:
    """Make a demo newspaper once; gives the addresses behind every route of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert "test" in connection.settings_dict["NAME"]
        with TestCase.captureOnCommitCallbacks(execute=True):
            fill(at=NOW, count=ARTICLES, seed=SEED)
        known = pools()
        yield {
            route: addresses(route, known, questions=QUESTIONS.get(route.name, ()))
            for route in routes()
        }
        transaction.set_rollback(True)


def pools() -> Mapping[frozenset[str], Pool]:
    """Give values for the parameters of routes: some of everything there is."""
    newest = list(Listing.objects.newest(Label.objects.get(key=Kind.FRONT).pk, 8))
    others = PublishedArticle.objects.exclude(language="zh-Hans")
    days = [
        *newest,
        *others[:2],
        *PublishedArticle.objects.order_by("published_at")[:2],
    ]
    return {
        frozenset({"kind", "slugs"}): labels(),
        frozenset({"year", "month", "day", "slug"}): [
            {
                "year": row.day.year,
                "month": row.day.month,
                "day": row.day.day,
                "slug": row.slug,
            }
            for row in days
        ],
        frozenset({"number"}): [{"number": 2}],
        frozenset({"form"}): [{"form": form} for form in ("atom", "json")],
        frozenset({"part"}): [{"part": 2}],
        frozenset({"page"}): [{"page": "about"}],
        frozenset({"section"}): [
            {"section": one.slug}
            for one in Label.objects.shown().filter(kind=Kind.CATEGORY, parent=None)
        ],
        frozenset({"article"}): [{"article": newest[0].uuid}],
        frozenset({"token"}): [{"token": shared()}],
        frozenset({"name"}): [{"name": f"{'0' * 64}.jpg"}],
        frozenset({"anything"}): [{"anything": "kein/solcher/ort/"}],
    }


def shared() -> str:
    """Show a draft to somebody outside; give the token that opens it."""
    revision = Revision.objects.filter(article__standing=Standing.NEVER).first()
    assert revision is not None
    maker = User.objects.create_superuser("maker")
    return sharing.token_of(sharing.share(revision, maker=maker, at=timezone.now()))


def labels() -> Sequence[Mapping[str, str]]:
    """Give the largest labels of each kind, and for categories the deepest."""
    found = []
    for kind in (Kind.CATEGORY, Kind.TAG, Kind.AUTHOR, Kind.SOURCE):
        some = Label.objects.shown().filter(kind=kind)
        for label in {*some.order_by("-articles")[:2], *some.order_by("-path")[:2]}:
            slugs = label.path.removeprefix(f"/{kind}/").rstrip("/")
            found.append({"kind": str(kind), "slugs": slugs})
    return found


class TestFeeds:
    def test_of_every_list_keep_to_their_formats(
        self, client: Client, paper: dict[Route, list[str]]
    ):
        checked = 0
        for route in (one for one in paper if one.name == "public:feed"):
            for path in paper[route]:
                last = path.rstrip("/").rpartition("/")[2]
                feed_rules.check(client.get(path), "rss" if last == "feed" else last)
                checked += 1
        assert checked > 3 * len(LANGUAGES) * 5


class TestPages:
    def test_behind_every_route_are_valid_html(
        self, client: Client, paper: dict[Route, list[str]], tmp_path: Path
    ):
        pages: dict[str, bytes] = {}
        silent = set()
        for route, paths in paper.items():
            answers = {path: client.get(path) for path in paths}
            found = {
                path: answer.content
                for path, answer in answers.items()
                if answer["Content-Type"].startswith("text/html") and answer.content
            }
            pages |= found
            if not found and route.name.startswith(("public:", "preview:page")):
                silent.add(route.name)
        # The demo has no correction; the others are no HTML.
        assert silent <= {
            "public:feed", "public:feed_page", "public:article_text",
            "public:index_page", "public:corrections_page",
        }  # fmt: skip
        assert len(pages) > 100
        assert complaints(tmp_path, pages) == []

    def test_say_what_they_are_by_schema(
        self, client: Client, paper: dict[Route, list[str]]
    ):
        kinds: Counter[str] = Counter()
        for route in (one for one in paper if one.name.startswith("public:")):
            for path in paper[route]:
                kinds.update(list(said(client.get(path))))
        assert kinds["NewsArticle"] > 10
        assert kinds["BreadcrumbList"] > 100
        assert kinds["NewsMediaOrganization"] == len(LANGUAGES)


class TestSitemaps:
    def test_keep_to_the_protocol_and_lead_to_pages(
        self, client: Client, paper: dict[Route, list[str]]
    ):
        index = etree.fromstring(client.get("/sitemap.xml").content)
        SITEMAPS.assertValid(index)
        checked = 0
        for part in (one[0].text.removeprefix(SITE) for one in index):
            root = etree.fromstring(client.get(part).content)
            SITEMAPS.assertValid(root)
            for url in root:
                assert client.get(url[0].text.removeprefix(SITE)).status_code == 200
                checked += 1
        assert checked > ARTICLES
