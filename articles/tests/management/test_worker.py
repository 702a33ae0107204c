"""manage.py worker: due moves on time, tasks in between, a clean end."""

import logging
import threading

import pytest
from django.db import OperationalError

from articles import publishing
from articles.management.commands import worker


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr(worker, "PAUSE", 0.01)


def run_moves(stop):
    """Run the moves as the worker does: in a thread, with connections of its own."""
    moves = threading.Thread(target=worker.make_due_moves, args=[stop])
    moves.start()
    moves.join(5)
    assert not moves.is_alive()


class TestDueMoves:
    def test_go_on_after_a_pass_that_failed(self, monkeypatch, caplog):
        stop, passes = threading.Event(), []

        def publish_due(*, at):
            passes.append(at)
            if len(passes) == 1:
                raise ValueError("one bad move")
            stop.set()

        monkeypatch.setattr(publishing, "publish_due", publish_due)
        with caplog.at_level(logging.ERROR):
            run_moves(stop)
        assert len(passes) == 2
        assert passes[0] <= passes[1]
        assert "A pass of due moves failed" in caplog.text

    def test_end_when_told(self, monkeypatch):
        stop = threading.Event()
        stop.set()
        monkeypatch.setattr(publishing, "publish_due", None)
        run_moves(stop)


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
