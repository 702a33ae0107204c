"""What keeps a preview to those it is for: headers, and where a form comes from."""

from django.http import HttpRequest

from articles.conf import conf
from newsroom.delivery import headers, visitors

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
private = headers.private
"""Tells browsers and machines to keep, index and pass on nothing of an answer."""


def from_here(request: HttpRequest) -> bool:
    """Say whether a form was sent from one of our own pages, as far as browsers tell."""
    return visitors.from_here(request, conf().site_url)


def address_of(request: HttpRequest) -> str | None:
    """Give the network address a request came from, None where it is none."""
    return visitors.address_of(request, conf().proxies)


def browser_of(request: HttpRequest) -> str:
    """Give what the browser calls itself, without what a database refuses."""
    return request.headers.get("User-Agent", "").replace("\0", "")
