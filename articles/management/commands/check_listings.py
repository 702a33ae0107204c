"""Ask whether what readers have agrees with itself, the log and the desk."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from articles import publishing


class Command(BaseCommand):
    """Say what is wrong with lists, counters, addresses and standing; exit 1 if any."""

    help = (
        "Checks listings, counters, totals, addresses, the log and the desk against "
        "each other; exit code 1 and a sentence for each disagreement."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the wish to have it put right."""
        parser.add_argument(
            "--repair",
            action="store_true",
            help="Build listings, totals and counters anew from the live rows.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Repair if asked to, then tell what is (still) wrong."""
        if options["repair"]:
            repaired = publishing.repair(at=timezone.now())
            for sentence in repaired:
                self.stdout.write(f"Repaired: {sentence}")
        wrong = publishing.check()
        for sentence in wrong:
            self.stderr.write(sentence)
        if wrong:
            raise CommandError(f"{len(wrong)} disagreements.")
        self.stdout.write("Everything agrees.")
