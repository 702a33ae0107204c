"""The long-running worker: due moves every second, background tasks in between."""

import logging
import threading
import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections, connections
from django.utils import timezone

from articles import publishing

log = logging.getLogger("newsroom.worker")

PAUSE = 1.0
"""Seconds between two looks at what is due."""


class Command(BaseCommand):
    """Work until told to stop; SIGTERM and SIGINT let the task at hand finish."""

    help = "Makes due moves every second and runs background tasks, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the moves in a thread, so that no slow task makes one late."""
        stop = threading.Event()
        moves = threading.Thread(target=make_due_moves, args=[stop], name="moves")
        moves.start()
        try:
            run_tasks(verbosity=options["verbosity"])
        finally:
            stop.set()
            moves.join()


def make_due_moves(stop: threading.Event) -> None:
    """Make what is due every second until told to stop, whatever happens to one pass."""
    while not stop.wait(PAUSE):
        close_old_connections()
        try:
            publishing.publish_due(at=timezone.now())
        except Exception:
            log.exception("A pass of due moves failed; the next follows.")
    connections.close_all()


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
