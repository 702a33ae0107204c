"""Whose turn it is to make due moves, so that processes do not do the same work twice.

Only a courtesy: that a move is made once is decided by its own conditional UPDATE. A
process that dies in its turn holds the others up for `LEASE` and no longer.
"""

from datetime import datetime, timedelta

from articles.models.desk import Heartbeat
from articles.workflow.lateness import TURN

LEASE = timedelta(seconds=10)
"""How long a turn may last."""


def take(*, at: datetime) -> datetime | None:
    """Give the token of our turn, None while it is another process's."""
    until = at + LEASE
    rows = Heartbeat.objects.filter(name=TURN)
    ends = rows.values_list("at", flat=True).first()
    if ends is None:
        _row, made = Heartbeat.objects.get_or_create(
            name=TURN, defaults={"kind": Heartbeat.Kind.WEB, "at": until}
        )
        return until if made else None
    # One that ends later than any turn could was taken before the clock was set back.
    if at < ends <= until:
        return None
    return until if rows.filter(at=ends).update(at=until) else None


def give_back(token: datetime, *, at: datetime) -> None:
    """End our turn, unless it was over and somebody else has taken theirs."""
    Heartbeat.objects.filter(name=TURN, at=token).update(at=at)
