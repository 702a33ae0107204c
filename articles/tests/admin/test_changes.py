"""Before anything goes out: what readers will find changed, and what they will get."""

import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.models.desk import Article, Revision, Tag
from articles.models.reader import Publication, PublishedArticle, Purge
from articles.tests.admin.conftest import change_url
from articles.tests.admin.test_revisions import url, write
from articles.tests.factories import NOON, make_article, make_author, make_live
from articles.tests.workflow.people import AT, save

pytestmark = pytest.mark.django_db


def look(desk: Client, article: Article) -> Any:
    """Open the page and give what it shows."""
    response = desk.get(url("changes", article))
    assert response.status_code == 200
    return response.context


def names(context: Any) -> list[str]:
    """Name the fields that change."""
    return [field.name for field in context["found"]]


class TestPage:
    def test_says_which_words_come_and_go(self, desk: Client) -> None:
        article = make_live(body="今天**复航**的渡轮有三班。")
        context = look(desk, write(article, body="今天复航的渡轮有五班。"))
        (body,) = context["found"]
        assert (body.weight.new, body.weight.gone) == (1, 1)

    def test_tells_a_change_of_layout_from_one_of_words(self, desk: Client) -> None:
        article = make_live(body="今天**复航**的渡轮有三班。")
        context = look(desk, write(article, body="今天复航的渡轮有三班。"))
        assert names(context) == ["markup"]

    def test_names_lists_joined_left_and_kept(self, desk: Client) -> None:
        article = make_live(tags=("渡轮",), bylines=("林晓",))
        article.tags.set([Tag.objects.create(name="港口")])
        article.bylines.update(author=make_author("陈默"))
        save(article, None)
        touched = look(desk, article)["touched"]
        assert set(touched.joins) == {"港口", "陈默"}
        assert set(touched.leaves) == {"渡轮", "林晓"}
        assert "要闻" in touched.stays

    def test_shows_the_old_address_and_the_new_one(self, desk: Client) -> None:
        article = write(make_live(slug="old"), slug="new")
        context = look(desk, article)
        assert context["before"].path.endswith("/old/")
        assert context["row"].path.endswith("/new/")
        revision = article.revisions.get(number=2)
        publishing.update(revision, actor=None, at=AT)
        assert PublishedArticle.objects.get().path == context["row"].path

    def test_keeps_a_numbered_address(self, desk: Client) -> None:
        make_live(slug="ferry")
        second = write(make_live(slug="ferry"), title="换个标题")
        context = look(desk, second)
        assert context["row"].path == context["before"].path

    def test_says_of_a_new_article_what_readers_get_and_where(
        self, desk: Client
    ) -> None:
        article = make_article("大桥合龙", tags=("桥",), categories=(("要闻", "快讯"),))
        save(article, None)
        context = look(desk, Article.objects.get(pk=article.pk))
        assert context["before"] is None
        assert {"要闻", "快讯", "桥"} <= set(context["touched"].joins)
        assert context["touched"].archives

    def test_writes_nothing(self, desk: Client) -> None:
        article = write(make_live(), title="别的标题")
        counts = (Publication.objects.count(), Purge.objects.count())
        before = PublishedArticle.objects.values().get()
        look(desk, article)
        assert (Publication.objects.count(), Purge.objects.count()) == counts
        assert PublishedArticle.objects.values().get() == before

    def test_has_nothing_to_say_where_readers_have_the_newest(
        self, desk: Client
    ) -> None:
        assert look(desk, make_live())["found"] == []


class TestPanel:
    def section(self, desk: Client, article: Article) -> dict[str, Any]:
        panel = desk.get(change_url(article)).context["panel"]
        found: dict[str, Any] = dict(panel["sections"])[
            "admin/articles/article/_panel_changes.html"
        ]
        return found

    def test_sums_up_what_changes(self, desk: Client) -> None:
        article = write(
            make_live(slug="old"), title="别的标题", slug="new", body="全新"
        )
        section = self.section(desk, article)
        assert [field.name for field in section["changed"]] == ["title"]
        assert section["body"].weight.new == 2
        assert section["old_address"].endswith("/old/")

    def test_gives_a_new_article_the_address_it_will_have(self, desk: Client) -> None:
        article = make_article("大桥合龙")
        save(article, None)
        section = self.section(desk, Article.objects.get(pk=article.pk))
        revision = article.revisions.get()
        revision.article = Article.objects.get(pk=article.pk)
        publishing.publish(revision, actor=None, at=NOON)
        day = PublishedArticle.objects.get().path[:12]
        assert section["address"][12:] == PublishedArticle.objects.get().path[12:]
        assert len(day) == 12

    def test_says_nothing_changes_where_readers_have_the_newest(
        self, desk: Client
    ) -> None:
        assert self.section(desk, make_live())["same"]


class TestForm:
    def queries(self, desk: Client, article: Article) -> int:
        desk.get(change_url(article))
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(change_url(article)).status_code == 200
        return len(seen)

    def test_costs_the_same_with_five_hundred_revisions(self, desk: Client) -> None:
        short, long = write(make_live("渡轮"), body="第2稿，" * 300), make_live("大桥")
        content = long.revisions.get().content
        Revision.objects.bulk_create(
            Revision(
                article=long, number=number, parent_number=number - 1,
                content={**content, "body": f"第{number}稿，" * 300},
                content_hash=str(number), created_at=AT,
            )
            for number in range(2, 501)
        )  # fmt: skip
        Article.objects.filter(pk=long.pk).update(
            latest_number=500, body="第500稿，" * 300
        )
        assert self.queries(desk, long) == self.queries(desk, short)
        begun = time.process_time()
        desk.get(change_url(long))
        # The aim is 300 ms; a loaded machine gets some room.
        assert time.process_time() - begun < 0.6
