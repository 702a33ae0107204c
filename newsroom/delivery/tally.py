"""Counts how often pages were asked for, in memory, until somebody takes the counts.

A key and a number are all there is: no address, no browser, no time. Whatever answers a
reader notes it here, the page cache as the views do; a CDN's own answers go uncounted.
"""

import re
import threading
from collections import Counter

from django.http import HttpRequest

MACHINES = re.compile(
    r"bot|crawl|spider|slurp|archiver|feed|rss|reader/|preview|facebookexternalhit|"
    r"embed|monitor|uptime|check|scan|curl|wget|python|java/|go-http|okhttp|libwww|"
    r"http_?client|headless|lighthouse|phantom|axios|node-fetch|undici|postman",
    re.IGNORECASE,
)
AHEAD = ("prefetch", "prerender", "preview")

_counts: Counter[str] = Counter()
_lock = threading.Lock()


def is_a_person(request: HttpRequest) -> bool:
    """Say whether a request looks like somebody reading now, by what it says itself."""
    agent = request.headers.get("User-Agent", "")
    purpose = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return (
        request.method == "GET"
        and bool(agent)
        and not MACHINES.search(agent)
        and not purpose.startswith(AHEAD)
    )


def note(request: HttpRequest, key: str) -> None:
    """Count a page that was answered, 304 included, if a person asked for it."""
    if is_a_person(request):
        with _lock:
            _counts[key] += 1


def take() -> dict[str, int]:
    """Give what was counted since the last time, and begin anew."""
    with _lock:
        taken = dict(_counts)
        _counts.clear()
    return taken
