"""The queue of readers' comments, one in its thread, and the panel of an article."""

import re

import pytest
from django.urls import reverse

from articles.models.desk import Article, AuditEntry, Comment
from articles.models.reader import PublishedComment
from articles.tests.admin.conftest import change_url
from articles.tests.factories import NOON, make_live
from articles.tests.workflow.people import ELSEWHERE, HERE, limited, make_user
from articles.workflow import roles

pytestmark = pytest.mark.django_db

QUEUE = "/admin/articles/comment/"
State = Comment.State


@pytest.fixture
def article(db):
    return make_live("渡轮复航", slug="ferry")


def write(article, text="终于通了。", **fields):
    return Comment.objects.create(
        article=article, text=text, created_at=NOON,
        **{"name": "李女士", "language": "zh-Hans", **fields},
    )  # fmt: skip


def act(client, action, comments, query=""):
    data = {
        "action": action,
        "_selected_action": [one.pk for one in comments],
        "index": 0,
    }
    return client.post(QUEUE + query, data, follow=True)


def states():
    return dict(Comment.objects.values_list("text", "state"))


class TestQueue:
    def test_shows_what_waits_with_what_only_the_desk_knows(self, desk, article):
        write(article, email="li@example.com")
        write(article, "便宜药", state=State.HELD, held_for="links,word")
        html = desk.get(QUEUE).content.decode()
        assert "<p>终于通了。</p>" in html
        assert "li@example.com" in html
        assert "便宜药" not in html
        held = desk.get(f"{QUEUE}?state=held").content.decode()
        assert re.findall(r'class="comment-why">([^<]*)', held) == ["链接", "禁用词"]

    @pytest.mark.parametrize(
        ("text", "reached"), [("短。", False), ("长。" * 60, True), ("行\n" * 9, True)]
    )
    def test_lets_keys_reach_what_scrolls(self, desk, article, text, reached):
        write(article, text)
        html = desk.get(QUEUE).content.decode()
        assert ('lang="zh-Hans" tabindex="0"' in html) is reached

    def test_writes_text_as_text(self, desk, article):
        write(article, "<img src=x onerror=alert(1)>", name="<i>a</i>")
        html = desk.get(QUEUE).content.decode()
        assert "<img src=x" not in html
        assert "<i>a" not in html

    @pytest.mark.parametrize(
        ("action", "state"),
        [("show", "shown"), ("reject", "rejected"), ("spam", "spam")],
    )
    def test_decides_about_many(self, desk, article, action, state):
        some = [write(article, text) for text in "一二三"]
        page = act(desk, action, some[:2])
        assert states() == {"一": state, "二": state, "三": "waiting"}
        assert "2 条评论" in page.content.decode()
        assert PublishedComment.objects.count() == (2 if action == "show" else 0)

    def test_takes_all_that_is_like_one(self, desk, article):
        chosen = write(article, "药一", fingerprint="f", network="n", host="h.example")
        write(article, "药二", fingerprint="f")
        write(article, "药三", network="n", state=State.HELD)
        write(article, "药四", host="h.example")
        write(article, "已显示", fingerprint="f", state=State.SHOWN)
        write(article, "好的", fingerprint="g")
        act(desk, "spam_alike", [chosen])
        assert states() == {
            "药一": "spam", "药二": "spam", "药三": "spam", "药四": "spam",
            "已显示": "shown", "好的": "waiting",
        }  # fmt: skip

    def test_erases_for_good(self, desk, article):
        comment = write(article)
        act(desk, "erase", [comment])
        comment.refresh_from_db()
        assert (comment.state, comment.text) == ("erased", "")

    def test_is_searched_and_filtered(self, desk, article):
        write(article, "船", name="甲")
        write(make_live("另一篇"), "车", name="乙")
        write(article, "秒杀", state=State.HELD, held_for="word")
        for query, found in (
            ("q=船", {"船"}), ("q=乙", {"车"}), ("q=另一篇", {"车"}),
            ("state=held&why=word", {"秒杀"}), ("state=held&why=links", set()),
            (f"state=all&article__id__exact={article.pk}", {"船", "秒杀"}),
            ("state=nonsense", {"船", "车"}), ("by=newsroom", set()),
        ):  # fmt: skip
            page = desk.get(f"{QUEUE}?{query}")
            assert {one.text for one in page.context["cl"].result_list} == found, query

    def test_shows_a_section_its_own(self, log_in, article):
        write(article, "这里")
        write(make_live("别处", categories=(ELSEWHERE,)), "那里")
        client = log_in(limited(make_user("he", roles.EDITOR), *HERE))
        html = client.get(QUEUE).content.decode()
        assert "这里" in html
        assert "那里" not in html

    def test_costs_the_same_queries_at_any_number(
        self, desk, article, django_assert_max_num_queries
    ):
        def count():
            with django_assert_max_num_queries(30) as asked:
                desk.get(QUEUE)
            return len(asked)

        write(article)
        desk.get(QUEUE)
        before = count()
        for number in range(60):
            write(make_live(f"第{number}篇"), str(number))
        assert count() == before


