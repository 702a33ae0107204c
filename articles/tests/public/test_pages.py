"""Every page answers as itself: right status, right articles, in both languages."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client

from articles.models.reader import Label, PublishedArticle
from articles.models.reader.labels import Kind
from articles.tests.factories import NOON
from articles.tests.public.rows import make_label, make_rows

pytestmark = pytest.mark.django_db

PAGES = (
    "/",
    "/page/2/",
    "/category/城市/",
    "/category/城市/page/2/",
    "/category/城市/交通/",
    "/category/文化/",
    "/tag/渡轮/",
    "/author/林晓/",
    "/source/海风通讯社/page/2/",
    "/category/",
    "/tag/",
    "/author/",
    "/source/",
    "/archive/",
    "/2026/",
    "/2026/page/2/",
    "/2026/03/",
    "/2026/03/05/",
    "/2026/03/05/渡轮第24班/",
)
NO_PAGES = (
    "/page/0/",
    "/page/01/",
    "/page/3/",
    "/page/999999/",
    "/page/99999999999999999999/",
    "/category/城市/page/3/",
    "/category/page/2/",
    "/tag/page/2/",
    "/tag/交通/",
    "/tag/渡轮/渡轮/",
    "/category/交通/",
    "/2025/",
    "/2026/04/",
    "/2026/3/",
    "/2026/13/",
    "/2026/03/06/",
    "/2026/02/30/",
    "/0000/",
    "/2026/03/05/无此文/",
    "/2026/03/06/渡轮第24班/",
    "/nowhere/",
    "/zh-hans/",
    "/\x00/",
    "/category/\x00/",
    "/category/\x00/feed/",
    "/2026/03/05/\x00/",
)


def titles(client: Client, path: str) -> list[str]:
    """Give the headlines of a list page, in their order."""
    return [story.article.title for story in client.get(path).context["stories"]]


@pytest.mark.parametrize("prefix", ["", "/en"])
class TestPublicPages:
    def test_answer_and_answer_head_alike(self, client, site, prefix):
        for path in PAGES:
            response = client.get(prefix + path)
            assert response.status_code == 200, path
            assert response["Content-Language"] == ("en" if prefix else "zh-hans")
            assert response["Vary"] == "Accept-Encoding"
            assert not response.cookies
            head = client.head(prefix + path)
            assert (head.status_code, head.content) == (200, b"")
            assert head["ETag"] == response["ETag"], path

    def test_do_not_answer_for_what_is_not_there(self, client, site, prefix):
        for path in NO_PAGES:
            assert client.get(prefix + path).status_code == 404, path

    def test_take_no_other_method(self, client, site, prefix):
        for path in ("/", site.newest.path, "/nowhere/"):
            assert client.post(prefix + path).status_code == 405

    def test_send_page_one_to_the_list(self, client, site, prefix):
        for base in ("/", "/category/城市/", "/2026/03/", "/tag/"):
            response = client.get(f"{prefix}{base}page/1/?utm=x")
            assert response.status_code == 301
            assert unquote(response["Location"]) == f"{prefix}{base}?utm=x"


class TestLists:
    def test_a_category_holds_what_stands_in_its_sub_categories(self, client, site):
        shown = client.get("/category/城市/").context["front"].stories
        assert "渡轮第24班" in [one.article.title for one in shown]
        assert "话剧《退潮》" not in [one.article.title for one in shown]

    def test_are_newest_first_and_go_on_where_the_page_before_ended(self, client, site):
        first, second = (
            titles(client, path) for path in ("/tag/渡轮/", "/tag/渡轮/page/2/")
        )
        assert first + second == [f"渡轮第{number}班" for number in range(24, -1, -1)]

    def test_say_how_many_articles_there_are(self, client, site):
        assert "共 25 篇" in client.get("/tag/渡轮/").content.decode()
        assert "25 articles" in client.get("/en/tag/渡轮/").content.decode()

    def test_name_live_sub_categories_only(self, client, site):
        make_label(Kind.CATEGORY, "空栏目", parent=site.city)
        page = client.get("/category/城市/")
        assert page.context["children"] == [site.traffic]
        assert "空栏目" not in page.content.decode()

    def test_a_label_without_a_live_article_is_no_page(self, client, site):
        make_label(Kind.TAG, "未用")
        assert client.get("/tag/未用/").status_code == 404


class TestIndexes:
    def test_count_what_is_live(self, client, site):
        assert [one.name for one in client.get("/tag/").context["labels"]] == ["渡轮"]
        (city, culture) = client.get("/category/").context["tree"]
        assert (city.label.articles, culture.label.articles) == (25, 1)
        assert [branch.label for branch in city.children] == [site.traffic]

    def test_go_on_over_pages(self, client, site, monkeypatch):
        monkeypatch.setattr("articles.public.views.indexes.PAGE", 2)
        for number in range(4):
            make_rows([f"话题{number}"], tags=[make_label(Kind.TAG, f"标签{number}")])
        seen = []
        for path in ("/tag/", "/tag/page/2/", "/tag/page/3/"):
            seen += [one.name for one in client.get(path).context["labels"]]
        assert seen == ["渡轮", "标签0", "标签1", "标签2", "标签3"]
        assert client.get("/tag/page/4/").status_code == 404

    def test_are_there_before_anything_is(self, client, db):
        for kind in ("category", "tag", "author", "source"):
            page = client.get(f"/{kind}/")
            assert page.status_code == 200
            assert "第一篇相关报道" in page.content.decode()


class TestArchives:
    def test_a_period_holds_its_own_days_only(self, client, site):
        make_rows(["四月的事"], published_at=NOON + timedelta(days=30))
        make_rows(["旧岁末"], published_at=NOON - timedelta(days=70))
        assert titles(client, "/2026/04/") == ["四月的事"]
        assert titles(client, "/2026/03/page/2/")[-1] == "渡轮第0班"
        assert titles(client, "/2025/12/25/") == ["旧岁末"]
        assert titles(client, "/2026/")[0] == "四月的事"

    def test_count_their_parts(self, client, site):
        year = client.get("/2026/").context["parts"]
        assert [(one.key, count) for one, count in year] == [("2026-03", 26)]
        month = client.get("/2026/03/").context["parts"]
        assert [(one.key, count) for one, count in month] == [("2026-03-05", 26)]

    def test_the_index_is_a_calendar_of_all_years(self, client, site):
        make_rows(["旧岁末"], published_at=NOON - timedelta(days=70))
        years = client.get("/archive/").context["years"]
        assert [year.first.year for year in years] == [2026, 2025]
        march = years[0].months[2]
        assert (march.count, march.path, march.heat) == (26, "/2026/03/", 3)
        assert [month.heat for month in years[1].months] == [0] * 11 + [1]

    def test_follow_the_newsroom_day_that_was_frozen(self, client, db):
        late = NOON.replace(hour=17)  # past one in the morning in Shanghai
        row = make_rows(["夜里的事"], published_at=late)[0]
        assert row.path.startswith("/2026/03/06/")
        assert client.get(row.path).status_code == 200
        assert titles(client, "/2026/03/06/") == ["夜里的事"]


class TestEmptySite:
    def test_says_what_will_come(self, client, db):
        page = client.get("/")
        assert page.status_code == 200
        assert "创刊号正在编写" in page.content.decode()
        assert "being written" in client.get("/en/").content.decode()

    def test_says_the_same_after_everything_was_withdrawn(self, client, db):
        make_label(Kind.FRONT)
        assert Label.objects.count() == 1
        assert not PublishedArticle.objects.exists()
        assert client.get("/").context["front"] is None

    def test_has_an_archive_that_says_so(self, client, db):
        assert "还没有发布过报道" in client.get("/archive/").content.decode()
