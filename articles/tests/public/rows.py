"""Reader rows built directly, for tests that are about reading alone."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import F
from django.utils import timezone

from articles.models.reader import Counter, Label, Listing, PublishedArticle
from articles.models.reader.labels import Kind
from articles.search import published
from articles.tests.factories import NOON


def make_label(
    kind: str, slug: str = "", name: str = "", parent: Label | None = None, **more: Any
) -> Label:
    """Make (or find) a label; without articles until an article is listed under it."""
    above = parent.path if parent else f"/{kind}/"
    front = kind == Kind.FRONT
    return Label.objects.get_or_create(
        key=Kind.FRONT if front else f"{kind}:{more.pop('uid', slug)}",
        defaults={
            "kind": kind,
            "slug": slug,
            "path": "/" if front else f"{above}{slug}/",
            "name": name or slug,
            "parent": parent,
            "changed_at": NOON,
            **more,
        },
    )[0]


def make_rows(
    titles: Iterable[str],
    *,
    section: Label | None = None,
    bylines: Sequence[Label] = (),
    tags: Sequence[Label] = (),
    source: Label | None = None,
    step: timedelta = timedelta(minutes=1),
    **fields: Any,
) -> list[PublishedArticle]:
    """Make live articles under the same labels, each ``step`` later than the last."""
    at: datetime = fields.pop("published_at", NOON)
    trail: list[Label] = []
    while section is not None:
        trail.insert(0, section)
        section = section.parent
    labels = [make_label(Kind.FRONT), *trail, *bylines, *tags]
    labels += [source] if source else []
    refs = {
        "categories": [[label.key for label in trail]] if trail else [],
        "bylines": [{"label": label.key, "role": "记者"} for label in bylines],
        "tags": [label.key for label in tags],
        "source": source.key if source else None,
    }
    rows = [
        _row(title, at + number * step, {"refs": refs, **fields})
        for number, title in enumerate(titles)
    ]
    PublishedArticle.objects.bulk_create(rows)
    published.write(rows)
    _enlist(rows, labels)
    return rows


def _row(title: str, at: datetime, fields: dict[str, Any]) -> PublishedArticle:
    day: date = fields.get("day") or timezone.localtime(at).date()
    slug = fields.get("slug") or title.replace(" ", "-")
    given = {
        "slug": slug,
        "path": f"/{day:%Y/%m/%d}/{slug}/",
        "day": day,
        "published_at": at,
        "updated_at": at,
        "revision_number": 1,
        "language": "zh-Hans",
        "excerpt": f"{title}的摘要。",
        "body_html": f"<p>{title}的全文。</p>",
        **fields,
    }
    return PublishedArticle(title=title, **given)


def _enlist(rows: Sequence[PublishedArticle], labels: Sequence[Label]) -> None:
    Listing.objects.bulk_create(
        Listing(label=label, article=row, day=row.day, published_at=row.published_at)
        for row in rows
        for label in labels
    )
    keys = [label.pk for label in labels]
    Label.objects.filter(pk__in=keys).update(
        articles=F("articles") + len(rows), version=F("version") + 1
    )
    for day, of_day in groupby(sorted(row.day for row in rows)):
        count = len(list(of_day))
        for label in labels:
            _count(label, f"{day:%Y-%m}", count)
            if label.kind == Kind.FRONT:
                _count(label, f"{day:%Y-%m-%d}", count)


def _count(label: Label, period: str, count: int) -> None:
    is_day = period.count("-") > 1
    counter, _ = Counter.objects.get_or_create(
        label=label,
        period=period,
        defaults={
            "is_day": is_day,
            "split": label.kind == Kind.FRONT and not is_day,
        },
    )
    Counter.objects.filter(pk=counter.pk).update(count=F("count") + count)
    if label.kind == Kind.FRONT and not is_day:
        Counter.objects.filter(pk=counter.pk).update(changed_at=NOON)
