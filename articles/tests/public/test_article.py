"""The article page: what stands on it, and what it says to machines."""

from datetime import timedelta
from typing import Any

import html5lib
import pytest
from django.test import Client

from articles.models.reader import PublishedArticle
from articles.models.reader.labels import Kind
from articles.tests.public.rows import make_label, make_rows

pytestmark = pytest.mark.django_db


def _files(stem: str, ratio: tuple[int, int], *widths: int) -> list[dict[str, Any]]:
    return [
        {
            "url": f"/media/{stem}{width}",
            "width": width,
            "height": width * ratio[1] // ratio[0],
            "bytes": 1000,
        }
        for width in widths
    ]


PHOTO = {
    "kind": "photo",
    "alt": "清晨的码头",
    "caption": "首班渡轮离岸。",
    "credit": "何屿 摄",
    "width": 1600,
    "height": 1200,
    "sources": [
        {
            "type": "image/webp",
            "ratio": "original",
            "files": _files("o.webp?", (4, 3), 400, 1600),
        },
        {
            "type": "image/webp",
            "ratio": "16:9",
            "files": _files("w.webp?", (16, 9), 800),
        },
        {"type": "image/webp", "ratio": "4:3", "files": _files("s.webp?", (4, 3), 400)},
        {
            "type": "image/jpeg",
            "ratio": "original",
            "files": _files("o.jpg?", (4, 3), 1200),
        },
        {
            "type": "image/jpeg",
            "ratio": "16:9",
            "files": _files("w.jpg?", (16, 9), 1200),
        },
    ],
    "enclosure": {
        "url": "/media/o.jpg?1200",
        "type": "image/jpeg",
        "bytes": 1000,
        "width": 1200,
        "height": 900,
    },
}


def tree(client: Client, path: str) -> Any:
    """Give a page as a browser would read it."""
    response = client.get(path)
    assert response.status_code == 200
    return html5lib.parse(response.content, namespaceHTMLElements=False)


def texts(page: Any, query: str) -> list[str]:
    """Give the texts of elements, white space folded."""
    return [" ".join("".join(one.itertext()).split()) for one in page.findall(query)]


