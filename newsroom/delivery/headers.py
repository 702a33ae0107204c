"""What every public answer says about itself: how long it lasts, and what is in it."""

from base64 import b32encode
from collections.abc import Iterable
from hashlib import sha256
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

# Browsers ask again each time and mostly hear 304; what lies between is purged by key.
CACHE_CONTROL = "max-age=0, must-revalidate"
# What no cache in between may keep; the browser may, and asks again.
UNSHARED = "private, no-cache"

PRIVATE = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}
Answer = TypeVar("Answer", bound=HttpResponseBase)


def deliver(
    request: HttpRequest,
    response: HttpResponse,
    *,
    keys: Iterable[str] = (),
    shared: bool = True,
) -> HttpResponseBase:
    """Give a finished response its public headers, or 304 where the reader has it.

    ``keys`` name what the page shows, as the door's purges do. A response that has an
    ETag keeps it; the others get the digest of what they say. What is not ``shared``
    changes with everything, so no purge could name it: only browsers keep it.
    """
    announce(response, keys)
    if not shared:
        response.headers["Cache-Control"] = UNSHARED
    if response.status_code != 200:
        return response
    etag = response.headers.get("ETag") or digest(response.content)
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def announce(response: HttpResponseBase, keys: Iterable[str]) -> None:
    """Set the headers that browsers and caches in between go by."""
    response.headers["Cache-Control"] = CACHE_CONTROL
    tag = cache_tag(keys)
    if tag:
        response.headers["Cache-Tag"] = tag


def private(response: Answer) -> Answer:
    """Tell browsers and machines to keep, index and pass on nothing of an answer."""
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response


def cache_tag(keys: Iterable[str]) -> str:
    """Write cache keys as one header."""
    return ",".join(sorted({tag(key) for key in keys}))


def tag(key: str) -> str:
    """Name a cache key in a header and to a CDN: always ten plain characters.

    A front page shows some hundred things; written out, their keys would be more
    than some proxies take for a header.
    """
    return b32encode(sha256(key.encode()).digest()[:6]).decode().lower().rstrip("=")


def digest(content: bytes) -> str:
    """Sum up a body as a strong ETag."""
    return f'"{sha256(content).hexdigest()[:32]}"'
