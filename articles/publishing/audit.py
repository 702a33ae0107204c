"""Does the reader side agree with itself, with the log and with the desk?"""

from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max

from articles.models.desk import Article, Correction, Standing
from articles.models.reader import (
    Address,
    Counter,
    Label,
    Listing,
    Publication,
    PublishedArticle,
    PublishedCorrection,
    PublishedPage,
)
from articles.models.reader.labels import Kind
from articles.publishing import comments, lists


def check() -> list[str]:
    """Give a sentence for every disagreement; none means that all is well."""
    return [
        *_desk(),
        *_addresses(),
        *_listings(),
        *_totals(),
        *_counters(),
        *_corrections(),
        *_comments(),
        *_holds(),
    ]


@transaction.atomic
def repair(*, at: datetime) -> list[str]:
    """Rebuild listings, totals and counters from the live rows, and comments from the
    desk's; gives what was wrong.
    """
    unlike = list(comments.disagreements())
    comments.bring_back(unlike, at=at)
    said = [_unlike(page) for page in unlike]
    wrong = [*_listings(), *_totals(), *_counters()]
    if not wrong:
        return said
    labels = {label.key: label for label in Label.objects.select_for_update()}
    standing: dict[int, list[Listing]] = {}
    for row in Listing.objects.all():
        standing.setdefault(row.article_id, []).append(row)
    change = lists.Change()
    for article in PublishedArticle.objects.cards():
        change.enlist(article, standing.pop(article.pk, ()), labels)
    for rows in standing.values():
        change.delist(rows)
    lists.apply(change, at=at)
    _rebuild_counters()
    return [*wrong, *said]


def _rebuild_counters() -> None:
    Counter.objects.all().delete()
    counted = _count_listings()
    months: Tally[tuple[int, str]] = Tally()
    for (label, day), count in counted.items():
        months[label, day[:7]] += count
    Counter.objects.bulk_create(
        Counter(label_id=label, period=month, count=count)
        for (label, month), count in months.items()
    )
    fronts = set(Label.objects.filter(kind=Kind.FRONT).values_list("pk", flat=True))
    for (label, month), count in months.items():
        if label in fronts or count > lists.SPLIT_ABOVE:
            lists.split_month(label, month)
    _date_months(fronts)
    totals: Tally[int] = Tally()
    for (label, _month), count in months.items():
        totals[label] += count
    for pk in Label.objects.values_list("pk", flat=True):
        Label.objects.filter(pk=pk).update(articles=totals[pk])


def _date_months(fronts: Iterable[int]) -> None:
    """Date the front's months by the last change of an article in them."""
    rows = PublishedArticle.objects.order_by().values_list("day", "updated_at")
    dated: dict[str, datetime] = {}
    for day, at in rows.iterator():
        month = f"{day:%Y-%m}"
        dated[month] = max(at, dated.get(month, at))
    for month, at in dated.items():
        counters = Counter.objects.filter(label__in=fronts, period=month)
        counters.update(changed_at=at)


def _desk() -> Iterator[str]:
    """Compare working copies, live rows and the last entry of the log."""
    live = dict(PublishedArticle.objects.values_list("uuid", "revision_number"))
    last = dict(
        Publication.objects.order_by()
        .values_list("article")
        .annotate(number=Max("number"))
    )
    for article in Article.objects.only(
        "uuid", "title", "standing", "live_number", "edition"
    ).iterator():
        if (article.standing == Standing.LIVE) != (article.uuid in live):
            yield f"{article.uuid}: the desk says {article.standing}, readers differ."
        elif live.get(article.uuid) != article.live_number:
            yield f"{article.uuid}: readers have another revision than the desk says."
        if last.get(article.uuid, 0) != article.edition:
            yield f"{article.uuid}: edition {article.edition} is not the log's last."
        live.pop(article.uuid, None)
    for orphan in live:
        yield f"{orphan}: live, but unknown to the desk."


