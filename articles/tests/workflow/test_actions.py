"""Moves of the working copy: claimed once, recorded, refused with a way out."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from articles import workflow
from articles.models.desk import Article, ScheduledMove, Step
from articles.tests.workflow.people import AT, make_in, make_user, save
from articles.workflow import MoveRefused, roles

LATER = AT + timedelta(hours=3)


@pytest.fixture
def writer(db):
    return make_user("lin", roles.WRITER)


@pytest.fixture
def publisher(db):
    return make_user("zhao", roles.PUBLISHER)


class TestStages:
    def test_go_from_draft_to_approved_and_leave_a_trace(self, writer, publisher):
        article = make_in("draft", "never", by=writer)
        workflow.submit(article, actor=writer, at=AT)
        workflow.approve(article, actor=publisher, at=LATER)
        article.refresh_from_db()
        assert (article.stage, article.approved_number) == ("approved", 1)
        steps = Step.objects.order_by("id").values_list("move", "to_stage", "made_by")
        assert list(steps) == [
            ("submit", "in_review", writer.pk),
            ("approve", "approved", publisher.pk),
        ]

    def test_go_back_with_a_note_only(self, publisher):
        article = make_in("in_review", "never")
        with pytest.raises(MoveRefused):
            workflow.request_changes(article, actor=publisher, at=AT, note=" \n")
        article.refresh_from_db()
        assert article.stage == "in_review"
        step = workflow.request_changes(article, actor=publisher, at=AT, note="核数字")
        assert (step.note, step.to_stage) == ("核数字", "draft")

    def test_refuse_an_approval_of_what_was_saved_meanwhile(self, publisher):
        article = make_in("in_review", "never")
        seen = Article.objects.get(pk=article.pk)
        article.title = "换了标题"
        article.save()
        save(article, None)
        workflow.submit(article, actor=publisher, at=AT)
        with pytest.raises(MoveRefused):
            workflow.approve(seen, actor=publisher, at=AT)
        article.refresh_from_db()
        assert (article.stage, article.approved_number) == ("in_review", None)

    def test_are_taken_once(self, publisher):
        article = make_in("in_review", "never")
        twin = Article.objects.get(pk=article.pk)
        workflow.approve(article, actor=publisher, at=AT)
        with pytest.raises(MoveRefused):
            workflow.approve(twin, actor=publisher, at=AT)
        assert Step.objects.count() == 1

    def test_keep_steps_as_they_were(self, writer):
        article = make_in("draft", "never", by=writer)
        workflow.submit(article, actor=writer, at=AT)
        with pytest.raises(DatabaseError), transaction.atomic():
            Step.objects.update(note="nachträglich")


class TestSchedule:
    def test_pins_the_approved_revision(self, publisher):
        article = make_in("approved", "live")
        move = workflow.schedule(article, actor=publisher, at=AT, when=LATER)
        save_again(article)
        move.refresh_from_db()
        assert move.revision.number == 2
        assert article.latest_number == 3

    def test_takes_the_place_of_the_earlier_plan(self, publisher):
        article = make_in("approved", "never")
        workflow.schedule(article, actor=publisher, at=AT, when=LATER)
        workflow.schedule(
            article, actor=publisher, at=AT, when=LATER + timedelta(hours=1)
        )
        states = ScheduledMove.objects.order_by("id").values_list("state", flat=True)
        assert list(states) == ["cancelled", "pending"]

    @pytest.mark.parametrize("when", [AT, AT - timedelta(minutes=1)])
    def test_refuses_what_is_over(self, publisher, when):
        article = make_in("approved", "never")
        with pytest.raises(MoveRefused):
            workflow.schedule(article, actor=publisher, at=AT, when=when)

    def test_refuses_a_time_within_the_embargo(self, publisher):
        article = make_in("approved", "never")
        Article.objects.update(embargoed_until=LATER)
        article.refresh_from_db()
        with pytest.raises(MoveRefused):
            workflow.schedule(
                article, actor=publisher, at=AT, when=LATER - timedelta(seconds=1)
            )
        assert workflow.schedule(article, actor=publisher, at=AT, when=LATER)

    def test_plans_a_withdrawal_with_its_reason(self, publisher):
        article = make_in("draft", "live")
        with pytest.raises(MoveRefused):
            workflow.schedule_withdrawal(
                article, actor=publisher, at=AT, when=LATER, reason=""
            )
        move = workflow.schedule_withdrawal(
            article, actor=publisher, at=AT, when=LATER, reason="授权到期"
        )
        assert (move.kind, move.reason) == ("withdraw", "授权到期")
        assert move.revision.number == 1

    def test_cancels_what_waits_and_nothing_else(self, publisher):
        article = make_in("approved", "live", scheduled=True)
        other = make_in("approved", "never", scheduled=True)
        assert workflow.unschedule(article, actor=publisher, at=AT) == 1
        assert ScheduledMove.objects.get(article=other).state == "pending"
        article = Article.objects.get(pk=article.pk)
        with pytest.raises(MoveRefused):
            workflow.unschedule(article, actor=publisher, at=AT)


def save_again(article: Article) -> None:
    """Save another revision of an article."""
    article.refresh_from_db()
    article.title += "（二）"
    article.save(update_fields=["title"])
    save(article, None)
