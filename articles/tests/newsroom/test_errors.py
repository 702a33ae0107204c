"""newsroom/errors.py: a fault of the site is told in words, and nothing is stored."""

import pytest
from django.test import Client

from newsroom import health


class TestServerError:
    @pytest.fixture
    def response(self, monkeypatch):
        def fail():
            raise RuntimeError("a secret of the inside")

        monkeypatch.setattr(health, "database_trouble", fail)
        client = Client(raise_request_exception=False)
        return client.get("/readyz", headers={"cookie": "csrftoken=malformed"})

    def test_is_told_without_the_inside(self, response):
        assert response.status_code == 500
        assert response.headers["Content-Type"].startswith("text/html")
        assert "a secret" not in response.text

    def test_sets_no_cookie_and_keeps_the_policy(self, response):
        assert not response.cookies
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
