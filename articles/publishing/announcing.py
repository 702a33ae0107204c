"""What the door tells: the audit log, and the people whose article it is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop

from articles.models.desk import Article, AuditEntry, Occasion
from articles.models.reader import Publication
from articles.publishing.orders import Doing
from articles.workflow import audit, notices

if TYPE_CHECKING:
    from articles.publishing.writing import Composed

Action = Publication.Action

SENTENCES = {
    Action.PUBLISHED: _noop("It is out: readers have it now."),
    Action.UPDATED: _noop("Readers have a newer text of it."),
    Action.CORRECTED: _noop("It was corrected in public."),
    Action.WITHDRAWN: _noop("It was withdrawn from readers."),
    Action.RESTORED: _noop("Readers have it again."),
}
"""What people are told, in the language of whoever did it; a refresh is no news."""


def announce(
    batch: "Sequence[Composed]", entries: Sequence[Publication], doing: Doing
) -> None:
    """Note in the audit log what was done, and tell the articles' people.

    In a number of queries that no batch changes. What nobody did by hand or by a
    plan, such as an import, is in the door's log alone.
    """
    done = [
        (one.article, entry)
        for one, entry in zip(batch, entries, strict=True)
        if entry.action in SENTENCES and (doing.actor or one.order.move)
    ]
    if not done:
        return
    audit.record_each(_noted(article, entry, doing) for article, entry in done)
    whose = notices.people_of_each([article for article, _entry in done])
    notices.tell_each(
        notices.Telling(
            occasion=Occasion.WENT_OUT,
            users=whose[article.pk],
            at=doing.at,
            article=article,
            actor=doing.actor,
            text=_(SENTENCES[Action(entry.action)]),
        )
        for article, entry in done
    )


def _noted(article: Article, entry: Publication, doing: Doing) -> AuditEntry:
    return audit.entry(
        audit.Kind.DOOR,
        entry.action,
        actor=doing.actor,
        at=doing.at,
        article=article,
        detail=entry.reason,
    )
