"""manage.py worker: clocks in threads, tasks in between, a clean end."""

import logging
import threading

import pytest
from django.db import OperationalError

from articles.management.commands import worker
from articles.publishing import clock
from articles.publishing.clock import Clock, Pass


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr(worker, "PAUSE", 0.01)


class TestClocks:
    def test_a_slow_pass_holds_up_no_move(self, monkeypatch):
        stop, looks, slow = threading.Event(), [], threading.Event()

        def look(at):
            looks.append(at)
            if len(looks) == 3:
                slow.set()

        moves = Clock([Pass("moves", 0, look)])
        held = Clock([Pass("mail", 0, lambda at: slow.wait(10))])
        monkeypatch.setattr(clock, "worker_clock", lambda: moves)
        monkeypatch.setattr(clock, "slow_clock", lambda **named: held)
        threads = worker.start_clocks(stop)
        assert slow.wait(10)
        stop.set()
        for thread in threads:
            thread.join(10)
            assert not thread.is_alive()
        assert looks == sorted(looks)

    def test_end_when_told(self, monkeypatch):
        stop = threading.Event()
        stop.set()
        monkeypatch.setattr(clock, "worker_clock", lambda: None)
        monkeypatch.setattr(clock, "slow_clock", lambda **named: None)
        for thread in worker.start_clocks(stop):
            thread.join(10)
            assert not thread.is_alive()


class TestTasks:
    def test_outlive_a_database_that_went_away(self, monkeypatch, caplog):
        calls = []

        def call(name, **options):
            calls.append((name, options["queue_name"]))
            if len(calls) == 1:
                raise OperationalError("gone")

        monkeypatch.setattr(worker, "call_command", call)
        with caplog.at_level(logging.ERROR):
            worker.run_tasks(verbosity=0)
        assert calls == [("db_worker", "*")] * 2
        assert "looking for it again" in caplog.text
