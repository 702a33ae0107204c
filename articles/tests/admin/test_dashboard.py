"""The first page: what waits for whom, in the same queries however much there is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import publishing, workflow
from articles.admin import saved
from articles.admin.dashboard import board, today
from articles.models.desk import Article
from articles.tests.factories import make_article
from articles.tests.workflow.people import AT, everyone, make_in, newest, plan, save


def titles(user, panel: str) -> set[str]:
    """Give the titles in one panel of somebody's board."""
    (found,) = (one for one in board(user, at=timezone.now()) if one.name == panel)
    return {article.title for article in found.articles}


@pytest.mark.django_db
class TestWaiting:
    def test_for_a_writer_is_what_came_back_with_its_note(self):
        cast = everyone()
        for name in ("退回的", "交上去的"):
            article = make_article(name, created_by=cast["writer"])
            save(article, cast["writer"])
            article.refresh_from_db()
            workflow.submit(article, actor=cast["writer"], at=AT)
            if name == "退回的":
                workflow.request_changes(
                    article, actor=cast["editor"], at=AT, note="核数字"
                )
        assert titles(cast["writer"], "waiting") == {"退回的"}
        waiting = board(cast["writer"], at=AT)[0]
        assert [card.note for card in waiting.cards] == ["核数字"]

    def test_for_an_editor_is_what_others_submitted(self):
        cast = everyone()
        theirs = make_in("in_review", "never", by=cast["writer"])
        own = make_in("in_review", "live", by=cast["editor"])
        assert own.title not in titles(cast["editor"], "waiting")
        assert titles(cast["editor"], "waiting") == {theirs.title}

    def test_for_a_publisher_is_what_was_approved_and_is_not_out(self):
        cast = everyone()
        new = make_in("approved", "never")
        newer = make_in("approved", "live")
        make_in("draft", "never")
        out = make_article("已经发出")
        save(out, None)
        publishing.publish(newest(out), actor=None, at=AT)
        assert titles(cast["publisher"], "waiting") == {new.title, newer.title}


@pytest.mark.django_db
class TestBoard:
    def test_shows_what_just_went_out_and_no_refresh(self):
        cast = everyone()
        for name in ("刚发布", "早就在线"):
            article = make_article(name)
            save(article, None)
            at = timezone.now() if name == "刚发布" else AT
            publishing.publish(newest(article), actor=None, at=at)
        publishing.refresh(
            [Article.objects.get(title="早就在线").uuid], at=timezone.now()
        )
        assert titles(cast["editor"], "published") == {"刚发布"}

    def test_shows_writers_nothing_of_others(self):
        cast = everyone()
        article = make_in("in_review", "never", by=cast["other writer"], scheduled=True)
        panels = board(cast["writer"], at=timezone.now())
        assert not any(panel.articles or panel.moves for panel in panels)
        panels = board(cast["editor"], at=timezone.now())
        assert any(article in panel.articles for panel in panels)

    def test_is_empty_without_a_role(self):
        assert board(everyone()["no role"], at=AT) == []

    def test_costs_the_same_however_much_there_is(self, desk):
        counts = []
        for _ in range(2):
            for state in ("draft", "in_review", "approved"):
                for standing in ("never", "live"):
                    plan(make_in(state, standing))
            with CaptureQueriesContext(connection) as queries:
                assert desk.get("/admin/").status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]


@pytest.mark.django_db
class TestDates:
    def test_what_is_near_is_due_what_is_past_is_late(self):
        cast, now = everyone(), timezone.now()
        for title, due_at, stage in (
            ("快到了", now + timedelta(hours=5), "draft"),
            ("过了", now - timedelta(hours=5), "in_review"),
            ("还早", now + timedelta(days=9), "draft"),
        ):
            make_article(title, due_at=due_at, stage=stage)
        done = make_in("approved", "never")
        Article.objects.filter(pk=done.pk).update(due_at=now - timedelta(days=1))
        assert titles(cast["editor"], "due") == {"快到了"}
        assert titles(cast["editor"], "late") == {"过了"}

    def test_a_move_that_nobody_made_is_late(self):
        cast, article = everyone(), make_in("approved", "never", scheduled=True)
        article.scheduled_moves.update(at=timezone.now() - timedelta(minutes=5))
        assert titles(cast["editor"], "late") == {article.title}

    def test_assigned_to_me_is_what_is_not_out_yet(self):
        cast = everyone()
        make_article("要写的", assignee=cast["editor"])
        make_article("别人的", assignee=cast["writer"])
        done = make_in("draft", "live")
        Article.objects.filter(pk=done.pk).update(
            assignee=cast["editor"], latest_number=done.live_number
        )
        assert titles(cast["editor"], "assigned") == {"要写的"}

    def test_the_day_holds_dates_and_moves_in_order(self):
        cast, now = everyone(), timezone.now()
        make_article("甲", due_at=now, planned_for=now + timedelta(days=1, hours=1))
        assert [plan.kind for plan in today(cast["editor"], at=now)] == ["due"]
        assert today(cast["writer"], at=now) == []

    def test_each_list_leads_to_the_whole_of_it(self, desk):
        now = timezone.now()
        make_article("过了", due_at=now - timedelta(hours=5))
        make_in("in_review", "never")
        panels = board(everyone()["superuser"], at=now)
        for panel in panels:
            if panel.more is None or panel.name == "published":
                continue
            shown = desk.get(f"{reverse(panel.place)}?{panel.more}")
            assert shown.status_code == 200
            rows = shown.context["cl"].result_list
            about = {getattr(one, "article", one) for one in rows}
            assert set(panel.articles) <= about

    def test_counts_what_it_does_not_show(self):
        for number in range(11):
            make_article(str(number), stage="in_review")
        (panel,) = (
            one for one in board(everyone()["editor"], at=AT) if one.name == "review"
        )
        assert (len(panel.articles), panel.counted) == (8, "11")


@pytest.mark.django_db
class TestSavedViews:
    @pytest.mark.parametrize("view", [sent for _, sent in saved.VIEWS])
    def test_each_is_a_list_that_opens_and_is_marked(self, desk, view):
        response = desk.get(f"/admin/articles/article/?{view}")
        assert response.status_code == 200
        assert [one[1] for one in response.context["views"] if one[2]] == [view]

    def test_find_newer_drafts_and_legal_holds(self, desk):
        newer = make_in("draft", "live")
        held = make_in("draft", "withdrawn")
        Article.objects.filter(pk=held.pk).update(held_since=AT)
        for view, article in (("newer", newer), ("held", held)):
            response = desk.get(f"/admin/articles/article/?view={view}")
            assert list(response.context["cl"].result_list) == [article]
