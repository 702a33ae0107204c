"""What is late or failed: the banner, the panel's reasons, and putting it aside."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.models.desk import Article, AuditEntry, ScheduledMove
from articles.tests.admin.conftest import change_url, said
from articles.tests.factories import NOON, make_article, make_live
from articles.tests.workflow.people import make_in, make_user, newest, save
from articles.workflow import lateness, roles

HOUR = timedelta(hours=1)


def plan(article, at, **fields):
    """Let an article's newest revision wait."""
    return ScheduledMove.objects.create(
        article=article, kind="publish", revision=newest(article), at=at,
        created_at=NOON, **fields,
    )  # fmt: skip


def failed(title="封禁稿", **fields):
    """Give a move that failed at noon."""
    article = make_article(title, embargoed_until=NOON + HOUR, **fields)
    save(article, None)
    move = plan(article, NOON)
    publishing.publish_due(at=NOON)
    move.refresh_from_db()
    assert move.state == "failed"
    return move


def answer_url(move):
    """Give the address at which a failed move is put aside."""
    return f"/admin/articles/article/{move.article_id}/failed/{move.pk}/"


def banner(client, page="/admin/"):
    """Give the banner of a page."""
    response = client.get(page)
    assert response.status_code == 200
    return response.context["late"], response.content.decode()


@pytest.mark.django_db
class TestBanner:
    def test_is_not_there_while_all_is_well(self, desk):
        shown, page = banner(desk)
        assert shown is None
        assert 'class="late' not in page

    def test_is_not_for_somebody_who_has_not_logged_in(self, client):
        failed()
        assert 'class="late' not in client.get("/admin/login/").content.decode()

    def test_names_what_is_late_on_every_page(self, desk):
        article = make_article("渡轮复航")
        save(article, None)
        plan(article, timezone.now() - 3 * HOUR)
        for page in ("/admin/", "/admin/articles/article/", change_url(article)):
            shown, text = banner(desk, page)
            assert not shown.mild
            assert 'role="alert"' in text
            assert [move.article.title for move in shown.moves] == ["渡轮复航"]

    def test_names_no_article_that_the_person_may_not_see(self, log_in):
        failed("别人的")
        article = make_article("也是别人的")
        save(article, None)
        plan(article, timezone.now() - 3 * HOUR)
        shown, text = banner(log_in(make_user("lin", roles.WRITER)))
        assert shown.said
        assert "别人的" not in text

    def test_is_mild_where_web_processes_stand_in_and_only_for_publishers(self, log_in):
        lateness.beat("web:a:1", "web", at=timezone.now())
        shown, _ = banner(log_in(make_user("zhao", roles.PUBLISHER)))
        assert shown.mild
        shown, _ = banner(log_in(make_user("lin", roles.WRITER)))
        assert shown is None

    def test_goes_once_the_worker_has_caught_up(self, desk):
        article = make_article("渡轮复航")
        save(article, None)
        plan(article, timezone.now() - 3 * HOUR)
        assert banner(desk)[0]
        publishing.publish_due(at=timezone.now())
        assert banner(desk)[0] is None

    def test_costs_one_query_while_all_is_well(self, desk):
        with CaptureQueriesContext(connection) as queries:
            desk.get("/admin/password_change/")
        looks = [one for one in queries if "articles_heartbeat" in one["sql"]]
        assert len(looks) == 1


@pytest.mark.django_db
class TestPuttingAside:
    def test_takes_the_failed_move_out_of_the_banner_and_is_logged(self, log_in):
        move = failed()
        client = log_in(make_user("zhao", roles.PUBLISHER))
        assert [one.pk for one in banner(client)[0].failed] == [move.pk]
        response = client.post(answer_url(move), follow=True)
        assert said(response)
        assert banner(client)[0] is None
        assert AuditEntry.objects.get(what="schedule_answered").actor.username == "zhao"

    def test_is_not_for_whoever_may_not_schedule_or_see_it(self, log_in):
        lin = make_user("lin", roles.WRITER)
        own, other = failed(created_by=lin), failed("别人的")
        for move in (own, other):
            assert log_in(lin).post(answer_url(move)).status_code == 403
            move.refresh_from_db()
            assert move.state == "failed"

    def test_is_done_by_posting_to_the_right_article(self, desk):
        move = failed()
        assert desk.get(answer_url(move)).status_code == 405
        elsewhere = f"/admin/articles/article/{make_live().pk}/failed/{move.pk}/"
        assert desk.post(elsewhere).status_code == 404

    def test_twice_says_that_it_was_done(self, desk):
        move = failed()
        desk.post(answer_url(move))
        desk.post(answer_url(move))
        assert AuditEntry.objects.filter(what="schedule_answered").count() == 1


@pytest.mark.django_db
class TestPanel:
    def test_says_why_it_is_not_live(self, desk):
        move = failed()
        page = desk.get(change_url(move.article)).content.decode()
        assert "reason-failed" in page
        assert "reason-stage" in page

    def test_says_nothing_of_what_readers_have(self, desk):
        page = desk.get(change_url(make_live())).content.decode()
        assert "panel-reasons" not in page

    def test_says_that_a_withdrawal_was_planned_for_an_earlier_text(self, desk):
        article = make_live()
        ScheduledMove.objects.create(
            article=article, kind="withdraw", revision=newest(article),
            at=timezone.now() + HOUR, created_at=NOON,
        )  # fmt: skip
        article.title = "更正后"
        article.save(update_fields=["title"])
        save(article, None)
        publishing.update(newest(article), actor=None, at=NOON + HOUR)
        page = desk.get(change_url(article)).content.decode()
        assert "overtaken-move" in page

    def test_cancels_one_plan_and_leaves_the_other(self, desk):
        article = make_live()
        article.title = "二稿"
        article.save(update_fields=["title"])
        save(article, None)
        Article.objects.filter(pk=article.pk).update(
            stage="approved", approved_number=2
        )
        plan(article, timezone.now() + HOUR)
        ScheduledMove.objects.create(
            article=article, kind="withdraw", at=timezone.now() + 2 * HOUR,
            created_at=NOON,
        )  # fmt: skip
        url = f"/admin/articles/article/{article.pk}/move/"
        assert (
            'name="move_kind" value="withdraw"'
            in desk.get(change_url(article)).content.decode()
        )
        desk.post(url, {"move": "unschedule", "move_kind": "withdraw"})
        states = dict(ScheduledMove.objects.values_list("kind", "state"))
        assert states == {"publish": "pending", "withdraw": "cancelled"}

    def test_offers_the_end_of_the_embargo_as_the_time(self, desk):
        article = make_in("approved", "never")
        until = timezone.now() + timedelta(days=2)
        until = until.replace(second=30, microsecond=0)
        Article.objects.filter(pk=article.pk).update(embargoed_until=until)
        page = desk.get(change_url(article))
        offered = page.context["panel"]["suggested"]
        assert f'value="{offered}"' in page.content.decode()
        data = {"move": "schedule", "move_when": offered}
        desk.post(f"/admin/articles/article/{article.pk}/move/", data)
        move = ScheduledMove.objects.get(article=article)
        assert until <= move.at < until + timedelta(minutes=1)

    def test_a_withdrawal_remembers_what_readers_had(self, desk):
        article = make_live()
        when = f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}"
        data = {"move": "schedule_withdrawal", "move_when": when, "move_note": "到期"}
        desk.post(f"/admin/articles/article/{article.pk}/move/", data)
        assert ScheduledMove.objects.get().revision.number == 1
