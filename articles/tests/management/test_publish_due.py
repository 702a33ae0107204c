"""manage.py publish_due: one pass, at the time it is run."""

import io
from datetime import UTC, datetime
from types import SimpleNamespace

import time_machine
from django.core.management import call_command

from articles import publishing
from articles.publishing.orders import Outcome

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
