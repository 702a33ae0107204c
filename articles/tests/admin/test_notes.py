"""Notes and tasks at the desk: panel, pages, forged posts, the same number of queries."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin.notes import written
from articles.models.desk import Article, Note, Notice, PreviewLink, SectionLimit
from articles.tests.admin.conftest import change_url, filled, said
from articles.tests.factories import NOON, make_article, make_category
from articles.tests.workflow.people import AT, make_user, save
from articles.workflow import notes, roles

pytestmark = pytest.mark.django_db
LogIn = Callable[[User], Client]


@pytest.fixture
def article(writer: User) -> Article:
    """The writer's article with one revision."""
    article = make_article("渡轮复航首日", created_by=writer, body="早班船离港。")
    save(article, writer)
    return Article.objects.get(pk=article.pk)


@pytest.fixture
def editor(db: None) -> User:
    """An editor without limits."""
    return make_user("chen", roles.EDITOR)


def url(name: str, *args: int) -> str:
    """Give an address of an article's notes."""
    return reverse(f"admin:articles_article_{name}", args=args)


def queries(client: Client, address: str) -> int:
    """Count what a page costs, once it is warm."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


class TestWritten:
    def test_makes_links_and_nothing_else(self) -> None:
        html = written(
            '<b>看</b> https://a.cn/x?y=1&z，然后 (http://b.cn). "javascript:x"'
        )
        assert "&lt;b&gt;看&lt;/b&gt;" in html
        assert 'href="https://a.cn/x?y=1&amp;z"' in html
        assert 'href="http://b.cn"' in html
        assert (
            html.count("<a ") == html.count('rel="noopener noreferrer nofollow"') == 2
        )

    def test_an_address_cannot_leave_its_quotes(self) -> None:
        html = written('https://a.cn/"onmouseover="x https://b.cn/\'><script>')
        assert "<script>" not in html
        assert '"onmouseover' not in html

    def test_sets_off_who_was_called(self) -> None:
        user = User(username="lin", first_name="晓", last_name="林")
        assert written("@lin 看，@qin 不看", [user]) == "<b>@lin</b> 看，@qin 不看"


class TestPanel:
    def test_takes_a_note_on_a_passage_and_shows_it(
        self, log_in: LogIn, editor: User, article: Article
    ) -> None:
        client = log_in(editor)
        sent = {"place": "panel", "text": "时间？ @lin", "passage": "早班船",
                "seen_number": "1"}  # fmt: skip
        response = client.post(url("note", article.pk), sent)
        note = Note.objects.get()
        assert response.url == f"{change_url(article)}#note-{note.pk}"
        page = client.get(change_url(article))
        assert "早班船" in page.content.decode()
        assert "见于第 1 版，正文中仍有" in page.content.decode()
        Article.objects.filter(pk=article.pk).update(body="改写了。")
        assert "正文中已无" in client.get(change_url(article)).content.decode()

    def test_answers_a_script_with_the_section_alone(
        self, log_in: LogIn, editor: User, article: Article
    ) -> None:
        client = log_in(editor)
        fetch = {"X-Requested-With": "fetch"}
        response = client.post(url("note", article.pk), {"text": "好"}, headers=fetch)
        assert b"data-notes" in response.content
        assert b"<html" not in response.content
        refused = client.post(url("note", article.pk), {"text": " "}, headers=fetch)
        assert refused.status_code == 409
        assert json.loads(refused.content)["why_not"]

    def test_shows_an_outsider_with_name_opinion_and_link(
        self, log_in: LogIn, editor: User, article: Article
    ) -> None:
        link = PreviewLink.objects.create(
            article=article, revision=article.revisions.get(), recipient="港务局",
            created_at=NOON, created_by=editor, expires_at=NOON + timedelta(days=1),
        )  # fmt: skip
        Note.objects.create(
            article=article, link=link, outsider="王<i>主任", opinion="concerns",
            text="数字不对", revision_number=1, created_at=AT,
        )  # fmt: skip
        page = log_in(editor).get(change_url(article)).content.decode()
        for words in ("王&lt;i&gt;主任", "有顾虑", "港务局", "数字不对"):
            assert words in page

    def test_costs_the_same_with_two_hundred_notes(
        self, log_in: LogIn, editor: User, article: Article
    ) -> None:
        client = log_in(editor)
        notes.write(article, author=editor, at=AT, text="一", passage="早班船")
        pages = [
            change_url(article),
            url("notes", article.pk),
            reverse("admin:notes"),
        ]
        before = [queries(client, page) for page in pages]
        thread = Note.objects.get()
        many = [
            Note(article=article, author=editor, text=f"第{n}条", created_at=AT,
                 revision_number=1, parent=thread if n % 3 == 0 else None)
            for n in range(200)
        ]  # fmt: skip
        Note.objects.bulk_create(many)
        for note in Note.objects.filter(pk__gt=thread.pk)[:50]:
            note.mentioned.add(editor)
        assert [queries(client, page) for page in pages] == before


class TestDoors:
    """What somebody sees and does who may not see the article: nothing."""

    @pytest.fixture
    def thread(self, article: Article, editor: User) -> Note:
        """A thread on the writer's article."""
        return notes.write(article, author=editor, at=AT, text="机密的批注")

    @pytest.fixture(params=["other writer", "editor of another section"])
    def stranger(self, request: Any, log_in: LogIn) -> Client:
        """Somebody who may not see the article."""
        if request.param == "other writer":
            return log_in(make_user("qin", roles.WRITER))
        abroad = make_user("song", roles.EDITOR)
        SectionLimit.objects.create(user=abroad, category=make_category("国际"))
        return log_in(abroad)

    def test_are_shut(
        self, stranger: Client, article: Article, thread: Note, editor: User
    ) -> None:
        page = url("notes", article.pk)
        people = url("note_people", article.pk)
        for address in (page, people):
            assert stranger.get(address).status_code == 403
        for address in (
            url("note", article.pk),
            url("note_resolve", article.pk, thread.pk),
            url("assign", article.pk),
        ):
            sent = {"text": "x", "task-assignee": str(editor.pk)}
            assert stranger.post(address, sent).status_code == 403
        assert "机密的批注" not in stranger.get(reverse("admin:notes")).content.decode()
        assert Note.objects.count() == 1
        thread.refresh_from_db()
        assert thread.resolved_at is None

    def test_of_ones_own_article_lead_to_no_other(
        self, log_in: LogIn, article: Article, thread: Note
    ) -> None:
        qin = make_user("qin", roles.WRITER)
        own = make_article("自己的", created_by=qin)
        client = log_in(qin)
        resolve = client.post(url("note_resolve", own.pk, thread.pk))
        assert resolve.status_code == 404
        client.post(url("note", own.pk), {"text": "x", "answers": str(thread.pk)})
        assert Note.objects.count() == 1
        page = client.get(url("notes", own.pk), {"note": thread.pk})
        assert "机密的批注" not in page.content.decode()

    @pytest.mark.parametrize("name", ["note", "assign"])
    def test_take_posts_only(self, desk: Client, article: Article, name: str) -> None:
        assert desk.get(url(name, article.pk)).status_code == 405

    def test_name_nobody_who_may_not_see_it(
        self, log_in: LogIn, editor: User, article: Article
    ) -> None:
        make_user("qin", roles.WRITER)
        answer = log_in(editor).get(url("note_people", article.pk), {"q": ""})
        names = {one["username"] for one in answer.json()["people"]}
        assert names == {"lin", "chen"}


