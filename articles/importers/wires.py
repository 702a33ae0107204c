"""Wires in turn: the worker asks each feed that is due, and notes what came of it."""

import logging
from datetime import datetime

from articles.importers import feeds
from articles.importers.files import SourceProblem
from articles.importers.report import Report
from articles.importers.writer import Writer
from articles.models.desk import Wire
from articles.publishing.tasks import fetch_pictures

log = logging.getLogger("newsroom.wires")

AT_ONCE = 20
"""Wires asked in one pass."""


def look(at: datetime) -> int:
    """Ask the wires that are due, each by one process; gives how many were asked."""
    asked = 0
    for wire in Wire.objects.due(at).select_related("category", "source")[:AT_ONCE]:
        if Wire.objects.claim(wire, at=at):
            ask(wire, at=at)
            asked += 1
    return asked


def ask(wire: Wire, *, at: datetime) -> None:
    """Ask one wire for news, and note what it brought, or why it brought nothing."""
    wire.asked_at, wire.problem = at, ""
    try:
        answer = feeds.get(wire.address, feeds.Conditions(wire.etag, wire.modified))
        if answer.data is not None:
            report = _bring(wire, answer.data, at=at)
            wire.counts, wire.problem = report.counts(), _trouble(report)
            wire.etag, wire.modified = _kept(answer.conditions)
    except (SourceProblem, feeds.FeedProblem) as problem:
        log.warning("The wire “%s” brought nothing: %s", wire.name, problem)
        wire.problem = str(problem)
    wire.save(update_fields=["asked_at", "problem", "counts", "etag", "modified"])


def _bring(wire: Wire, data: bytes, *, at: datetime) -> Report:
    category = wire.category
    options = feeds.Options(
        category=tuple(one.name for one in category.trail()) if category else (),
        source=wire.source.name if wire.source else "",
    )
    report = Report(source=wire.address, format="feed")
    entries = feeds.read_one(data, wire.address, options)
    Writer(report=report, at=at, publish_as="draft").write(entries)
    if report.pictures_missing:
        fetch_pictures.enqueue()
    return report


def _trouble(report: Report) -> str:
    """Give what somebody should look at, the first few of it."""
    wrong = [
        one.reason for one in report.items if one.outcome in ("refused", "conflict")
    ]
    more = f" (+{len(wrong) - 3})" if len(wrong) > 3 else ""
    return "; ".join(wrong[:3]) + more


def _kept(conditions: feeds.Conditions) -> tuple[str, str]:
    """Keep a version only where it fits: half of one would never match."""
    etag, modified = conditions.etag, conditions.modified
    fits = len(etag) <= 500 and len(modified) <= 100
    return (etag, modified) if fits else ("", "")
