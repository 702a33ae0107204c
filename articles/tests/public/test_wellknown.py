"""Small files by which programs know the site."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from articles.checks import check_newsroom
from articles.tests.factories import NOON
from articles.tests.public.rows import make_label, make_rows
from articles.tests.public.test_article import tree

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"


def fields(client: Client) -> dict[str, str]:
    """Give what security.txt says, by the names of its fields."""
    text = client.get("/.well-known/security.txt").content.decode()
    return dict(line.split(": ", 1) for line in text.splitlines())


class TestSecurity:
    def test_names_whom_to_tell(self, client: Client, settings: Any):
        assert fields(client)["Contact"] == "mailto:security@localhost"
        contact = "https://news.example/security"
        settings.NEWSROOM = {**settings.NEWSROOM, "SECURITY_CONTACT": contact}
        assert fields(client)["Contact"] == contact
        assert fields(client)["Canonical"] == f"{SITE}/.well-known/security.txt"

    @pytest.mark.parametrize("month", range(1, 13))
    def test_never_expires_within_a_season_nor_lasts_a_year(
        self, client: Client, month: int
    ):
        for day in (1, 28):
            now = datetime(2027, month, day, 12, tzinfo=UTC)
            with time_machine.travel(now, tick=False):
                until = datetime.fromisoformat(fields(client)["Expires"])
            assert timedelta(days=90) < until - now < timedelta(days=365)

    def test_stays_the_same_for_a_month(self, client: Client):
        with time_machine.travel(NOON, tick=False):
            one = client.get("/.well-known/security.txt")["ETag"]
        with time_machine.travel(NOON + timedelta(days=20), tick=False):
            assert client.get("/.well-known/security.txt")["ETag"] == one

    @pytest.mark.parametrize(
        ("contact", "wrong"),
        [("", False), ("mailto:a@b.example", False), ("a@b.example", True)],
    )
    def test_wants_a_contact_that_can_be_followed(
        self, settings: Any, contact: str, wrong: bool
    ):
        settings.NEWSROOM = {**settings.NEWSROOM, "SECURITY_CONTACT": contact}
        assert [one.id for one in check_newsroom(None)] == ["articles.E007"] * wrong


class TestManifest:
    def test_names_the_site_and_icons_that_are_there(self, client: Client):
        said = client.get("/site.webmanifest").json()
        assert said["name"] == "新闻室 Newsroom"
        assert {one["purpose"] for one in said["icons"]} == {"any", "maskable"}
        for icon in said["icons"]:
            width = int(icon["sizes"].partition("x")[0])
            data = client.get(icon["src"]).getvalue()
            assert int.from_bytes(data[16:20], "big") == width

    def test_is_named_on_every_page_beside_the_icons(self, client: Client):
        make_rows(["一"])
        for path in ("/", "/2026/03/05/一/", "/en/archive/", "/nowhere/"):
            page = tree_of(client, path)
            for rel in ("manifest", "icon", "apple-touch-icon"):
                link = page.find(f".//head/link[@rel='{rel}']")
                answer = client.get(link.get("href"))
                assert answer.status_code == 200
                answer.getvalue()

    def test_the_icon_is_found_where_browsers_look_by_habit(self, client: Client):
        answer = client.get("/favicon.ico")
        assert answer.status_code == 301
        assert client.get(answer["Location"]).getvalue().startswith(b"\x89PNG")


def tree_of(client: Client, path: str) -> Any:
    """Give a page, be it there or not, as a browser would read it."""
    if path != "/nowhere/":
        return tree(client, path)
    import html5lib

    html = client.get(path).content
    return html5lib.parse(html, namespaceHTMLElements=False)


class TestLlms:
    def test_lists_sections_and_the_newest_articles_as_markdown(self, client: Client):
        section = make_label("category", "城市", name="城市", description="城里的事。")
        row = make_rows(["渡轮 *复航*"], slug="f", section=section, deck="首日。")[0]
        answer = client.get("/llms.txt")
        lines = answer.content.decode().splitlines()
        assert lines[0] == "# 新闻室 Newsroom"
        assert lines[2].startswith("> ")
        assert f"- [城市]({SITE}/category/%E5%9F%8E%E5%B8%82/): 城里的事。" in lines
        address = f"{SITE}{row.path}index.md"
        assert f"- [渡轮 \\*复航\\*]({address}): 首日。" in lines
        assert client.get(address.removeprefix(SITE)).status_code == 200

    @pytest.mark.parametrize("number", [1, 20])
    def test_takes_two_queries(
        self, client: Client, number: int, django_assert_num_queries: Any
    ):
        make_rows(f"第{n}条" for n in range(number))
        with django_assert_num_queries(3):
            client.get("/llms.txt")
