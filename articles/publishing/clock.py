"""What has to be done because time passes, and the threads that do it.

The worker is there for it; every web process stands in. Both leave a sign of life.
"""

import logging
import os
import random
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import close_old_connections, connections

from articles.models.desk import Heartbeat, ScheduledMove
from articles.publishing import reading, turn, watch
from articles.publishing.due import publish_due
from articles.publishing.front import turn_front
from articles.workflow import comments, fingerprints, lateness, mailing, unsaved

log = logging.getLogger("newsroom.clock")

WORKER_PAUSE = 1.0
"""Seconds between two looks of the worker."""
WEB_PAUSE = 15.0
"""Seconds between two looks of a web process."""
BEAT = 5.0
"""Seconds between two signs of life, at least."""
PATIENCE = timedelta(seconds=5)
"""How long a web process leaves a due move to the worker."""
BATCH = 100
"""Moves made in one pass, so that each is dated by a clock that was read just now."""

Kind = Heartbeat.Kind
Now = Callable[[], datetime]


@dataclass(frozen=True)
class Pass:
    """One thing that is looked at every so many seconds; ``do`` is given the time."""

    name: str
    every: float
    do: Callable[[datetime], object]


def make_due(at: datetime) -> None:
    """Make the due moves, as the worker does."""
    _make_due(at, overdue_by=timedelta())


def stand_in(at: datetime) -> None:
    """Make the due moves that the worker has left lying."""
    _make_due(at, overdue_by=PATIENCE)


def _make_due(at: datetime, *, overdue_by: timedelta) -> None:
    """Make some of the due moves, if there are any and it is our turn."""
    if not ScheduledMove.objects.due(at - overdue_by).exists():
        return
    token = turn.take(at=at)
    if token is not None:
        try:
            publish_due(at=at, overdue_by=overdue_by, limit=BATCH)
        finally:
            turn.give_back(token, at=at)


def send_mail(at: datetime) -> None:
    """Send each person what waits for them, in one mail."""
    mailing.mail_waiting(at=at)


def take_fingerprints(at: datetime) -> None:
    """Take the fingerprints of texts that were saved since."""
    fingerprints.take()


def forget_unsaved(at: datetime) -> None:
    """Drop unsaved texts and traces of presence that are of no use any more."""
    unsaved.forget_old(at=at)


def forget_comments(at: datetime) -> None:
    """Forget where comments came from, and what was refused, when that is old."""
    comments.forget_old(at=at)


# In the thread that keeps time: short, and nothing that waits for another machine.
PROMPT: tuple[Pass, ...] = (Pass("front", 1, turn_front),)
# In a thread of their own: whatever may wait for another machine.
SLOW: tuple[Pass, ...] = (
    Pass("late", 10, watch.look),
    Pass("mail", 10, send_mail),
    Pass("readings", 30, reading.flush),
)
# The worker's alone: nobody misses it while the worker is away.
IDLE: tuple[Pass, ...] = (
    Pass("fingerprints", 10, take_fingerprints),
    Pass("most_read", 600, reading.turn_most_read),
    Pass("unsaved", 3600, forget_unsaved),
    Pass("comments", 3600, forget_comments),
)


@dataclass
class Clock:
    """Runs passes, each when its interval is over and each failing on its own.

    ``sign`` names the process in the table of heartbeats; a clock without one leaves
    none. Intervals are measured by a clock that nobody can set.
    """

    passes: Sequence[Pass]
    sign: tuple[str, str] | None = None
    last: dict[str, float] = field(default_factory=dict)

    def tick(self, at: datetime, *, elapsed: float) -> None:
        """Run what is to be run now; one that fails is logged, and tried again.

        The sign of life says that the first of them, the moves, was looked at.
        """
        first, *_others = [self._run(one, at, elapsed) for one in self.passes]
        if first and self.sign:
            self._run(Pass("sign", BEAT, self._beat), at, elapsed)

    def _run(self, one: Pass, at: datetime, elapsed: float) -> bool:
        if not self._is_time(one.name, one.every, elapsed):
            return True
        self.last[one.name] = elapsed
        try:
            one.do(at)
        except Exception:
            log.exception("The pass “%s” failed; the next follows.", one.name)
            return False
        return True

    def _is_time(self, name: str, every: float, elapsed: float) -> bool:
        last = self.last.get(name)
        return last is None or elapsed - last >= every

    def _beat(self, at: datetime) -> None:
        if self.sign:
            lateness.beat(*self.sign, at=at)


def worker_clock() -> Clock:
    """Give the clock by which the worker makes due moves."""
    passes = (Pass("moves", 0, make_due), *PROMPT)
    return Clock(passes, sign=(process_name(Kind.WORKER), Kind.WORKER))


def web_clock() -> Clock:
    """Give the clock by which a web process stands in for the worker."""
    passes = (Pass("moves", 0, stand_in), *PROMPT)
    return Clock(passes, sign=(process_name(Kind.WEB), Kind.WEB))


def slow_clock(*, idle: bool = False) -> Clock:
    """Give the clock for what may take its time; ``idle`` with what can wait, too."""
    return Clock((*SLOW, *IDLE) if idle else SLOW)


def process_name(kind: str) -> str:
    """Name this process among all of the newsroom's, on every machine."""
    return f"{kind}:{socket.gethostname()}:{os.getpid()}"[:80]


def run(
    clock: Clock, stop: threading.Event, *, now: Now, pause: float, hold: bool
) -> None:
    """Tick until told to stop; ``hold`` keeps the database connection in between."""
    while not stop.wait(pause):
        close_old_connections()
        clock.tick(now(), elapsed=time.monotonic())
        if not hold:
            connections.close_all()
    connections.close_all()


def keep_watch(*, now: Now) -> threading.Event:
    """Let this web process stand in for the worker; give what stops it again.

    Two daemon threads, and again two in a process forked from this one.
    """
    stop = threading.Event()

    def start() -> None:
        # Not all processes of a machine in the same instant.
        pause = WEB_PAUSE * random.uniform(0.8, 1.0)  # noqa: S311 - no secret
        for name, clock in (("clock", web_clock()), ("slow-clock", slow_clock())):
            threading.Thread(
                target=run,
                args=[clock, stop],
                kwargs={"now": now, "pause": pause, "hold": False},
                name=f"newsroom-{name}",
                daemon=True,
            ).start()

    start()
    os.register_at_fork(after_in_child=start)
    return stop
