"""The bell, the list of notices, and the choices: one's own, and nobody else's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models.desk import Article, Notice, NoticeChoice, Occasion, SectionLimit
from articles.tests.factories import make_article, make_category
from articles.tests.workflow.people import AT, make_user
from articles.workflow import notes, notices, roles

pytestmark = pytest.mark.django_db
LogIn = Callable[[User], Client]
LIST, ALL_READ = "admin:notices", "admin:notices_read"


@pytest.fixture
def article(writer: User) -> Article:
    """The writer's article."""
    return make_article("渡轮复航首日", created_by=writer)


@pytest.fixture
def editor(db: None) -> User:
    """An editor without limits."""
    return make_user("chen", roles.EDITOR)


def tell(user: User, article: Article | None, text: str = "导语重写") -> Notice:
    """Leave one notice."""
    [made] = notices.tell(
        Occasion.CHANGES, users=[user], article=article, text=text, at=AT
    )
    return made


def bell(client: Client) -> int:
    """Read the number in the rail."""
    page = client.get(reverse(LIST))
    for group in page.context["available_apps"]:
        for place in group["models"]:
            if place["object_name"] == "notices":
                return int(str(place["count"]))
    raise AssertionError("The rail has no bell.")


class TestList:
    def test_shows_ones_own_and_counts_the_unread(
        self, log_in: LogIn, writer: User, editor: User, article: Article
    ) -> None:
        tell(writer, article)
        tell(editor, article, "给编辑的")
        client = log_in(writer)
        page = client.get(reverse(LIST)).content.decode()
        assert "导语重写" in page
        assert "给编辑的" not in page
        assert bell(client) == 1

    def test_shows_nothing_of_an_article_out_of_sight_by_now(
        self, log_in: LogIn, editor: User, article: Article
    ) -> None:
        notice = tell(editor, article)
        SectionLimit.objects.create(user=editor, category=make_category("国际"))
        client = log_in(User.objects.get(pk=editor.pk))
        assert "渡轮" not in client.get(reverse(LIST)).content.decode()
        assert bell(client) == 0
        opened = client.get(reverse("admin:notice_open", args=[notice.pk]), follow=True)
        assert opened.status_code in (403, 404)

    def test_costs_the_same_with_many(
        self, log_in: LogIn, writer: User, article: Article, editor: User,
        django_assert_num_queries: Any,
    ) -> None:  # fmt: skip
        client = log_in(writer)
        notes.write(article, author=editor, at=AT, text="一")
        client.get(reverse(LIST))
        with django_assert_num_queries(99, exact=False) as one:
            client.get(reverse(LIST))
        for number in range(20):
            notes.write(article, author=editor, at=AT, text=f"第{number}")
        with django_assert_num_queries(len(one)):
            client.get(reverse(LIST))

    def test_opens_what_it_is_about_and_is_read_then(
        self, log_in: LogIn, writer: User, article: Article, editor: User
    ) -> None:
        notice = tell(writer, article)
        note = notes.write(article, author=editor, at=AT, text="一")
        of_note = Notice.objects.get(note=note)
        client = log_in(writer)
        opened = client.get(reverse("admin:notice_open", args=[notice.pk]))
        assert opened.url == reverse("admin:articles_article_change", args=[article.pk])
        opened = client.get(reverse("admin:notice_open", args=[of_note.pk]))
        assert opened.url.endswith(f"?note={note.pk}#note-{note.pk}")
        assert not Notice.objects.filter(user=writer, read_at=None).exists()


class TestRead:
    def test_marks_one_all_or_none(
        self, log_in: LogIn, writer: User, article: Article
    ) -> None:
        first, second = tell(writer, article), tell(writer, None, "其他")
        client = log_in(writer)
        mark = reverse("admin:notice_read", args=[first.pk])
        client.post(mark)
        assert bell(client) == 1
        client.post(mark, {"unread": "1"})
        assert bell(client) == 2
        client.post(reverse(ALL_READ), {"last": str(first.pk)})
        assert bell(client) == 1, "What came after the page was opened stays unread."
        client.post(reverse(ALL_READ))
        assert bell(client) == 0
        assert second.pk > first.pk

    def test_is_nobody_elses_to_mark(
        self, log_in: LogIn, writer: User, editor: User, article: Article
    ) -> None:
        notice = tell(writer, article)
        client = log_in(editor)
        for name in ("notice_read", "notice_open"):
            address = reverse(f"admin:{name}", args=[notice.pk])
            call = client.post if name == "notice_read" else client.get
            assert call(address).status_code == 404
        client.post(reverse(ALL_READ))
        notice.refresh_from_db()
        assert notice.read_at is None

    @pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example"])
    def test_leads_nowhere_else(self, log_in: LogIn, writer: User, wanted: str) -> None:
        response = log_in(writer).post(reverse(ALL_READ), {"next": wanted})
        assert response.url == reverse(LIST)

    def test_takes_posts_only(self, desk: Client) -> None:
        assert desk.get(reverse(ALL_READ)).status_code == 405


class TestChoices:
    def test_are_kept_and_honoured(
        self, log_in: LogIn, writer: User, article: Article
    ) -> None:
        client = log_in(writer)
        address = reverse("admin:notice_choices")
        page = client.get(address)
        rows = {one.value: (desk, mail) for one, desk, mail in page.context["rows"]}
        assert rows["changes"] == (True, True)
        assert rows["noted"] == (True, False)
        client.post(address, {"mail-changes": "on", "desk-noted": "on"})
        assert NoticeChoice.objects.filter(user=writer).count() == len(Occasion)
        notice = tell(writer, article)
        assert (notice.at_the_desk, notice.by_mail) == (False, True)
        assert bell(client) == 0
