"""Why readers do not have it: every reason, each with its way out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.models.desk import Article, ScheduledMove, Stage, Standing
from articles.models.reader import Publication
from articles.workflow import checklist, lateness
from articles.workflow.lateness import Trouble

Subject = Literal[
    "hold", "withdrawn", "stage", "approval", "checklist", "unmerged", "embargo",
    "schedule", "failed", "cancelled", "worker",
]  # fmt: skip

Kind = ScheduledMove.Kind
State = ScheduledMove.State


@dataclass(frozen=True)
class Reason:
    """One thing that stands between the newest revision and readers."""

    kind: Subject
    text: str
    way_out: str


@dataclass(frozen=True)
class _Look:
    """What the reasons are told from, read once."""

    article: Article
    at: datetime
    moves: list[ScheduledMove]

    def last(self, *states: State) -> ScheduledMove | None:
        """Give the publication planned last, if it is in one of these states."""
        planned = [one for one in self.moves if one.kind == Kind.PUBLISH]
        newest = max(planned, key=lambda one: (one.created_at, one.pk), default=None)
        return newest if newest is not None and newest.state in states else None


def why_not_live(article: Article, *, at: datetime) -> list[Reason]:
    """Name every reason why readers do not have the newest revision; none if they do.

    Costs the same number of queries whatever the article has been through; moves and
    their revisions are taken from a prefetch where there is one.
    """
    if article.standing == Standing.LIVE and not _is_behind(article):
        return []
    moves = article.scheduled_moves.select_related("revision").all()
    if "scheduled_moves" in getattr(article, "_prefetched_objects_cache", {}):
        moves = article.scheduled_moves.all()
    look = _Look(article, at, list(moves))
    return [reason for tell in TELLERS for reason in tell(look)]


def _is_behind(article: Article) -> bool:
    return article.live_number != article.latest_number


def _hold(look: _Look) -> Iterator[Reason]:
    since = look.article.held_since
    if since is not None:
        yield Reason(
            "hold",
            _("It has been under a legal hold since %(time)s.")
            % {"time": _time(since)},
            _("An administrator lifts the hold; then it can be restored."),
        )


def _withdrawn(look: _Look) -> Iterator[Reason]:
    if look.article.standing != Standing.WITHDRAWN:
        return
    entry = (
        Publication.objects.filter(article=look.article.uuid)
        .defer("packed")
        .order_by("-number")
        .first()
    )
    text = _("It is withdrawn.")
    if entry is not None:
        text = _("%(who)s withdrew it, %(time)s: %(reason)s") % {
            "who": entry.actor_name or _("the system"),
            "time": _time(entry.at),
            "reason": entry.reason or "–",
        }
    yield Reason("withdrawn", text, _("Restore it, if it may be read again."))


def _stage(look: _Look) -> Iterator[Reason]:
    article = look.article
    number = {"number": article.latest_number}
    if article.stage == Stage.DRAFT:
        yield Reason(
            "stage",
            _("Revision %(number)s is a draft.") % number,
            _("Submit it for review and have it approved."),
        )
    elif article.stage == Stage.IN_REVIEW:
        yield Reason(
            "stage",
            _("Revision %(number)s is in review.") % number,
            _("An editor approves it or requests changes."),
        )
    elif not look.last(State.PENDING):
        yield Reason(
            "stage",
            _(
                "Revision %(number)s is approved, but nobody has published or scheduled it."
            )
            % number,
            _("Publish or schedule it."),
        )


def _approval(look: _Look) -> Iterator[Reason]:
    article = look.article
    approved = article.approved_number
    if approved is None or approved == article.latest_number:
        return
    if approved == article.live_number:
        return
    yield Reason(
        "approval",
        _("Revision %(approved)s is approved; revision %(number)s is newer and is not.")
        % {"approved": approved, "number": article.latest_number},
        _("Have the newest revision approved; the approval of the other is over."),
    )


def _checklist(look: _Look) -> Iterator[Reason]:
    for item in checklist.look_at(look.article, at=look.at):
        if item.blocks:
            yield Reason(
                "checklist",
                item.sentence,
                _(
                    "Put it right; whoever publishes may also let it pass with a reason."
                ),
            )


def _unmerged(look: _Look) -> Iterator[Reason]:
    number = look.article.unmerged_number
    if number is not None:
        yield Reason(
            "unmerged",
            _("Readers have a correction (revision %(number)s) that the draft lacks.")
            % {"number": number},
            _("Bring the correction into the draft, or it would be undone."),
        )


def _embargo(look: _Look) -> Iterator[Reason]:
    until = look.article.embargoed_until
    if until is not None and until > look.at:
        yield Reason(
            "embargo",
            _("It is under embargo until %(time)s.") % {"time": _time(until)},
            _("Schedule it for that time or later."),
        )


def _schedule(look: _Look) -> Iterator[Reason]:
    move = look.last(State.PENDING)
    if move is None or move.revision is None:
        return
    said = {"number": move.revision.number, "time": _time(move.at)}
    if move.at < look.at - lateness.GRACE:
        yield Reason(
            "schedule",
            _("Revision %(number)s should have gone out %(time)s and is late.") % said,
            _("Publish it by hand, and have somebody look after the worker."),
        )
        return
    yield Reason(
        "schedule",
        _("Revision %(number)s goes out %(time)s.") % said,
        _("Wait, or publish it now."),
    )


def _failed(look: _Look) -> Iterator[Reason]:
    move = look.last(State.FAILED)
    if move is not None:
        yield Reason(
            "failed",
            _("It was scheduled for %(time)s and did not go out: %(failure)s")
            % {"time": _time(move.at), "failure": move.failure},
            _("Remove the cause, then publish it or schedule it again."),
        )


def _cancelled(look: _Look) -> Iterator[Reason]:
    move = look.last(State.CANCELLED)
    if move is not None and move.settled_at is not None and not move.failure:
        yield Reason(
            "cancelled",
            _("It was scheduled for %(time)s; that was cancelled %(settled)s.")
            % {"time": _time(move.at), "settled": _time(move.settled_at)},
            _("Schedule it again, or publish it."),
        )


def _worker(look: _Look) -> Iterator[Reason]:
    if not look.last(State.PENDING):
        return
    row = Article.objects.filter(pk=look.article.pk)
    signs = lateness.signs(row, at=look.at)
    if signs.trouble in (Trouble.LATE, Trouble.STOPPED):
        yield Reason(
            "worker",
            _("Scheduled moves are not being made: nothing looks after them."),
            _("Whoever looks after the machines starts the worker again."),
        )


TELLERS = (
    _hold, _withdrawn, _stage, _approval, _checklist, _unmerged, _embargo, _schedule,
    _failed, _cancelled, _worker,
)  # fmt: skip


def _time(when: datetime) -> str:
    return date_format(localtime(when), "DATETIME_FORMAT")
