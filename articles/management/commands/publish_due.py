"""Makes the moves that are due, once: for cron, for looking, and for alarms."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles import publishing
from articles.workflow import lateness
from articles.workflow.lateness import Trouble

SAID = {
    Trouble.LATE: "Scheduled moves are late.",
    Trouble.STOPPED: "Nobody makes the scheduled moves: start the worker.",
    Trouble.STANDING_IN: "The worker does not run; web processes stand in for it.",
}


class Command(BaseCommand):
    """Publish and withdraw what was planned for now or earlier."""

    help = "One pass of due moves: publishes and withdraws what was scheduled."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether only to look."""
        parser.add_argument(
            "--check",
            action="store_true",
            help="Make nothing; exit 1 where moves are late or the worker is gone.",
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Make the due moves; say how many there were, and which could not be made."""
        now = timezone.now()
        if check:
            trouble = lateness.signs_now(at=now).trouble
            if trouble:
                raise CommandError(SAID[trouble])
            self.stdout.write("On time.")
            return
        outcomes = publishing.publish_due(at=now)
        refused = [outcome for outcome in outcomes if outcome.publication is None]
        for outcome in refused:
            self.stderr.write(f"{outcome.order.article}: {outcome.refusal}")
        self.stdout.write(f"Moves made: {len(outcomes) - len(refused)}.")