class TestArticlePage:
    def test_carries_headline_text_and_breadcrumb(self, client, site):
        page = tree(client, site.newest.path)
        assert texts(page, ".//h1") == ["渡轮第24班"]
        assert texts(page, ".//*[@class='prose']") == ["渡轮第24班的全文。"]
        crumbs = texts(page, ".//article//nav[@class='breadcrumb']//li")
        assert crumbs == ["首页", "城市", "交通"]

    def test_names_bylines_with_roles_and_the_source_as_origin(self, client, site):
        page = tree(client, site.newest.path)
        assert texts(page, ".//*[@class='byline']") == ["记者 林晓"]
        assert texts(page, ".//*[@class='origin']") == ["来源：海风通讯社"]
        page = tree(client, f"/en{site.newest.path}")
        assert texts(page, ".//*[@class='origin']") == ["Source: 海风通讯社"]

    @pytest.mark.parametrize(
        ("title", "classes"),
        [
            ("渡轮复航", "headline"),
            ("渡轮复航：首日挤满了人", "headline phrased"),
            ("潮" * 28, "headline"),
            ("潮" * 29, "headline long"),
            ("tide " * 12, "headline long"),
        ],
    )
    def test_sets_a_long_headline_smaller_on_phones(self, client, title, classes):
        row = make_rows([title], slug="long")[0]
        assert tree(client, row.path).find(".//h1").get("class") == classes

    def test_shows_the_source_where_nobody_signs(self, client, site):
        page = tree(client, site.play.path)
        assert texts(page, ".//*[@class='byline']") == ["海风通讯社"]
        assert texts(page, ".//*[@class='origin']") == []

    def test_links_to_the_original(self, client, site):
        row = make_rows(["转载"], source_url="https://example.org/1")[0]
        page = tree(client, row.path)
        (link,) = page.findall(".//*[@class='original']")
        assert link.get("href") == "https://example.org/1"

    def test_says_to_the_minute_when_it_was_published_and_updated(self, client, db):
        row = make_rows(["已更新"])[0]
        assert "更新" not in texts(tree(client, row.path), ".//*[@class='dates']")[0]
        later = row.published_at + timedelta(minutes=65)
        PublishedArticle.objects.update(updated_at=later)
        (dates,) = texts(tree(client, row.path), ".//*[@class='dates']")
        assert "发布 2026年3月5日 12:00 更新 2026年3月5日 13:05" in dates
        times = tree(client, row.path).findall(".//*[@class='dates']//time")
        assert [time.get("datetime") for time in times] == [
            "2026-03-05T12:00+08:00",
            "2026-03-05T13:05+08:00",
        ]

    def test_shows_its_picture_with_size_description_caption_and_credit(
        self, client, db
    ):
        row = make_rows(["有图"], lead_picture=PHOTO)[0]
        page = tree(client, row.path)
        (image,) = page.findall(".//article//img")
        assert (image.get("width"), image.get("height")) == ("1600", "1200")
        assert image.get("alt") == "清晨的码头"
        assert image.get("loading") is None
        assert texts(page, ".//figcaption") == ["首班渡轮离岸。 何屿 摄"]
        (source,) = page.findall(".//article//source")
        assert (
            source.get("srcset") == "/media/o.webp?400 400w, /media/o.webp?1600 1600w"
        )

    def test_has_its_picture_fetched_first_and_only_its(self, client, site):
        row = make_rows(["有图"], lead_picture=PHOTO)[0]
        page = tree(client, row.path)
        (first,) = page.findall(".//head/link[@rel='preload']")
        (source,) = page.findall(".//article//source")
        assert first.get("imagesrcset") == source.get("srcset")
        assert first.get("imagesizes") == source.get("sizes")
        assert first.get("type") == source.get("type")
        other = tree(client, site.newest.path)
        assert other.findall(".//head/link[@rel='preload']") == []

    def test_without_a_picture_its_headline_is_the_cover(self, client, site):
        page = tree(client, site.newest.path)
        (head,) = page.findall(".//article/header")
        assert "cover" in head.get("class").split()
        shown = [one for one in head.iter() if one.get("aria-hidden") != "true"]
        assert sum("渡轮第24班" in (one.text or "") for one in shown) == 1

    def test_leads_to_its_neighbours_in_the_section(self, client, site):
        page = tree(client, site.rows[5].path)
        beside = page.findall(".//nav[@class='beside']/a")
        assert [one.get("rel") for one in beside] == ["prev", "next"]
        assert texts(page, ".//nav[@class='beside']//*[@class='headline']") == [
            "渡轮第4班",
            "渡轮第6班",
        ]
        assert tree(client, site.play.path).findall(".//nav[@class='beside']") == []

    def test_escapes_what_people_typed(self, client, db):
        label = make_label(Kind.TAG, "x", name="<i>标签</i>")
        row = make_rows(
            ["<b>题</b>"], deck="<u>提要</u>", slug="x", tags=[label], body_html=""
        )[0]
        html = client.get(row.path).content.decode()
        for raw in ("<b>题", "<u>提要", "<i>标签"):
            assert raw not in html

    def test_tells_link_previews_what_it_is(self, client, settings, db):
        settings.NEWSROOM = {**settings.NEWSROOM, "SITE_URL": "https://news.example"}
        row = make_rows(["预览"], lead_picture=PHOTO, slug="预览")[0]
        page = tree(client, row.path)
        said = {m.get("property"): m.get("content") for m in page.findall(".//meta")}
        assert said["og:type"] == "article"
        assert said["og:title"] == "预览"
        assert said["og:image"] == "https://news.example/media/o.jpg?1200"
        assert said["og:url"].startswith("https://news.example/2026/03/05/%E9%A2%84")
        assert said["article:published_time"] == "2026-03-05T12:00+08:00"
