"""The audit log: one entry for each thing that was done, in its transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User

from articles.models.desk import Article, AuditEntry
from articles.workflow.names import called

Kind = AuditEntry.Kind


def entry(
    kind: AuditEntry.Kind,
    what: str,
    *,
    actor: User | None,
    at: datetime,
    article: Article | None = None,
    subject: str = "",
    detail: str = "",
    address: str | None = None,
) -> AuditEntry:
    """Make the unsaved entry that says who did what; people as they are called now."""
    name = called(actor) if actor else ""
    return AuditEntry(
        kind=kind,
        what=what,
        at=at,
        actor=actor,
        actor_name=name[:150],
        article=article,
        subject=(subject or (article.title if article else ""))[:300],
        detail=detail,
        address=address,
    )


def record(
    kind: AuditEntry.Kind,
    what: str,
    *,
    actor: User | None,
    at: datetime,
    article: Article | None = None,
    subject: str = "",
    detail: str = "",
    address: str | None = None,
) -> AuditEntry:
    """Write one entry; call it in the transaction of what it tells of."""
    made = entry(
        kind, what, actor=actor, at=at, article=article, subject=subject,
        detail=detail, address=address,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def record_each(entries: Iterable[AuditEntry]) -> None:
    """Write many entries at once."""
    AuditEntry.objects.bulk_create(entries)
