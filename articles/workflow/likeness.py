"""Which other article says nearly the same: found by index, then compared."""

from typing import NamedTuple

from django.db.models import Case, F, IntegerField, Q, Value, When

from articles.models.desk import Article, Fingerprint
from articles.text.fingerprints import Minima, likeness, minima, runs

BANDS = ("first", "second", "third", "fourth")
CANDIDATES = 20
"""So many are compared in full; articles of one form letter could be thousands."""


class Twin(NamedTuple):
    """Another article, and how much of both texts is common, in percent."""

    article: int
    percent: int


def twin_of(article: Article) -> Twin | None:
    """Find the article that is most like this one; two queries whatever there is."""
    own = runs(article.body)
    found = _minima(article)
    if not own or found is None:
        return None
    best: Twin | None = None
    for other, body in _candidates(article, found):
        percent = int(likeness(own, runs(body)) * 100)
        if percent and (best is None or percent > best.percent):
            best = Twin(other, percent)
    return best


def _minima(article: Article) -> Minima | None:
    return minima(article.body)


def _candidates(article: Article, found: Minima) -> list[tuple[int, str]]:
    """Give the articles that share a minimum, those that share most of them first."""
    hits = [
        (Q(**{band: value}), band) for band, value in zip(BANDS, found, strict=True)
    ]
    shared = Q()
    for hit, _band in hits:
        shared |= hit
    alike = sum(
        (Case(When(hit, then=Value(1)), default=Value(0), output_field=IntegerField())
         for hit, _band in hits),
        start=Value(0),
    )  # fmt: skip
    rows = (
        Fingerprint.objects.filter(shared)
        .exclude(article=article.pk)
        .annotate(alike=alike, body=F("article__body"))
        .order_by("-alike", "article")
    )
    return list(rows.values_list("article_id", "body")[:CANDIDATES])
