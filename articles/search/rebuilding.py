"""Writing an index anew in place, while the desk goes on publishing and saving."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from articles.text.segmentation import VERSION

BATCH = 200
"""Articles to a transaction; the others can be written meanwhile."""

M = TypeVar("M", bound=Model)
Progress = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Tell nobody how far the work is."""


def stale(articles: "QuerySet[M]") -> "QuerySet[M]":
    """Keep the articles that are not in the index, or by other rules than today's."""
    return articles.exclude(search_entry__version=VERSION)


def rebuild(
    articles: "QuerySet[M]",
    write: Callable[[Sequence[M]], None],
    *,
    progress: Progress = silent,
) -> int:
    """Write the entries of all these articles again, batch by batch; give how many.

    An article is found by its old entry until it has its new one. Whoever changes an
    article holds its row and writes its entry: such rows are left out, and waited for
    one by one at the end, holding nothing else, so that nobody waits for each other.
    """
    todo = list(articles.order_by("-pk").values_list("pk", flat=True))
    everything = articles.model._default_manager.order_by("pk")
    busy: list[int] = []
    done = 0
    progress(done, len(todo))
    for start in range(0, len(todo), BATCH):
        wanted = todo[start : start + BATCH]
        with transaction.atomic():
            locked = everything.select_for_update(skip_locked=True, of=("self",))
            found = list(locked.filter(pk__in=wanted))
            write(found)
        busy += set(wanted) - {one.pk for one in found}
        done += len(found)
        progress(done, len(todo))
    for pk in busy:
        with transaction.atomic():
            waited = everything.select_for_update(of=("self",)).filter(pk=pk)
            write(list(waited))
        done += 1
        progress(done, len(todo))
    return done
