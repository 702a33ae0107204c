from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from lxml import etree

from articles import publishing
from articles.models.desk import Page
from articles.models.reader import Counter, Label, PublishedPage, Purge
from articles.models.reader.labels import Kind
from articles.models.reader.site import PAGES
from articles.public import sitemaps
from articles.tests.factories import NOON, make_live
from articles.tests.hidden import revised
from articles.tests.public.rows import make_label, make_rows
from articles.tests.workflow.people import make_user
from articles.workflow import sync_roles

NAMES = {"s": sitemaps.NAMESPACE}
SITE = "http://localhost:8000"
SCHEMA = etree.XMLSchema(file=str(Path(__file__).parent / "sitemap.xsd"))

pytestmark = pytest.mark.django_db


def read(client: Client, path: str) -> etree._Element:
    """Fetch a sitemap and check what the protocol asks of every one."""
    response = client.get(path)
    assert response.status_code == 200, path
    assert response["Content-Type"] == "application/xml"
    root = etree.fromstring(response.content)
    SCHEMA.assertValid(root)
    assert root.tag in {f"{{{NAMES['s']}}}urlset", f"{{{NAMES['s']}}}sitemapindex"}
    child = "url" if root.tag.endswith("urlset") else "sitemap"
    assert len(root), f"{path} is empty, which the schema forbids"
    assert {element.tag for element in root} == {f"{{{NAMES['s']}}}{child}"}
    for element in root:
        loc = element.findtext("s:loc", namespaces=NAMES)
        assert loc.startswith(f"{SITE}/")
        assert loc.isascii()
        assert len(loc) < 2048
    assert len(root) <= 50_000
    assert len(response.content) <= 50 * 1024 * 1024
    return root


def locs(root: etree._Element) -> list[str]:
    """List a sitemap's addresses in order."""
    return [str(text) for text in root.xpath("//s:loc/text()", namespaces=NAMES)]


