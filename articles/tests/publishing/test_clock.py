"""publishing/clock.py and watch.py: on time, each pass on its own, trouble told once."""

import json
import logging
import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.utils import timezone
from django.utils.timezone import localtime

from articles.admin.move_form import MoveForm
from articles.admin.schedule import readable
from articles.models.desk import Article, Heartbeat, Notice, ScheduledMove
from articles.models.reader import Publication
from articles.publishing import clock, turn, watch
from articles.publishing.clock import Clock, Pass
from articles.tests.factories import NOON, make_article
from articles.tests.publishing.test_due import plan, written
from articles.tests.workflow.people import make_user, save
from articles.workflow import lateness, roles, schedule
from articles.workflow.lateness import Trouble

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


class TestClock:
    def test_runs_each_pass_at_its_own_interval(self):
        runs = []
        passes = [
            Pass("often", 1, lambda at: runs.append("often")),
            Pass("seldom", 10, lambda at: runs.append("seldom")),
        ]
        ticking = Clock(passes)
        for elapsed in range(21):
            ticking.tick(NOON, elapsed=float(elapsed))
        assert (runs.count("often"), runs.count("seldom")) == (21, 3)

    def test_a_pass_that_fails_stops_no_other_and_is_tried_again(self, caplog):
        runs = []

        def bad(at: datetime) -> None:
            runs.append("bad")
            raise ValueError("no")

        ticking = Clock([Pass("bad", 1, bad), Pass("good", 1, runs.append)])
        with caplog.at_level(logging.ERROR):
            ticking.tick(NOON, elapsed=0.0)
            ticking.tick(NOON + SECOND, elapsed=1.0)
        assert runs == ["bad", NOON, "bad", NOON + SECOND]
        assert "The pass “bad” failed" in caplog.text

    def test_a_wall_clock_set_back_slows_nothing(self):
        runs = []
        ticking = Clock([Pass("one", 5, runs.append)])
        ticking.tick(NOON, elapsed=0.0)
        ticking.tick(NOON - 10 * MINUTE, elapsed=5.0)
        assert len(runs) == 2


@pytest.mark.django_db
class TestSignOfLife:
    def test_is_left_at_most_every_five_seconds(self):
        ticking = Clock(
            [Pass("moves", 0, lambda at: None)], sign=("worker:a:1", "worker")
        )
        for elapsed in range(5):
            ticking.tick(NOON + elapsed * SECOND, elapsed=float(elapsed))
        assert Heartbeat.objects.get().at == NOON
        ticking.tick(NOON + 5 * SECOND, elapsed=5.0)
        assert Heartbeat.objects.get().at == NOON + 5 * SECOND

    def test_is_not_left_by_a_process_whose_moves_fail(self):
        def bad(at: datetime) -> None:
            raise OperationalError("gone")

        ticking = Clock([Pass("moves", 0, bad)], sign=("worker:a:1", "worker"))
        ticking.tick(NOON, elapsed=0.0)
        assert not Heartbeat.objects.exists()

    def test_of_a_process_long_gone_is_forgotten_incidents_are_not(self):
        lateness.beat("worker:a:1", "worker", at=NOON)
        lateness.begin_incident(watch.LATE, at=NOON)
        lateness.beat("worker:a:2", "worker", at=NOON + timedelta(days=2))
        names = set(Heartbeat.objects.values_list("name", flat=True))
        assert names == {"worker:a:2", watch.LATE}


@pytest.mark.django_db
class TestTurn:
    def test_is_one_process_at_a_time(self):
        token = turn.take(at=NOON)
        assert token is not None
        assert turn.take(at=NOON + SECOND) is None
        turn.give_back(token, at=NOON + SECOND)
        assert turn.take(at=NOON + SECOND) is not None

    def test_of_a_process_that_died_ends_by_itself(self):
        token = turn.take(at=NOON)
        mine = turn.take(at=NOON + turn.LEASE)
        assert mine is not None
        turn.give_back(token, at=NOON + turn.LEASE)
        assert turn.take(at=NOON + turn.LEASE + SECOND) is None

    def test_taken_before_the_clock_was_set_back_holds_nobody_up(self):
        turn.take(at=NOON)
        assert turn.take(at=NOON - 10 * MINUTE) is not None

    def test_is_given_back_by_a_pass_that_failed(self, monkeypatch):
        plan(written(), at=NOON)

        def fail(**named: object) -> None:
            raise OperationalError("gone")

        with monkeypatch.context() as patch:
            patch.setattr(clock, "publish_due", fail)
            with pytest.raises(OperationalError):
                clock.make_due(NOON)
        clock.make_due(NOON)
        assert Publication.objects.count() == 1

    def test_is_not_asked_for_while_nothing_is_due(self):
        clock.make_due(NOON)
        assert not Heartbeat.objects.exists()


