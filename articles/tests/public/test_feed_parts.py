"""What feeds lead to: older parts, hubs, pictures, a person's explanation, OPML."""

from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from django.test import Client
from lxml import etree

from articles.models.reader import Address
from articles.tests.factories import NOON
from articles.tests.hidden import DAY
from articles.tests.public import feed_rules
from articles.tests.public.feed_rules import NAMES, SITE
from articles.tests.public.rows import make_label, make_rows
from articles.tests.public.test_article import PHOTO, texts, tree
from articles.tests.public.test_feeds import FORMS, fetch, items

pytestmark = pytest.mark.django_db

HUB = "https://hub.example/"


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    return request.param


def relations(parsed: Any, form: str) -> dict[str, str]:
    """Give what a feed leads to, by relation, without the site's host."""
    if form == "json":
        hub = next((one["url"] for one in parsed.get("hubs", ())), None)
        found = {"next": parsed.get("next_url"), "hub": hub}
    else:
        root = parsed if form == "atom" else parsed[0]
        links = root.findall("a:link", NAMES)
        found = {link.get("rel"): link.get("href") for link in links}
    return {name: (to or "").removeprefix(SITE) for name, to in found.items() if to}


class TestParts:
    @pytest.fixture(autouse=True)
    def three(self, settings: Any) -> None:
        settings.NEWSROOM = {**settings.NEWSROOM, "FEED_SIZE": 3}

    @pytest.mark.parametrize("path", ["/", "/tag/t/"])
    def test_lead_back_to_the_first_article(self, client: Client, form: str, path: str):
        tag = make_label("tag", "t")
        for month in range(3):
            at = NOON - 40 * month * DAY
            titles = (f"{month}-{n}" for n in (1, 2, 3))
            make_rows(titles, tags=[tag], published_at=at)
        titles, rest = [], FORMS[form]
        while rest:
            parsed = fetch_at(client, f"{path}{rest}", form)
            titles += [item["title"] for item in items(parsed, form)]
            rest = relations(parsed, form).get("next", "").removeprefix(path)
        newest_first = [f"{month}-{n}" for month in range(3) for n in (3, 2, 1)]
        assert titles == newest_first

    def test_name_first_previous_next_and_last(self, client: Client):
        make_rows(str(n) for n in range(7))
        for form, rest in (("rss", "/feed/"), ("atom", "/feed/atom/")):
            middle = relations(fetch_at(client, f"{rest}page/2/", form), form)
            assert {name: middle[name] for name in ("first", "previous", "last")} == {
                "first": rest,
                "previous": rest,
                "last": f"{rest}page/3/",
            }
            assert middle["self"] == f"{rest}page/2/"
            assert "next" not in relations(
                fetch_at(client, f"{rest}page/3/", form), form
            )

    def test_of_a_short_list_are_none(self, client: Client, form: str):
        make_rows(["一"])
        assert (
            not {"first", "next", "last"}
            & relations(fetch(client, "/", form), form).keys()
        )
        assert client.get(f"/{FORMS[form]}page/2/").status_code == 404

    def test_begin_with_the_feed_itself(self, client: Client, form: str):
        make_rows(str(n) for n in range(4))
        answer = client.get(f"/{FORMS[form]}page/1/")
        assert (answer.status_code, answer["Location"]) == (301, f"/{FORMS[form]}")

    def test_move_with_their_list(self, client: Client, form: str):
        tag = make_label("tag", "new")
        make_rows((str(n) for n in range(4)), tags=[tag])
        Address.objects.create(
            path="/tag/old/", owner=tag.key, state=Address.State.MOVED, since=NOON
        )
        moved = client.get(f"/tag/old/{FORMS[form]}page/2/")
        assert moved.status_code == 301
        assert moved["Location"] == f"/tag/new/{FORMS[form]}page/2/"

    @pytest.mark.parametrize("number", [7, 2000])
    def test_cost_the_same_however_far_back(
        self, client: Client, number: int, django_assert_max_num_queries: Any
    ):
        make_rows(f"第{n}条" for n in range(number))
        last = -(-number // 3)
        with django_assert_max_num_queries(6):
            assert client.get(f"/feed/page/{last}/").status_code == 200


def fetch_at(client: Client, path: str, form: str) -> Any:
    """Get any part of a feed, checked by its format's rules."""
    base = path[: path.index("feed/")]
    assert path.startswith(base + FORMS[form])
    return feed_rules.check(client.get(path), form)


class TestHubs:
    def test_are_named_in_the_feed_and_in_its_header(
        self, client: Client, settings: Any, form: str
    ):
        settings.NEWSROOM = {**settings.NEWSROOM, "WEBSUB_HUBS": (HUB,)}
        make_rows(["一"])
        assert relations(fetch(client, "/", form), form)["hub"] == HUB
        itself = f"{SITE}/{FORMS[form]}"
        links = client.get(f"/{FORMS[form]}")["Link"]
        assert links == f'<{itself}>; rel="self", <{HUB}>; rel="hub"'

    def test_are_not_named_where_there_is_none(self, client: Client, form: str):
        assert "hub" not in relations(fetch(client, "/", form), form)
        assert "hub" not in client.get(f"/{FORMS[form]}")["Link"]


class TestMedia:
    def test_gives_every_file_of_the_picture_whole(self, client: Client):
        make_rows(["有图"], lead_picture=PHOTO)
        for form in ("rss", "atom"):
            parsed = fetch(client, "/", form)
            files = parsed.findall(".//media:group/media:content", NAMES)
            assert [(one.get("width"), one.get("type")) for one in files] == [
                ("400", "image/webp"), ("1600", "image/webp"), ("1200", "image/jpeg"),
            ]  # fmt: skip
            (default,) = [one for one in files if one.get("isDefault")]
            assert default.get("url") == f"{SITE}/media/o.jpg?1200"
            assert parsed.findtext(".//media:credit", namespaces=NAMES) == "何屿 摄"
            assert (
                parsed.findtext(".//media:description", namespaces=NAMES)
                == "清晨的码头"
            )

    def test_is_read_by_a_program(self, client: Client):
        make_rows(["有图"], lead_picture=PHOTO)
        for path in ("/feed/", "/feed/atom/"):
            parsed = feedparser.parse(client.get(path).content)
            assert not parsed.bozo
            entry = parsed.entries[0]
            assert len(entry.media_content) == 3
            assert entry.media_thumbnail[0]["url"].startswith(f"{SITE}/media/")
            assert entry.media_credit[0]["content"] == "何屿 摄"


class TestExplanation:
    def test_leads_a_person_to_the_page_about_feeds(self, client: Client, form: str):
        make_rows(["一"])
        for prefix in ("", "/en", "/zh-hant"):
            content = client.get(f"{prefix}/{FORMS[form]}").content.decode()
            assert f"{SITE}{prefix}/feeds/" in content
        if form != "json":
            window = client.get(
                f"/{FORMS[form]}", headers={"sec-fetch-dest": "document"}
            )
            assert window["Content-Type"] == "application/xml; charset=utf-8"
            assert "Sec-Fetch-Dest" in window["Vary"]
            head = client.get(f"/{FORMS[form]}").content[:200].decode()
            assert '<?xml-stylesheet href="/static/paper/feed.css"' in head
            assert client.get("/static/paper/feed.css").getvalue()


class TestFeedsPage:
    def test_lists_the_sites_and_every_sections_feeds(self, client: Client, site: Any):
        make_label("category", "空的")
        page = tree(client, "/feeds/")
        codes = texts(page, ".//main//code")
        assert codes[:3] == [
            f"{SITE}/feed/", f"{SITE}/feed/atom/", f"{SITE}/feed/json/",
        ]  # fmt: skip
        assert codes[3:6] == [
            f"{SITE}/category/{part}/feed/" for part in ("城市", "城市/交通", "文化")
        ]
        for address in codes[:6]:
            assert client.get(urlsplit(address).path).status_code == 200
        for link in page.findall(".//main//a"):
            assert client.get(urlsplit(link.get("href")).path).status_code == 200

    def test_speaks_three_languages(self, client: Client, site: Any):
        assert texts(tree(client, "/en/feeds/"), ".//main//h1") == ["Feeds"]
        assert f"{SITE}/en/feed/" in texts(tree(client, "/en/feeds/"), ".//main//code")
        assert tree(client, "/zh-hant/feeds/").get("lang") == "zh-Hant"

    def test_is_there_before_the_first_article(self, client: Client):
        assert len(texts(tree(client, "/feeds/"), ".//main//dd//code")) == 3

    @pytest.mark.parametrize("number", [1, 20])
    def test_takes_three_queries(
        self, client: Client, number: int, django_assert_num_queries: Any
    ):
        for n in range(number):
            make_rows([f"第{n}条"], section=make_label("category", f"c{n}"))
        with django_assert_num_queries(3):
            client.get("/feeds/")

    def test_is_named_at_the_foot_of_every_page(self, client: Client, site: Any):
        page = tree(client, "/tag/渡轮/")
        assert page.find(".//footer//a[@href='/feeds/']") is not None


class TestOpml:
    def test_holds_the_site_and_its_sections_below_each_other(
        self, client: Client, site: Any
    ):
        answer = client.get("/feeds.opml")
        assert answer["Content-Type"] == "text/x-opml; charset=utf-8"
        root = etree.fromstring(answer.content)
        assert (root.tag, root.get("version")) == ("opml", "2.0")
        assert [one.tag for one in root] == ["head", "body"]
        first, city, culture = root.find("body")
        assert [one.get("text") for one in (first, city, culture)] == [
            "新闻室 Newsroom", "城市", "文化",
        ]  # fmt: skip
        assert [one.get("text") for one in city] == ["交通"]
        for one in root.iter("outline"):
            assert one.get("type") == "rss"
            feed = client.get(urlsplit(one.get("xmlUrl")).path)
            assert feed["Content-Type"].startswith("application/rss+xml")
            assert client.get(urlsplit(one.get("htmlUrl")).path).status_code == 200

    def test_survives_what_people_type(self, client: Client):
        name = "<b>\x0b & “引号”"
        make_rows(["一"], section=make_label("category", "s", name=name))
        root = etree.fromstring(client.get("/feeds.opml").content)
        assert root.find("body")[1].get("text") == "<b> & “引号”"
