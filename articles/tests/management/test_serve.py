"""manage.py prepare and serve: from an empty folder to a served site, and back."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

PASSWORD = "a demo password"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Answer the environment of a site of its own."""
    folder = tmp_path_factory.mktemp("site")
    return {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(folder),
        "ENV_FILE": str(folder / "none"),
        "DEBUG": "1",
        "DEMO_PASSWORD": PASSWORD,
        "PORT": str(free_port()),
        "WEB_WORKERS": "1",
    }


@pytest.fixture(scope="module")
def said(site):
    """Prepare the site once; answer what the command said."""
    return manage(site, "prepare")


def manage(environment, *arguments):
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


@pytest.fixture
def served(site, said):
    """Serve the site until the test is over; answer the process and its address."""
    command = [sys.executable, "manage.py", "serve", "--prepare"]
    process = subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=site,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{site['PORT']}"
    try:
        wait_for(f"{address}/healthz", process)
        yield process, address
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


def wait_for(address, process):
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert process.poll() is None, process.stdout.read()
        try:
            return fetch(address)
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError(f"Nothing answers at {address}")


def fetch(address):
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read().decode()


def members(session):
    """Answer the processes of a session that still run."""
    found = []
    for pid in (int(one.name) for one in Path("/proc").glob("[0-9]*")):
        with contextlib.suppress(ProcessLookupError):
            if os.getsid(pid) == session:
                found.append(pid)
    return found


class TestPrepare:
    def test_tells_what_it_brought_about(self, said):
        assert "the seed article is in" in said
        assert "Made the demo account admin" in said

    def test_changes_nothing_when_repeated(self, site, said):
        assert manage(site, "prepare") == ""


class TestServe:
    def test_serves_the_seed_and_ends_with_all_it_started(self, served):
        process, address = served
        page = fetch(f"{address}/2021/10/13/000_f55aafe3e95067ee/")
        assert "中证网" in page
        assert fetch(f"{address}/readyz") == "ready\n"
        assert 'name="username"' in fetch(f"{address}/admin/login/")
        assert len(members(process.pid)) > 2
        process.send_signal(signal.SIGTERM)
        told, _ = process.communicate(timeout=20)
        assert process.returncode == 0, told
        assert members(process.pid) == []
        assert PASSWORD in told
        assert f"http://localhost:{address.rpartition(':')[2]}/en/" in told

    def test_refuses_a_port_that_is_taken(self, site):
        with socket.create_server(("127.0.0.1", int(site["PORT"]))):
            with pytest.raises(AssertionError, match="make run PORT="):
                manage(site, "serve")