class TestOne:
    def test_stands_in_its_thread(self, desk, article):
        head = write(article, "一", state=State.SHOWN)
        comment = write(article, "一之一", parent=head)
        html = desk.get(f"{QUEUE}{comment.pk}/change/").content.decode()
        assert html.index("一") < html.index("一之一")
        assert 'class="is-this"' in html

    @pytest.mark.parametrize("decision", ["shown", "rejected", "spam", "erased"])
    def test_is_decided_about(self, desk, article, decision):
        comment = write(article)
        url = reverse("admin:articles_comment_decide", args=[comment.pk])
        assert desk.post(url, {"decision": decision}).status_code == 302
        comment.refresh_from_db()
        assert comment.state == decision

    def test_is_answered_as_the_newsroom(self, desk, article, client):
        comment = write(article)
        url = reverse("admin:articles_comment_answer", args=[comment.pk])
        desk.post(url, {"text": "谢谢您来信。"})
        html = client.get("/2026/03/05/ferry/").content.decode()
        assert "谢谢您来信。" in html
        assert "编辑部" in html
        assert AuditEntry.objects.filter(what="comment_answered").exists()

    def test_is_not_there_for_another_section(self, log_in, article):
        comment = write(make_live("别处", categories=(ELSEWHERE,)))
        client = log_in(limited(make_user("he", roles.EDITOR), *HERE))
        assert client.get(f"{QUEUE}{comment.pk}/change/").status_code == 302
        for name in ("decide", "answer"):
            url = reverse(f"admin:articles_comment_{name}", args=[comment.pk])
            data = {"decision": "shown", "text": "好"}
            assert client.post(url, data).status_code == 403
        comment.refresh_from_db()
        assert comment.state == "waiting"


class TestPanel:
    def test_closes_and_opens(self, desk, article):
        url = reverse("admin:articles_article_comments", args=[article.pk])
        desk.post(url, {})
        assert Article.objects.get().comments_closed_at is not None
        assert "重新开放评论" in desk.get(change_url(article)).content.decode()
        desk.post(url, {"open": "1"})
        assert Article.objects.get().comments_closed_at is None


class TestDashboard:
    def test_counts_what_waits_for_whoever_decides(self, log_in, article):
        write(article)
        write(article, "药", state=State.HELD)
        editor = log_in(make_user("chen", roles.EDITOR)).get("/admin/")
        (panel,) = [p for p in editor.context["board"] if p.name == "comments"]
        assert [card.note for card in panel.cards] == ["1 条评论待处理"]
        assert "/admin/articles/comment/?state=waiting" in editor.content.decode()
        writer = log_in(make_user("lin", roles.WRITER)).get("/admin/")
        assert "comments" not in [panel.name for panel in writer.context["board"]]
