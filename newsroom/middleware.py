"""What each request passes through: its language, and under /admin/ its user."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

GetResponse = Callable[[HttpRequest], HttpResponse]
DESK = "/admin/"
NUL = _("The field “%(name)s” holds the character NUL, which is no text: take it out.")
PREFIXES = {code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE}


class LanguageMiddleware:
    """Let the address alone decide a reader's language, and the browser the desk's.

    Django's own LocaleMiddleware negotiates everywhere, which would make every public
    page vary by Accept-Language and cookie.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        desk = request.path_info.startswith(DESK)
        if desk:
            language = translation.get_language_from_request(request)
        else:
            first = request.path_info[1:].partition("/")[0]
            language = first if first in PREFIXES else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if desk:
            patch_vary_headers(response, ["Accept-Language"])
        return response


class DeskCsrfMiddleware(CsrfViewMiddleware):
    """Forms are protected everywhere, but only the desk's requests carry the token.

    Django's own replaces a malformed token with a new cookie on whatever page it
    arrives, which would give a public page, and the cache before it, a Set-Cookie.
    """

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(DESK):
            super().process_request(request)


class DeskTextMiddleware:
    """Refuse, under /admin/, the one character that no database keeps."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Answer 400 to NUL in what is asked for or sent, after the token was looked at."""
        if not request.path_info.startswith(DESK):
            return None
        for sent in (request.GET, request.POST):
            for name, values in sent.lists():
                if any("\0" in text for text in (name, *values)):
                    return HttpResponseBadRequest(
                        escape(NUL % {"name": name.replace("\0", "")})
                    )
        return None


class DeskOnly(MiddlewareMixin):
    """A mixin: step aside for every request that is not under /admin/."""

    def __call__(self, request: HttpRequest) -> Any:
        """Answer with or without what the middleware does."""
        if request.path_info.startswith(DESK):
            return super().__call__(request)
        return self.get_response(request)


class DeskSessionMiddleware(DeskOnly, SessionMiddleware):
    """Sessions for the desk; public pages read and set no cookie."""


class DeskAuthenticationMiddleware(DeskOnly, AuthenticationMiddleware):
    """`request.user` for the desk; public pages know nobody."""


class DeskMessageMiddleware(DeskOnly, MessageMiddleware):
    """Messages for the desk."""
