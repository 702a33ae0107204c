"""newsroom/settings.py: what a deployment may set, and what it must."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ASK = """
import json, sys
from newsroom import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""
SECRET = "a text that is long enough to be a secret and that nobody else has"


def ask(tmp_path, *names, **environment):
    """Answer what the settings say in a process that has this environment only."""
    kept = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)}
    # Its own .env, when a developer has one, would answer for the test.
    hidden = {"ENV_FILE": str(tmp_path / "none")}
    return subprocess.run(
        [sys.executable, "-c", ASK, *names],
        cwd=settings.BASE_DIR,
        env=kept | hidden | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def answer(tmp_path, *names, **environment):
    """Answer the settings themselves; fail when the site would not start."""
    done = ask(tmp_path, *names, SECRET_KEY=SECRET, **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class TestSecret:
    @pytest.mark.parametrize("key", [None, "", settings.DEVELOPMENT_KEY])
    def test_is_demanded_in_production_by_name(self, tmp_path, key):
        environment = {} if key is None else {"SECRET_KEY": key}
        done = ask(tmp_path, "DEBUG", **environment)
        assert done.returncode == 1
        assert "ImproperlyConfigured: SECRET_KEY is not set. Set the" in done.stderr

    def test_is_not_demanded_for_development(self, tmp_path):
        assert ask(tmp_path, "DEBUG", DEBUG="1").returncode == 0


class TestDefaults:
    def test_are_those_of_production(self, tmp_path):
        got = answer(tmp_path, "DEBUG", "TIME_ZONE", "LANGUAGE_CODE", "USE_TZ", "TASKS")
        assert got == {
            "DEBUG": False,
            "TIME_ZONE": "Asia/Shanghai",
            "LANGUAGE_CODE": "zh-hans",
            "USE_TZ": True,
            "TASKS": {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
        }

    def test_are_what_the_example_shows(self, tmp_path):
        lines = (settings.BASE_DIR / ".env.example").read_text("utf-8").splitlines()
        example = dict(line.split("=", 1) for line in lines if re.match(r"\w", line))
        del example["SECRET_KEY"], example["DATA_DIR"]
        names = [
            "DEBUG", "ALLOWED_HOSTS", "NEWSROOM", "DATABASES", "CACHES",
            "EMAIL_BACKEND", "WEB_WORKERS", "TIME_ZONE",
        ]  # fmt: skip
        assert answer(tmp_path, *names, **example) == answer(tmp_path, *names)

    def test_are_all_shown_by_the_example(self):
        source = Path(settings.BASE_DIR, "newsroom/settings.py").read_text("utf-8")
        read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', source))
        example = Path(settings.BASE_DIR, ".env.example").read_text("utf-8")
        assert read - set(re.findall(r"^(?:# )?(\w+)=", example, re.M)) == set()


class TestHttps:
    def test_of_the_site_secures_cookies_and_promises_more_https(self, tmp_path):
        names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS"]
        assert answer(tmp_path, *names, SITE_URL="https://news.example") == {
            "SESSION_COOKIE_SECURE": True,
            "CSRF_COOKIE_SECURE": True,
            "SECURE_HSTS_SECONDS": 31536000,
        }

    def test_is_not_promised_by_a_plain_site(self, tmp_path):
        names = ["SESSION_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT"]
        assert not any(answer(tmp_path, *names).values())


class TestHosts:
    def test_are_the_site_and_this_machine(self, tmp_path):
        got = answer(tmp_path, "ALLOWED_HOSTS", SITE_URL="https://news.example")
        assert got["ALLOWED_HOSTS"] == [
            "news.example",
            "localhost",
            "127.0.0.1",
            "[::1]",
        ]

    def test_are_those_given(self, tmp_path):
        got = answer(tmp_path, "ALLOWED_HOSTS", ALLOWED_HOSTS="a.example,b.example")
        assert got["ALLOWED_HOSTS"] == ["a.example", "b.example"]


class TestDatabase:
    def test_is_postgresql_when_the_address_says_so(self, tmp_path):
        address = "postgres://user:p%40ss@host.example:6000/news"
        got = answer(tmp_path, "DATABASES", DATABASE_URL=address)["DATABASES"]
        default = got["default"]
        assert default["ENGINE"] == "django.db.backends.postgresql"
        assert (default["HOST"], default["PORT"]) == ("host.example", 6000)
        assert (default["NAME"], default["PASSWORD"]) == ("news", "p@ss")
        assert default["OPTIONS"] == {"server_side_binding": True}

    @pytest.mark.sqlite
    @pytest.mark.django_db
    def test_of_sqlite_writes_ahead_and_waits_for_its_turn(self):
        with connection.cursor() as cursor:
            answers = {
                pragma: cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
                for pragma in ("journal_mode", "synchronous", "foreign_keys")
            }
            assert answers == {
                "journal_mode": "wal",
                "synchronous": 1,
                "foreign_keys": 1,
            }
            assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] == 20_000
        assert connection.transaction_mode == "IMMEDIATE"

    @pytest.mark.postgresql
    @pytest.mark.django_db
    def test_of_postgresql_binds_on_the_server(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_typeof(%s::int)::text", [1])
            assert cursor.fetchone() == ("integer",)
        assert connection.settings_dict["OPTIONS"]["server_side_binding"]
