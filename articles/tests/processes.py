"""A site of its own in real processes, for tests that look from outside."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings

START = 60
"""Seconds a site may take to start on a busy machine."""

Environment = dict[str, str]


def make_environment(folder: Path, **more: str) -> Environment:
    """Answer the variables of a site that lives in a folder, on a port of its own."""
    return {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(folder),
        "ENV_FILE": str(folder / "none"),
        "PORT": str(free_port()),
        "WEB_WORKERS": "1",
        **more,
    }


def get_ready(media: Path) -> None:
    """Make Django ready in a process that was spawned, with a folder for pictures."""
    os.environ |= make_environment(media, DEBUG="1", SECRET_KEY="x" * 60)
    os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
    django.setup()
    settings.MEDIA_ROOT = media


def forget_peak() -> None:
    """Let the peak of this process's memory begin at what it has now."""
    Path("/proc/self/clear_refs").write_text("5", "ascii")


def peak() -> float:
    """Give the most memory that this process had since, in MB.

    What `getrusage` says would begin with the memory of the process that started it.
    """
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def free_port() -> int:
    """Answer a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def manage(environment: Environment, *arguments: str) -> str:
    """Run manage.py to its end and answer what it said; fail where it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextlib.contextmanager
def serving(environment: Environment) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve within; give the process and the address, once it answers."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--prepare"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{environment['PORT']}"
    try:
        wait_for(f"{address}/healthz", process)
        yield process, address
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


def wait_for(address: str, process: subprocess.Popen[str]) -> str:
    """Answer what the address says as soon as it says something."""
    until = time.monotonic() + START
    while time.monotonic() < until:
        assert process.poll() is None, process.communicate()[0]
        try:
            return fetch(address)
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError(f"Nothing answers at {address}")


def fetch(address: str) -> str:
    """Answer the text at an address."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read().decode()


def members(session: int) -> list[int]:
    """Answer the processes of a session that still run."""
    found = []
    for pid in (int(one.name) for one in Path("/proc").glob("[0-9]*")):
        with contextlib.suppress(ProcessLookupError):
            if os.getsid(pid) == session:
                found.append(pid)
    return found
