"""What is read most: counts from all processes, lists laid from them by event."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from articles.models.reader import Label, Listing, MostRead, PublishedArticle, Purge
from articles.models.reader.beside import Reading
from articles.models.reader.labels import Kind
from newsroom.delivery import tally

RANKS = 6
"""Articles in a list of what is read most."""
FEWEST = 3
"""With fewer than these there is no list: it would tell of single readers."""
AMONG = 300
"""Articles that are looked at for the lists of all sections."""
SPANS = (timedelta(days=1), timedelta(days=7))
"""What was read within; the longer one where the shorter gives no list."""
KEPT = timedelta(days=8)
OWNER = "article:"


def flush(at: datetime) -> None:
    """Write down what this process has counted; a withdrawn article's counts lapse."""
    counted = {
        UUID(key.removeprefix(OWNER)): times
        for key, times in tally.take().items()
        if key.startswith(OWNER)
    }
    if not counted:
        return
    live = PublishedArticle.objects.filter(uuid__in=counted).order_by()
    counts = {pk: counted[uuid] for pk, uuid in live.values_list("pk", "uuid")}
    Reading.objects.add(counts, at.replace(minute=0, second=0, microsecond=0))


def turn_most_read(at: datetime) -> bool:
    """Lay the lists of what is read most; say whether any changed.

    For the front page and each top-level section. Old counts are forgotten.
    """
    Reading.objects.filter(hour__lt=at - KEPT).delete()
    labels = list(
        Label.objects.filter(kind=Kind.CATEGORY, parent=None, articles__gt=0)
    ) + list(Label.objects.filter(kind=Kind.FRONT))
    wanted: dict[int, list[int]] = {}
    for span in SPANS:
        for label, articles in _ranked(at - span, labels).items():
            if len(wanted.get(label, ())) < FEWEST:
                wanted[label] = articles
    wanted = {pk: found for pk, found in wanted.items() if len(found) >= FEWEST}
    with transaction.atomic():
        standing = MostRead.objects.standing()
        changed = {
            pk
            for pk in wanted.keys() | standing.keys()
            if wanted.get(pk) != standing.get(pk)
        }
        if not changed:
            return False
        MostRead.objects.filter(label__in=changed).delete()
        MostRead.objects.bulk_create(
            MostRead(label_id=pk, position=position, article_id=article)
            for pk in sorted(changed)
            for position, article in enumerate(wanted.get(pk, ()))
        )
        keys = {f"read:{label.key}" for label in labels if label.pk in changed}
        Purge.objects.create(at=at, keys=sorted(keys))
    return True


def _ranked(since: datetime, labels: Iterable[Label]) -> dict[int, list[int]]:
    """Rank what was read since an instant, under each label."""
    most = [article for article, _times in Reading.objects.most(since, AMONG)]
    listed: dict[int, set[int]] = {}
    rows = Listing.objects.filter(
        label__in=[label.pk for label in labels], article__in=most
    ).order_by()
    for label, article in rows.values_list("label", "article"):
        listed.setdefault(label, set()).add(article)
    return {
        label: [article for article in most if article in articles][:RANKS]
        for label, articles in listed.items()
    }
