"""newsroom/middleware.py: the address decides the language, the desk has the cookies."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from newsroom.middleware import (
    DeskAuthenticationMiddleware,
    DeskMessageMiddleware,
    DeskSessionMiddleware,
    DeskTextMiddleware,
    LanguageMiddleware,
)


def spoken(path, **headers):
    """Answer the language a view at this path finds active, and the response."""
    heard = []

    def view(request):
        heard.append(translation.get_language())
        return HttpResponse()

    response = LanguageMiddleware(view)(RequestFactory().get(path, headers=headers))
    return heard[0], response


class TestLanguage:
    @pytest.mark.parametrize(
        ("path", "language"),
        [
            ("/", "zh-hans"),
            ("/en/", "en"),
            ("/en", "en"),
            ("/en/2021/10/13/x/", "en"),
            ("/english/", "zh-hans"),
            ("/zh-hans/", "zh-hans"),
            ("/fr/", "zh-hans"),
            ("/category/en/", "zh-hans"),
        ],
    )
    def test_of_a_page_is_its_prefix(self, path, language):
        assert spoken(path)[0] == language

    def test_of_a_page_ignores_browser_and_cookie(self):
        asked = {"accept-language": "en", "cookie": "django_language=en"}
        language, response = spoken("/", **asked)
        assert language == "zh-hans"
        assert "Vary" not in response.headers
        assert response.headers["Content-Language"] == "zh-hans"

    def test_of_the_desk_is_negotiated(self):
        language, response = spoken("/admin/", **{"accept-language": "en;q=0.9"})
        assert language == "en"
        assert response.headers["Vary"] == "Accept-Language"

    def test_of_the_desk_falls_back_to_chinese(self):
        assert spoken("/admin/", **{"accept-language": "fr"})[0] == "zh-hans"


class TestDesk:
    def seen(self, path):
        def view(request):
            names = ("session", "user", "_messages")
            seen.update({name: hasattr(request, name) for name in names})
            return HttpResponse()

        seen = {}
        inner = DeskMessageMiddleware(view)
        DeskSessionMiddleware(DeskAuthenticationMiddleware(inner))(
            RequestFactory().get(path)
        )
        return seen

    def test_has_session_user_and_messages(self):
        assert all(self.seen("/admin/").values())

    @pytest.mark.parametrize("path", ["/", "/en/", "/administration/", "/x/admin/"])
    def test_alone_has_them(self, path):
        assert not any(self.seen(path).values())


class TestText:
    @pytest.mark.parametrize(
        ("method", "path", "data", "status"),
        [
            ("get", "/admin/", {"q": "a\0b"}, 400),
            ("post", "/admin/", {"text": "a\0b"}, 400),
            ("post", "/admin/", {"text": "a\x1bb"}, 200),
            ("get", "/search/", {"q": "a\0b"}, 200),
        ],
    )
    def test_with_nul_is_refused_at_the_desk(self, method, path, data, status):
        middleware = DeskTextMiddleware(lambda request: HttpResponse())
        request = getattr(RequestFactory(), method)(path, data)
        answer = middleware.process_view(request) or middleware(request)
        assert answer.status_code == status
