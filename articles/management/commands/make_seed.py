"""Make the seed fixture anew from the file it is about."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles.management import seed


class Command(BaseCommand):
    """Import the seed file into a scratch database and write down all its rows."""

    help = (
        "Writes fixtures/seed.json: what the importer and the door make of the seed "
        "file. Works in a database of its own; yours is not touched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another file, or another place for the fixture."""
        parser.add_argument("source", type=Path, nargs="?", default=seed.SOURCE)
        parser.add_argument("--output", type=Path, default=seed.FIXTURE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say where it is."""
        with seed.scratch_database():
            text = seed.make(options["source"])
        options["output"].write_text(text, encoding="utf-8")
        self.stdout.write(f"Wrote {options['output']}.")
