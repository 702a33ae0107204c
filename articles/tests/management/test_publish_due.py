"""manage.py publish_due: one pass, at the time it is run."""

import io
from datetime import UTC, datetime

import time_machine
from django.core.management import call_command

from articles import publishing

NOON = datetime(2026, 3, 5, 4, tzinfo=UTC)


class TestPublishDue:
    @time_machine.travel(NOON, tick=False)
    def test_makes_one_pass_and_says_what_it_did(self, monkeypatch):
        passes = []

        def publish_due(*, at):
            passes.append(at)
            return ["first", "second"]

        monkeypatch.setattr(publishing, "publish_due", publish_due)
        said = io.StringIO()
        call_command("publish_due", stdout=said)
        assert passes == [NOON]
        assert said.getvalue() == "2 moves made.\n"
