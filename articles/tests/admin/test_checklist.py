"""The checklist at the desk: what is wrong, where to put it right, who sets the rules."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models.desk import Article, AuditEntry, ChecklistRule
from articles.tests.admin.conftest import change_url
from articles.tests.factories import make_article
from articles.tests.workflow.people import make_user, save
from articles.tests.workflow.test_checklist import make_complete, text
from articles.workflow import fingerprints, roles

pytestmark = pytest.mark.django_db

LogIn = Callable[[User], Client]
RULES = reverse("admin:articles_checklistrule_changelist")
ADD = reverse("admin:articles_checklistrule_add")


def page(client: Client, article: Article) -> str:
    """Open an article's form."""
    response = client.get(change_url(article))
    assert response.status_code == 200
    return response.content.decode()


class TestPanel:
    def test_leads_to_the_place_where_each_thing_is_put_right(
        self, desk: Client
    ) -> None:
        article = make_article(categories=(), body="票价（待补）")
        save(article, None)
        html = page(desk, article)
        section = html.split('id="checklist"')[1].split("</section>")[0]
        places = re.findall(r'href="#([^"]+)"', section)
        assert set(places) >= {
            "bylines-group", "filed-under", "id_lead_picture", "id_deck", "id_body",
        }  # fmt: skip
        for place in places:
            assert f'id="{place}"' in html, place

    def test_says_how_grave_it_is_in_words(self, desk: Client) -> None:
        article = make_complete(bylines=(), deck="")
        html = page(desk, article)
        assert 'class="check-blocks"' in html
        assert 'class="check-warns"' in html
        assert "拦截" in html and "提醒" in html

    def test_names_a_duplicate_to_who_may_see_it_only(
        self, desk: Client, log_in: LogIn, writer: User
    ) -> None:
        other = make_complete(title="别人的未发稿", body=text(7))
        fingerprints.take()
        mine = make_complete(body=text(7))
        Article.objects.filter(pk=mine.pk).update(created_by=writer)
        assert change_url(other) in page(desk, mine)
        seen = page(log_in(writer), mine)
        assert "100%" in seen
        assert "别人的未发稿" not in seen
        assert change_url(other) not in seen


class TestRules:
    @pytest.mark.parametrize(
        ("role", "allowed"),
        [
            (roles.WRITER, False),
            (roles.EDITOR, False),
            (roles.PUBLISHER, False),
            (roles.ADMINISTRATOR, True),
        ],
    )
    def test_are_the_administrators(
        self, log_in: LogIn, role: str, allowed: bool
    ) -> None:
        client = log_in(make_user("someone", role))
        wanted = 200 if allowed else 403
        assert client.get(RULES).status_code == wanted
        data = {"check_name": "picture", "category": "", "level": "block"}
        client.post(ADD, data)
        assert ChecklistRule.objects.exists() is allowed

    def test_are_logged_when_made_changed_and_deleted(self, desk: Client) -> None:
        data = {"check_name": "picture", "category": "", "level": "block"}
        desk.post(ADD, data)
        rule = ChecklistRule.objects.get()
        args = [rule.pk]
        desk.post(
            reverse("admin:articles_checklistrule_change", args=args),
            {**data, "level": "off"},
        )
        desk.post(
            reverse("admin:articles_checklistrule_delete", args=args), {"post": "yes"}
        )
        assert not ChecklistRule.objects.exists()
        told = AuditEntry.objects.filter(kind=AuditEntry.Kind.SETTING).order_by("id")
        assert [entry.what for entry in told] == [
            "checklist_added", "checklist_changed", "checklist_deleted",
        ]  # fmt: skip

    def test_show_what_holds_without_them(self, desk: Client) -> None:
        assert len(desk.get(RULES).context["usual"]) == len(ChecklistRule.Check)