class TestResolve:
    def test_closes_and_opens(
        self, log_in: LogIn, editor: User, article: Article
    ) -> None:
        client = log_in(editor)
        thread = notes.write(article, author=editor, at=AT, text="好")
        address = url("note_resolve", article.pk, thread.pk)
        client.post(address, {"place": "page"})
        thread.refresh_from_db()
        assert thread.resolved_by == editor
        client.post(address, {"reopen": "1"})
        thread.refresh_from_db()
        assert thread.resolved_at is None


class TestTask:
    def test_is_set_from_the_panel(
        self, log_in: LogIn, editor: User, writer: User, article: Article
    ) -> None:
        client = log_in(editor)
        sent = {"task-assignee": str(writer.pk), "task-due_at": "2026-03-06T18:00",
                "task-priority": "4"}  # fmt: skip
        response = client.post(url("assign", article.pk), sent, follow=True)
        article.refresh_from_db()
        assert (article.assignee, article.priority) == (writer, 4)
        assert "lin" in said(response)
        assert Notice.objects.get().user == writer
        listed = client.get(reverse("admin:articles_article_changelist"))
        assert "紧急" in listed.content.decode()

    def test_is_given_to_nobody_of_another_section(
        self, log_in: LogIn, editor: User, article: Article
    ) -> None:
        other = make_user("song", roles.EDITOR)
        SectionLimit.objects.create(user=other, category=make_category("国际"))
        client = log_in(editor)
        client.post(url("assign", article.pk), {"task-assignee": str(other.pk)})
        article.refresh_from_db()
        assert article.assignee is None
        assert not Notice.objects.exists()

    def test_leaves_what_the_form_is_about_as_it_was_opened(
        self, log_in: LogIn, editor: User, article: Article
    ) -> None:
        client = log_in(editor)
        data = filled(client, change_url(article))
        client.post(url("note", article.pk), {"text": "一条批注"})
        data["title"] = "新标题"
        assert client.post(change_url(article), data).status_code == 302

    def test_is_given_for_many_at_once_and_refused_for_each(
        self, log_in: LogIn, editor: User, article: Article
    ) -> None:
        foreign = make_article("别栏的", categories=(("国际",),))
        local = make_user("he", roles.EDITOR)
        SectionLimit.objects.create(user=local, category=make_category("要闻"))
        client = log_in(editor)
        listing = reverse("admin:articles_article_changelist")
        chosen = {"action": "bulk_assign",
                  "_selected_action": [str(article.pk), str(foreign.pk)]}  # fmt: skip
        page = client.post(listing, chosen)
        assert "渡轮复航首日" in page.content.decode()
        sent = {**chosen, "apply": "1", "task-assignee": str(local.pk),
                "task-priority": "keep"}  # fmt: skip
        report = said(client.post(listing, sent, follow=True))
        article.refresh_from_db()
        foreign.refresh_from_db()
        assert (article.assignee, foreign.assignee) == (local, None)
        assert "别栏的" in report

    def test_is_a_filter(
        self, log_in: LogIn, editor: User, writer: User, article: Article
    ) -> None:
        Article.objects.filter(pk=article.pk).update(assignee=writer, priority=4)
        make_article("另一篇", created_by=writer)
        client = log_in(writer)
        listing = reverse("admin:articles_article_changelist")
        for query in ({"assigned": "me"}, {"priority": "4"}):
            page = client.get(listing, query).content.decode()
            assert "渡轮复航首日" in page
            assert "另一篇" not in page
