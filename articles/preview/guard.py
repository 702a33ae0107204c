"""What keeps a preview to those it is for: headers, and where a form comes from."""

from ipaddress import ip_address
from typing import TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from articles.conf import conf

Response = TypeVar("Response", bound=HttpResponseBase)

# Imported texts show pictures and recordings where their source has them; those
# requests carry no referrer. Nothing else leaves the site.
ELSEWHERE = ["'self'", "http:", "https:"]
POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'self'"],
    "img-src": [*ELSEWHERE, "data:"],
    "media-src": ELSEWHERE,
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    "frame-ancestors": ["'none'"],
}
FRAMED = POLICY | {"frame-ancestors": ["'self'"], "form-action": ["'none'"]}
HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


def private(response: Response) -> Response:
    """Tell browsers and machines to keep, index and pass on nothing of an answer."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def from_here(request: HttpRequest) -> bool:
    """Say whether a form was sent from one of our own pages, as far as browsers tell.

    Our pages send no referrer, so browsers write their origin as "null" (Fetch, 3.1):
    what counts is Sec-Fetch-Site, and the origin only where that is missing.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    here = {f"{request.scheme}://{request.get_host()}", conf().site_url}
    return request.headers.get("Origin", "null") in {"null", *here}


def address_of(request: HttpRequest) -> str | None:
    """Give the network address a request came from, None where it is none."""
    try:
        return str(ip_address(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return None


def browser_of(request: HttpRequest) -> str:
    """Give what the browser calls itself, without what a database refuses."""
    return request.headers.get("User-Agent", "").replace("\0", "")
