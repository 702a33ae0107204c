"""Several processes as one: they start together, and none outlives another."""

import contextlib
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
    """Run the commands until one ends or we are told to stop; answer which ended."""
    processes: Processes = {}
    with told_by_signals() as told:
        try:
            for name, command in commands.items():
                # A group of its own: Ctrl-C reaches us alone, and we tell each once.
                processes[name] = subprocess.Popen(command, process_group=0)  # noqa: S603 (our own)
            return watch(processes, told, is_ready=is_ready, on_ready=on_ready)
        finally:
            stop(processes)


def watch(
    processes: Processes,
    told: threading.Event,
    *,
    is_ready: Callable[[], bool],
    on_ready: Callable[[], None],
) -> str:
    """Call back once all is ready; answer the first to end, or nothing when told to."""
    waiting = True
    while not told.wait(LOOK):
        for name, process in processes.items():
            if process.poll() is not None:
                return name
        if waiting and is_ready():
            waiting = False
            on_ready()
    return ""


def stop(processes: Processes) -> None:
    """End every process: politely first, for good after a while."""
    for process in processes.values():
        process.terminate()
    for process in processes.values():
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
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
