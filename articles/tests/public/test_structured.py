"""What pages say in JSON-LD and Open Graph: by schema, whatever the articles say."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import html5lib
import jsonschema
import pytest
from django.http import HttpResponse
from django.test import Client

from articles.models.desk import Author
from articles.models.reader import Label
from articles.models.reader.labels import Kind
from articles.publishing import refresh_label
from articles.tests.factories import NOON, make_author, make_live
from articles.tests.public.rows import make_label, make_rows
from articles.tests.public.test_article import PHOTO, tree

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
SCHEMA = json.loads(
    (Path(__file__).parent / "linked_data.schema.json").read_text(encoding="utf-8")
)


def said(client: Client, path: str) -> dict[str, Any]:
    """Give what a page says in JSON-LD, each thing by its type, checked by schema."""
    return said_by(client.get(path))


def said_by(answer: HttpResponse) -> dict[str, Any]:
    """Give what an answer says in JSON-LD; nothing where it is no page."""
    if not answer["Content-Type"].startswith("text/html"):
        return {}
    page = html5lib.parse(answer.content, namespaceHTMLElements=False)
    found = page.findall(".//script[@type='application/ld+json']")
    if not found:
        return {}
    assert len(found) == 1
    graph = json.loads("".join(found[0].itertext()))
    jsonschema.validate(graph, SCHEMA, cls=jsonschema.Draft202012Validator)
    return {thing["@type"]: thing for thing in graph["@graph"]}


def metas(client: Client, path: str) -> list[tuple[str, str]]:
    """Give a page's properties and names with what they say, in order."""
    found = tree(client, path).findall(".//head/meta")
    return [
        (one.get("property") or one.get("name"), one.get("content")) for one in found
    ]


class TestNewsArticle:
    def test_says_who_when_where_and_what_was_put_right(self, client: Client):
        city = make_label(Kind.CATEGORY, "城市", uid="1")
        desk = make_label(Kind.AUTHOR, "经济组", collective=True)
        corrected = (NOON + timedelta(hours=2)).isoformat()
        row = make_rows(
            ["渡轮复航首日"],
            section=make_label(Kind.CATEGORY, "交通", uid="2", parent=city),
            bylines=[make_label(Kind.AUTHOR, "林晓"), desk],
            tags=[make_label(Kind.TAG, "渡轮")],
            source=make_label(Kind.SOURCE, "海风通讯社"),
            source_url="https://haifeng.example/1",
            lead_picture=PHOTO,
            words=812,
            corrections=[{"kind": "correction", "text": "班次有误。", "at": corrected}],
            updated_at=NOON + timedelta(hours=2),
        )[0]
        article = said(client, row.path)["NewsArticle"]
        assert article["headline"] == "渡轮复航首日"
        assert article["author"] == [
            {"@type": "Person", "name": "林晓", "url": f"{SITE}/author/%E6%9E%97%E6%99%93/"},
            {"@type": "Organization", "name": "经济组", "url": f"{SITE}/author/%E7%BB%8F%E6%B5%8E%E7%BB%84/"},
        ]  # fmt: skip
        assert article["datePublished"] == "2026-03-05T04:00:00+00:00"
        assert article["dateModified"] == "2026-03-05T06:00:00+00:00"
        assert article["articleSection"] == ["城市", "交通"]
        assert article["keywords"] == ["渡轮"]
        assert article["inLanguage"] == "zh-Hans"
        assert article["isBasedOn"] == "https://haifeng.example/1"
        assert article["mainEntityOfPage"]["@id"] == article["url"]
        assert [one["text"] for one in article["correction"]] == ["更正: 班次有误。"]
        assert {(one["width"], one["height"]) for one in article["image"]} == {
            (1200, 900), (1200, 675), (400, 300),
        }  # fmt: skip

    def test_is_signed_by_the_source_where_nobody_signs(self, client: Client):
        row = make_rows(["一"], source=make_label(Kind.SOURCE, "海风通讯社"))[0]
        (author,) = said(client, row.path)["NewsArticle"]["author"]
        assert (author["@type"], author["name"]) == ("Organization", "海风通讯社")

    def test_names_the_articles_own_address_in_every_language(self, client: Client):
        row = make_rows(["Harbour"], language="en")[0]
        for path in (row.path, f"/en{row.path}"):
            assert said(client, path)["NewsArticle"]["url"] == f"{SITE}/en{row.path}"

    def test_closes_no_element_and_opens_none(self, client: Client):
        title = "</script><script>alert(1)</script><!-- ]]> & “\u2028”"
        row = make_rows(
            [title],
            slug="x",
            tags=[make_label(Kind.TAG, "t", name="</script>")],
            body_html="",
        )[0]
        html = client.get(row.path).content.decode()
        assert html.count("</script") == html.count("<script") == 1
        assert said(client, row.path)["NewsArticle"]["headline"] == title

    def test_shortens_a_headline_that_is_too_long(self, client: Client):
        row = make_rows(["长" * 300], slug="long")[0]
        assert len(said(client, row.path)["NewsArticle"]["headline"]) == 110

    def test_knows_a_desk_that_signs_from_a_person(self, client: Client):
        make_author("经济组", author_kind=Author.Kind.DESK)
        live = make_live("一", bylines=("经济组", "林晓"))
        path = f"/{live.day:%Y/%m/%d}/一/"
        kinds = [one["@type"] for one in said(client, path)["NewsArticle"]["author"]]
        assert kinds == ["Organization", "Person"]
        author = Author.objects.get(name="林晓")
        author.author_kind = Author.Kind.DESK
        author.save()
        version = Label.objects.get(kind=Kind.FRONT).version
        refresh_label(author, at=NOON)
        kinds = [one["@type"] for one in said(client, path)["NewsArticle"]["author"]]
        assert kinds == ["Organization", "Organization"]
        assert Label.objects.get(kind=Kind.FRONT).version > version


