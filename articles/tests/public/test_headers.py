"""What public answers say to browsers and to caches in between."""

import pytest

from articles.models.reader import Address, PublishedArticle
from articles.tests.factories import NOON
from articles.tests.public.rows import make_rows
from newsroom.delivery.headers import tag

pytestmark = pytest.mark.django_db


class Keys:
    """The keys a response names, asked by their full names."""

    def __init__(self, response):
        self.tags = set(response["Cache-Tag"].split(","))

    def __contains__(self, key):
        return tag(key) in self.tags

    def __ge__(self, keys):
        return self.tags >= {tag(key) for key in keys}


def tags(response) -> Keys:
    """Give the keys a response names."""
    return Keys(response)


class TestConditionalGet:
    def test_is_answered_304_while_nothing_changed(self, client, site):
        for path in ("/", "/tag/渡轮/", site.newest.path, "/archive/", "/2026/03/"):
            etag = client.get(path)["ETag"]
            again = client.get(path, headers={"If-None-Match": etag})
            assert (again.status_code, again.content) == (304, b"")
            assert again["ETag"] == etag
            assert again["Cache-Control"] == "max-age=0, must-revalidate"

    def test_is_answered_in_full_after_a_change(self, client, site):
        etag = client.get(site.newest.path)["ETag"]
        PublishedArticle.objects.filter(pk=site.newest.pk).update(title="改题")
        again = client.get(site.newest.path, headers={"If-None-Match": etag})
        assert again.status_code == 200
        assert again["ETag"] != etag


class TestCacheControl:
    def test_is_the_same_for_every_public_answer(self, client, site):
        for path in ("/", "/page/1/", "/nowhere/", site.newest.path, "/archive"):
            response = client.get(path)
            assert response["Cache-Control"] == "max-age=0, must-revalidate", path
            assert "Set-Cookie" not in response


class TestCacheTag:
    def test_names_the_list_its_cards_and_their_names(self, client, site):
        shown = tags(client.get("/tag/渡轮/"))
        assert "list:tag:渡轮" in shown
        assert {site.newest.owner, "name:category:2", "sections"} <= shown
        assert site.rows[0].owner not in shown, "it stands on the second page"

    def test_names_an_article_and_that_it_has_neighbours(self, client, site):
        shown = tags(client.get(site.rows[5].path))
        assert {site.rows[5].owner, f"beside:{site.rows[5].uuid}"} <= shown
        assert site.rows[4].owner not in shown, "its text is not on this page"

    def test_names_periods_indexes_and_the_archive(self, client, site):
        assert "list:2026-03" in tags(client.get("/2026/03/"))
        assert "list:2026-03-05" in tags(client.get("/2026/03/05/"))
        assert "list:2026" in tags(client.get("/2026/"))
        assert "index:tag" in tags(client.get("/tag/"))
        assert "archive" in tags(client.get("/archive/"))
        assert "list:front" in tags(client.get("/"))

    def test_names_the_address_of_a_miss(self, client, db):
        Address.objects.create(path="/alt/", owner="tag:x", state="gone", since=NOON)
        assert "address:/alt/" in tags(client.get("/alt/"))
        assert "address:/无/" in tags(client.get("/en/无/"))

    def test_holds_no_character_a_header_cannot(self, client, db):
        row = make_rows(["题"], slug="a,b 字")[0]
        header = client.get(f"{row.path}x/")["Cache-Tag"]
        assert header.isascii()
        assert " " not in header

    def test_is_short_enough_for_any_proxy(self, client, site):
        assert len(client.get("/")["Cache-Tag"]) < 4096


class TestContentSecurityPolicy:
    def test_lets_an_article_show_its_sources_pictures_and_nothing_else(
        self, client, site
    ):
        policies = {
            path: dict(
                rule.strip().split(" ", 1)
                for rule in client.get(path)["Content-Security-Policy"].split(";")
            )
            for path in (site.newest.path, "/")
        }
        assert "https:" in policies[site.newest.path]["img-src"]
        assert "https:" not in policies["/"]["img-src"]
        for policy in policies.values():
            assert policy["default-src"] == "'self'"
            assert "unsafe" not in str(policy)
            assert policy["object-src"] == "'none'"
