"""What the door leaves for later."""

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from articles.media import any_due, fetch_pending
from articles.publishing.renewing import show_again

AT_ONCE = 20
"""Pictures fetched before the pages that show them are refreshed."""


@task()
def fetch_pictures() -> int:
    """Fetch the pictures that are due, and show them; gives how many came.

    May run twice and in several processes: each picture is claimed by one.
    """
    fetched = 0
    while any_due(at=(at := _now())):
        ready = fetch_pending(at=at, limit=AT_ONCE)
        fetched += len(ready)
        show_again([image.uuid for image in ready], at=at)
    return fetched


def _now() -> datetime:
    return timezone.now()  # noqa: TID251 - a task starts by itself: this is an edge
