"""Each interface language at addresses of its own, and one home for each page."""

import re
from typing import Any

import pytest

from articles.tests.public.rows import make_rows
from articles.tests.public.test_article import tree

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
OTHER = re.compile(r"^/(static|media)/")
PAGES = ("/", "/category/城市/", "/2026/03/", "/archive/", "/tag/", "/nowhere/")


def links(page: Any, rel: str) -> dict[str | None, str]:
    """Give the addresses of the head's links of a kind by language."""
    found = page.findall(f".//head/link[@rel='{rel}']")
    return {
        one.get("hreflang"): one.get("href") for one in found if not one.get("type")
    }


class TestLinks:
    @pytest.mark.parametrize("path", [*PAGES, "article"])
    def test_keep_the_language_of_the_page(self, client, site, path):
        path = site.newest.path if path == "article" else path
        html = client.get(f"/en{path}").content.decode()
        for tag in re.findall(r"<a [^>]*>", html):
            href = re.search(r'href="([^"]*)"', tag)
            assert href, tag
            away = href[1].startswith(("#", "http", "mailto:")) or OTHER.match(href[1])
            assert away or "hreflang=" in tag or href[1].startswith("/en/"), tag

    def test_have_no_prefix_in_the_sites_own_language(self, client, site):
        html = client.get("/").content.decode()
        others = re.findall(r'<a href="(/(?:en|zh-hant)/[^"]*)"', html)
        # The switch of languages stands above and below.
        assert set(others) == {"/zh-hant/", "/en/"}

    def test_are_safe_in_a_header_and_in_a_page(self, client, db):
        row = make_rows(["怪"], slug="怪?#%字")[0]
        home = client.get("/").content.decode()
        address = "/2026/03/05/%E6%80%AA%3F%23%25%E5%AD%97/"
        assert f'href="{address}"' in home
        assert client.get(address).context["story"].article == row


class TestCanonical:
    def test_is_the_page_itself_for_lists(self, client, site):
        for prefix in ("", "/en"):
            page = tree(client, f"{prefix}/tag/渡轮/page/2/")
            (address,) = links(page, "canonical").values()
            assert address == f"{SITE}{prefix}/tag/%E6%B8%A1%E8%BD%AE/page/2/"

    def test_is_the_articles_own_language(self, client, db):
        english = make_rows(["Harbour"], language="en-GB")[0]
        chinese = make_rows(["Ferry"], language="zh-Hans")[0]
        for prefix in ("", "/en"):
            for row, home in ((english, "/en"), (chinese, "")):
                page = tree(client, prefix + row.path)
                (address,) = links(page, "canonical").values()
                assert address == f"{SITE}{home}{row.path}"

    def test_names_every_language_and_a_default(self, client, db):
        row = make_rows(["Harbour"], language="en")[0]
        for path in (row.path, f"/en{row.path}"):
            assert links(tree(client, path), "alternate") == {
                "zh-Hans": f"{SITE}{row.path}",
                "zh-Hant": f"{SITE}/zh-hant{row.path}",
                "en": f"{SITE}/en{row.path}",
                "x-default": f"{SITE}/en{row.path}",
            }


class TestFeedLinks:
    def test_offer_the_lists_own_feed_first(self, client, site):
        page = tree(client, "/en/category/城市/")
        feeds = [one for one in page.findall(".//head/link") if one.get("type")]
        addresses = [one.get("href") for one in feeds if "feed" in one.get("href")]
        own = "/en/category/%E5%9F%8E%E5%B8%82/feed/"
        assert addresses[:3] == [own, f"{own}atom/", f"{own}json/"]
        assert addresses[3:] == ["/en/feed/", "/en/feed/atom/", "/en/feed/json/"]
        for address in addresses:
            assert client.get(address).status_code == 200


class TestParts:
    def test_say_in_which_language_they_are(self, client, db):
        row = make_rows(["Harbour"], language="en", deck="Quiet boats.")[0]
        page = tree(client, row.path)
        assert page.get("lang") == "zh-Hans"
        for query in (".//h1", ".//*[@class='deck']", ".//*[@class='prose']"):
            assert page.find(query).get("lang") == "en"
        assert tree(client, f"/en{row.path}").find(".//h1").get("lang") is None

    def test_mark_chinese_names_on_english_pages(self, client, site):
        page = tree(client, "/en/tag/渡轮/")
        assert page.get("lang") == "en"
        assert page.find(".//h1").get("lang") == "zh-Hans"
        assert page.find(".//*[@class='kicker']/a").get("lang") == "zh-Hans"
