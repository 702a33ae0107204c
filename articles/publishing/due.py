"""Moves whose time has come, made once, in order, by whichever process is first."""

import logging
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _

from articles.models.desk import Article, Ending, ScheduledMove, Standing
from articles.models.reader import Publication
from articles.publishing import alarms
from articles.publishing.actions import publish_each, update_each, withdraw_each
from articles.publishing.orders import Order, Outcome
from articles.workflow import audit

log = logging.getLogger("newsroom.due")

TRIES = 3
"""Attempts at one move in one pass while others change its article."""

Kind = ScheduledMove.Kind
State = ScheduledMove.State


def publish_due(
    *, at: datetime, overdue_by: timedelta = timedelta(), limit: int | None = None
) -> list[Outcome]:
    """Make the moves that are due, oldest first; a second process finds none left.

    A move that its article's standing or embargo forbids is put aside as failed,
    with the sentence that says why; planner and publishers are told. ``overdue_by``
    leaves younger moves to others, ``limit`` later ones to the next pass.
    """
    outcomes = []
    due = ScheduledMove.objects.due(at - overdue_by)
    for pk in list(due.values_list("pk", flat=True)[:limit]):
        outcome = _make(pk, at=at)
        if outcome is not None:
            outcomes.append(outcome)
    return outcomes


def _make(pk: int, *, at: datetime) -> Outcome | None:
    """Make one move or fail it; None where somebody else did or the next pass will."""
    for _attempt in range(TRIES):
        move = (
            ScheduledMove.objects.pending()
            .select_related("article", "revision", "created_by")
            .filter(pk=pk)
            .first()
        )
        if move is None:
            return None
        if _has_been_done(move):
            _cancel(move, at=at)
            return None
        outcome = _try(move, at=at)
        if outcome.publication is not None:
            return outcome
        if not _has_changed(move.article):
            return outcome if _fail(move, outcome.refusal, at=at) else None
    return None


def _try(move: ScheduledMove, *, at: datetime) -> Outcome:
    """Give what comes of a move; a fault in one must not hold up those behind it."""
    order = Order(
        article=move.article,
        revision=None if move.kind == Kind.WITHDRAW else move.revision,
        reason=move.reason,
        move=move,
        ending=move.ending or Ending.GONE,
        leads_to=move.leads_to or "",
    )
    refusal = _overtaken_by(move)
    if refusal:
        return Outcome(order, refusal=refusal)
    try:
        return _perform(move, order, at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception as fault:
        log.exception("Scheduled move %s could not be made.", move.pk)
        refusal = _(
            "A fault of the system (%(fault)s), noted in its log. Publish it by hand, "
            "or schedule it again."
        ) % {"fault": type(fault).__name__}
        return Outcome(order, refusal=refusal)


def _perform(move: ScheduledMove, order: Order, *, at: datetime) -> Outcome:
    article = move.article
    if order.revision is not None:
        order.revision.article = article
    if move.kind == Kind.WITHDRAW:
        do = withdraw_each
    elif article.standing == Standing.LIVE:
        do = update_each
    else:
        do = publish_each
    (outcome,) = do([order], actor=move.created_by, at=at)
    return outcome


def _has_been_done(move: ScheduledMove) -> bool:
    """Tell whether readers have the very revision already, or no longer have any."""
    if move.kind == Kind.WITHDRAW:
        return move.article.standing == Standing.WITHDRAWN
    revision = move.revision
    return revision is not None and revision.number == move.article.live_number


def _overtaken_by(move: ScheduledMove) -> str:
    """Say what happened since the move was planned that it must not undo."""
    article, revision = move.article, move.revision
    if revision is None or move.kind == Kind.WITHDRAW:
        return ""
    live = article.live_number
    if live is not None and live > revision.number:
        return _(
            "Readers have revision %(live)s, newer than revision %(number)s that was "
            "scheduled. Schedule the newest revision if it is still to go out."
        ) % {"live": live, "number": revision.number}
    if article.held_since is not None:
        return _("It is under a legal hold: the hold has to be lifted first.")
    if article.standing == Standing.WITHDRAWN and _withdrawn_since(move):
        return _(
            "It was withdrawn after this was scheduled. Restore it or schedule it "
            "again if it is to go out all the same."
        )
    return ""


def _withdrawn_since(move: ScheduledMove) -> bool:
    withdrawn = Publication.objects.filter(
        article=move.article.uuid,
        action=Publication.Action.WITHDRAWN,
        at__gt=move.created_at,
    )
    return withdrawn.exists()


def _has_changed(article: Article) -> bool:
    """Tell whether the article went through the door while the move was made."""
    now = Article.objects.values_list("edition", flat=True).get(pk=article.pk)
    return now != article.edition


def _cancel(move: ScheduledMove, *, at: datetime) -> None:
    """Take a move out of the queue that somebody made unnecessary by hand."""
    said = _("Done by hand before its time.")
    ScheduledMove.objects.settle(move.pk, State.CANCELLED, at=at, failure=said)


def _fail(move: ScheduledMove, sentence: str, *, at: datetime) -> bool:
    """Put a move aside, log it and tell its planner and the publishers, all or nothing."""
    with transaction.atomic():
        failed = ScheduledMove.objects.settle(
            move.pk, State.FAILED, at=at, failure=sentence
        )
        if not failed:
            return False
        audit.record(
            audit.Kind.MOVE,
            "schedule_failed",
            actor=None,
            at=at,
            article=move.article,
            detail=sentence,
        )
        alarms.move_failed(move, sentence, at=at)
    return True
