"""The moves of the working copy and of the schedule; the door makes the others."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.models.desk import (
    Article,
    Ending,
    Occasion,
    Override,
    Revision,
    ScheduledMove,
    Stage,
    Step,
)
from articles.workflow import audience, audit, checklist, endings, notices, policy
from articles.workflow.errors import MoveRefused
from articles.workflow.facts import Facts
from articles.workflow.moves import MOVES, Move

Kind = ScheduledMove.Kind
State = ScheduledMove.State

OCCASIONS = {
    Stage.IN_REVIEW: Occasion.SUBMITTED,
    Stage.DRAFT: Occasion.CHANGES,
    Stage.APPROVED: Occasion.APPROVED,
}


def submit(article: Article, *, actor: User, at: datetime) -> Step:
    """Hand the newest revision over for review."""
    return _shift(article, "submit", actor=actor, at=at)


def request_changes(article: Article, *, actor: User, at: datetime, note: str) -> Step:
    """Give the article back to its writer, with what is to be changed."""
    return _shift(article, "request_changes", actor=actor, at=at, note=note)


def approve(article: Article, *, actor: User, at: datetime, note: str = "") -> Step:
    """Approve the newest revision, and that one only."""
    return _shift(article, "approve", actor=actor, at=at, note=note)


def schedule(
    article: Article, *, actor: User, at: datetime, when: datetime
) -> ScheduledMove:
    """Publish the approved revision at a time; takes the place of an earlier plan."""
    demand("schedule", article, actor=actor, at=at)
    _not_over(when, at)
    until = article.embargoed_until
    if until is not None and when < until:
        raise MoveRefused(
            _("It is under embargo until %(time)s: choose a later time.")
            % {"time": _readable(until)}
        )
    approved = Revision.objects.get(
        article=article, number=article.approved_number or 0
    )
    planned = ScheduledMove(
        article=article, kind=Kind.PUBLISH, revision=approved, at=when,
        created_at=at, created_by=actor,
    )  # fmt: skip
    return _plan(planned, "schedule")


def schedule_withdrawal(
    article: Article,
    *,
    actor: User,
    at: datetime,
    when: datetime,
    reason: str,
    ending: str = Ending.GONE,
    leads_to: str = "",
) -> ScheduledMove:
    """Withdraw a live article at a time; takes the place of an earlier plan.

    It names the revision that readers had then, so that the panel can say that they
    have another by now; the article comes down all the same.
    """
    demand("schedule_withdrawal", article, actor=actor, at=at)
    _not_over(when, at)
    _given(reason)
    settled, owner = endings.settle(article, ending=ending, leads_to=leads_to)
    seen = Revision.objects.filter(article=article, number=article.live_number or 0)
    planned = ScheduledMove(
        article=article, kind=Kind.WITHDRAW, revision=seen.first(), at=when,
        reason=reason, ending=settled, leads_to=owner or None, created_at=at, created_by=actor,
    )  # fmt: skip
    return _plan(planned, "schedule_withdrawal")


def unschedule(
    article: Article, *, actor: User, at: datetime, kind: str | None = None
) -> int:
    """Cancel what is scheduled, of one kind or all; say how many moves that were."""
    demand("unschedule", article, actor=actor, at=at)
    waiting = article.scheduled_moves.filter(state=State.PENDING)
    if kind is not None:
        waiting = waiting.filter(kind=kind)
    with transaction.atomic():
        cancelled = waiting.update(state=State.CANCELLED, settled_at=at)
        if not cancelled:
            raise MoveRefused(_("It was made or cancelled in the meantime."))
        audit.record(
            audit.Kind.MOVE, "unschedule", actor=actor, at=at, article=article,
            detail=kind or "",
        )  # fmt: skip
    return cancelled


def let_pass(article: Article, *, actor: User, at: datetime, reason: str) -> Override:
    """Note that somebody lets the newest revision pass in spite of the checklist."""
    blocking = checklist.blocking(Facts(article, actor, at))
    if not blocking:
        raise MoveRefused(_("The checklist has nothing against it."))
    _given(reason)
    with transaction.atomic():
        audit.record(
            audit.Kind.MOVE, "override", actor=actor, at=at, article=article,
            detail=f"{', '.join(blocking)}: {reason.strip()}",
        )  # fmt: skip
        return Override.objects.create(
            article=article,
            revision_number=article.latest_number,
            checks=blocking,
            reason=reason.strip(),
            at=at,
            made_by=actor,
        )


def demand(move: str, article: Article, *, actor: User, at: datetime) -> Move:
    """Give the move if the person may make it now; else raise MoveRefused."""
    verdict = policy.may(actor, move, article, at=at)
    if not verdict.allowed:
        raise MoveRefused(verdict.why_not)
    return MOVES[move]


def _shift(
    article: Article,
    name: str,
    *,
    actor: User,
    at: datetime,
    note: str = "",
) -> Step:
    move = demand(name, article, actor=actor, at=at)
    if "note" in move.asks:
        _given(note)
    if move.to_stage is None:
        raise ValueError(f"{name} does not change the stage")
    came_from, number = article.stage, article.latest_number
    with transaction.atomic():
        _claim(article, move.to_stage)
        audit.record(
            audit.Kind.MOVE, name, actor=actor, at=at, article=article,
            detail=f"{number}: {note.strip()}" if note.strip() else str(number),
        )  # fmt: skip
        step = Step.objects.create(
            article=article,
            revision_number=number,
            move=name,
            from_stage=came_from,
            to_stage=move.to_stage,
            note=note.strip(),
            at=at,
            made_by=actor,
        )
        _tell(step)
    return step


def _tell(step: Step) -> None:
    """Tell those for whom it is next: reviewers, or those whose article it is."""
    article, actor = step.article, step.made_by
    occasion = OCCASIONS[Stage(step.to_stage)]
    if step.to_stage == Stage.IN_REVIEW:
        users = audience.approvers(article, besides=actor)
    else:
        users = notices.people_of(article)
    notices.tell(
        occasion, users=users, article=article, actor=actor, text=step.note, at=step.at
    )


def _claim(article: Article, stage: Stage) -> None:
    """Take the article from the stage and revision as seen; one process succeeds."""
    values: dict[str, Any] = {"stage": stage}
    if stage == Stage.APPROVED:
        values["approved_number"] = article.latest_number
    claimed = Article.objects.filter(
        pk=article.pk, stage=article.stage, latest_number=article.latest_number
    ).update(**values)
    if not claimed:
        raise MoveRefused(
            _("The article changed in the meantime: look at it again, then decide.")
        )
    for name, value in values.items():
        setattr(article, name, value)


def _plan(planned: ScheduledMove, move: str) -> ScheduledMove:
    """Store a plan in the place of an earlier one of its kind, and log it."""
    article, at = planned.article, planned.created_at
    waiting = article.scheduled_moves.filter(kind=planned.kind, state=State.PENDING)
    try:
        with transaction.atomic():
            waiting.update(state=State.CANCELLED, settled_at=at)
            planned.save(force_insert=True)
            audit.record(
                audit.Kind.MOVE, move, actor=planned.created_by, at=at, article=article,
                detail=f"{localtime(planned.at):%Y-%m-%d %H:%M %Z} {planned.reason}".strip(),
            )  # fmt: skip
    except IntegrityError as error:
        raise MoveRefused(
            _("Somebody else scheduled it in the meantime: look at it again.")
        ) from error
    return planned


def _not_over(when: datetime, at: datetime) -> None:
    if when <= at:
        raise MoveRefused(
            _("%(time)s is over: choose a later time.") % {"time": _readable(when)}
        )


def _given(text: str) -> None:
    if not text.strip():
        raise MoveRefused(_("Say why: a note has to go with this move."))


def _readable(when: datetime) -> str:
    return date_format(localtime(when), "DATETIME_FORMAT")
