"""The panel's translations: begun with a button, named by number or address."""

import pytest
from django.urls import reverse

from articles.models.desk import Article
from articles.models.reader import PublishedArticle
from articles.tests.admin.conftest import change_url, filled
from articles.tests.factories import make_article, make_live
from articles.tests.workflow.people import make_user
from articles.workflow import roles

pytestmark = pytest.mark.django_db


def post(client, name, article, **data):
    return client.post(
        reverse(f"admin:articles_article_{name}", args=[article.pk]), data, follow=True
    )


class TestPanel:
    def test_begins_a_translation_and_opens_it(self, desk):
        article = make_live("渡轮")
        page = post(desk, "translate", article, language="en")
        draft = Article.objects.get(language="en")
        assert page.redirect_chain[-1][0] == change_url(draft)
        assert draft.translation_of == article
        assert "渡轮" in page.content.decode()

    def test_shows_the_group_and_offers_what_is_missing(self, desk):
        article = make_live("渡轮")
        make_article("Ferry", language="en", translation_of=article)
        section = dict(desk.get(change_url(article)).context["panel"]["sections"])[
            "admin/articles/article/_panel_translations.html"
        ]
        assert [one["article"].title for one in section["others"]] == ["Ferry"]
        assert [code for code, _name in section["missing"]] == ["zh-Hant"]

    @pytest.mark.parametrize("how", ["pk", "path", "english path", "uuid"])
    def test_takes_a_number_or_an_address(self, desk, how):
        article = make_live("渡轮", slug="ferry")
        text = make_article("Ferry", language="en")
        typed = {
            "pk": article.pk,
            "path": "/2026/03/05/ferry/",
            "english path": "http://localhost:8000/en/2026/03/05/ferry/",
            "uuid": article.uuid,
        }[how]
        post(desk, "translation_of", text, original=typed)
        text.refresh_from_db()
        assert text.translation_of == article

    def test_tells_readers_at_once_where_both_are_live(self, desk):
        article = make_live("渡轮")
        text = make_live("Ferry", language="en")
        post(desk, "translation_of", text, original=article.pk)
        assert PublishedArticle.objects.get(uuid=text.uuid).original == article.uuid
        post(desk, "translation_of", text, original="")
        assert PublishedArticle.objects.get(uuid=text.uuid).original is None

    @pytest.mark.parametrize("typed", ["渡", "999999", "/nowhere/", "/"])
    def test_says_that_it_names_no_article(self, desk, typed):
        text = make_article("Ferry", language="en")
        page = post(desk, "translation_of", text, original=typed)
        assert "不是任何稿件" in page.content.decode()

    def test_tells_nobody_of_an_article_they_may_not_see(self, log_in, writer):
        hidden = make_article("机密", language="en")
        mine = make_article("我的", created_by=writer)
        client = log_in(writer)
        page = post(client, "translation_of", mine, original=hidden.pk)
        assert "机密" not in page.content.decode()
        mine.refresh_from_db()
        assert mine.translation_of is None

    def test_hides_the_text_of_a_group_that_a_person_may_not_see(self, log_in, writer):
        mine = make_article("我的", created_by=writer)
        make_article("Secret", language="en", translation_of=mine)
        assert "Secret" not in log_in(writer).get(change_url(mine)).content.decode()

    def test_refuses_whoever_may_not_publish_where_it_is_live(self, log_in):
        editor = make_user("chen", roles.EDITOR)
        article, text = make_live("渡轮"), make_live("Ferry", language="en")
        post(log_in(editor), "translation_of", text, original=article.pk)
        text.refresh_from_db()
        assert text.translation_of is None


class TestForm:
    def test_refuses_the_language_of_another_text(self, desk):
        article = make_article("渡轮")
        make_article("Ferry", language="en", translation_of=article)
        url = change_url(article)
        response = desk.post(url, {**filled(desk, url), "language": "en"})
        assert "language" in response.context["adminform"].form.errors
