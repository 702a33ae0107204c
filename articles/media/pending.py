"""Pictures known by their address only: fetched in the background, by one at a time.

A claim is a conditional UPDATE that also sets when the next try would be due. So two
workers never fetch the same address at once, and the picture of a worker that died
comes round again by itself.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from articles.conf import conf
from articles.media.fetch import fetch
from articles.media.pictures import fill
from articles.media.problems import FetchFailed, PictureProblem
from articles.models.desk import Image

FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(days=1)

logger = logging.getLogger(__name__)


def fetch_pending(
    *, at: datetime, limit: int, get: Callable[[str], bytes] | None = None
) -> list[Image]:
    """Fetch up to so many due addresses and give the pictures that became ready."""
    get = get or fetch
    _give_up(at)
    ready: list[Image] = []
    for origin, attempts in _due_origins(at, limit).items():
        if not _claim(origin, attempts, at):
            continue
        waiting = Image.objects.filter(origin=origin, status=Image.Status.PENDING)
        try:
            data = get(origin)
            ready += _make_ready(waiting, data)
        except FetchFailed as problem:
            last = attempts + 1 >= conf().fetch_attempts
            _note(waiting, problem, final=last)
        except PictureProblem as problem:
            _note(waiting, problem, final=True)
    return ready


def any_due(*, at: datetime) -> bool:
    """Tell whether a picture's turn has come."""
    return _due(at).exists()


def try_again(images: QuerySet[Image]) -> int:
    """Queue failed pictures with an address once more, and count them."""
    return (
        images.filter(status=Image.Status.FAILED)
        .exclude(origin="")
        .update(status=Image.Status.PENDING, attempts=0, next_attempt_at=None)
    )


def pause(attempts: int) -> timedelta:
    """Give the time to wait after so many tries."""
    return min(FIRST_PAUSE * 4 ** min(attempts - 1, 10), LONGEST_PAUSE)


def _due(at: datetime) -> QuerySet[Image]:
    return Image.objects.filter(
        Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=at),
        status=Image.Status.PENDING,
    ).exclude(origin="")


def _due_origins(at: datetime, limit: int) -> dict[str, int]:
    rows = _due(at).order_by(F("next_attempt_at").asc(nulls_first=True), "id")
    return dict(rows.values_list("origin", "attempts")[:limit])


def _claim(origin: str, attempts: int, at: datetime) -> bool:
    claimed = (
        _due(at)
        .filter(origin=origin)
        .update(attempts=attempts + 1, next_attempt_at=at + pause(attempts + 1))
    )
    return claimed > 0


def _give_up(at: datetime) -> None:
    # Reached only when a worker died on its last try: that try noted nothing.
    _due(at).filter(attempts__gte=conf().fetch_attempts).update(
        status=Image.Status.FAILED,
        failure=_("The picture was tried too often without a result."),
    )


def _make_ready(waiting: QuerySet[Image], data: bytes) -> list[Image]:
    made = []
    for image in waiting:
        fill(image, data)
        saved = waiting.filter(pk=image.pk).update(
            status=image.status,
            original=image.original,
            content_hash=image.content_hash,
            mime=image.mime,
            width=image.width,
            height=image.height,
            credit=image.credit,
            failure="",
            next_attempt_at=None,
        )
        if saved:
            made.append(image)
    return made


def _note(waiting: QuerySet[Image], problem: PictureProblem, *, final: bool) -> None:
    logger.info("A picture was not fetched: %s", problem)
    if final:
        waiting.update(
            status=Image.Status.FAILED, failure=str(problem), next_attempt_at=None
        )
    else:
        waiting.update(failure=str(problem))
