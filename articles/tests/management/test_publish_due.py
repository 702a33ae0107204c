"""manage.py publish_due: one pass, at the time it is run."""

import io
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import CommandError, call_command

from articles import publishing
from articles.publishing.orders import Outcome
from articles.tests.publishing.test_due import plan, written
from articles.workflow import lateness

NOON = datetime(2026, 3, 5, 4, tzinfo=UTC)


class TestPublishDue:
    @time_machine.travel(NOON, tick=False)
    def test_makes_one_pass_and_says_what_it_did(self, monkeypatch):
        passes = []
        made = Outcome(SimpleNamespace(article="渡轮复航"), publication=object())
        kept = Outcome(SimpleNamespace(article="桥梁检修"), refusal="Under embargo.")

        def publish_due(*, at):
            passes.append(at)
            return [made, kept, made]

        monkeypatch.setattr(publishing, "publish_due", publish_due)
        said, complained = io.StringIO(), io.StringIO()
        call_command("publish_due", stdout=said, stderr=complained)
        assert passes == [NOON]
        assert said.getvalue() == "Moves made: 2.\n"
        assert complained.getvalue() == "桥梁检修: Under embargo.\n"


@pytest.mark.django_db
class TestCheck:
    @time_machine.travel(NOON, tick=False)
    def test_fails_where_a_move_is_late_and_makes_nothing(self):
        move = plan(written(), at=NOON - timedelta(minutes=2))
        with pytest.raises(CommandError, match="late"):
            call_command("publish_due", "--check")
        move.refresh_from_db()
        assert move.state == "pending"

    @time_machine.travel(NOON, tick=False)
    def test_is_content_once_they_are_made_and_the_worker_lives(self):
        plan(written(), at=NOON - timedelta(minutes=2))
        call_command("publish_due", stdout=io.StringIO())
        lateness.beat("web:a:1", "web", at=NOON)
        with pytest.raises(CommandError, match="worker"):
            call_command("publish_due", "--check")
        lateness.beat("worker:a:1", "worker", at=NOON)
        said = io.StringIO()
        call_command("publish_due", "--check", stdout=said)
        assert said.getvalue() == "On time.\n"
