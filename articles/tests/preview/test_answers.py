"""What an outsider may say through a link, and what becomes of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models.desk import Article, Note, Notice, PreviewVisit, Step
from articles.preview import answers
from articles.tests.preview.conftest import ANSWER, answer_to, expire, page_of
from articles.workflow import sharing

pytestmark = pytest.mark.django_db

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "{{ link.pk }}{% csrf_token %}",
    "</textarea><iframe srcdoc='<script>1</script>'></iframe>",
)
"""Texts that try to become code."""


def say(client, link, headers=None, **more):
    """Send an answer as the form does."""
    return client.post(answer_to(link), ANSWER | more, headers=headers or {})


class TestAnswer:
    def test_becomes_a_note_and_its_maker_is_told(self, outsider, link, writer):
        answer = say(outsider, link, passage="第一版正文。")
        assert answer.status_code == 303
        assert answer["Location"] == f"{page_of(link)}#answers"
        (note,) = Note.objects.all()
        assert (note.outsider, note.opinion, note.text) == (
            "王律师",
            "fine",
            "可以发。",
        )
        assert (note.passage, note.revision_number) == ("第一版正文。", 1)
        assert (note.link, note.article, note.author) == (link, link.article, None)
        (notice,) = Notice.objects.all()
        assert (notice.user, notice.occasion, notice.note) == (writer, "outsider", note)
        assert [one.kind for one in link.visits.all()] == ["commented"]

    def test_is_shown_to_the_outsider_again(self, outsider, link):
        say(outsider, link)
        text = outsider.get(page_of(link)).content.decode()
        assert "可以发。" in text and "编辑部已收到" in text

    def test_moves_nothing(self, outsider, link, article):
        before = Article.objects.filter(pk=article.pk).values().get()
        say(outsider, link)
        assert Article.objects.filter(pk=article.pk).values().get() == before
        assert not Step.objects.exists()

    def test_stands_beside_no_note_of_the_desk(self, outsider, link, writer, share):
        say(outsider, link)
        (asked,) = Note.objects.all()
        given = {"article": link.article, "revision_number": 1}
        given["created_at"] = timezone.now()
        Note.objects.create(author=writer, text="内部意见", **given)
        Note.objects.create(author=writer, text="回复他", parent=asked, **given)
        other = share(link.revision, recipient="别人")
        say(outsider, other, text="别人的话")
        text = outsider.get(page_of(link)).content.decode()
        for said in ("内部意见", "回复他", "别人的话"):
            assert said not in text

    @pytest.mark.parametrize("text", HOSTILE)
    def test_is_text_and_never_code(self, outsider, link, text):
        say(outsider, link, name=text, text=text, passage=text)
        page = outsider.get(page_of(link)).content.decode()
        for code in ("<script", "<img src=x", "<svg", "<iframe"):
            assert code not in page
        refused = say(outsider, link, name=text, text="", opinion="").content.decode()
        assert text not in refused or text.isalnum() or "<" not in text

    def test_needs_a_name_and_something_said(self, outsider, link):
        for more in ({"name": " "}, {"text": "", "opinion": ""}, {"opinion": "x"}):
            answer = say(outsider, link, **more)
            assert answer.status_code == 422
            assert answer["Cache-Control"] == "no-store, private"
        assert not Note.objects.exists()
        assert "可以发" in say(outsider, link, name="").content.decode()

    def test_can_be_an_opinion_alone(self, outsider, link):
        assert say(outsider, link, text="").status_code == 303
        assert Note.objects.get().text == ""

    def test_of_a_program_is_thrown_away_unsaid(self, outsider, link):
        assert say(outsider, link, website="https://x.example").status_code == 303
        assert not Note.objects.exists()

    def test_takes_a_link_that_allows_it(self, outsider, share, revision):
        link = share(revision, may_comment=False)
        assert say(outsider, link).status_code == 403
        assert 'method="post"' not in outsider.get(page_of(link)).content.decode()
        assert not Note.objects.exists()

    def test_through_a_closed_link_is_refused(self, outsider, link):
        expire(link)
        assert say(outsider, link).status_code == 410
        assert not Note.objects.exists()
        assert [one.kind for one in link.visits.all()] == ["refused"]

    def test_is_refused_when_the_link_was_revoked_in_between(self, link, writer):
        now = timezone.now()
        sharing.revoke(link.article, actor=writer, at=now)
        with pytest.raises(answers.Closed):
            answers.take(link, dict(ANSWER), at=now, address=None, browser="")

    def test_is_only_posted(self, outsider, link):
        assert outsider.get(answer_to(link)).status_code == 405


class TestOrigin:
    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
            ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, 403),
            ({"Sec-Fetch-Site": "same-site"}, 403),
            ({"Origin": "https://evil.example"}, 403),
            ({"Origin": "http://testserver"}, 303),
            ({"Origin": "null"}, 303),
            ({}, 303),
        ],
    )
    def test_is_looked_at(self, link, headers, status):
        client = Client(enforce_csrf_checks=True)
        assert say(client, link, headers=headers).status_code == status
        assert Note.objects.exists() is (status == 303)


class TestRate:
    def test_ends_after_five_from_one_address_and_keeps_the_text(self, outsider, link):
        for _ in range(answers.FROM_ONE_ADDRESS):
            assert say(outsider, link).status_code == 303
        answer = say(outsider, link, text="第六条")
        assert answer.status_code == 429
        assert "第六条" in answer.content.decode()
        assert Note.objects.count() == answers.FROM_ONE_ADDRESS
        elsewhere = Client(REMOTE_ADDR="10.0.0.9")
        assert say(elsewhere, link).status_code == 303

    def test_begins_again_after_a_while(self, outsider, link):
        now = timezone.now()
        for _ in range(answers.FROM_ONE_ADDRESS):
            answers.take(link, dict(ANSWER), at=now, address="127.0.0.1", browser="")
        later = now + answers.SOON
        answers.take(link, dict(ANSWER), at=later, address="127.0.0.1", browser="")

    def test_holds_for_all_addresses_together(self, link):
        at = timezone.now()
        for number in range(answers.FROM_ALL):
            address = f"10.0.{number}.1"
            answers.take(link, dict(ANSWER), at=at, address=address, browser="")
        with pytest.raises(answers.TooMany):
            answers.take(link, dict(ANSWER), at=at, address="10.1.0.1", browser="")
        kinds = set(PreviewVisit.objects.values_list("kind", flat=True))
        assert kinds == {"commented"} and timedelta(0) < answers.LATER