class TestIndex:
    def test_lists_a_part_for_each_month_that_has_articles(self, client: Client):
        make_rows(["三月的事"])
        make_rows(["一月的事"], published_at=NOON - timedelta(days=50))
        Counter.objects.create(label=make_label(Kind.FRONT), period="2025-12", count=0)
        assert locs(read(client, "/sitemap.xml")) == [
            f"{SITE}/sitemap-lists.xml",
            f"{SITE}/sitemap-2026-03.xml",
            f"{SITE}/sitemap-2026-01.xml",
        ]

    def test_dates_each_month_by_the_last_change_of_an_article_in_it(
        self, client: Client
    ):
        january = make_live("一月的事", at=NOON - timedelta(days=50))
        make_live("三月的事")

        def dated() -> dict[str, str]:
            rows = read(client, "/sitemap.xml")
            return {one[0].text.rpartition("/")[2]: one[1].text for one in rows}

        assert dated() == {
            "sitemap-lists.xml": "2026-03-05T04:00:00+00:00",
            "sitemap-2026-03.xml": "2026-03-05T04:00:00+00:00",
            "sitemap-2026-01.xml": "2026-01-14T04:00:00+00:00",
        }
        january.refresh_from_db()
        revision = revised(january, title="一月的事，改过")
        publishing.update(revision, actor=None, at=NOON + timedelta(hours=1))
        assert dated()["sitemap-2026-01.xml"] == "2026-03-05T05:00:00+00:00"
        assert dated()["sitemap-2026-03.xml"] == "2026-03-05T04:00:00+00:00"
        make_live("一月的另一件事", at=NOON - timedelta(days=51))
        january.refresh_from_db()
        publishing.withdraw(january, actor=None, at=NOON + timedelta(hours=2))
        assert dated()["sitemap-2026-01.xml"] == "2026-03-05T06:00:00+00:00"

    def test_is_dated_again_by_a_repair(self, client: Client):
        make_live("三月的事")
        Counter.objects.all().delete()
        publishing.repair(at=NOON)
        (_lists, march) = read(client, "/sitemap.xml")
        assert march[1].text == "2026-03-05T04:00:00+00:00"

    def test_leads_to_every_article_and_list_once(self, client: Client):
        section = make_label("category", "金融", "金融")
        tag = make_label("tag", "渡轮")
        make_label("tag", "nobody-wrote-about-this")
        rows = make_rows((f"第{n}条" for n in range(7)), section=section, tags=[tag])
        rows += make_rows(["旧闻"], published_at=NOON - timedelta(days=400))
        found = [
            loc
            for part in locs(read(client, "/sitemap.xml"))
            for loc in locs(read(client, part.removeprefix(SITE)))
        ]
        assert len(found) == len(set(found)) == len(rows) + 3
        for loc in found:
            if "/2" not in loc:  # the article and list pages have tests of their own
                continue
            assert loc.count("/") == 7

    def test_is_valid_while_nothing_was_ever_published(self, client: Client):
        assert locs(read(client, "/sitemap.xml")) == [f"{SITE}/sitemap-lists.xml"]
        assert locs(read(client, "/sitemap-lists.xml")) == [f"{SITE}/"]

    def test_is_valid_after_the_last_article_is_gone(self, client: Client):
        make_label(Kind.FRONT)
        assert locs(read(client, "/sitemap-lists.xml")) == [f"{SITE}/"]

    def test_splits_what_is_too_large_for_one_part(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(sitemaps, "PART", 3)
        rows = make_rows(f"第{n}条" for n in range(7))
        parts = locs(read(client, "/sitemap.xml"))
        assert parts == [
            f"{SITE}/sitemap-lists.xml",
            f"{SITE}/sitemap-2026-03.xml",
            f"{SITE}/sitemap-2026-03-part2.xml",
            f"{SITE}/sitemap-2026-03-part3.xml",
        ]
        found = [
            loc for part in parts[1:] for loc in locs(read(client, part[len(SITE) :]))
        ]
        assert len(set(found)) == len(found) == len(rows)
        assert client.get("/sitemap-2026-03-part4.xml").status_code == 404
        assert client.get("/sitemap-lists-part2.xml").status_code == 404

    @pytest.mark.parametrize("number", [1, 20])
    def test_takes_the_same_few_queries_at_any_size(
        self, client: Client, number: int, django_assert_num_queries: Any
    ):
        make_rows(f"第{n}条" for n in range(number))
        with django_assert_num_queries(3):
            client.get("/sitemap.xml")
        with django_assert_num_queries(2):
            client.get("/sitemap-2026-03.xml")
        with django_assert_num_queries(1):
            client.get("/sitemap-lists.xml")


class TestPages:
    def test_are_listed_in_their_own_language_with_their_last_change(
        self, client: Client
    ):
        assert client.get("/sitemap-pages.xml").status_code == 404
        later = NOON + timedelta(hours=1)
        for path, language in (("/about/", "zh-Hans"), ("/imprint/", "en")):
            PublishedPage.objects.create(
                path=path, language=language, title=path,
                published_at=NOON, updated_at=later,
            )  # fmt: skip
        part = read(client, "/sitemap-pages.xml")
        assert locs(part) == [f"{SITE}/about/", f"{SITE}/en/imprint/"]
        dates = {
            str(text) for text in part.xpath("//s:lastmod/text()", namespaces=NAMES)
        }
        index = read(client, "/sitemap.xml")
        assert f"{SITE}/sitemap-pages.xml" in locs(index)
        assert dates == {later.isoformat(timespec="seconds")}

    def test_leave_the_sitemap_when_they_are_withdrawn(self, client: Client):
        page = Page.objects.create(title="关于", slug="about", changed_at=NOON)
        sync_roles()
        chief = make_user("chief", "Administrator")
        publishing.publish_page(page, expected=0, actor=chief, at=NOON)
        assert PAGES in Purge.objects.latest("pk").keys
        assert client.get("/sitemap-pages.xml").status_code == 200
        publishing.withdraw_page(page, actor=chief, at=NOON)
        assert PAGES in Purge.objects.latest("pk").keys
        assert client.get("/sitemap-pages.xml").status_code == 404


class TestMonth:
    def test_gives_true_dates_and_each_articles_own_language(self, client: Client):
        make_rows(["渡轮复航"], updated_at=NOON + timedelta(days=40))
        make_rows(["Ferries sail again"], language="en-GB")
        root = read(client, "/sitemap-2026-03.xml")
        found = {
            url.findtext("s:loc", namespaces=NAMES): url.findtext(
                "s:lastmod", namespaces=NAMES
            )
            for url in root
        }
        assert found == {
            f"{SITE}/en/2026/03/05/Ferries-sail-again/": "2026-03-05T04:00:00+00:00",
            f"{SITE}/2026/03/05/%E6%B8%A1%E8%BD%AE%E5%A4%8D%E8%88%AA/": (
                "2026-04-14T04:00:00+00:00"
            ),
        }

    @pytest.mark.parametrize(
        "period",
        ["2026-02", "2026-13", "2026-00", "0000-01", "9999-12", "2026-03-part1"],
    )
    def test_is_not_there_for_a_month_without_articles(
        self, client: Client, period: str
    ):
        make_rows(["三月的事"])
        assert client.get(f"/sitemap-{period}.xml").status_code == 404

    def test_is_answered_with_304_while_nothing_in_it_changes(self, client: Client):
        row = make_rows(["渡轮复航"])[0]
        before = client.get("/sitemap-2026-03.xml")["ETag"]
        again = client.get("/sitemap-2026-03.xml", headers={"if-none-match": before})
        assert again.status_code == 304
        row.updated_at += timedelta(hours=1)
        row.save()
        changed = client.get("/sitemap-2026-03.xml", headers={"if-none-match": before})
        assert changed.status_code == 200

    def test_exists_in_no_other_language(self, client: Client):
        make_rows(["渡轮复航"])
        assert client.get("/en/sitemap.xml").status_code == 404
        assert client.get("/en/robots.txt").status_code == 404


class TestLists:
    def test_dates_each_list_by_its_last_change(self, client: Client):
        tag = make_label("tag", "渡轮")
        make_rows(["渡轮复航"], tags=[tag])
        Label.objects.filter(pk=tag.pk).update(changed_at=NOON + timedelta(hours=2))
        found = {
            url.findtext("s:loc", namespaces=NAMES): url.findtext(
                "s:lastmod", namespaces=NAMES
            )
            for url in read(client, "/sitemap-lists.xml")
        }
        assert found == {
            f"{SITE}/": "2026-03-05T04:00:00+00:00",
            f"{SITE}/tag/%E6%B8%A1%E8%BD%AE/": "2026-03-05T06:00:00+00:00",
        }


class TestNews:
    @pytest.fixture(autouse=True)
    def noon(self) -> Iterator[None]:
        with time_machine.travel(NOON, tick=False):
            yield

    def test_holds_two_days_and_says_what_the_protocol_asks(self, client: Client):
        make_rows(["两天前"], published_at=NOON - timedelta(hours=48))
        make_rows(["太旧"], published_at=NOON - timedelta(hours=48, seconds=1))
        make_rows(["Ferries <sail>"], language="en-GB", slug="ferries")
        make_rows(["渡輪"], language="zh-Hant")
        found = [
            [text.strip() for text in url.itertext() if text.strip()]
            for url in etree.fromstring(client.get("/news-sitemap.xml").content)
        ]
        at = "2026-03-05T04:00:00+00:00"
        name = "新闻室 Newsroom"
        assert found == [
            [
                f"{SITE}/zh-hant/2026/03/05/%E6%B8%A1%E8%BC%AA/",
                at,
                name,
                "zh-tw",
                at,
                "渡輪",
            ],
            [f"{SITE}/en/2026/03/05/ferries/", at, name, "en", at, "Ferries <sail>"],
            [
                f"{SITE}/2026/03/03/%E4%B8%A4%E5%A4%A9%E5%89%8D/",
                "2026-03-03T04:00:00+00:00",
                name,
                "zh-cn",
                "2026-03-03T04:00:00+00:00",
                "两天前",
            ],
        ]
        read(client, "/news-sitemap.xml")

    def test_is_valid_in_a_quiet_time(self, client: Client):
        root = etree.fromstring(client.get("/news-sitemap.xml").content)
        SCHEMA.assertValid(root)
        assert len(root) == 0

    @pytest.mark.parametrize("number", [1, 20])
    def test_takes_two_queries(
        self, client: Client, number: int, django_assert_num_queries: Any
    ):
        make_rows(f"第{n}条" for n in range(number))
        with django_assert_num_queries(2):
            client.get("/news-sitemap.xml")
