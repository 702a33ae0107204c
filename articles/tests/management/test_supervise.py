"""articles/management/supervise.py: together they stand, together they stop."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from articles.management import supervise as module
from articles.management.supervise import supervise

FOREVER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = textwrap.dedent(
    """
    import pathlib, signal, sys, time
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    pathlib.Path(sys.argv[1]).touch()
    time.sleep(60)
    """
)


PARENT = textwrap.dedent(
    """
    import pathlib, subprocess, sys, time
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    pathlib.Path(sys.argv[1]).write_text(f"{child.pid}.")
    time.sleep(60)
    """
)


def is_gone(pid):
    """Answer whether a process has ended, a moment's delay allowed for."""
    for _ in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


def run(commands, *, is_ready=lambda: True, on_ready=lambda: None):
    return supervise(commands, is_ready=is_ready, on_ready=on_ready)


@pytest.fixture
def started(monkeypatch):
    """Collect every process that is started."""
    processes = []
    popen = subprocess.Popen

    def start(command, **options):
        processes.append(popen(command, **options))
        return processes[-1]

    monkeypatch.setattr(module.subprocess, "Popen", start)
    return processes


class TestSupervise:
    def test_names_the_process_that_ended_and_ends_the_others(self, started):
        ended = run({"lasting": FOREVER, "brief": [sys.executable, "-c", ""]})
        assert ended == "brief"
        assert [process.returncode for process in started] == [-signal.SIGTERM, 0]

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_ends_all_when_told_to_stop(self, started, number):
        told = run(
            {"one": FOREVER, "two": FOREVER},
            on_ready=lambda: os.kill(os.getpid(), number),
        )
        assert told == ""
        assert [process.returncode for process in started] == [-signal.SIGTERM] * 2

    def test_starts_the_others_only_once_the_first_is_ready(self, started):
        commands = {"brief": [sys.executable, "-c", ""], "lasting": FOREVER}
        assert run(commands, is_ready=lambda: False) == "brief"
        assert len(started) == 1

    def test_is_not_hurried_by_a_second_signal(self, started, monkeypatch):
        stop = module.stop

        def stop_impatiently(processes):
            os.kill(os.getpid(), signal.SIGINT)
            stop(processes)

        monkeypatch.setattr(module, "stop", stop_impatiently)
        run(
            {"one": FOREVER, "two": FOREVER},
            is_ready=lambda: True,
            on_ready=lambda: os.kill(os.getpid(), signal.SIGTERM),
        )
        assert [process.returncode for process in started] == [-signal.SIGTERM] * 2

    def test_kills_what_does_not_listen(self, started, monkeypatch, tmp_path):
        monkeypatch.setattr(module, "GRACE", 0.3)
        deaf = tmp_path / "deaf"
        run(
            {"stubborn": [sys.executable, "-c", STUBBORN, str(deaf)]},
            is_ready=deaf.exists,
            on_ready=lambda: os.kill(os.getpid(), signal.SIGTERM),
        )
        assert [process.returncode for process in started] == [-signal.SIGKILL]

    def test_leaves_no_child_of_a_child(self, started, tmp_path):
        note = tmp_path / "pid"
        run(
            {"parent": [sys.executable, "-c", PARENT, str(note)]},
            is_ready=lambda: note.exists() and note.read_text().endswith("."),
            on_ready=lambda: os.kill(os.getpid(), signal.SIGTERM),
        )
        assert is_gone(int(note.read_text().rstrip(".")))

    def test_says_once_that_all_is_ready(self):
        calls = []
        begun = time.monotonic()
        run(
            {"brief": [sys.executable, "-c", "import time; time.sleep(0.6)"]},
            is_ready=lambda: time.monotonic() - begun > 0.1,
            on_ready=lambda: calls.append("ready"),
        )
        assert calls == ["ready"]

    def test_gives_the_signals_back(self):
        before = signal.getsignal(signal.SIGTERM)
        run({"brief": [sys.executable, "-c", ""]})
        assert signal.getsignal(signal.SIGTERM) is before
