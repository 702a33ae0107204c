"""newsroom/health.py: what the machines that watch this one are told."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder


class TestHealthz:
    def test_answers_without_the_database(self, client):
        response = client.get("/healthz")
        assert (response.status_code, response.content) == (200, b"ok\n")

    def test_is_never_stored(self, client):
        assert "no-store" in client.get("/healthz").headers["Cache-Control"]

    def test_only_reads(self, client):
        assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
class TestReadyz:
    def test_is_ready_once_migrated(self, client):
        response = client.get("/readyz")
        assert (response.status_code, response.content) == (200, b"ready\n")

    def test_is_not_ready_while_a_migration_is_missing(self, client):
        recorder = MigrationRecorder(connection)
        last = recorder.migration_qs.filter(app="articles").latest("id")
        recorder.record_unapplied("articles", last.name)
        response = client.get("/readyz")
        assert response.status_code == 503
        assert b"run manage.py migrate" in response.content

    def test_is_not_ready_without_a_database(self, client, monkeypatch):
        def refuse(self):
            raise OperationalError("no")

        monkeypatch.setattr("newsroom.health.MigrationExecutor", refuse)
        response = client.get("/readyz")
        assert response.status_code == 503
        assert response.content == b"the database does not answer\n"
