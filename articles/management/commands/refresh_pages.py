"""Composes live pages again after the renderer changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from articles.publishing import refresh_pages
from articles.publishing.renewing import BATCH, outdated, outdated_pages, renew


class Command(BaseCommand):
    """Bring live pages up to today's rendering, as often as one likes."""

    help = "Composes again the live pages that an older version of rendering made."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether all pages are meant, and how many make a step."""
        parser.add_argument(
            "--all", action="store_true", help="also what is up to date already"
        )
        parser.add_argument(
            "--batch", type=int, default=BATCH, help=f"pages to a step ({BATCH})"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refresh step by step, and say how far it is and what was refused."""
        if options["batch"] < 1:
            raise CommandError("--batch is the number of pages to a step, 1 or more.")
        articles = outdated(everything=options["all"])
        done = refused = 0
        steps = renew(articles, at=timezone.now(), batch=options["batch"])
        for step, outcomes in enumerate(steps, 1):
            for outcome in outcomes:
                if outcome.publication is None:
                    refused += 1
                    self.stderr.write(f"{outcome.order.article}: {outcome.refusal}")
            done += sum(outcome.publication is not None for outcome in outcomes)
            seen = min(step * options["batch"], len(articles))
            self.stdout.write(f"{seen} of {len(articles)}")
        pages = outdated_pages(everything=options["all"])
        for page, refusal in refresh_pages(pages, at=timezone.now()).items():
            done += not refusal
            if refusal:
                refused += 1
                self.stderr.write(f"{page}: {refusal}")
        self.stdout.write(f"Refreshed {done}, refused {refused}.")
        if refused:
            raise CommandError("Some pages stay as they were; see above.", returncode=3)
