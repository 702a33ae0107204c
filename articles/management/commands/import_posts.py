"""Imports posts of another system, as often as one likes."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from articles import importers
from articles.importers.run import Progress as Hears
from articles.importers.writer import NOT_A_RECORDS_FAULT

INCOMPLETE = 3
GO_ON = "What was saved is whole; the same command goes on."
# The contract's list; the ones that are not built yet say so.
FORMATS = ("auto", "hexo", "jekyll", "hugo", "wordpress", "ghost", "feed", "plain")


class Command(BaseCommand):
    """Import a file or folder of posts; exit 0, 3 where some were refused, else 1."""

    help = "Import posts: a file, the folder of a site or of its posts, or a feed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what contract.md promises."""
        parser.add_argument(
            "source", type=_source, help="a file, a folder, or the address of a feed"
        )
        parser.add_argument("--format", choices=FORMATS, default="auto")
        parser.add_argument(
            "--config", type=Path, metavar="FILE", help="the site's _config.yml"
        )
        parser.add_argument(
            "--redirects",
            type=Path,
            metavar="FILE.tsv",
            help="old addresses: path, tab, file",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, save nothing"
        )
        parser.add_argument("--report", type=Path, metavar="FILE.json")
        parser.add_argument(
            "--as",
            dest="publish_as",
            choices=("source", "draft"),
            help="publish what the source published, or leave drafts; by default a"
            " feed's items are drafts, all else as the source has it",
        )
        parser.add_argument(
            "--category",
            type=_path,
            default=(),
            metavar="NAME/NAME",
            help="feeds: the category that new drafts are filed under",
        )
        parser.add_argument(
            "--source-name",
            default="",
            metavar="NAME",
            help="feeds: what the source is called here, instead of the feed's title",
        )
        parser.add_argument(
            "--no-fetch",
            action="store_true",
            help="leave remote pictures where they are",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, tell what happened, and end with the contract's exit code."""
        target: Path | None = options["report"]
        if target is not None and not target.absolute().parent.is_dir():
            raise CommandError(f"--report: {target.absolute().parent} is no folder.")
        plan = importers.Plan(
            source=options["source"],
            format=options["format"],
            config=options["config"],
            redirects=options["redirects"],
            publish_as=options["publish_as"],
            category=options["category"],
            source_name=options["source_name"],
            dry_run=options["dry_run"],
            fetch=not options["no_fetch"],
        )
        began = time.monotonic()
        try:
            with _bar() as progress:
                report = importers.import_posts(
                    plan, at=timezone.now(), progress=progress
                )
        except importers.SourceProblem as problem:
            raise CommandError(str(problem)) from problem
        except NOT_A_RECORDS_FAULT as problem:
            raise CommandError(f"The database: {problem}. {GO_ON}") from problem
        except KeyboardInterrupt:
            raise CommandError(f"Stopped. {GO_ON}") from None
        report.seconds = time.monotonic() - began
        if target is not None:
            report.save(target)
        self.tell(report, dry_run=plan.dry_run)

    def tell(self, report: importers.Report, *, dry_run: bool) -> None:
        """Write the counts, and a line for whatever somebody should look at."""
        for item in report.items:
            if item.outcome in (importers.Result.REFUSED, importers.Result.CONFLICT):
                self.stderr.write(f"{item.outcome}: {_named(item)}")
            elif item.reason:
                self.stdout.write(f"{item.outcome}: {_named(item)}")
        for remark in report.remarks:
            self.stdout.write(remark)
        counts = report.counts()
        told = ", ".join(f"{name} {count}" for name, count in counts.items())
        self.stdout.write(f"{'Would be: ' if dry_run else ''}{told}.")
        if not report.complete:
            rest = "nothing was saved" if dry_run else "all the rest is saved"
            raise CommandError(
                f"{counts['refused']} refused, {counts['conflict']} in conflict;"
                f" {rest}.",
                returncode=INCOMPLETE,
            )


def _source(text: str) -> Path | str:
    """Leave an address as it is; anything else is a path."""
    return text if importers.is_address(text) else Path(text)


def _path(text: str) -> tuple[str, ...]:
    """Read a category's path of names, outermost first."""
    return tuple(name.strip() for name in text.split("/") if name.strip())


def _named(item: importers.Item) -> str:
    if item.reason.startswith(f"{item.source_key}:"):
        return item.reason
    return f"{item.source_key}: {item.reason}"


@contextmanager
def _bar() -> Iterator[Hears]:
    """Show a bar on a terminal, nothing elsewhere."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("import", total=None)

        def hear(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield hear