@pytest.mark.django_db
class TestTrouble:
    def trouble(self, at: datetime = NOON) -> str:
        """Name the trouble, the same by either way of asking."""
        beside = lateness.signs(Article.objects.filter(pk=make_article().pk), at=at)
        alone = lateness.signs_now(at=at)
        assert beside.trouble == alone.trouble
        assert beside.since == alone.since
        return alone.trouble

    def test_is_none_where_nothing_waits_and_nothing_ever_ran(self):
        assert self.trouble() == Trouble.NONE

    def test_is_late_after_a_minute(self):
        plan(written(), at=NOON)
        lateness.beat("worker:a:1", "worker", at=NOON + MINUTE)
        assert self.trouble(NOON + MINUTE) == Trouble.NONE
        lateness.beat("worker:a:1", "worker", at=NOON + MINUTE + SECOND)
        assert self.trouble(NOON + MINUTE + SECOND) == Trouble.LATE

    def test_is_silence_while_something_is_due_within_the_hour(self):
        plan(written(), at=NOON + 59 * MINUTE)
        assert self.trouble() == Trouble.STOPPED
        lateness.beat("web:a:1", "web", at=NOON)
        assert self.trouble() == Trouble.STANDING_IN
        lateness.beat("worker:a:1", "worker", at=NOON)
        assert self.trouble() == Trouble.NONE

    def test_is_silence_of_the_worker_while_web_processes_live(self):
        lateness.beat("worker:a:1", "worker", at=NOON - 2 * MINUTE)
        lateness.beat("web:a:1", "web", at=NOON)
        assert self.trouble() == Trouble.STANDING_IN

    def test_a_sign_from_the_future_is_none(self):
        plan(written(), at=NOON + MINUTE)
        lateness.beat("worker:a:1", "worker", at=NOON + 10 * MINUTE)
        assert self.trouble() == Trouble.STOPPED


@pytest.mark.django_db
class TestTelling:
    def test_happens_once_an_incident_and_ends_with_it(self):
        make_user("zhao", roles.PUBLISHER)
        make_user("wu", roles.ADMINISTRATOR)
        make_user("lin", roles.WRITER)
        move = plan(written(), at=NOON)
        for minute in range(1, 5):
            watch.look(NOON + minute * MINUTE)
        told = Notice.objects.filter(occasion="failed")
        names = list(told.values_list("user__username", flat=True))
        assert sorted(names) == ["wu", "zhao"]
        assert all(told.values_list("by_mail", flat=True))
        move.delete()
        watch.look(NOON + 5 * MINUTE)
        watch.look(NOON + 10 * MINUTE)
        plan(written("又一篇"), at=NOON + 20 * MINUTE)
        watch.look(NOON + 22 * MINUTE)
        assert told.count() == 4

    def test_does_not_tell_of_what_is_on_time(self):
        make_user("zhao", roles.PUBLISHER)
        plan(written(), at=NOON)
        watch.look(NOON + 59 * SECOND)
        assert not Notice.objects.exists()

    def test_a_restart_of_the_worker_is_no_incident_its_absence_is(self):
        make_user("zhao", roles.PUBLISHER)
        lateness.beat("worker:a:1", "worker", at=NOON)
        watch.look(NOON + 4 * MINUTE)
        assert not Notice.objects.exists()
        watch.look(NOON + 6 * MINUTE)
        watch.look(NOON + 7 * MINUTE)
        assert Notice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
