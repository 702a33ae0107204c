"""Tells WebSub hubs which feeds changed, so that whoever subscribed hears at once.

A hub that does not answer is asked again, later and later; then it is left. Nothing is
lost by that but time: feeds say the same to whoever asks.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from articles.conf import conf
from articles.media import Asking, FetchFailed, FetchRefused, fetcher_of
from articles.models.reader import Label
from newsroom.delivery.addresses import localized

log = logging.getLogger("newsroom.hubs")

FEEDS = ("feed/", "feed/atom/", "feed/json/")
"""What stands under a list's path, as `public` has it."""
AT_ONCE = 50
"""Feeds named to a hub in one message."""
MANY = 40
"""Lists above which only the site's own feed is named: an import touches thousands."""
WAITS = tuple(timedelta(minutes=one) for one in (1, 5, 25, 120, 600))
"""How long to wait after each failure; after the last there is none."""
TAKEN = frozenset(range(200, 300))
MAX_ANSWER = 64 * 1024


def tell_later(labels: Iterable[str]) -> None:
    """After the commit, have the hubs told that the feeds of these lists changed."""
    hubs = conf().websub_hubs
    keys = sorted(set(labels))
    if not hubs or not keys:
        return
    told = keys if len(keys) <= MANY else ["front"]
    for hub in hubs:
        _on_commit(hub, told)


def _on_commit(hub: str, keys: list[str]) -> None:
    transaction.on_commit(lambda: _enqueue(hub, keys))


def _enqueue(hub: str, keys: list[str]) -> None:
    tell_hub.enqueue(hub=hub, keys=keys)


@task()
def tell_hub(hub: str, keys: list[str], failures: int = 0) -> int:
    """Tell one hub which feeds changed; gives how many were named.

    May run twice: a hub asks each feed, and finds nothing new the second time.
    """
    addresses = topics(keys)
    try:
        for some in _parts(addresses):
            _tell(hub, some)
    except FetchRefused as problem:
        log.error("The hub %s cannot be told: %s", hub, problem)
        return 0
    except FetchFailed as problem:
        _again(hub, keys, failures + 1, str(problem), at=_now())
        return 0
    return len(addresses)


def topics(keys: Sequence[str]) -> list[str]:
    """Give the addresses of all feeds of some lists, in every format and language."""
    paths = Label.objects.filter(key__in=keys).values_list("path", flat=True)
    return [
        conf().site_url + localized(f"{path}{feed}", code)
        for path in sorted(paths)
        for code, _name in settings.LANGUAGES
        for feed in FEEDS
    ]


def _tell(hub: str, addresses: Sequence[str]) -> None:
    fields = [("hub.mode", "publish"), *(("hub.url", one) for one in addresses)]
    asking = Asking(
        accept=b"*/*",
        headers=((b"Content-Type", b"application/x-www-form-urlencoded"),),
        sends=urlencode(fields).encode(),
        takes=TAKEN,
    )
    fetcher_of(max_bytes=MAX_ANSWER).fetch(hub, asking)


def _parts(addresses: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(addresses), AT_ONCE):
        yield addresses[start : start + AT_ONCE]


def _again(
    hub: str, keys: list[str], failures: int, problem: str, *, at: datetime
) -> None:
    """Ask for another try, if there is one left."""
    if failures > len(WAITS):
        log.error("The hub %s was told in vain %d times: %s", hub, failures, problem)
        return
    log.warning("The hub %s could not be told yet: %s", hub, problem)
    later = tell_hub.using(run_after=at + WAITS[failures - 1])
    later.enqueue(hub=hub, keys=keys, failures=failures)


def _now() -> datetime:
    return timezone.now()  # noqa: TID251 - a task starts by itself: this is an edge
