"""Fingerprints are taken after the saves, in batches, so that no save waits for one."""

from django.db.models import F, Q

from articles.models.desk import Article, Fingerprint
from articles.text.fingerprints import Minima, minima
from articles.workflow.likeness import BANDS

LIMIT = 200


def take(limit: int = LIMIT) -> int:
    """Take the fingerprints that are missing or of an older text; say how many.

    Newest changes first. Reading and reckoning hold no lock; the one write does.
    """
    stale = Q(fingerprint=None) | ~Q(fingerprint__revision_number=F("latest_number"))
    rows = (
        Article.objects.filter(stale, latest_number__gt=0)
        .order_by("-changed_at", "-id")
        .values_list("pk", "latest_number", "body")[:limit]
    )
    made = [
        Fingerprint(article_id=pk, revision_number=number, **_columns(pk, body))
        for pk, number, body in rows
    ]
    Fingerprint.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["revision_number", *BANDS],
    )
    return len(made)


def _columns(pk: int, body: str) -> dict[str, int]:
    """Give a text's minima; for one that is too short, a number nobody else has."""
    found = minima(body) or Minima(-pk, -pk, -pk, -pk)
    return found._asdict()
