"""An import from a path to a report; the command is a thin shell round it."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from articles.conf import conf
from articles.importers import files, hexo
from articles.importers.files import SourceProblem
from articles.importers.hexo_config import HexoConfig, find_config, load_config
from articles.importers.redirects import Redirects, load_redirects
from articles.importers.report import Report
from articles.importers.writer import As, Writer
from articles.publishing.tasks import fetch_pictures

FORMATS = ("hexo",)
_OTHERS = {".xml": "a WordPress or feed export", ".json": "a Ghost export"}

Progress = Callable[[int, int], None]


def _silent(done: int, total: int) -> None:
    """Tell nobody how far the work is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be imported, and how."""

    source: Path
    format: str = "auto"
    config: Path | None = None
    redirects: Path | None = None
    publish_as: As = "source"
    dry_run: bool = False
    fetch: bool = True


def import_posts(plan: Plan, *, at: datetime, progress: Progress = _silent) -> Report:
    """Import a source and report on every file; `progress` hears (done, total).

    Raises `SourceProblem` where the source, the configuration or the list of
    redirects cannot be read at all; then nothing was saved.
    """
    kind = _format(plan)
    found = files.find(plan.source)
    options = hexo.Options(
        zone=timezone.get_default_timezone(),
        outlets=frozenset(conf().outlets),
        config=_config(plan),
    )
    redirects = load_redirects(plan.redirects) if plan.redirects else Redirects()
    report = Report(source=str(plan.source), format=kind)
    report.remarks += redirects.remarks
    report.remarks += redirects.strangers(one.key for one in found)
    writer = Writer(
        report=report,
        at=at,
        publish_as=plan.publish_as,
        dry_run=plan.dry_run,
        redirects=redirects,
    )
    writer.found.of_bodies = plan.fetch
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress(done, len(found))

    with _seldom_collecting():
        writer.write(hexo.read_each(found, options), advance=advance)
    if report.pictures_missing and plan.fetch and not plan.dry_run:
        fetch_pictures.enqueue()
    return report


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
    other = _OTHERS.get(plan.source.suffix.lower())
    if other and plan.source.is_file():
        raise SourceProblem(
            f"{plan.source} looks like {other}, which cannot be read yet;"
            f" formats: {known}."
        )
    return FORMATS[0]


def _config(plan: Plan) -> HexoConfig:
    path = plan.config or find_config(plan.source)
    return load_config(path) if path else HexoConfig()
