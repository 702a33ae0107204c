"""Several processes as one: they start together, and none outlives another."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FrameType

GRACE = 10.0
"""Seconds a process has to end by itself before it is killed."""
LOOK = 0.1
"""Seconds between two looks at the processes."""

Processes = dict[str, subprocess.Popen[bytes]]


def supervise(
    commands: Mapping[str, Sequence[str]],
    *,
    is_ready: Callable[[], bool],
    on_ready: Callable[[], None],
) -> str:
    """Run the commands until one ends or we are told to stop; answer which ended.

    The first starts alone, and the others once it is ready, so that they do not take
    from it the time it needs to start.
    """
    processes: Processes = {}
    first, *others = commands
    with told_by_signals() as told:
        try:
            processes[first] = start(commands[first])
            ended = watch(processes, told, until=is_ready)
            if ended is None:
                for name in others:
                    processes[name] = start(commands[name])
                on_ready()
                ended = watch(processes, told)
            return ended or ""
        finally:
            stop(processes)


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own: Ctrl-C reaches us alone, and we tell it."""
    return subprocess.Popen(command, process_group=0)  # noqa: S603 (our own commands)


def watch(
    processes: Processes,
    told: threading.Event,
    *,
    until: Callable[[], bool] = lambda: False,
) -> str | None:
    """Answer the first process to end, nothing when told to stop, None as of `until`."""
    while not told.wait(LOOK):
        for name, process in processes.items():
            if process.poll() is not None:
                return name
        if until():
            return None
    return ""


def stop(processes: Processes) -> None:
    """End every process: politely first, for good after a while."""
    for process in processes.values():
        process.terminate()
    for process in processes.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
        # A server stopped while it starts may leave workers behind: end its group.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def told_by_signals() -> Iterator[threading.Event]:
    """Within, Ctrl-C, a polite kill and a closed terminal only set the event given.

    No exception, however often they come: one in the wrong place would leave a
    process behind.
    """
    told = threading.Event()

    def tell(number: int, frame: FrameType | None) -> None:
        told.set()

    numbers = [signal.SIGTERM, signal.SIGINT]
    if sys.platform != "win32":
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, tell) for number in numbers}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
