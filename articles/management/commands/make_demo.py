"""Fill the site with generated articles."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from articles.demo import ARTICLES, SEED, fill


class Command(BaseCommand):
    """Make a newspaper to look at: sections, pictures, years of issues, a busy desk."""

    help = (
        "Fills the site with generated articles; changes nothing when repeated. "
        "Published articles cannot be deleted, so it refuses outside of DEBUG."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number of articles and the number that all chance starts from."""
        parser.add_argument("--articles", type=int, default=ARTICLES)
        parser.add_argument(
            "--seed", type=int, default=SEED, help="Another number, another newspaper."
        )
        parser.add_argument(
            "--force", action="store_true", help="Do it where DEBUG is off, too."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing and say how much that was."""
        if not (settings.DEBUG or options["force"]):
            raise CommandError(
                "This is not a development site (DEBUG is off), and what is published "
                "stays in the log for good. Add --force if that is what you want."
            )
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("Articles", total=options["articles"])
            filled = fill(
                at=timezone.now(),
                count=options["articles"],
                seed=options["seed"],
                advance=lambda count: progress.advance(task, count),
            )
        self.stdout.write(f"Made {filled.made} articles; {filled.found} were there.")
