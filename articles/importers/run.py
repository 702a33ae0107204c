"""An import from a path to a report; the command is a thin shell round it."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from articles.conf import conf
from articles.importers import feeds, files, hexo
from articles.importers.files import SourceProblem
from articles.importers.hexo_config import HexoConfig, find_config, load_config
from articles.importers.redirects import Redirects, load_redirects
from articles.importers.report import Report
from articles.importers.writer import As, Entry, Writer
from articles.publishing.tasks import fetch_pictures

FORMATS = ("hexo", "feed")
_OTHERS = {".xml": "a WordPress export", ".json": "a Ghost export"}

DEFAULTS: dict[str, As] = {"hexo": "source", "feed": "draft"}
"""What becomes of articles where nobody says: a wire's are the desk's to judge."""

Progress = Callable[[int, int], None]


def _silent(done: int, total: int) -> None:
    """Tell nobody how far the work is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be imported, and how; ``source`` is a path, or a feed's address.

    ``publish_as`` None leaves it to the format: a site's posts as their source has
    them, a feed's items as drafts. ``category`` and ``source_name`` are for feeds.
    """

    source: Path | str
    format: str = "auto"
    config: Path | None = None
    redirects: Path | None = None
    publish_as: As | None = None
    category: tuple[str, ...] = ()
    source_name: str = ""
    dry_run: bool = False
    fetch: bool = True


def import_posts(plan: Plan, *, at: datetime, progress: Progress = _silent) -> Report:
    """Import a source and report on every file; `progress` hears (done, total).

    Raises `SourceProblem` where the source, the configuration or the list of
    redirects cannot be read at all; then nothing was saved.
    """
    kind = _format(plan)
    redirects = load_redirects(plan.redirects) if plan.redirects else Redirects()
    report = Report(source=str(plan.source), format=kind)
    report.remarks += redirects.remarks
    if kind == "feed":
        entries, total = _items(plan)
    else:
        entries, total = _posts(plan, report, redirects)
    writer = Writer(
        report=report,
        at=at,
        publish_as=plan.publish_as or DEFAULTS[kind],
        dry_run=plan.dry_run,
        redirects=redirects,
    )
    writer.found.of_bodies = plan.fetch
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress(done, total)

    with _seldom_collecting():
        writer.write(entries, advance=advance)
    if report.pictures_missing and plan.fetch and not plan.dry_run:
        fetch_pictures.enqueue()
    return report


def _posts(
    plan: Plan, report: Report, redirects: Redirects
) -> tuple[Iterable[Entry], int]:
    """Give the posts of a site, and how many there are."""
    if isinstance(plan.source, str):
        raise SourceProblem(
            f"{plan.source}: only feeds are imported from an address (--format feed)."
        )
    found = files.find(plan.source)
    options = hexo.Options(
        zone=timezone.get_default_timezone(),
        outlets=frozenset(conf().outlets),
        config=_config(plan),
    )
    report.remarks += redirects.strangers(one.key for one in found)
    return hexo.read_each(found, options), len(found)


def _items(plan: Plan) -> tuple[Iterable[Entry], int]:
    """Give the items of a feed, or of all feeds in a folder, and how many there are.

    Of a folder that is the number of its files, which say more only when read.
    """
    options = feeds.Options(category=plan.category, source=plan.source_name)
    if isinstance(plan.source, Path) and plan.source.is_dir():
        paths = feeds.find(plan.source)
        return feeds.read_each(paths, plan.source, options), len(paths)
    try:
        entries = feeds.read_source(plan.source, options)
    except feeds.FeedProblem as problem:
        raise SourceProblem(f"{plan.source}: {problem}.") from problem
    return entries, len(entries)


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Keep the garbage collector from walking all of Django again and again.

    Rows make hundreds of thousands of objects and next to no cycles; collecting at
    the usual pace takes six per cent of an import's time.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _format(plan: Plan) -> str:
    if plan.format in FORMATS:
        return plan.format
    known = ", ".join(("auto", *FORMATS))
    if plan.format != "auto":
        raise SourceProblem(
            f"The format {plan.format} cannot be read yet; choose one of {known}."
        )
    if isinstance(plan.source, str):
        return "feed"
    other = _OTHERS.get(plan.source.suffix.lower())
    if feeds.is_feed_file(plan.source):
        return "feed"
    if other and plan.source.is_file():
        raise SourceProblem(
            f"{plan.source} looks like {other}, which cannot be read yet;"
            f" formats: {known}."
        )
    return FORMATS[0]


def _config(plan: Plan) -> HexoConfig:
    if isinstance(plan.source, str):
        return HexoConfig()
    path = plan.config or find_config(plan.source)
    return load_config(path) if path else HexoConfig()
