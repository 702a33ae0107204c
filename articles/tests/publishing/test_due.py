"""publishing/due.py: each move once, never early, in order; a failed one is told."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError

from articles import publishing, workflow
from articles.models.desk import Article, AuditEntry, Notice, ScheduledMove
from articles.models.reader import Publication, PublishedArticle
from articles.publishing import due
from articles.tests.factories import NOON, make_article, make_live
from articles.tests.workflow.people import make_user, newest, save
from articles.workflow import lateness, roles

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def plan(article: Article, kind: str = "publish", **fields: object) -> ScheduledMove:
    """Let the newest revision (or a withdrawal of it) wait for an hour after noon."""
    fields = {"at": NOON + HOUR, "created_at": NOON, **fields}
    return ScheduledMove.objects.create(
        article=article, kind=kind, revision=newest(article), **fields
    )


def written(title: str = "渡轮复航首日") -> Article:
    """Make an article with one revision."""
    article = make_article(title)
    save(article, None)
    return article


def changed(article: Article, title: str) -> None:
    """Give the article a newer revision."""
    article.refresh_from_db()
    article.title = title
    article.save(update_fields=["title"])
    save(article, None)


def state_of(move: ScheduledMove) -> tuple[str, str]:
    """Give what became of a move."""
    move.refresh_from_db()
    return move.state, move.failure


class TestOnTime:
    def test_is_not_a_second_early_and_happens_once(self):
        move = plan(written())
        early = move.at - timedelta(seconds=1)
        assert publishing.publish_due(at=early) == []
        assert len(publishing.publish_due(at=move.at)) == 1
        assert publishing.publish_due(at=move.at + HOUR) == []
        assert Publication.objects.get().at == move.at

    def test_a_stand_in_leaves_young_moves_to_the_worker(self):
        move = plan(written())
        patience = timedelta(seconds=5)
        assert publishing.publish_due(at=move.at, overdue_by=patience) == []
        made = publishing.publish_due(at=move.at + patience, overdue_by=patience)
        assert len(made) == 1

    def test_after_downtime_all_is_made_up_for_in_order(self):
        for number in (3, 1, 2):
            plan(written(f"第{number}篇"), at=NOON + number * HOUR)
        article = written("来去")
        plan(article, at=NOON + HOUR / 2)
        plan(article, "withdraw", at=NOON + 4 * HOUR)
        made = publishing.publish_due(at=NOON + 9 * HOUR)
        said = [(one.order.article.title, one.publication.action) for one in made]
        assert said == [
            ("来去", "published"),
            ("第1篇", "published"),
            ("第2篇", "published"),
            ("第3篇", "published"),
            ("来去", "withdrawn"),
        ]

    def test_a_clock_set_back_publishes_nothing_twice(self):
        plan(written("早"), at=NOON)
        late = plan(written("晚"), at=NOON + timedelta(minutes=5))
        assert len(publishing.publish_due(at=NOON)) == 1
        assert publishing.publish_due(at=NOON - timedelta(minutes=10)) == []
        assert publishing.publish_due(at=NOON + timedelta(minutes=4)) == []
        assert len(publishing.publish_due(at=NOON + 2 * HOUR)) == 1
        assert state_of(late)[0] == "done"


class TestWithdrawal:
    def test_happens_although_the_article_was_updated_since(self):
        article = make_live()
        move = plan(article, "withdraw", reason="到期")
        changed(article, "更正后")
        publishing.update(newest(article), actor=None, at=NOON + HOUR / 2)
        publishing.publish_due(at=move.at)
        assert state_of(move) == ("done", "")
        assert not PublishedArticle.objects.exists()
        assert Publication.objects.latest("id").reason == "到期"

    def test_that_somebody_made_by_hand_is_no_failure(self):
        article = make_live()
        move = plan(article, "withdraw", reason="到期")
        publishing.withdraw(article, actor=None, at=NOON + HOUR / 2)
        assert publishing.publish_due(at=move.at) == []
        assert state_of(move)[0] == "cancelled"
        assert not lateness.unanswered().exists()


class TestFailure:
    def test_of_what_was_withdrawn_meanwhile(self):
        article = make_live()
        changed(article, "二稿")
        move = plan(article)
        article.refresh_from_db()
        publishing.withdraw(article, actor=None, at=NOON + HOUR / 2, reason="核实")
        publishing.publish_due(at=move.at)
        state, failure = state_of(move)
        assert state == "failed"
        assert "撤" in failure
        assert not PublishedArticle.objects.exists()

    def test_of_what_was_scheduled_for_after_its_withdrawal_does_not_happen(self):
        article = make_live()
        changed(article, "二稿")
        article.refresh_from_db()
        publishing.withdraw(article, actor=None, at=NOON)
        move = plan(article, created_at=NOON + HOUR / 2)
        publishing.publish_due(at=move.at)
        assert state_of(move) == ("done", "")
        assert PublishedArticle.objects.get().title == "二稿"

    def test_never_puts_an_older_revision_over_a_newer_one(self):
        article = make_live("一稿")
        changed(article, "二稿")
        move = plan(article)
        changed(article, "三稿")
        publishing.update(newest(article), actor=None, at=NOON + HOUR / 2)
        publishing.publish_due(at=move.at)
        assert state_of(move)[0] == "failed"
        assert PublishedArticle.objects.get().title == "三稿"

    def test_of_an_embargo_that_was_moved(self):
        article = written()
        move = plan(article)
        until = move.at + HOUR
        Article.objects.filter(pk=article.pk).update(embargoed_until=until)
        publishing.publish_due(at=move.at)
        assert state_of(move)[0] == "failed"
        assert publishing.publish_due(at=until) == []

    def test_is_logged_and_told_to_the_planner_and_the_publishers_once(self):
        planner = make_user("lin", roles.WRITER)
        make_user("zhao", roles.PUBLISHER)
        make_user("chen", roles.EDITOR)
        article = make_article(created_by=planner, embargoed_until=NOON + 5 * HOUR)
        save(article, planner)
        move = plan(article, created_by=planner)
        publishing.publish_due(at=move.at)
        publishing.publish_due(at=move.at)
        told = Notice.objects.filter(occasion="failed")
        names = set(told.values_list("user__username", flat=True))
        assert names == {"lin", "zhao"}
        assert told.count() == 2
        entry = AuditEntry.objects.get(what="schedule_failed")
        assert (entry.article, entry.detail) == (article, state_of(move)[1])

    def test_of_one_does_not_hold_up_the_others(self, monkeypatch, caplog):
        bad, good = plan(written("坏")), plan(written("好"), at=NOON + 2 * HOUR)
        real = due.publish_each

        def publish_each(orders, **named):
            if orders[0].article.title == "坏":
                raise ValueError("a fault")
            return real(orders, **named)

        monkeypatch.setattr(due, "publish_each", publish_each)
        publishing.publish_due(at=NOON + 3 * HOUR)
        assert (state_of(bad)[0], state_of(good)[0]) == ("failed", "done")
        assert "a fault" in caplog.text

    def test_of_the_database_leaves_the_move_for_the_next_pass(self, monkeypatch):
        move = plan(written())
        with monkeypatch.context() as patch:

            def gone(*args, **named):
                raise OperationalError("gone")

            patch.setattr(due, "publish_each", gone)
            with pytest.raises(OperationalError):
                publishing.publish_due(at=move.at)
        assert state_of(move)[0] == "pending"
        assert len(publishing.publish_due(at=move.at)) == 1


class TestAnswered:
    def failed(self) -> ScheduledMove:
        """Let a move fail because of an embargo."""
        article = make_article(embargoed_until=NOON + 5 * HOUR)
        save(article, None)
        move = plan(article)
        publishing.publish_due(at=move.at)
        move.refresh_from_db()
        assert list(lateness.unanswered()) == [move]
        return move

    def test_by_planning_it_anew(self):
        move = self.failed()
        plan(move.article, at=NOON + 6 * HOUR, created_at=NOON + 2 * HOUR)
        assert not lateness.unanswered().exists()

    def test_by_publishing_by_hand(self):
        move = self.failed()
        revision = newest(move.article)
        publishing.publish(revision, actor=None, at=NOON + 6 * HOUR)
        assert not lateness.unanswered().exists()

    def test_by_somebody_who_puts_it_aside_once(self):
        move = self.failed()
        user: User = make_user("zhao", roles.PUBLISHER)
        assert lateness.answer(move, actor=user, at=NOON + 2 * HOUR)
        assert not lateness.answer(move, actor=user, at=NOON + 2 * HOUR)
        assert not lateness.unanswered().exists()
        assert AuditEntry.objects.filter(what="schedule_answered").count() == 1


def test_the_workflow_plans_what_the_door_makes():
    article = make_article(bylines=("林晓",))
    save(article, None)
    Article.objects.filter(pk=article.pk).update(stage="approved", approved_number=1)
    article.refresh_from_db()
    chief = make_user("root", is_superuser=True)
    workflow.schedule(article, actor=chief, at=NOON, when=NOON + HOUR)
    (made,) = publishing.publish_due(at=NOON + HOUR)
    assert made.publication.actor_name == "root"
