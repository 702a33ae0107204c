"""Corrections, redirects and legal holds, as readers and subscribers meet them."""

import json
from datetime import timedelta

import feedparser
import pytest
from django.test import Client

from articles import publishing
from articles.models.desk import Article, Revision
from articles.models.reader import PublishedArticle
from articles.tests.factories import NOON, make_live

pytestmark = pytest.mark.django_db

AT = NOON + timedelta(hours=2)
NOTICE = "人数应为三十二，原稿误作<二十三>。"


def correct(article: Article, kind: str = "correction", text: str = NOTICE, at=AT):
    article = Article.objects.get(pk=article.pk)
    live = Revision.objects.get(article=article, number=article.live_number)
    publishing.correct(
        article, content=live.content, kind=kind, text=text, actor=None, at=at
    )


def path_of(article: Article) -> str:
    return PublishedArticle.objects.get(uuid=article.uuid).path


class TestArticle:
    def test_shows_what_was_put_right_below_the_text(self, client: Client):
        article = make_live("渡轮复航", body="正文在此。")
        correct(article)
        page = client.get(path_of(article)).content.decode()
        assert "原稿误作&lt;二十三&gt;" in page
        assert page.index("正文在此") < page.index("原稿误作")

    def test_shows_a_retraction_above_the_text(self, client: Client):
        article = make_live("渡轮复航", body="正文在此。")
        correct(article, kind="retraction", text="本报不再为此文负责。")
        page = client.get(path_of(article)).content.decode()
        column, text = page.index('class="story-text"'), page.index('class="prose"')
        assert column < page.index("本报不再为此文负责", column) < text


class TestList:
    def test_has_the_newest_first_and_links_to_the_article(self, client: Client):
        first, second = make_live("渡轮复航"), make_live("夜航开通")
        correct(first, text="先改的一处。")
        correct(second, text="后改的一处。", at=AT + timedelta(hours=1))
        for address in ("/corrections/", "/en/corrections/"):
            page = client.get(address).content.decode()
            assert page.index("后改的一处") < page.index("先改的一处")
            assert "渡轮复航" in page

    def test_leaves_out_what_readers_no_longer_have(self, client: Client):
        article = make_live("渡轮复航")
        correct(article)
        article = Article.objects.get(pk=article.pk)
        publishing.withdraw(article, actor=None, at=AT)
        page = client.get("/corrections/").content.decode()
        assert "渡轮复航" not in page
        assert "原稿误作" not in page

    def test_says_so_where_nothing_was_wrong(self, client: Client):
        response = client.get("/corrections/")
        assert response.status_code == 200
        assert "至今没有需要更正的内容" in response.content.decode()

    def test_has_pages_at_the_same_number_of_queries(
        self, client: Client, settings, django_assert_num_queries
    ):
        settings.NEWSROOM = {**settings.NEWSROOM, "PAGE_SIZE": 2}
        article = make_live("渡轮复航")
        correct(article, text="第 0 处。")
        with django_assert_num_queries(4):
            client.get("/corrections/")
        for number in range(1, 5):
            correct(article, text=f"第 {number} 处。", at=AT + timedelta(hours=number))
        with django_assert_num_queries(4):
            page = client.get("/corrections/page/2/").content.decode()
        assert "第 2 处" in page
        assert "第 4 处" not in page
        assert client.get("/corrections/page/4/").status_code == 404
        assert client.get("/corrections/page/1/").status_code == 301


class TestFeeds:
    def test_keep_the_item_and_move_its_date(self, client: Client):
        article = make_live("渡轮复航", body="正文在此。")
        before = feedparser.parse(client.get("/feed/atom/").content).entries
        correct(article)
        after = feedparser.parse(client.get("/feed/atom/").content).entries
        assert [one.id for one in after] == [one.id for one in before]
        assert after[0].updated_parsed > before[0].updated_parsed
        assert after[0].published == before[0].published

    @pytest.mark.parametrize("address", ["/feed/", "/feed/atom/"])
    def test_say_what_was_put_right(self, client: Client, address):
        article = make_live("渡轮复航", body="正文在此。")
        correct(article)
        parsed = feedparser.parse(client.get(address).content)
        assert not parsed.bozo
        content = parsed.entries[0].content[0].value
        assert content.index("原稿误作") < content.index("正文在此")
        assert "<二十三>" not in content

    def test_say_it_in_json_too(self, client: Client):
        article = make_live("渡轮复航")
        correct(article)
        (item,) = json.loads(client.get("/feed/json/").content)["items"]
        assert "原稿误作" in item["content_html"]
        assert "原稿误作<二十三>" in item["summary"]
        assert item["date_modified"] > item["date_published"]


class TestEndings:
    def end(self, article: Article, ending: str, leads_to: str = "") -> str:
        path = path_of(article)
        publishing.withdraw(
            Article.objects.get(pk=article.pk),
            actor=None, at=AT, reason="内部原因", ending=ending, leads_to=leads_to,
        )  # fmt: skip
        return path

    def test_a_redirect_leads_to_where_the_other_is_now(self, client: Client):
        article, other = make_live("渡轮复航"), make_live("夜航开通")
        path = self.end(article, "redirect", f"article:{other.uuid}")
        response = client.get(path)
        assert response.status_code == 301
        assert response["Location"].endswith(path_of(other).split("/")[-2] + "/") or (
            "%" in response["Location"]
        )
        assert client.get(path, follow=True).status_code == 200

    def test_a_redirect_whose_target_went_answers_410(self, client: Client):
        article, other = make_live("渡轮复航"), make_live("夜航开通")
        path = self.end(article, "redirect", f"article:{other.uuid}")
        self.end(other, "gone")
        assert client.get(path).status_code == 410

    def test_a_redirect_ends_when_the_article_is_restored(self, client: Client):
        article, other = make_live("渡轮复航"), make_live("夜航开通")
        path = self.end(article, "redirect", f"article:{other.uuid}")
        revision = Revision.objects.get(article=article)
        publishing.publish(revision, actor=None, at=AT)
        assert client.get(path).status_code == 200

    def test_a_hold_answers_451_and_says_nothing(self, client: Client):
        article = make_live("渡轮复航", tags=("独有标签",), bylines=("独有作者",))
        path = self.end(article, "hold")
        response = client.get(path)
        assert response.status_code == 451
        page = response.content.decode()
        for word in ("渡轮复航", "独有", "内部原因"):
            assert word not in page
        article.refresh_from_db()
        publishing.lift_hold(article, actor=None, at=AT)
        assert client.get(path).status_code == 410
