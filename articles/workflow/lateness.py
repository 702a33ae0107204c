"""Whether scheduled moves are made on time: signs of life, and what nobody answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from articles.models.desk import Heartbeat, ScheduledMove
from articles.models.reader import Publication
from articles.workflow import audit

GRACE = timedelta(seconds=60)
"""How late a move may be, and how long a process may be silent."""
SOON = timedelta(hours=1)
KEEP = timedelta(days=1)
"""How long the last sign of a process that is gone is kept."""
INCIDENTS = ("incident:late", "incident:worker")
"""Rows beside the heartbeats: each remembers that people were told of one trouble."""
TURN = "turn:moves"
"""The row that says whose turn it is to make due moves."""
NO_PROCESS = (*INCIDENTS, TURN)

Kind = Heartbeat.Kind
State = ScheduledMove.State


class Trouble(StrEnum):
    """What is wrong with the clock of the newsroom, the worst first."""

    NONE = ""
    LATE = "late"
    STOPPED = "stopped"
    STANDING_IN = "standing_in"


@dataclass(frozen=True)
class Signs:
    """What one look at the tables says: three instants, each None where there is none.

    ``next_move`` is the earliest pending move's time, up to an hour ahead.
    """

    at: datetime
    next_move: datetime | None
    last_look: datetime | None
    last_worker: datetime | None
    failed: bool = False

    @property
    def trouble(self) -> Trouble:
        """Name what is wrong, if anything."""
        if self.next_move is not None and self.next_move < self.at - GRACE:
            return Trouble.LATE
        if self.next_move is not None and not self._fresh(self.last_look):
            return Trouble.STOPPED
        if self._fresh(self.last_look) and not self._fresh(self.last_worker):
            return Trouble.STANDING_IN
        return Trouble.NONE

    @property
    def since(self) -> datetime | None:
        """Say since when."""
        if self.trouble == Trouble.LATE:
            return self.next_move
        if self.trouble == Trouble.STOPPED:
            return self.last_look
        return self.last_worker

    def _fresh(self, beat: datetime | None) -> bool:
        return beat is not None and beat >= self.at - GRACE


def beat(name: str, kind: str, *, at: datetime) -> None:
    """Leave a sign of life of one process; forget processes long gone when it is new."""
    if Heartbeat.objects.filter(name=name).update(at=at, kind=kind):
        return
    Heartbeat.objects.update_or_create(name=name, defaults={"kind": kind, "at": at})
    gone = Heartbeat.objects.filter(at__lt=at - KEEP)
    gone.exclude(name__in=NO_PROCESS).delete()


def beats(at: datetime) -> "QuerySet[Heartbeat]":
    """Give the signs of life; one from the future is a clock's fault and no sign."""
    return Heartbeat.objects.filter(at__lte=at + GRACE).exclude(name__in=NO_PROCESS)


def signs(row: "QuerySet[Any]", *, at: datetime) -> Signs:
    """Read the signs in one query, beside any one row that exists."""
    seen = beats(at).order_by("-at").values("at")
    soon = ScheduledMove.objects.pending().filter(at__lte=at + SOON)
    found = row.order_by().values_list(
        Subquery(soon.order_by("at").values("at")[:1]),
        Subquery(seen[:1]),
        Subquery(seen.filter(kind=Kind.WORKER)[:1]),
        Exists(unanswered()),
    )
    return Signs(at, *(found.first() or (None, None, None, False)))


def signs_now(*, at: datetime) -> Signs:
    """Read the signs where there is no row to read them beside."""
    seen = beats(at).aggregate(
        any=Max("at"), worker=Max("at", filter=Q(kind=Kind.WORKER))
    )
    soon = ScheduledMove.objects.pending().filter(at__lte=at + SOON)
    first = soon.order_by("at").values_list("at", flat=True).first()
    return Signs(at, first, seen["any"], seen["worker"])


def late_moves(*, at: datetime) -> "QuerySet[ScheduledMove]":
    """Give the moves that should have been made more than a minute ago."""
    return ScheduledMove.objects.due(at - GRACE)


def unanswered() -> "QuerySet[ScheduledMove]":
    """Give the failed moves that nobody has dealt with.

    Dealt with is one that was cancelled, planned anew, or made unnecessary by what
    the door did with the article since.
    """
    anew = ScheduledMove.objects.filter(
        article=OuterRef("article"),
        kind=OuterRef("kind"),
        created_at__gte=OuterRef("settled_at"),
    ).exclude(pk=OuterRef("pk"))
    done = Publication.objects.filter(
        article=OuterRef("article__uuid"), at__gte=OuterRef("settled_at")
    ).exclude(action=Publication.Action.REFRESHED)
    failed = ScheduledMove.objects.filter(state=State.FAILED)
    return failed.exclude(Exists(anew)).exclude(Exists(done))


def answer(move: ScheduledMove, *, actor: User, at: datetime) -> bool:
    """Put a failed move aside for good; False where somebody else did."""
    failed = ScheduledMove.objects.filter(pk=move.pk, state=State.FAILED)
    with transaction.atomic():
        if not failed.update(state=State.CANCELLED):
            return False
        audit.record(
            audit.Kind.MOVE, "schedule_answered", actor=actor, at=at,
            article=move.article, detail=move.failure,
        )  # fmt: skip
    return True


def begin_incident(name: str, *, at: datetime) -> bool:
    """Say whether it is ours to tell people of a trouble: one process, once, may."""
    Heartbeat.objects.get_or_create(name=name, defaults={"kind": Kind.WEB, "at": at})
    untold = Heartbeat.objects.filter(name=name, told_at=None)
    return untold.update(told_at=at, at=at) == 1


def end_incident(name: str, *, at: datetime, quiet: timedelta) -> None:
    """Forget a trouble that is over, but not at once: it may come and go."""
    over = Heartbeat.objects.filter(name=name, told_at__lte=at - quiet)
    over.update(told_at=None)
