"""Which articles go together: reckoned when one is published, kept as rows.

What shares rare subjects goes together more than what shares common ones; what speaks
of the same adds to it. An article that comes later joins those it goes with, so that
old pages lead on to new ones. Rows go with either article, so a withdrawn one is shown
nowhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from articles.models.reader import Label, Listing, PublishedArticle, Related
from articles.models.reader.labels import Kind
from articles.text.nearness import nearness, traits

SHOWN = 4
"""Related articles on a page."""
CANDIDATES = 24
"""Newest articles of each subject that are looked at."""
LEAST = 0.22
"""What two articles must have in common at least, to go together."""
LABELS = 200
"""Lists asked in one query; SQLite joins no more than 500."""
WEIGHTS = {Kind.TAG: 1.0, Kind.CATEGORY: 0.35}
"""How much a shared subject counts; authors and sources write about anything."""
TEXT = 2.0


@dataclass(frozen=True, slots=True)
class Facts:
    """What of an article is compared."""

    pk: int
    uuid: str
    language: str
    subjects: frozenset[str]
    traits: frozenset[str]

    @classmethod
    def of(cls, row: PublishedArticle) -> "Facts":
        """Take an article's facts from its row."""
        subjects = {key for key in row.label_keys() if _kind(key) in WEIGHTS}
        text = f"{row.title} {row.deck} {row.excerpt}"
        return cls(
            row.pk, str(row.uuid), row.language, frozenset(subjects), traits(text)
        )


def relate(
    changed: Sequence[PublishedArticle], labels: Mapping[str, Label]
) -> set[str]:
    """Reckon anew what goes with these live articles; gives the keys to purge.

    Call it in the door's transaction, when lists and rows are written. The number of
    queries is the same for one article and for a batch.
    """
    if not changed:
        return set()
    mine = [Facts.of(row) for row in changed]
    others = _candidates(mine, labels)
    weights = _weights(labels)
    wanted = {one.pk: _nearest(one, others, weights) for one in mine}
    before = _standing(wanted)
    Related.objects.filter(article__in=wanted).delete()
    rows = [
        Related(article_id=pk, other_id=other.pk, score=score)
        for pk, found in wanted.items()
        for score, other in found
    ]
    Related.objects.bulk_create(rows)
    now = {pk: [other.pk for _score, other in found] for pk, found in wanted.items()}
    touched = {
        key_of(one.uuid) for one in mine if before.get(one.pk, []) != now[one.pk]
    }
    return touched | _join(wanted, {one.pk for one in mine})


def key_of(uuid: object) -> str:
    """Name what an article's page shows of related ones, as caches know it."""
    return f"related:{uuid}"


def _kind(key: str) -> str:
    return key.partition(":")[0]


def _weights(labels: Mapping[str, Label]) -> dict[str, float]:
    """Let a subject count the more, the fewer articles have it."""
    return {
        key: WEIGHTS[Kind(label.kind)] / log(2 + label.articles)
        for key, label in labels.items()
        if label.kind in WEIGHTS
    }


def _candidates(mine: Iterable[Facts], labels: Mapping[str, Label]) -> dict[int, Facts]:
    """Load the newest articles under the subjects of a batch."""
    subjects = {key for one in mine for key in one.subjects}
    pks = sorted(labels[key].pk for key in subjects)
    found: set[int] = set()
    for start in range(0, len(pks), LABELS):
        some = pks[start : start + LABELS]
        for articles in Listing.objects.newest_each(some, CANDIDATES).values():
            found.update(articles)
    rows = PublishedArticle.objects.only(
        "uuid", "language", "title", "deck", "excerpt", "refs"
    )
    return {pk: Facts.of(row) for pk, row in rows.in_bulk(found).items()}


def _nearest(
    one: Facts, others: Mapping[int, Facts], weights: Mapping[str, float]
) -> list[tuple[float, Facts]]:
    """Give the nearest of the others that are near enough, the nearest first."""
    scored = []
    for other in others.values():
        shared = one.subjects & other.subjects
        if other.pk == one.pk or other.language != one.language or not shared:
            continue
        score = sum(weights.get(key, 0.0) for key in shared)
        score += TEXT * nearness(one.traits, other.traits)
        if score >= LEAST:
            scored.append((round(score, 4), other))
    scored.sort(key=lambda pair: (pair[0], pair[1].pk), reverse=True)
    return scored[:SHOWN]


def _standing(pks: Iterable[int]) -> dict[int, list[int]]:
    """Give what pages show now, in its order."""
    found: dict[int, list[int]] = {}
    rows = Related.objects.filter(article__in=list(pks)).order_by("-score", "-other")
    for article, other in rows.values_list("article", "other"):
        found.setdefault(article, []).append(other)
    return found


def _join(
    wanted: Mapping[int, Sequence[tuple[float, Facts]]], mine: set[int]
) -> set[str]:
    """Let articles join those they go with, in the place of what is less near there."""
    offers: dict[int, tuple[str, dict[int, float]]] = {}
    for pk, found in wanted.items():
        for score, other in found:
            if other.pk not in mine:
                offers.setdefault(other.pk, (other.uuid, {}))[1][pk] = score
    standing: dict[int, dict[int, float]] = {pk: {} for pk in offers}
    rows = Related.objects.filter(article__in=list(offers))
    for article, shown, score in rows.values_list("article", "other", "score"):
        standing[article][shown] = score
    changed: dict[int, dict[int, float]] = {}
    touched = set()
    for pk, (uuid, fresh) in offers.items():
        best = _best(standing[pk] | fresh)
        if best != standing[pk]:
            changed[pk] = best
        if list(best) != list(_best(standing[pk])):
            touched.add(key_of(uuid))
    Related.objects.filter(article__in=list(changed)).delete()
    Related.objects.bulk_create(
        Related(article_id=pk, other_id=other, score=score)
        for pk, best in changed.items()
        for other, score in best.items()
    )
    return touched


def _best(scores: Mapping[int, float]) -> dict[int, float]:
    """Give the nearest of some articles, in the order in which pages show them."""
    order = sorted(scores.items(), key=lambda pair: (pair[1], pair[0]), reverse=True)
    return dict(order[:SHOWN])
