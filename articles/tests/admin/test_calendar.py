"""The calendar: four things apart, moved by who may, and refused with the reason."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models.desk import Article, AuditEntry, ScheduledMove
from articles.tests.factories import make_article
from articles.tests.workflow.people import everyone, make_in, newest

pytestmark = pytest.mark.django_db

URL, MOVE = "/admin/calendar/", "/admin/calendar/move/"
JSON = {"Accept": "application/json"}
SOON = datetime(2099, 3, 5, 2, 0, tzinfo=UTC)
"""Ten in the morning in Shanghai, a Thursday to come."""


@pytest.fixture
def cast():
    """Give an account of each role."""
    return everyone()


@pytest.fixture
def client_of(cast, log_in):
    """Log a role in."""
    return lambda who: log_in(cast[who])


def shown(client, **asked) -> dict[str, list[str]]:
    """Give what each day of the page shows, as kind and title."""
    response = client.get(URL, {"date": "2099-03-05", **asked})
    assert response.status_code == 200
    return {
        f"{cell.day}": [f"{plan.kind} {plan.article.title}" for plan in cell.plans]
        for week in response.context["weeks"]
        for cell in week
        if cell.plans
    }


def plan(article: Article, at=SOON, kind="publish", **fields) -> ScheduledMove:
    """Schedule a move as it stands in the table."""
    return ScheduledMove.objects.create(
        article=article, kind=kind, at=at, created_at=timezone.now(),
        revision=newest(article) if kind == "publish" else None, **fields,
    )  # fmt: skip


def wish(kind: str, pk: int, was: datetime, **more: str) -> dict[str, str]:
    """Write what the page sends when an entry is moved."""
    return {"kind": kind, "pk": pk, "was": was.isoformat(), **more}


class TestPage:
    def test_shows_four_things_on_their_days(self, client_of):
        make_article(
            "甲", planned_for=SOON, due_at=SOON + timedelta(days=1),
            embargoed_until=SOON + timedelta(days=2),
        )  # fmt: skip
        article = make_in("approved", "live")
        plan(article)
        plan(article, SOON + timedelta(days=1), "withdraw", reason="过期")
        assert shown(client_of("editor")) == {
            "2099-03-05": ["planned 甲", "publish approved live"],
            "2099-03-06": ["due 甲", "withdraw approved live"],
            "2099-03-07": ["embargo 甲"],
        }

    def test_counts_days_by_the_newsrooms_clock(self, client_of):
        make_article("甲", due_at=datetime(2099, 3, 5, 16, 30, tzinfo=UTC))
        assert shown(client_of("editor"), view="week") == {"2099-03-06": ["due 甲"]}

    def test_shows_only_what_a_person_may_see(self, client_of, cast):
        make_article("别人的", due_at=SOON, created_by=cast["other writer"])
        make_article("自己的", due_at=SOON, created_by=cast["writer"])
        assert shown(client_of("writer")) == {"2099-03-05": ["due 自己的"]}
        assert client_of("no role").get(URL).status_code == 403

    def test_filters_by_section_person_and_kind(self, client_of, cast):
        other = make_article("乙", due_at=SOON, categories=(("城市", "交通"),))
        make_article("甲", due_at=SOON, planned_for=SOON, assignee=cast["writer"])
        client = client_of("editor")
        city = other.categories.get().parent.pk
        assert shown(client, section=city) == {"2099-03-05": ["due 乙"]}
        mine = shown(client, person=cast["writer"].pk, kind="planned")
        assert mine == {"2099-03-05": ["planned 甲"]}

    def test_keeps_a_full_day_short_and_leads_to_the_rest(self, client_of):
        for number in range(9):
            make_article(str(number), due_at=SOON)
        response = client_of("editor").get(URL, {"date": "2099-03-01"})
        (cell,) = [c for w in response.context["weeks"] for c in w if c.plans]
        assert (len(cell.shown), cell.more) == (5, 4)
        assert len(shown(client_of("editor"), view="week")["2099-03-05"]) == 9

    def test_costs_the_same_with_three_entries_and_with_thirty(self, client_of):
        client, counts = client_of("editor"), []
        for size in (1, 9):
            for number in range(size):
                article = make_in("approved", "never")
                plan(article, SOON + timedelta(hours=number))
                Article.objects.filter(pk=article.pk).update(due_at=SOON)
            client.get(URL, {"date": "2099-03-05"})
            with CaptureQueriesContext(connection) as queries:
                shown(client)
            counts.append(len(queries))
        assert counts[0] == counts[1]

    @pytest.mark.parametrize(
        "text", ["", "2026-02-31", "0001-01-01", "x", "9999-12-31"]
    )
    def test_falls_back_to_today_where_the_date_is_none(self, client_of, text):
        assert client_of("editor").get(URL, {"date": text}).status_code == 200

    def test_says_when_nothing_is_planned(self, client_of):
        client, asked = client_of("editor"), {"view": "week", "date": "2099-03-05"}
        assert "这些天没有安排" in client.get(URL, asked).content.decode()
        make_article("甲", planned_for=SOON)
        assert "这些天没有安排" not in client.get(URL, asked).content.decode()

    @pytest.mark.parametrize(
        ("language", "heading"),
        [("en", "March 2, 2099 – March 8, 2099"), ("zh-cn", "2099年3月2日 – 3月8日")],
    )
    def test_names_a_week_by_its_days(self, client_of, language, heading):
        shown = client_of("editor").get(
            URL,
            {"view": "week", "date": "2099-03-05"},
            headers={"accept-language": language},
        )
        assert shown.context["title"] == heading


class TestMove:
    @pytest.mark.parametrize(
        ("kind", "column"),
        [("planned", "planned_for"), ("due", "due_at"), ("embargo", "embargoed_until")],
    )
    def test_gives_a_date_another_day_at_the_same_hour(self, client_of, kind, column):
        article = make_article("甲", **{column: SOON})
        response = client_of("editor").post(
            MOVE, wish(kind, article.pk, SOON, day="2099-03-09"), headers=JSON
        )
        assert response.json()["day"] == "2099-03-09"
        article.refresh_from_db()
        assert getattr(article, column) == SOON + timedelta(days=4)
        assert AuditEntry.objects.filter(what=f"replan_{kind}").count() == 1

    def test_without_script_leads_back_to_where_one_was(self, client_of):
        article = make_article("甲", due_at=SOON)
        back = f"{URL}?view=week&date=2099-03-05"
        sent = wish("due", article.pk, SOON, when="2099-03-05T18:30", next=back)
        assert client_of("editor").post(MOVE, sent).url == back
        article.refresh_from_db()
        assert article.due_at == datetime(2099, 3, 5, 10, 30, tzinfo=UTC)
        sent = wish("due", article.pk, article.due_at, day="2099-03-06", next="//x.io")
        assert client_of("editor").post(MOVE, sent).url == URL

    def test_refuses_whoever_saw_another_time(self, client_of):
        article = make_article("甲", due_at=SOON)
        sent = wish("due", article.pk, SOON - timedelta(hours=1), day="2099-03-09")
        response = client_of("editor").post(MOVE, sent, headers=JSON)
        assert response.status_code == 409
        assert response.json()["why_not"]
        assert Article.objects.get().due_at == SOON

    def test_refuses_what_is_not_ones_own(self, client_of, cast):
        article = make_article("甲", due_at=SOON, created_by=cast["other writer"])
        sent = wish("due", article.pk, SOON, day="2099-03-09")
        assert client_of("writer").post(MOVE, sent, headers=JSON).status_code == 409
        assert client_of("no role").post(MOVE, sent).status_code == 403
        assert Article.objects.get().due_at == SOON
        assert client_of("editor").get(MOVE).status_code == 405

    def test_schedules_a_publication_again_with_the_same_revision(self, client_of):
        article = make_in("approved", "never")
        move = plan(article)
        sent = wish("publish", move.pk, SOON, day="2099-03-09")
        response = client_of("publisher").post(MOVE, sent, headers=JSON)
        pending = ScheduledMove.objects.pending().get()
        assert pending.at == SOON + timedelta(days=4)
        assert pending.revision == move.revision
        assert response.json()["pk"] == pending.pk

    def test_refuses_to_move_a_publication_without_leave_or_approval(self, client_of):
        article = make_in("approved", "never")
        move = plan(article)
        sent = wish("publish", move.pk, SOON, day="2099-03-09")
        assert client_of("editor").post(MOVE, sent, headers=JSON).status_code == 409
        Article.objects.update(stage="draft")
        assert client_of("publisher").post(MOVE, sent, headers=JSON).status_code == 409
        assert ScheduledMove.objects.pending().get().at == SOON

    def test_keeps_reason_and_ending_of_a_withdrawal(self, client_of):
        article = make_in("draft", "live")
        move = plan(article, kind="withdraw", reason="过期", ending="hold")
        sent = wish("withdraw", move.pk, SOON, day="2099-03-09")
        client_of("publisher").post(MOVE, sent, headers=JSON)
        pending = ScheduledMove.objects.pending().get()
        assert (pending.reason, pending.ending) == ("过期", "hold")

    def test_refuses_an_hour_that_the_clock_leaves_out(self, client_of, settings):
        settings.TIME_ZONE = "Europe/Berlin"
        with timezone.override("Europe/Berlin"):
            at = datetime(2027, 3, 27, 1, 30, tzinfo=UTC)
            article = make_article("甲", due_at=at)
            sent = wish("due", article.pk, at, day="2027-03-28")
            response = client_of("editor").post(MOVE, sent, headers=JSON)
            assert response.status_code == 409
            sent = wish("due", article.pk, at, day="2027-03-29")
            response = client_of("editor").post(MOVE, sent, headers=JSON)
            assert response.json()["time"] == "02:30"
