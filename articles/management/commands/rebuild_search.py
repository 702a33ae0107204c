"""Write both search indexes anew, in place, while everybody goes on working."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from articles.search import desk, published
from articles.search.rebuilding import Progress as Hears

INDEXES = {"readers": published, "desk": desk}


class Command(BaseCommand):
    """Enter every article again: readers' index, then the desk's."""

    help = (
        "Writes the search indexes anew in place, a few articles at a time: search "
        "answers meanwhile, and the desk may save and publish. May be stopped anywhere "
        "and repeated."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the wish to do only what is needed."""
        parser.add_argument(
            "--stale",
            action="store_true",
            help="only articles that are not in the index by today's rules",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild one index after the other, and tell how many articles it was."""
        only_stale: bool = options["stale"]
        for name, index in INDEXES.items():
            with _bar(name) as progress:
                done = index.rebuild(only_stale=only_stale, progress=progress)
            if done or not only_stale:
                self.stdout.write(f"Search, {name}: {done} articles entered.")


@contextmanager
def _bar(name: str) -> Iterator[Hears]:
    """Show a bar on a terminal, nothing elsewhere."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(name, total=None)

        def hear(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield hear
