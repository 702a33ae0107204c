"""What is typed is kept for its author alone, and offered again; who is there is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models.desk import Article, Autosave, Presence, Revision
from articles.tests.admin.conftest import change_url, filled
from articles.tests.factories import NOON, make_article
from articles.tests.workflow.people import make_user, save
from articles.workflow import roles, unsaved

ADD = "/admin/articles/article/add/"
KEEP_NEW = "/admin/articles/article/autosave/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    """Give an article with one revision."""
    article = make_article(title="渡轮复航", tags=("港口",), bylines=("林晓",))
    save(article, None)
    return article


def keep_url(article: Article) -> str:
    """Give the address a tab talks to."""
    return change_url(article).replace("/change/", "/autosave/")


def row_url(row: Autosave) -> str:
    """Give the address of one unsaved text."""
    return f"/admin/articles/article/unsaved/{row.pk}/"


def send(client: Any, article: Article, tab: str = "a", **fields: Any) -> Any:
    """Send what a tab sends a while after somebody stopped typing."""
    data = filled(client, change_url(article)) | {"tab": tab, "text": "1"} | fields
    return client.post(keep_url(article), data)


class TestKeeping:
    def test_is_a_row_per_tab_and_never_a_revision(self, desk, article):
        for body in ("一", "一二"):
            assert send(desk, article, body=body).json()["kept"]
        send(desk, article, tab="b", body="另一个标签页")
        rows = {row.tab: row.fields["body"] for row in Autosave.objects.all()}
        assert rows == {"a": ["一二"], "b": ["另一个标签页"]}
        assert Revision.objects.count() == 1
        assert Article.objects.get().body == article.body

    def test_what_comes_late_does_not_replace_what_is_newer(self, desk, article):
        send(desk, article, body="新", turn="2")
        send(desk, article, body="旧", turn="1")
        assert Autosave.objects.get().fields["body"] == ["新"]

    def test_a_mere_sign_of_life_keeps_no_text(self, desk, article):
        desk.post(keep_url(article), {"tab": "a"})
        assert not Autosave.objects.exists()
        assert Presence.objects.count() == 1

    def test_is_for_those_who_may_save(self, log_in, writer, article):
        client = log_in(writer)
        answer = client.post(keep_url(article), {"tab": "a", "text": "1"})
        assert answer.status_code == 403
        assert not Autosave.objects.exists()

    def test_leads_to_a_log_in_when_the_session_is_over(self, desk, article):
        desk.logout()
        answer = desk.post(keep_url(article), {"tab": "a", "text": "1"})
        assert answer.status_code == 302
        assert "login" in answer["Location"]

    def test_gives_a_new_token_after_a_new_log_in(self, desk, article):
        assert len(desk.get(keep_url(article)).json()["token"]) > 30

    def test_takes_a_token_in_the_body_as_a_leaving_page_sends_it(
        self, desk, chief, article
    ):
        strict = type(desk)(enforce_csrf_checks=True)
        strict.force_login(chief)
        token = strict.get(keep_url(article)).json()["token"]
        data = {"tab": "a", "text": "1", "body": "走之前", "leave": "1"}
        assert strict.post(keep_url(article), data).status_code == 403
        data["csrfmiddlewaretoken"] = token
        assert strict.post(keep_url(article), data).status_code == 200
        assert "csrfmiddlewaretoken" not in Autosave.objects.get().fields

    def test_is_dropped_after_a_month(self, desk, article):
        send(desk, article, body="旧的")
        send(desk, article, tab="b", body="新的")
        now = timezone.now()
        Autosave.objects.filter(tab="a").update(saved_at=now - timedelta(days=31))
        unsaved.forget_old(at=now)
        assert [row.tab for row in Autosave.objects.all()] == ["b"]


class TestOffer:
    def test_what_was_typed_elsewhere_is_offered_and_taken_back(self, desk, article):
        send(desk, article, body="没保存的一段", tag_names="港口，新标签")
        row = Autosave.objects.get()
        page = desk.get(change_url(article))
        assert row_url(row) in page.content.decode()
        back = desk.post(row_url(row), {"do": "take"})
        form = back.context["adminform"].form
        assert form["body"].value() == "没保存的一段"
        assert Article.objects.get().body == article.body
        data = dict(back.wsgi_request.POST.lists())
        assert f'name="taken_back" value="{row.pk}"' in back.content.decode()
        desk.post(change_url(article), data)
        now = Article.objects.get()
        assert now.body == "没保存的一段"
        assert {one.tag.name for one in now.tagged.all()} == {"港口", "新标签"}
        assert not Autosave.objects.exists()

    def test_taken_back_it_is_merged_with_what_was_saved_since(self, desk, article):
        send(desk, article, deck="没保存的导语")
        data = filled(desk, change_url(article)) | {"title": "后来的题"}
        desk.post(change_url(article), data)
        row = Autosave.objects.get()
        back = desk.post(row_url(row), {"do": "take"})
        data = dict(back.wsgi_request.POST.lists())
        desk.post(change_url(article), data)
        now = Article.objects.get()
        assert (now.title, now.deck) == ("后来的题", "没保存的导语")

    def test_of_several_texts_the_newest_stands_and_the_others_are_folded(
        self, desk, article
    ):
        for tab in ("a", "b", "c"):
            send(desk, article, tab=tab, body=f"没保存的{tab}")
        page = desk.get(change_url(article)).content.decode()
        shown, _, folded = page.partition('<details class="offers-before">')
        newest = Autosave.objects.get(tab="c")
        assert [row_url(newest) in part for part in (shown, folded)] == [True, False]
        assert [part.count('class="offer"') for part in (shown, folded)] == [1, 2]
        assert "此前还有 2 份没有保存的内容" in folded

    def test_is_compared_with_what_is_saved(self, desk, article):
        send(desk, article, title="渡轮停航")
        page = desk.get(row_url(Autosave.objects.get()))
        assert [one.name for one in page.context["differences"]] == ["title"]

    def test_is_thrown_away(self, desk, article):
        send(desk, article, body="没保存的一段")
        desk.post(row_url(Autosave.objects.get()), {"do": "throw"})
        assert not Autosave.objects.exists()

    def test_of_what_is_saved_already_is_not_made(self, desk, article):
        send(desk, article)
        assert desk.get(change_url(article)).context["offers"] == []

    def test_goes_with_the_save_of_its_tab_only(self, desk, article):
        data = filled(desk, change_url(article)) | {"body": "存了", "tab": "a"}
        send(desk, article, body="存了")
        send(desk, article, tab="b", body="另一个标签页里的")
        desk.post(change_url(article), data)
        assert [row.tab for row in Autosave.objects.all()] == ["b"]
        assert len(desk.get(change_url(article)).context["offers"]) == 1

    def test_stays_when_a_save_is_refused(self, desk, article):
        send(desk, article, slug="a/b")
        data = filled(desk, change_url(article)) | {"slug": "a/b", "tab": "a"}
        assert desk.post(change_url(article), data).status_code == 200
        assert Autosave.objects.count() == 1

    def test_is_made_for_articles_that_were_never_saved(self, desk):
        data = filled(desk, ADD) | {"title": "还没存过", "tab": "n", "text": "1"}
        desk.post(KEEP_NEW, data)
        row = Autosave.objects.get()
        assert "还没存过" in desk.get(ADD).content.decode()
        back = desk.post(row_url(row), {"do": "take"})
        assert f'action="{ADD}"' in back.content.decode()
        data = dict(back.wsgi_request.POST.lists())
        desk.post(ADD, data)
        assert Article.objects.get().title == "还没存过"
        assert not Autosave.objects.exists()

    def test_is_private_to_whoever_typed_it(self, desk, log_in, article):
        other = log_in(make_user("wu", roles.ADMINISTRATOR))
        send(desk, article, body="私下写的")
        row = Autosave.objects.get()
        assert "私下写的" not in other.get(change_url(article)).content.decode()
        assert other.get(change_url(article)).context["offers"] == []
        for answer in (
            other.get(row_url(row)),
            other.post(row_url(row), {"do": "take"}),
            other.post(row_url(row), {"do": "throw"}),
        ):
            assert answer.status_code == 403
        assert Autosave.objects.count() == 1

    def test_is_not_made_to_whoever_may_no_longer_see_the_article(
        self, desk, chief, article
    ):
        send(desk, article, body="以前能看")
        chief.is_superuser = False
        chief.save()
        assert desk.get(row_url(Autosave.objects.get())).status_code == 403


class TestPresence:
    @pytest.fixture
    def other(self, log_in) -> Any:
        """Give somebody else who may edit everything."""
        return log_in(make_user("wu", roles.ADMINISTRATOR))

    def test_is_told_on_the_form_and_in_the_list(self, desk, other, article):
        other.post(keep_url(article), {"tab": "x", "typing": "1"})
        (told,) = desk.post(keep_url(article), {"tab": "a"}).json()["here"]
        assert "wu" in told
        assert "正在输入" in told
        assert told in desk.get(change_url(article)).content.decode()
        page = desk.get("/admin/articles/article/").content.decode()
        assert "正在编辑：" in page

    def test_tells_nobody_of_themselves(self, desk, article):
        desk.post(keep_url(article), {"tab": "a"})
        answer = desk.post(keep_url(article), {"tab": "b"}).json()
        assert answer["here"] == []

    def test_ends_with_the_page_or_without_a_sign_of_life(self, desk, other, article):
        other.post(keep_url(article), {"tab": "x"})
        other.post(keep_url(article), {"tab": "x", "leave": "1"})
        assert desk.post(keep_url(article), {"tab": "a"}).json()["here"] == []
        other.post(keep_url(article), {"tab": "y"})
        Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=46))
        assert desk.post(keep_url(article), {"tab": "a"}).json()["here"] == []

    def test_whoever_saves_was_never_away(self, chief, article):
        unsaved.beat(chief, article, tab="a", is_typing=True, at=NOON)
        unsaved.leave(chief, article, tab="a", at=NOON + timedelta(minutes=5))
        later = NOON + timedelta(minutes=5, seconds=2)
        unsaved.beat(chief, article, tab="b", is_typing=False, at=later)
        assert Presence.objects.get(tab="b").since == NOON

    def test_tells_of_a_newer_revision(self, desk, other, article):
        data = filled(desk, change_url(article)) | {"tab": "a"}
        assert desk.post(keep_url(article), data).json()["newer"] is None
        changed = filled(other, change_url(article)) | {"title": "新题"}
        other.post(change_url(article), changed)
        newer = desk.post(keep_url(article), data).json()["newer"]
        assert newer["number"] == 2
        assert "wu" in newer["said"]

    def test_costs_the_list_one_query(
        self, desk, other, article, django_assert_max_num_queries
    ):
        other.post(keep_url(article), {"tab": "x"})
        for number in range(5):
            more = make_article(f"第 {number} 篇")
            other.post(keep_url(more), {"tab": f"x{number}"})
        with django_assert_max_num_queries(40) as seen:
            desk.get("/admin/articles/article/")
        asked = [q for q in seen.captured_queries if "articles_presence" in q["sql"]]
        assert len(asked) == 1
