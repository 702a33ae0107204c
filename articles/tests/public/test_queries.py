"""Pages cost the same number of queries at any size."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models.reader.labels import Kind
from articles.tests.factories import NOON
from articles.tests.public.rows import make_label, make_rows

SIZES = (1, 20, 2000)
LISTS = (
    "/",
    "/category/城市/",
    "/category/城市/交通/",
    "/tag/渡轮/",
    "/author/林晓/",
    "/source/海风/",
    "/2026/",
    "/2026/03/",
    "/2026/03/05/",
    "/archive/",
    "/category/",
    "/tag/",
    "/author/",
    "/source/",
    "/search/?q=全文",
    "/search/?q=全文&sort=date&category=城市&tag=渡轮",
    "/search/",
)
QUARTER = timedelta(minutes=15)

pytestmark = pytest.mark.django_db


def add(numbers: range) -> None:
    """Add articles to every list, so densely that one month holds thousands."""
    city = make_label(Kind.CATEGORY, "城市", uid="1")
    make_rows(
        [f"第{number}篇" for number in numbers],
        section=make_label(Kind.CATEGORY, "交通", uid="2", parent=city),
        bylines=[make_label(Kind.AUTHOR, "林晓")],
        source=make_label(Kind.SOURCE, "海风"),
        tags=[make_label(Kind.TAG, "渡轮")],
        published_at=NOON + numbers.start * QUARTER,
        step=QUARTER,
    )


def cost(client: Client, path: str) -> int:
    """Count the queries of a page that must answer 200."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200, path
    return len(queries)


class TestLists:
    def test_cost_the_same_at_one_at_twenty_and_at_two_thousand(self, client):
        measured, before = [], 0
        for size in SIZES:
            add(range(before, size))
            before = size
            measured.append({path: cost(client, path) for path in LISTS})
        assert measured[0] == measured[1] == measured[2]
        lists = {path: n for path, n in measured[0].items() if "search" not in path}
        assert max(lists.values()) <= 5
        # PostgreSQL is told of its savepoint and its plan besides.
        assert max(measured[0].values()) <= 10
        for number in (2, 30, 100):
            for base in ("/", "/category/城市/", "/2026/03/", "/2026/"):
                assert cost(client, f"{base}page/{number}/") <= 5

    def test_cost_the_same_where_nothing_is_found(self, client):
        add(range(3))
        assert cost(client, "/search/?q=没有的话与别的话") <= 23

    def test_show_each_article_once_over_all_their_pages(self, client, settings):
        settings.NEWSROOM = {**settings.NEWSROOM, "PAGE_SIZE": 10}
        add(range(240))
        for base in ("/", "/2026/03/"):
            shown = []
            for number in range(2, 25):
                page = client.get(f"{base}page/{number}/")
                shown += [story.article.title for story in page.context["stories"]]
            assert shown == [f"第{number}篇" for number in range(229, -1, -1)]


class TestArticle:
    def test_costs_the_same_few_queries(self, client, site):
        assert cost(client, site.rows[3].path) == 7
        assert cost(client, site.play.path) == 7
        assert cost(client, make_rows(["无栏目"])[0].path) == 7
