"""articles/tests/conftest.py: what every test may rely on."""

import socket

import pytest

from articles.tests import conftest


def report(outcome, **extra):
    longrepr = ("test_x.py", 3, "Skipped: no Chromium") if outcome == "skipped" else ""
    made = pytest.TestReport(
        nodeid="test_x.py::test_it",
        location=("test_x.py", 3, "test_it"),
        keywords={},
        outcome=outcome,
        longrepr=longrepr,
        when="call",
    )
    made.__dict__.update(extra)
    return made


class TestSkips:
    def test_fail_in_ci_and_say_which(self, monkeypatch):
        monkeypatch.setattr(conftest, "CI", True)
        got = conftest.without_skips(report("skipped"))
        assert got.failed
        assert "test_x.py::test_it: a skip is a failure in CI" in got.longrepr
        assert "no Chromium" in got.longrepr

    def test_are_skips_elsewhere(self, monkeypatch):
        monkeypatch.setattr(conftest, "CI", False)
        assert conftest.without_skips(report("skipped")).skipped

    def test_are_not_expected_failures(self, monkeypatch):
        monkeypatch.setattr(conftest, "CI", True)
        assert conftest.without_skips(report("skipped", wasxfail="known")).skipped

    def test_leave_the_rest_alone(self, monkeypatch):
        monkeypatch.setattr(conftest, "CI", True)
        assert conftest.without_skips(report("passed")).passed


class TestNetwork:
    def test_is_out_of_reach(self):
        with socket.socket() as probe, pytest.raises(AssertionError, match=r"192\.0"):
            probe.connect(("192.0.2.1", 80))

    def test_ends_at_this_machine(self):
        with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as probe:
            probe.connect(server.getsockname())
