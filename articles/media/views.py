"""Public pictures over HTTP: whole, immutable, and never as anything but a picture."""

from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.media import covers
from articles.media.pictures import TYPES, public_file

A_YEAR = 365 * 24 * 3600


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve a public rendition; its name is the hash of its bytes."""
    file = _opened(name)
    if file is None:
        gone = HttpResponse(status=404, content_type="text/plain")
        gone["Cache-Control"] = "no-store"
        return _guarded(gone)
    etag = f'"{name}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer:
        file.close()
    else:
        answer = FileResponse(file, content_type=TYPES[name.rpartition(".")[2]])
    answer["ETag"] = etag
    answer["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    # Feed readers and link previews show it from other places.
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return _guarded(answer)


def _opened(name: str) -> BinaryIO | None:
    """Open a public file; the cover of a live article is drawn where it is missing."""
    place = public_file(name)
    try:
        return place.open("rb")
    except FileNotFoundError:
        return place.open("rb") if covers.provide(name) else None


def _guarded(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
