"""The list: the same queries at any length, filters, bulk moves with a report."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models.desk import Article, Category, Source
from articles.models.reader import PublishedArticle
from articles.tests.admin.conftest import said
from articles.tests.factories import NOON, make_article, make_live
from articles.tests.workflow.people import everyone, make_in
from articles.workflow import revise

LIST = "/admin/articles/article/"


def titles(response) -> set[str]:
    """Give the titles that a list shows."""
    return {article.title for article in response.context["cl"].result_list}


@pytest.mark.django_db
class TestQueries:
    def test_stay_the_same_at_1_20_and_200_articles(self, desk):
        counts = []
        made = 0
        for wanted in (1, 20, 200):
            for number in range(made, wanted):
                make_article(
                    f"第 {number} 篇",
                    categories=(("金融", f"栏目 {number % 7}"),),
                    bylines=(f"记者 {number % 5}", "何田"),
                    tags=("港口",),
                    source="海风通讯社" if number % 2 else "",
                )
            made = wanted
            with CaptureQueriesContext(
                connection,
            ) as queries:
                page = desk.get(LIST)
            assert len(page.context["cl"].result_list) == min(wanted, 50)
            counts.append(len(queries))
        assert counts[0] == counts[1] == counts[2]
        assert counts[0] <= 20

    def test_load_no_bodies(self, desk):
        make_article()
        with CaptureQueriesContext(connection) as queries:
            desk.get(LIST)
        assert not any('"articles_article"."body"' in q["sql"] for q in queries)


@pytest.mark.django_db
class TestFilters:
    @pytest.fixture(autouse=True)
    def articles(self, db):
        make_article("证券", categories=(("金融", "证券"),), source="海风通讯社")
        harbour = make_article(
            "港口", categories=(("本地",),), tags=("渡轮",), bylines=("何田",)
        )
        revise(harbour, actor=None, at=NOON)
        make_live("在线", categories=(("金融",),), language="en")

    def ids(self):
        finance = Category.objects.get(name="金融").pk
        return {"finance": finance, "source": Source.objects.get().pk}

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", {"证券", "港口", "在线"}),
            (f"source={'9' * 40}", {"证券", "港口", "在线"}),
            (f"assigned={'9' * 40}", {"证券", "港口", "在线"}),
            ("stage=draft", {"证券", "港口"}),
            ("stage=approved", {"在线"}),
            ("standing=live", {"在线"}),
            ("category={finance}", {"证券", "在线"}),
            ("source={source}", {"证券"}),
            ("language=en", {"在线"}),
            ("author=何田", {"港口"}),
            ("tag=渡轮", {"港口"}),
            ("q=港", {"港口"}),
            ("q=何田", {"港口"}),
            ("mine=1", set()),
            ("category=x&source=y", {"证券", "港口", "在线"}),
            ("category=987", set()),
        ],
    )
    def test_keep_what_they_say(self, desk, query, expected):
        assert titles(desk.get(f"{LIST}?{query.format(**self.ids())}")) == expected

    def test_by_publication_day(self, desk):
        query = "published_at__year=2026&published_at__month=3&published_at__day=5"
        assert titles(desk.get(f"{LIST}?{query}")) == {"在线"}

    def test_show_writers_their_own_only(self, log_in):
        writer = everyone()["writer"]
        make_article("我的", created_by=writer)
        assert titles(log_in(writer).get(LIST)) == {"我的"}

    def test_ask_no_column_that_nobody_offered(self, desk):
        response = desk.get(f"{LIST}?created_by__password__startswith=x")
        assert response.status_code in (302, 400)

    @pytest.mark.parametrize("asked", ["assignee", "assignee__id__exact", "id__gt"])
    def test_by_a_number_that_no_row_has_is_told(self, desk, asked):
        assert desk.get(f"{LIST}?{asked}={'9' * 40}").status_code in (200, 302, 400)


@pytest.mark.django_db
class TestBulk:
    def post(self, client, move, articles, **fields):
        chosen = {"_selected_action": [article.pk for article in articles]}
        data = {"action": f"bulk_{move}", **chosen, **fields}
        return client.post(LIST, data, follow=True)

    def test_publishes_what_may_be_and_says_why_of_the_rest(self, desk):
        ready = [make_in("approved", "never") for _ in range(2)]
        draft = make_in("draft", "never")
        response = self.post(desk, "publish", [*ready, draft])
        live = set(PublishedArticle.objects.values_list("uuid", flat=True))
        assert live == {article.uuid for article in ready}
        assert "2 篇" in said(response)
        assert f"{draft.title}: 还是草稿" in said(response)

    def test_submits_and_approves(self, desk, log_in):
        cast = everyone()
        article = make_in("draft", "never", by=cast["writer"])
        self.post(log_in(cast["writer"]), "submit", [article])
        self.post(log_in(cast["editor"]), "approve", [article])
        assert Article.objects.get().stage == "approved"

    def test_withdraws_with_a_reason_only(self, desk):
        article = make_in("draft", "live")
        self.post(desk, "withdraw", [article])
        assert Article.objects.get().standing == "live"
        self.post(desk, "withdraw", [article], reason="无法核实")
        assert Article.objects.get().standing == "withdrawn"

    @pytest.mark.parametrize("move", ["publish", "withdraw", "approve", "update"])
    def test_gives_writers_no_way_round(self, log_in, move):
        cast = everyone()
        state = {"publish": ("approved", "never"), "approve": ("in_review", "never")}
        article = make_in(*state.get(move, ("approved", "live")), by=cast["writer"])
        before = Article.objects.values().get()
        self.post(log_in(cast["writer"]), move, [article], reason="试试")
        assert Article.objects.values().get() == before

    def test_reaches_no_article_that_the_person_cannot_see(self, log_in):
        cast = everyone()
        article = make_in("draft", "never", by=cast["writer"])
        self.post(log_in(cast["other writer"]), "submit", [article])
        assert Article.objects.get().stage == "draft"

    def test_deletes_nothing(self, desk):
        article = make_article()
        chosen = {"_selected_action": [article.pk], "post": "yes"}
        desk.post(LIST, {"action": "delete_selected", **chosen})
        assert Article.objects.exists()
        assert (
            desk.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}).status_code == 403
        )


@pytest.mark.django_db
class TestEmptyList:
    @pytest.mark.parametrize(
        ("query", "said"),
        [("", "这里还没有内容。"), ("?q=没有这样的稿", "没有符合条件的内容。")],
    )
    def test_says_so(self, desk, query, said):
        assert said in desk.get(f"/admin/articles/article/{query}").content.decode()
