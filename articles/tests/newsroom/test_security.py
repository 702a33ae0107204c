"""What every answer carries for the reader's safety."""

import pytest
from django.test import Client

PAGES = ["/healthz", "/admin/login/", "/nothing-here/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
class TestHeaders:
    def test_allow_nothing_unsafe(self, client, path):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules == {
            "default-src": "'self'",
            "img-src": "'self' data:",
            "object-src": "'none'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
            "form-action": "'self'",
        }

    def test_keep_types_frames_and_referrers(self, client, path):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.django_db
class TestCookies:
    @pytest.mark.parametrize("path", ["/", "/en/", "/healthz", "/nothing-here/"])
    def test_are_neither_set_nor_read_by_pages(self, client, path):
        response = client.get(path, headers={"cookie": "sessionid=x; csrftoken=y"})
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")

    def test_of_the_desk_stay_under_its_address(self, client, admin_user):
        client.get("/admin/login/")
        assert client.cookies["csrftoken"]["path"] == "/admin/"
        client.force_login(admin_user)
        assert client.get("/admin/").status_code == 200

    def test_that_are_missing_close_every_form(self):
        client = Client(enforce_csrf_checks=True)
        assert client.post("/admin/login/").status_code == 403
        assert client.post("/healthz").status_code == 403


class TestHttps:
    def test_is_insisted_on_except_for_the_watchers(self, client, settings):
        settings.SECURE_SSL_REDIRECT = True
        response = client.get("/nothing-here/")
        assert response.status_code == 301
        assert response.headers["Location"] == "https://testserver/nothing-here/"
        assert client.get("/healthz").status_code == 200
