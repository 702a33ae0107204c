"""Limits by section at the desk: what a form, the tree and an account's page let pass."""

import pytest
from django.contrib.auth.models import User

from articles.models.desk import Article, AuditEntry, Author, Category, SectionLimit
from articles.tests.admin.conftest import change_url, filled
from articles.tests.factories import make_article, make_category
from articles.tests.workflow.people import (
    ELSEWHERE,
    HERE,
    everyone,
    limited,
    make_user,
    save,
)
from articles.workflow import roles


@pytest.fixture
def editor(db: None) -> User:
    """Give an editor of one section."""
    make_category(*ELSEWHERE)
    return limited(make_user("he", roles.EDITOR), *HERE)


def names(article: Article) -> list[str]:
    """Name where an article is filed, in order."""
    return [one.category.name for one in article.filings.order_by("position")]


@pytest.mark.django_db
class TestForm:
    def test_files_nothing_in_a_section_of_others(self, log_in, editor):
        article = make_article(categories=(HERE,))
        save(article, None)
        client, url = log_in(editor), change_url(article)
        data = filled(client, url)
        data["filed_under"].append(str(make_category(*ELSEWHERE).pk))
        answer = client.post(url, data)
        assert "体育" in str(answer.context["adminform"].form.errors["filed_under"])
        assert names(article) == ["要闻"]

    def test_takes_nothing_out_of_a_section_of_others(self, log_in, editor):
        article = make_article(categories=(ELSEWHERE, HERE))
        save(article, None)
        client, url = log_in(editor), change_url(article)
        data = filled(client, url) | {"title": "改了", "filed_under": []}
        assert client.post(url, data).status_code == 302
        article.refresh_from_db()
        assert (article.title, names(article)) == ("改了", ["体育"])

    def test_begins_an_article_in_its_own_section(self, log_in, editor):
        client, url = log_in(editor), "/admin/articles/article/add/"
        data = filled(client, url) | {"title": "新稿", "body": "正文"}
        for place, status in ((ELSEWHERE, 200), (HERE, 302)):
            data["filed_under"] = [str(make_category(*place).pk)]
            assert client.post(url, data).status_code == status


@pytest.mark.django_db
class TestTree:
    def test_is_changed_within_ones_sections(self, log_in):
        publisher = limited(make_user("shi", roles.PUBLISHER), *HERE)
        sport, client = make_category(*ELSEWHERE), log_in(publisher)
        tree = "/admin/articles/category"
        data = {"name": "球类", "slug": "", "description": "", "parent": ""}
        client.post(f"{tree}/{sport.pk}/change/", data)
        client.post(f"{tree}/add/", data)
        client.post(f"{tree}/add/", data | {"parent": sport.pk})
        client.post(f"{tree}/{sport.pk}/order/", {"way": "up"})
        assert not Category.objects.filter(name="球类").exists()
        client.post(f"{tree}/add/", data | {"parent": make_category(*HERE).pk})
        assert Category.objects.get(name="球类").parent == make_category(*HERE)


@pytest.mark.django_db
class TestAccount:
    def test_is_limited_by_an_administrator_and_the_log_says_so(self, log_in):
        cast = everyone()
        client = log_in(cast["administrator"])
        url = f"/admin/auth/user/{cast['editor'].pk}/change/"
        data = filled(client, url) | {
            "section_limits-TOTAL_FORMS": "1",
            "section_limits-0-user": str(cast["editor"].pk),
            "section_limits-0-category": str(make_category(*HERE).pk),
            "groups": [str(cast["publisher"].groups.get().pk)],
        }
        assert client.post(url, data).status_code == 302
        assert SectionLimit.objects.get().user == cast["editor"]
        entry = AuditEntry.objects.get(kind="people")
        assert entry.actor == cast["administrator"]
        assert "groups: Editor → Publisher" in entry.detail
        assert "sections: – → 要闻" in entry.detail

    def test_has_passwords_set_by_others_in_the_log(self, log_in):
        cast = everyone()
        url = f"/admin/auth/user/{cast['writer'].pk}/password/"
        new = {"password1": "geheim-und-lang-9", "password2": "geheim-und-lang-9"}
        client = log_in(cast["administrator"])
        client.post(url, new | {"usable_password": "true"})
        entry = AuditEntry.objects.get(what="password_set")
        assert (entry.actor, entry.subject) == (cast["administrator"], "lin")
        assert "geheim" not in entry.detail

    def test_is_not_made_somebodys_by_an_editor(self, log_in):
        """A byline is a way to see an article."""
        cast = everyone()
        author = Author.objects.create(name="何田")
        url = f"/admin/articles/author/{author.pk}/change/"
        data = {"name": "何田", "author_kind": "person", "slug": "", "active": "on"}
        log_in(cast["editor"]).post(url, data | {"user": cast["editor"].pk})
        author.refresh_from_db()
        assert author.user is None