def _addresses() -> Iterator[str]:
    current = dict(
        Address.objects.filter(state=Address.State.CURRENT).values_list("owner", "path")
    )
    for article in PublishedArticle.objects.only("uuid", "path").iterator():
        if current.pop(article.owner, None) != article.path:
            yield f"{article.path}: the ledger does not lead here."
    for label in Label.objects.exclude(kind=Kind.FRONT).iterator():
        if current.pop(label.key, None) != label.path:
            yield f"{label.path}: the ledger does not lead here."
    for page in PublishedPage.objects.only("uuid", "path").iterator():
        if current.pop(page.owner, None) != page.path:
            yield f"{page.path}: the ledger does not lead here."
    for path in current.values():
        yield f"{path}: current in the ledger, but nothing is there."


def _listings() -> Iterator[str]:
    keys = dict(Label.objects.values_list("pk", "key"))
    standing: dict[int, set[str]] = {}
    for label_pk, pk in Listing.objects.order_by().values_list("label", "article"):
        standing.setdefault(pk, set()).add(keys[label_pk])
    for article in PublishedArticle.objects.cards().iterator():
        if standing.pop(article.pk, set()) != set(article.label_keys()):
            yield f"{article.path}: listed elsewhere than its row says."
    for orphan in standing:
        yield f"Listings of article row {orphan}, which is not live."


def _totals() -> Iterator[str]:
    counted = dict(
        Listing.objects.order_by().values_list("label").annotate(Count("pk"))
    )
    for label in Label.objects.iterator():
        if label.articles != counted.get(label.pk, 0):
            yield f"{label.key}: {label.articles} in total, not as many listed."


def _corrections() -> Iterator[str]:
    """Compare what the desk put right with what live rows and their list say."""
    uuids = dict(PublishedArticle.objects.values_list("uuid", "pk"))
    told: Tally[int] = Tally(
        uuids[uuid]
        for uuid in Correction.objects.values_list("article__uuid", flat=True)
        if uuid in uuids
    )
    listed = dict(
        PublishedCorrection.objects.order_by()
        .values_list("article")
        .annotate(Count("pk"))
    )
    corrected = PublishedArticle.objects.exclude(corrections=None)
    shown = {row.pk: len(row.corrections) for row in corrected.only("corrections")}
    for pk in told.keys() | listed.keys() | shown.keys():
        if not told[pk] == listed.get(pk, 0) == shown.get(pk, 0):
            yield f"Article row {pk}: {told[pk]} corrections, not as many shown."


def _comments() -> Iterator[str]:
    """Compare the comments that the desk shows with those that readers have."""
    return map(_unlike, comments.disagreements())


def _unlike(page: PublishedArticle) -> str:
    return f"{page.path}: readers have other comments than the desk shows."


def _holds() -> Iterator[str]:
    """Compare the desk's legal holds with the ledger's."""
    held = {
        f"article:{uuid}"
        for uuid in Article.objects.filter(held_since__isnull=False).values_list(
            "uuid", flat=True
        )
    }
    state = Address.objects.filter(state=Address.State.HELD)
    for owner in held ^ set(state.values_list("owner", flat=True)):
        yield f"{owner}: the desk and the ledger disagree about a legal hold."


def _count_listings() -> dict[tuple[int, str], int]:
    rows = Listing.objects.order_by().values_list("label", "day").annotate(Count("pk"))
    return {(label, f"{day:%Y-%m-%d}"): count for label, day, count in rows}


def _counters() -> Iterator[str]:
    days = _count_listings()
    months: Tally[tuple[int, str]] = Tally()
    for (label, day), count in days.items():
        months[label, day[:7]] += count
    for counter in Counter.objects.iterator():
        key = (counter.label_id, counter.period)
        expected = days.get(key, 0) if counter.is_day else months.pop(key, 0)
        if counter.count != expected:
            yield f"{counter.label_id} {counter.period}: counted {counter.count}."
    for label, period in months:
        yield f"{label} {period}: not counted."
