"""Lifting a legal hold: the address says again that the article was withdrawn."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models.desk import Article, Standing
from articles.models.reader import Purge
from articles.publishing import ledger
from articles.workflow import MoveRefused, audit


@transaction.atomic
def lift_hold(
    article: Article, *, actor: User | None, at: datetime, reason: str = ""
) -> None:
    """End the legal hold of a withdrawn article; it may be restored from now on.

    Its address answers 410 instead of 451. Raises MoveRefused where there is no hold.
    """
    held = Article.objects.filter(
        pk=article.pk, standing=Standing.WITHDRAWN, held_since__isnull=False
    )
    if not held.update(held_since=None):
        raise MoveRefused(_("It is under no legal hold."))
    owner = f"article:{article.uuid}"
    paths = ledger.release(owner, at=at)
    Purge.objects.create(
        at=at, keys=sorted({owner, *(f"address:{path}" for path in paths)})
    )
    audit.record(
        audit.Kind.DOOR, "hold_lifted", actor=actor, at=at, article=article,
        detail=reason,
    )  # fmt: skip
    article.held_since = None
