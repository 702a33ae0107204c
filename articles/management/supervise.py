"""Several processes as one: they start together, and none outlives another."""

import contextlib
import signal
import subprocess
import sys
import time
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
    with stopped_by_signals():
        try:
            for name, command in commands.items():
                # A group of its own: Ctrl-C reaches us alone, and we tell each once.
                processes[name] = subprocess.Popen(command, process_group=0)  # noqa: S603 (our own)
            return watch(processes, is_ready=is_ready, on_ready=on_ready)
        except KeyboardInterrupt:
            return ""
        finally:
            stop(processes)


def watch(
    processes: Processes,
    *,
    is_ready: Callable[[], bool],
    on_ready: Callable[[], None],
) -> str:
    """Call back once everything is ready; answer the name of the first to end."""
    waiting = True
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                return name
        if waiting and is_ready():
            waiting = False
            on_ready()
        time.sleep(LOOK)


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
def stopped_by_signals() -> Iterator[None]:
    """Within, a closed terminal and a polite kill stop us as Ctrl-C does."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    numbers = [signal.SIGTERM, signal.SIGINT]
    if sys.platform != "win32":
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
