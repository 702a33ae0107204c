"""Answers that are the same for everybody travel compressed; no other does.

An attacker who can put text into a page and measure its length can guess a secret that
is compressed along with it (BREACH). Pages for everybody hold no secret, and neither do
answers to questions, which no cache between may keep but anybody gets alike; those that
set a cookie, or that are one reader's own, are left as they are.
"""

import gzip
from collections.abc import Callable
from functools import lru_cache

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from newsroom.delivery.headers import UNSHARED

GetResponse = Callable[[HttpRequest], HttpResponseBase]
TEXTS = (
    "text/",
    "application/json",
    "application/feed+json",
    "application/ld+json",
    "application/manifest+json",
    "application/opensearchdescription+xml",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
)
SHORTEST = 500
"""Bytes below which compressing saves less than it costs."""
BROTLI_QUALITY, GZIP_LEVEL = 5, 6


class CompressionMiddleware:
    """Compress public texts with Brotli or gzip, as the browser can take them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 304:
            patch_vary_headers(response, ["Accept-Encoding"])
        elif isinstance(response, HttpResponse) and _is_for_everybody(response):
            patch_vary_headers(response, ["Accept-Encoding"])
            coding = accepted(request.headers.get("Accept-Encoding", ""))
            if coding and len(response.content) >= SHORTEST:
                _compress(response, coding)
        return response


def _is_for_everybody(response: HttpResponse) -> bool:
    control = response.headers.get("Cache-Control", "")
    kept_back = "no-store" in control or "private" in control or not control
    return (
        response.headers.get("Content-Type", "").startswith(TEXTS)
        and (control == UNSHARED or not kept_back)
        and not response.cookies
        and "Content-Encoding" not in response.headers
    )


@lru_cache(maxsize=64)
def accepted(header: str) -> str:
    """Give the best coding that a browser takes, nothing where it takes neither."""
    taken = set()
    for part in header.lower().split(","):
        coding, *options = (one.strip() for one in part.split(";"))
        refused = any(one.replace(" ", "") in {"q=0", "q=0.0"} for one in options)
        if not refused:
            taken.add(coding)
    return next((one for one in ("br", "gzip") if one in taken or "*" in taken), "")


def _compress(response: HttpResponse, coding: str) -> None:
    """Put the compressed body in the place of the plain one.

    Its ETag becomes a weak one: the same page, but not the same bytes.
    """
    plain = response.content
    if coding == "br":
        packed = brotli.compress(plain, quality=BROTLI_QUALITY)
    else:
        packed = gzip.compress(plain, compresslevel=GZIP_LEVEL, mtime=0)
    response.content = packed
    response.headers["Content-Encoding"] = coding
    if "Content-Length" in response.headers:
        response.headers["Content-Length"] = str(len(packed))
    etag = response.headers.get("ETag", "")
    if etag.startswith('"'):
        response.headers["ETag"] = f"W/{etag}"
