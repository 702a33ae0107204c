"""Corrections: the live text put right in public, the open draft left alone."""

from datetime import timedelta

import pytest

from articles import publishing, workflow
from articles.models.desk import Article, AuditEntry, Correction, Notice, Revision
from articles.models.reader import (
    Publication,
    PublishedArticle,
    PublishedCorrection,
    Purge,
)
from articles.tests.factories import NOON, make_live
from articles.tests.workflow.people import make_user
from articles.workflow import MoveRefused, roles

pytestmark = pytest.mark.django_db

AT = NOON + timedelta(hours=2)


def live_content(article: Article) -> dict:
    number = article.live_number
    return Revision.objects.get(article=article, number=number).content


def put_right(article: Article, **more):
    if "content" not in more:
        more["content"] = {**live_content(article), "body": "码头上有三十二人。"}
    given = {
        "kind": "correction",
        "text": "人数应为三十二，原稿误作二十三。",
        "actor": None,
        "at": AT,
        **more,
    }
    return publishing.correct(article, **given)


def begin_draft(article: Article, body: str = "草稿写到一半。") -> Article:
    Article.objects.filter(pk=article.pk).update(body=body)
    article = Article.objects.get(pk=article.pk)
    workflow.revise(article, actor=None, at=NOON + timedelta(hours=1))
    return article


class TestCorrect:
    def test_readers_get_the_text_and_the_notice(self):
        article = make_live("渡轮复航", body="码头上有二十三人。")
        before = PublishedArticle.objects.get(uuid=article.uuid)
        entry = put_right(article)
        row = PublishedArticle.objects.get(uuid=article.uuid)
        assert "三十二" in row.body_html
        assert [one["kind"] for one in row.corrections] == ["correction"]
        assert row.updated_at == AT
        assert (row.pk, row.path, row.published_at) == (
            before.pk, before.path, before.published_at,
        )  # fmt: skip
        assert entry.action == Publication.Action.CORRECTED
        listed = PublishedCorrection.objects.get()
        assert (listed.article_id, listed.at) == (row.pk, AT)
        assert publishing.check() == []

    def test_without_an_open_draft_the_working_copy_follows(self):
        article = make_live("渡轮复航", body="码头上有二十三人。")
        put_right(article)
        article = Article.objects.get(pk=article.pk)
        assert article.body == "码头上有三十二人。"
        assert article.latest_number == article.live_number == 2
        assert (article.stage, article.unmerged_number) == ("approved", None)
        assert workflow.revise(article, actor=None, at=AT) is None

    def test_an_open_draft_stays_and_is_marked(self):
        article = begin_draft(make_live("渡轮复航", body="码头上有二十三人。"))
        put_right(article)
        article = Article.objects.get(pk=article.pk)
        assert article.body == "草稿写到一半。"
        assert (article.live_number, article.latest_number) == (3, 4)
        assert (article.stage, article.unmerged_number) == ("draft", 3)
        newest = Revision.objects.get(article=article, number=4)
        assert newest.content["body"] == "草稿写到一半。"
        corrected = Revision.objects.get(article=article, number=3)
        assert corrected.parent_number == 1
        assert workflow.revise(article, actor=None, at=AT) is None
        assert publishing.check() == []

    def test_stays_on_the_article_through_later_versions(self):
        article = make_live("渡轮复航", body="码头上有二十三人。")
        put_right(article)
        article = begin_draft(Article.objects.get(pk=article.pk), "后来又加了一班船。")
        newest = Revision.objects.filter(article=article).latest("number")
        newest.article = article
        publishing.update(newest, actor=None, at=AT + timedelta(hours=1))
        article = Article.objects.get(pk=article.pk)
        publishing.withdraw(article, actor=None, at=AT + timedelta(hours=2))
        assert not PublishedCorrection.objects.exists()
        newest.article = article
        publishing.publish(newest, actor=None, at=AT + timedelta(hours=3))
        row = PublishedArticle.objects.get(uuid=article.uuid)
        assert [one["text"][:2] for one in row.corrections] == ["人数"]
        assert PublishedCorrection.objects.count() == 1
        assert publishing.check() == []

    def test_purges_the_list_of_corrections(self):
        article = make_live("渡轮复航")
        Purge.objects.all().delete()
        put_right(article)
        keys = {key for purge in Purge.objects.all() for key in purge.keys}
        assert {"corrections", f"article:{article.uuid}"} <= keys

    def test_is_logged_and_told_to_its_people(self):
        writer = make_user("lin", roles.WRITER)
        chief = make_user("zhao", roles.PUBLISHER)
        article = make_live("渡轮复航", created_by=writer)
        put_right(article, actor=chief)
        entry = AuditEntry.objects.get(what="corrected")
        assert (entry.actor, entry.article) == (chief, article)
        assert "三十二" in entry.detail
        assert [one.user for one in Notice.objects.all()] == [writer]

    @pytest.mark.parametrize(
        "state", ["saved in between", "published in between", "withdrawn", "wordless"]
    )
    def test_is_refused_and_changes_nothing(self, state):
        article = make_live("渡轮复航", body="码头上有二十三人。")
        seen = Article.objects.get(pk=article.pk)
        more = {}
        if state == "saved in between":
            begin_draft(article)
        elif state == "published in between":
            publishing.refresh([article.uuid], at=NOON)
        elif state == "withdrawn":
            publishing.withdraw(article, actor=None, at=NOON)
            seen = Article.objects.get(pk=article.pk)
        else:
            more = {"text": "  "}
        number = Article.objects.get(pk=article.pk).latest_number
        content = Revision.objects.get(article=article, number=1).content
        with pytest.raises(MoveRefused):
            put_right(seen, content={**content, "body": "改过。"}, **more)
        assert not Correction.objects.exists()
        assert Article.objects.get(pk=article.pk).latest_number == number
        assert publishing.check() == []


class TestHold:
    def withdrawn(self) -> Article:
        article = make_live("渡轮复航")
        publishing.withdraw(
            article, actor=None, at=AT, reason="法院要求", ending="hold"
        )
        assert article.held_since == AT
        return Article.objects.get(pk=article.pk)

    def test_cannot_be_restored_before_it_is_lifted(self):
        article = self.withdrawn()
        assert article.held_since == AT
        revision = Revision.objects.get(article=article)
        revision.article = article
        with pytest.raises(MoveRefused, match="法律冻结"):
            publishing.publish(revision, actor=None, at=AT)
        assert publishing.check() == []
        publishing.lift_hold(article, actor=None, at=AT, reason="已解除")
        assert publishing.check() == []
        publishing.publish(revision, actor=None, at=AT)
        assert PublishedArticle.objects.filter(uuid=article.uuid).exists()
        assert publishing.check() == []

    def test_is_not_overrun_by_a_stale_restore(self):
        article = self.withdrawn()
        stale = Article.objects.get(pk=article.pk)
        stale.held_since = None
        revision = Revision.objects.get(article=article)
        revision.article = stale
        with pytest.raises(MoveRefused):
            publishing.publish(revision, actor=None, at=AT)
        assert not PublishedArticle.objects.exists()

    def test_is_lifted_once(self):
        article = self.withdrawn()
        publishing.lift_hold(article, actor=None, at=AT)
        with pytest.raises(MoveRefused):
            publishing.lift_hold(article, actor=None, at=AT)
        assert AuditEntry.objects.filter(what="hold_lifted").count() == 1
