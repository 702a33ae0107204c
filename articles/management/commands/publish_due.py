"""Makes the moves that are due, once: for cron, and for looking."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles import publishing


class Command(BaseCommand):
    """Publish and withdraw what was planned for now or earlier."""

    help = "One pass of due moves: publishes and withdraws what was scheduled."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the due moves; say how many there were, and which could not be made."""
        outcomes = publishing.publish_due(at=timezone.now())
        refused = [outcome for outcome in outcomes if outcome.publication is None]
        for outcome in refused:
            self.stderr.write(f"{outcome.order.article}: {outcome.refusal}")
        self.stdout.write(f"Moves made: {len(outcomes) - len(refused)}.")
