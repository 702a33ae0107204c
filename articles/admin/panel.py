"""The right panel of an article's form: how it stands, what may be done, what was."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.contrib.auth.models import User
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext as _

from articles.admin import (
    assignment,
    changes,
    checklist,
    columns,
    comment_panel,
    notes,
    schedule,
    shares,
    signing,
    translations,
)
from articles.models.desk import Article, Stage, Standing
from articles.models.reader import Publication, PublishedArticle
from articles.workflow import MOVES, Move, policy

# Further sections, top to bottom: a template, and what gives its context.
SECTIONS: tuple[
    tuple[str, Callable[[Article, User, datetime], dict[str, Any]]], ...
] = (
    ("admin/articles/article/_panel_signing.html", signing.section),
    ("admin/articles/article/_panel_schedule.html", schedule.section),
    ("admin/articles/article/_panel_checklist.html", checklist.section),
    ("admin/articles/article/_panel_changes.html", changes.section),
    ("admin/articles/article/_panel_task.html", assignment.section),
    ("admin/articles/article/_panel_notes.html", notes.section),
    ("admin/articles/article/_panel_preview.html", shares.section),
    ("admin/articles/article/_panel_translations.html", translations.section),
    ("admin/articles/article/_panel_comments.html", comment_panel.section),
)

PRIMARY = ("publish", "update", "approve", "submit", "restore")
HISTORY = 30


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of an article's history."""

    at: datetime
    kind: str
    what: str | Promise
    number: int | None
    who: str
    note: str = ""

    @property
    def when(self) -> SafeString:
        """Say when, as people would."""
        return columns.moment(self.at)


def panel(article: Article, user: User, *, at: datetime) -> dict[str, Any]:
    """Give all the panel shows, in a number of queries that no history changes."""
    prefetch_related_objects(
        [article], "scheduled_moves__revision", "bylines__author", "filings"
    )
    verdicts = policy.moves(user, article, at=at)
    allowed = {move.name: move for move, verdict in verdicts if verdict.allowed}
    primary = next((name for name in PRIMARY if name in allowed), "")
    story = history(article)
    return {
        "returned": _returned(article, story),
        "chips": columns.chips(article),
        "zone": get_current_timezone_name(),
        "suggested": schedule.suggested(article, at=at),
        "primary": allowed.pop(primary, None),
        "allowed": list(allowed.values()),
        "overridable": [(move, no.why_not) for move, no in verdicts if no.overridable],
        "refused": [
            (move, verdict.why_not) for move, verdict in verdicts if not verdict.allowed
        ],
        "history": story,
        "live": _live(article),
        "behind": article.standing == Standing.LIVE
        and article.live_number != article.latest_number,
        "sections": [(name, give(article, user, at)) for name, give in SECTIONS],
        "move_url": reverse("admin:articles_article_move", args=[article.pk]),
    }


def _returned(article: Article, story: list[Entry]) -> Entry | None:
    """Give the request for changes that the writer is at, if there is one."""
    if article.stage != Stage.DRAFT:
        return None
    step = next((entry for entry in story if entry.kind == "step"), None)
    asked = MOVES["request_changes"].label
    return step if step is not None and step.what == asked else None


def _live(article: Article) -> PublishedArticle | None:
    if article.standing != Standing.LIVE:
        return None
    return PublishedArticle.objects.cards().filter(uuid=article.uuid).first()


def history(article: Article, limit: int = HISTORY) -> list[Entry]:
    """Give saves, moves and what the door did as one story, newest first."""
    entries = [
        *_saves(article, limit),
        *_steps(article, limit),
        *_doors(article, limit),
    ]
    return sorted(entries, key=attrgetter("at"), reverse=True)[:limit]


def _saves(article: Article, limit: int) -> list[Entry]:
    saved = article.revisions.select_related("created_by").defer("content")
    return [
        Entry(
            at=one.created_at,
            kind="save",
            what=_("saved"),
            number=one.number,
            who=columns.person(one.created_by),
            note=one.note,
        )
        for one in saved.order_by("-number")[:limit]
    ]


def _steps(article: Article, limit: int) -> list[Entry]:
    return [
        Entry(
            at=one.at,
            kind="step",
            what=_label(one.move),
            number=one.revision_number,
            who=columns.person(one.made_by),
            note=one.note,
        )
        for one in article.steps.select_related("made_by")[:limit]
    ]


def _doors(article: Article, limit: int) -> list[Entry]:
    log = Publication.objects.filter(article=article.uuid).defer("packed")
    return [
        Entry(
            at=one.at,
            kind="door",
            what=one.get_action_display(),
            number=one.revision_number,
            who=one.actor_name or columns.person(None),
            note=one.reason,
        )
        for one in log.order_by("-number")[:limit]
    ]


def _label(move: str) -> str | Promise:
    known: Move | None = MOVES.get(move)
    return known.label if known else move
