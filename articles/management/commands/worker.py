"""The long-running worker: due moves every second, background tasks in between."""

import logging
import threading
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import Error
from django.utils import timezone

from articles.importers import wires
from articles.publishing import clock

log = logging.getLogger("newsroom.worker")

WIRES = 10
"""Seconds between two looks at which wires are to be asked."""
PAUSE = clock.WORKER_PAUSE
"""Seconds between two looks at what is due."""


class Command(BaseCommand):
    """Work until told to stop; SIGTERM and SIGINT let the task at hand finish."""

    help = "Makes due moves every second and runs background tasks, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the clocks in threads, so that no slow task makes a move late."""
        stop = threading.Event()
        clocks = start_clocks(stop)
        try:
            run_tasks(verbosity=options["verbosity"])
        finally:
            stop.set()
            for one in clocks:
                one.join()


def start_clocks(stop: threading.Event) -> list[threading.Thread]:
    """Start the clock that makes due moves, and those for what may take its time."""
    threads = [
        threading.Thread(
            target=clock.run,
            args=[made, stop],
            kwargs={"now": timezone.now, "pause": PAUSE, "hold": True},
            name=name,
        )
        for name, made in (
            ("moves", clock.worker_clock()),
            ("slow", clock.slow_clock(idle=True)),
            ("wires", clock.Clock((clock.Pass("wires", WIRES, wires.look),))),
        )
    ]
    for thread in threads:
        thread.start()
    return threads


def run_tasks(*, verbosity: int) -> None:
    """Run background tasks as they come; ends by the signals that db_worker handles."""
    while True:
        try:
            call_command(
                "db_worker",
                queue_name="*",
                interval=PAUSE,
                reload=False,
                verbosity=verbosity,
            )
        except Error:
            log.exception("The database went away; looking for it again.")
            time.sleep(PAUSE)
        else:
            return
