"""The desk's page to correct what readers have."""

from urllib.parse import unquote

import pytest
from django.urls import reverse

from articles import workflow
from articles.models.desk import Article, Correction, Revision
from articles.models.reader import PublishedArticle
from articles.tests.admin.conftest import said
from articles.tests.factories import NOON, make_article, make_live
from articles.tests.workflow.people import make_user
from articles.workflow import roles

pytestmark = pytest.mark.django_db


def address(article: Article) -> str:
    return reverse("admin:articles_article_correct", args=[article.pk])


def typed(article: Article, **more):
    return {
        "kind": "correction",
        "text": "人数应为三十二。",
        "title": "渡轮复航",
        "deck": "",
        "body": "码头上有三十二人。",
        "seen_edition": article.edition,
        **more,
    }


@pytest.fixture
def article(db):
    return make_live("渡轮复航", body="码头上有二十三人。")


class TestPage:
    def test_starts_from_what_readers_have(self, desk, article):
        Article.objects.filter(pk=article.pk).update(body="草稿写到一半。")
        workflow.revise(Article.objects.get(pk=article.pk), actor=None, at=NOON)
        page = desk.get(address(article)).content.decode()
        assert "码头上有二十三人。" in page
        assert "草稿写到一半。" not in page

    def test_shows_what_would_change_and_publishes_nothing(self, desk, article):
        response = desk.post(address(article), typed(article, look="1"))
        assert "<ins>" in response.content.decode()
        assert not Correction.objects.exists()

    def test_publishes_and_leads_back(self, desk, article):
        response = desk.post(address(article), typed(article, publish="1"), follow=True)
        assert "更正" in said(response)
        row = PublishedArticle.objects.get(uuid=article.uuid)
        assert "三十二" in row.body_html
        assert row.corrections[0]["text"] == "人数应为三十二。"

    def test_keeps_what_was_typed_where_somebody_was_faster(self, desk, article):
        stale = typed(article, publish="1", seen_edition=article.edition - 1)
        response = desk.post(address(article), stale)
        assert response.status_code == 422
        page = response.content.decode()
        assert "码头上有三十二人。" in page
        assert "人数应为三十二。" in page
        assert not Correction.objects.exists()

    def test_asks_what_readers_are_told(self, desk, article):
        response = desk.post(address(article), typed(article, publish="1", text=" "))
        assert response.status_code == 422
        assert not Correction.objects.exists()

    def test_touches_no_line_end_that_was_not_typed(self, desk):
        article = make_live("渡轮复航", body="一行。\n\n二行。\n")
        sent = typed(article, publish="1", body="一行。\r\n\r\n二行改。\r\n")
        desk.post(address(article), sent)
        newest = Revision.objects.filter(article=article).latest("number")
        assert newest.content["body"] == "一行。\n\n二行改。\n"

    def test_refuses_who_may_not(self, log_in, article):
        editor = log_in(make_user("chen", roles.EDITOR))
        response = editor.post(
            address(article), typed(article, publish="1"), follow=True
        )
        assert said(response)
        assert not Correction.objects.exists()

    def test_refuses_what_readers_do_not_have(self, desk):
        article = make_article("没有发过")
        workflow.revise(article, actor=None, at=NOON)
        response = desk.post(address(article), typed(article, publish="1"), follow=True)
        assert unquote(response.redirect_chain[-1][0]).endswith("/change/")
        assert not Correction.objects.exists()
