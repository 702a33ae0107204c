"""What is being typed, and who has an article open; neither is ever a revision."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import QuerySet

from articles.models.desk import Article, Autosave, Presence

Fields = Mapping[str, Sequence[str]]

ALIVE = timedelta(seconds=45)
"""How long somebody counts as present after the last sign of life."""
RETURN = timedelta(minutes=2)
"""Whoever comes back within this time, as after each save, was never away."""
KEPT = timedelta(days=30)
TURN = "turn"
"""Counts what a tab sends, so that what comes late does not replace what is newer."""


def keep(
    user: User,
    article: Article | None,
    *,
    tab: str,
    basis: str,
    fields: Fields,
    at: datetime,
) -> None:
    """Keep what one person typed in one tab in the place of what it sent before."""
    values = {name: list(given) for name, given in fields.items()}
    before = Autosave.objects.filter(user=user, tab=tab).only("fields").first()
    if before is not None and _turn(before.fields) > _turn(values):
        return
    Autosave.objects.update_or_create(
        user=user,
        tab=tab,
        defaults={
            "article": article, "basis": basis, "fields": values, "saved_at": at,
        },
    )  # fmt: skip


def _turn(fields: Fields) -> int:
    turn = next(iter(fields.get(TURN, ())), "")
    return int(turn) if turn.isdecimal() and len(turn) < 16 else 0


def offers(user: User, article: Article | None) -> QuerySet[Autosave]:
    """Give what a person typed and did not save; nobody else is ever given it."""
    return Autosave.objects.filter(user=user, article=article)


def forget(user: User, *, tab: str = "", pk: int | None = None) -> None:
    """Drop what a tab sent, once it is saved, or one that somebody throws away."""
    mine = Autosave.objects.filter(user=user)
    if tab:
        mine.filter(tab=tab).delete()
    if pk is not None:
        mine.filter(pk=pk).delete()


def forget_old(*, at: datetime) -> int:
    """Drop what nobody came back for in a month, and traces of presence; count both."""
    texts, _kinds = Autosave.objects.filter(saved_at__lt=at - KEPT).delete()
    traces, _kinds = Presence.objects.filter(seen_at__lt=at - RETURN).delete()
    return texts + traces


def beat(
    user: User, article: Article, *, tab: str, is_typing: bool, at: datetime
) -> None:
    """Note that somebody has an article open in a tab, and since when."""
    rows = Presence.objects.filter(article=article, user=user)
    known = rows.filter(tab=tab).update(seen_at=at, is_typing=is_typing)
    if known:
        return
    earlier = rows.filter(seen_at__gte=at - RETURN).order_by("since").first()
    Presence.objects.update_or_create(
        article=article,
        user=user,
        tab=tab,
        defaults={
            "since": earlier.since if earlier else at,
            "seen_at": at,
            "is_typing": is_typing,
        },
    )


def leave(user: User, article: Article, *, tab: str, at: datetime) -> None:
    """Note that a tab was closed; kept a while, for whoever comes straight back."""
    mine = Presence.objects.filter(article=article, user=user, tab=tab)
    mine.update(seen_at=at - ALIVE, is_typing=False)


def present(*, at: datetime) -> QuerySet[Presence]:
    """Give everybody who has an article open."""
    people = Presence.objects.filter(seen_at__gt=at - ALIVE)
    return people.select_related("user", "user__author").order_by("since", "id")


def others(article: Article, user: User, *, at: datetime) -> list[Presence]:
    """Give who else has an article open, each once, who came first first."""
    found: dict[int, Presence] = {}
    for one in present(at=at).filter(article=article).exclude(user=user):
        kept = found.setdefault(one.user_id, one)
        kept.is_typing = kept.is_typing or one.is_typing
    return list(found.values())
