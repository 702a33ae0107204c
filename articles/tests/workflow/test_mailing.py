"""Notices by e-mail: one mail a person, by one process, and of nothing out of sight."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.core import mail as outbox
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.test import override_settings

from articles.models.desk import Article, Notice, Occasion, SectionLimit
from articles.tests.factories import make_article, make_category
from articles.tests.workflow.people import AT, make_user
from articles.workflow import mailing, notes, notices, roles

pytestmark = pytest.mark.django_db

SOON, LATER = AT + timedelta(minutes=1), AT + timedelta(minutes=2)
SEND = "django.core.mail.backends.locmem.EmailBackend.send_messages"


@pytest.fixture(autouse=True)
def rested() -> None:
    """Forget what an earlier test could not send."""
    cache.clear()


@pytest.fixture
def writer() -> User:
    """Whoever began the article."""
    return make_user("lin", roles.WRITER, email="lin@newsroom.example")


@pytest.fixture
def editor() -> User:
    """An editor."""
    return make_user("chen", roles.EDITOR, email="chen@newsroom.example")


@pytest.fixture
def article(writer: User) -> Article:
    """The writer's article, not published."""
    return make_article("渡轮复航首日", created_by=writer, body="机密正文")


def ask(article: Article, writer: User, text: str = "导语重写", **more: Any) -> None:
    """Tell the writer that changes are wanted."""
    notices.tell(
        Occasion.CHANGES, users=[writer], article=article, text=text, at=AT, **more
    )


class TestMailWaiting:
    def test_waits_so_that_many_become_one(
        self, article: Article, writer: User, editor: User
    ) -> None:
        for number in range(10):
            notes.write(article, author=editor, at=AT, text=f"@lin 第{number}条")
        assert mailing.mail_waiting(at=SOON) == 0
        assert mailing.mail_waiting(at=LATER) == 1
        assert mailing.mail_waiting(at=LATER) == 0
        [sent] = outbox.outbox
        assert sent.to == ["lin@newsroom.example"]
        assert all(f"第{number}条" in sent.body for number in range(10))

    def test_sends_a_failure_at_once(self, writer: User) -> None:
        notices.tell(Occasion.FAILED, users=[writer], text="晚了", at=AT)
        assert mailing.mail_waiting(at=AT) == 1

    def test_leaves_out_what_was_read_meanwhile(
        self, article: Article, writer: User
    ) -> None:
        ask(article, writer)
        Notice.objects.update(read_at=AT)
        assert mailing.mail_waiting(at=LATER) == 0

    def test_names_the_headline_and_never_the_text(
        self, article: Article, writer: User, editor: User
    ) -> None:
        notes.write(article, author=editor, at=AT, text="@lin 核对", passage="机密正文")
        mailing.mail_waiting(at=LATER)
        [sent] = outbox.outbox
        html = sent.alternatives[0].content
        for text in (sent.body, html):
            assert "渡轮复航首日" in text
            assert "核对" in text
            assert "机密正文" not in text
        address = f"http://localhost:8000/admin/notices/{Notice.objects.get().pk}/"
        assert address in sent.body
        assert address in html

    def test_says_nothing_of_what_is_out_of_sight_by_now(
        self, article: Article, editor: User
    ) -> None:
        ask(article, editor)
        SectionLimit.objects.create(user=editor, category=make_category("国际"))
        assert mailing.mail_waiting(at=LATER) == 0
        assert outbox.outbox == []

    def test_keeps_titles_out_of_the_headers(
        self, article: Article, writer: User
    ) -> None:
        title = "头条\r\nBcc: all@newsroom.example\u2028<script>"
        Article.objects.filter(pk=article.pk).update(title=title)
        ask(article, writer, text="<b>看</b> & 改")
        assert mailing.mail_waiting(at=LATER) == 1
        [sent] = outbox.outbox
        headers = sent.message()
        assert "\n" not in sent.subject
        assert headers["Bcc"] is None
        assert sent.recipients() == ["lin@newsroom.example"]
        assert "<script>" not in sent.alternatives[0].content
        assert "<b>看</b> & 改" in sent.body

    def test_asks_for_no_automatic_reply(self, article: Article, writer: User) -> None:
        ask(article, writer)
        mailing.mail_waiting(at=LATER)
        assert outbox.outbox[0].message()["Auto-Submitted"] == "auto-generated"

    @pytest.mark.parametrize(
        ("language", "said"), [("zh-hans", "要求修改"), ("en", "asked for changes")]
    )
    def test_speaks_the_newsrooms_language(
        self, article: Article, writer: User, language: str, said: str
    ) -> None:
        ask(article, writer)
        with override_settings(LANGUAGE_CODE=language):
            mailing.mail_waiting(at=LATER)
        [sent] = outbox.outbox
        assert said in sent.subject
        assert said in sent.body
        assert f'lang="{language}"' in sent.alternatives[0].content

    def test_two_processes_send_one_mail(
        self, article: Article, writer: User, editor: User
    ) -> None:
        ask(article, writer)
        waiting = mailing._waiting(LATER)
        # The other process found the same notices, and was quicker.
        assert mailing.mail_waiting(at=LATER) == 1
        with patch.object(mailing, "_waiting", return_value=waiting):
            assert mailing.mail_waiting(at=LATER) == 0
        assert len(outbox.outbox) == 1

    def test_takes_all_of_a_person_or_nothing(
        self, article: Article, writer: User
    ) -> None:
        ask(article, writer, text="一")
        ask(article, writer, text="二")
        waiting = mailing._waiting(LATER)
        Notice.objects.filter(text="一").update(mailed_at=AT)
        with patch.object(mailing, "_waiting", return_value=waiting):
            assert mailing.mail_waiting(at=LATER) == 0
        assert Notice.objects.get(text="二").mailed_at is None

    def test_tries_again_later_when_the_server_is_away(
        self, article: Article, writer: User
    ) -> None:
        ask(article, writer)
        with patch(SEND, side_effect=ConnectionRefusedError):
            assert mailing.mail_waiting(at=LATER) == 0
            assert Notice.objects.get().mailed_at is None
        assert mailing.mail_waiting(at=LATER + timedelta(seconds=30)) == 0
        assert mailing.mail_waiting(at=LATER + timedelta(seconds=61)) == 1

    def test_one_refused_address_keeps_nobody_else_waiting(
        self, article: Article, writer: User, editor: User
    ) -> None:
        send = EmailBackend.send_messages

        def refuse(backend: Any, messages: list[Any]) -> int:
            if messages[0].to == ["chen@newsroom.example"]:
                raise SMTPRecipientsRefused({})
            return send(backend, messages)

        ask(article, writer)
        ask(article, editor)
        with patch(SEND, refuse):
            assert mailing.mail_waiting(at=LATER) == 1
        assert Notice.objects.get(user=editor).mailed_at is None
        assert Notice.objects.get(user=writer).mailed_at == LATER

    def test_nobody_without_an_address(self, article: Article) -> None:
        ask(article, make_user("bare", roles.EDITOR))
        assert mailing.mail_waiting(at=LATER) == 0

    def test_costs_two_queries_for_each_further_person(
        self, article: Article, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(10):
            ask(article, make_user(f"e{number}", roles.EDITOR, email=f"e{number}@n.cn"))
        with django_assert_max_num_queries(16 + 10 * 4):
            assert mailing.mail_waiting(at=LATER) == 10
