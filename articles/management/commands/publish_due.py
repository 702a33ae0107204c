"""Makes the moves that are due, once: for cron, and for looking."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles import publishing


class Command(BaseCommand):
    """Publish and withdraw what was planned for now or earlier."""

    help = "One pass of due moves: publishes and withdraws what was scheduled."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the due moves and say how many there were."""
        done = publishing.publish_due(at=timezone.now())
        self.stdout.write(f"{len(done)} moves made.")