class TestOtherPages:
    def test_the_front_page_names_the_newsroom(self, client: Client, site: Any):
        things = said(client, "/")
        assert things["NewsMediaOrganization"]["url"] == f"{SITE}/"
        logo = things["NewsMediaOrganization"]["logo"]["url"].removeprefix(SITE)
        assert client.get(logo).getvalue().startswith(b"\x89PNG")
        assert things["WebSite"]["publisher"]["@id"].endswith("#newsroom")

    @pytest.mark.parametrize(
        ("path", "crumbs"),
        [
            ("/category/城市/交通/", ["首页", "城市", "交通"]),
            ("/category/城市/交通/page/2/", ["首页", "城市", "交通"]),
            ("/tag/渡轮/", ["首页", "渡轮"]),
            ("/2026/03/", ["首页", "2026年3月"]),
            ("/archive/", ["首页", "往期"]),
            ("/en/tag/", ["Front page", "Topics"]),
        ],
    )
    def test_lists_say_where_they_stand(
        self, client: Client, site: Any, path: str, crumbs: list[str]
    ):
        listed = said(client, path)["BreadcrumbList"]["itemListElement"]
        assert [one["name"] for one in listed] == crumbs
        assert [one["position"] for one in listed] == list(range(1, len(crumbs) + 1))
        for one in listed:
            assert client.get(one["item"].removeprefix(SITE)).status_code == 200

    def test_an_article_ends_its_own_way(self, client: Client, site: Any):
        listed = said(client, site.newest.path)["BreadcrumbList"]["itemListElement"]
        assert [one["name"] for one in listed] == [
            "首页", "城市", "交通", "渡轮第24班",
        ]  # fmt: skip

    def test_what_is_no_page_says_nothing(self, client: Client, site: Any):
        assert said_of_a_miss(client) == []


def said_of_a_miss(client: Client) -> list[str]:
    """Give what a page that is not there says to machines."""
    html = client.get("/nowhere/").content.decode()
    return [word for word in ("ld+json", "og:", "canonical") if word in html]


class TestGraph:
    def test_gives_previews_section_tags_authors_and_picture(self, client: Client):
        row = make_rows(
            ["渡轮"],
            section=make_label(Kind.CATEGORY, "城市"),
            bylines=[make_label(Kind.AUTHOR, "林晓")],
            tags=[make_label(Kind.TAG, "甲"), make_label(Kind.TAG, "乙")],
            lead_picture=PHOTO,
        )[0]
        found = metas(client, row.path)
        assert ("article:section", "城市") in found
        assert [value for name, value in found if name == "article:tag"] == ["甲", "乙"]
        assert ("article:author", f"{SITE}/author/%E6%9E%97%E6%99%93/") in found
        assert ("og:image:alt", "清晨的码头") in found
        assert ("twitter:card", "summary_large_image") in found
        assert ("robots", "max-image-preview:large") in found
        assert ("og:locale:alternate", "en_GB") in found

    def test_is_small_without_a_picture(self, client: Client):
        row = make_rows(["渡轮"])[0]
        assert ("twitter:card", "summary") in metas(client, row.path)

    def test_keeps_what_is_no_page_out_of_search(self, client: Client):
        html = client.get("/nowhere/").content.decode()
        assert '<meta name="robots" content="noindex">' in html