class TestThreads:
    def test_run_until_told_and_leave_no_connection(self, monkeypatch):
        stop, looks = threading.Event(), []

        def look(at: datetime) -> None:
            looks.append(at)
            lateness.beat("web:a:1", "web", at=at)
            if len(looks) == 3:
                stop.set()

        thread = threading.Thread(
            target=clock.run,
            args=[Clock([Pass("moves", 0, look)]), stop],
            kwargs={"now": lambda: NOON, "pause": 0.001, "hold": False},
        )
        thread.start()
        thread.join(10)
        assert not thread.is_alive()
        assert looks == [NOON] * 3

    def test_of_a_web_process_make_what_the_worker_leaves_lying(self, monkeypatch):
        monkeypatch.setattr(clock, "WEB_PAUSE", 0.01)
        monkeypatch.setattr(clock.os, "register_at_fork", lambda **hooks: None)
        move = plan(written(), at=NOON)
        made = threading.Event()
        real = clock.publish_due

        def publish_due(**named: object) -> list[object]:
            outcomes = real(**named)
            if outcomes:
                made.set()
            return outcomes

        monkeypatch.setattr(clock, "publish_due", publish_due)
        before = set(threading.enumerate())
        stop = clock.keep_watch(now=lambda: NOON + MINUTE)
        started = [one for one in threading.enumerate() if one not in before]
        try:
            assert made.wait(20)
        finally:
            stop.set()
            for thread in started:
                thread.join(10)
        move.refresh_from_db()
        assert move.state == "done"
        assert all(thread.daemon for thread in started)


def cases() -> list[dict[str, str]]:
    """Give times of our own: an ordinary one, an hour that comes twice, one that never."""
    return [
        {"id": "plain", "zone": "Asia/Shanghai", "local": "2027-03-28T02:30:00",
         "kind": "plain", "utc_if_fold0": "2027-03-27T18:30:00+00:00"},
        {"id": "fold", "zone": "Europe/Berlin", "local": "2027-10-31T02:30:00",
         "kind": "fold", "utc_if_fold0": "2027-10-31T00:30:00+00:00",
         "utc_if_fold1": "2027-10-31T01:30:00+00:00"},
        {"id": "gap", "zone": "Europe/Berlin", "local": "2027-03-28T02:30:00",
         "kind": "gap", "utc_if_fold0": "2027-03-28T01:30:00+00:00"},
    ]  # fmt: skip


def typed(local: str) -> datetime:
    """Give the instant the form makes of a time as a browser sends it."""
    form = MoveForm({"move_when": local})
    if not form.is_valid():
        raise ValidationError(form.sentences())
    when: datetime = form.cleaned_data["move_when"]
    return when


def run_case(case: dict[str, str], shift: timedelta) -> None:
    """Type a time, schedule it, and let the clock run past it: once, and never early.

    The clock jumps by ``shift`` a minute before the time, and then ticks on.
    """
    with timezone.override(ZoneInfo(case["zone"])):
        if case["kind"] == "gap":
            with pytest.raises(ValidationError):
                typed(case["local"])
            return
        when = typed(case["local"])
        either = {case[key] for key in ("utc_if_fold0", "utc_if_fold1") if key in case}
        assert when in {datetime.fromisoformat(one) for one in either}
        if case["kind"] == "fold":
            assert when == max(datetime.fromisoformat(one) for one in either)
            assert f"(UTC{localtime(when).isoformat()[-6:]})" in readable(when)
        article = make_article(bylines=("林晓",))
        save(article, None)
        Article.objects.filter(pk=article.pk).update(
            stage="approved", approved_number=1
        )
        article.refresh_from_db()
        now = when - timedelta(days=1)
        schedule(article, actor=chief(), at=now, when=when)
    ticking = Clock([Pass("moves", 0, clock.make_due)])
    now = when - MINUTE
    ticking.tick(now, elapsed=0.0)
    now += shift
    for elapsed in range(1, 1500 if shift < timedelta() else 130, 7):
        ticking.tick(now + elapsed * SECOND, elapsed=float(elapsed))
    entry = Publication.objects.get(article=article.uuid)
    assert when <= entry.at
    if shift <= timedelta():
        assert entry.at < when + MINUTE
    assert ScheduledMove.objects.get(article=article).state == "done"


def chief() -> object:
    """Give somebody who may do everything."""
    return make_user("root", is_superuser=True)


@pytest.mark.django_db
class TestTimeZones:
    @pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
    def test_a_time_is_what_the_newsrooms_clock_shows(self, case):
        run_case(case, timedelta())

    def test_every_time_of_the_corpus(self, corpora):
        path = corpora / "security" / "embargo" / "timezones.json"
        found = json.loads(path.read_text(encoding="utf-8"))["cases"]
        assert len(found) > 30
        for case in found:
            run_case(case, timedelta())

    @pytest.mark.parametrize("minutes", [-10, 120])
    def test_a_clock_that_jumps(self, minutes):
        for case in cases():
            run_case(case, minutes * MINUTE)
