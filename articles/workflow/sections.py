"""Which sections an account works in: everywhere, or in some and all below them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.utils.translation import gettext as _

from articles.models.desk import Article, Category, SectionLimit

Reach = frozenset[int] | None
"""The categories an account works in; None: all there are and will be."""

# Kept on the account as it was loaded for a request, like Django's permissions.
_KEPT = "_desk_reach"


def reach(user: User | AnonymousUser) -> Reach:
    """Give the categories that an account is limited to, or None for no limit.

    Read once for an account as it was loaded; superusers are never limited.
    """
    if user.is_superuser:
        return None
    if not hasattr(user, _KEPT):
        setattr(user, _KEPT, _read(user))
    kept: Reach = getattr(user, _KEPT)
    return kept


def _read(user: User | AnonymousUser) -> Reach:
    limits = SectionLimit.objects.filter(user=user.pk)
    tops = set(limits.values_list("category", flat=True))
    return below(tops) if tops else None


def read_each(users: Sequence[User]) -> None:
    """Read the limits of many accounts at once, and keep them on each: two queries."""
    tops: dict[int, set[int]] = {}
    limits = SectionLimit.objects.filter(user__in=[user.pk for user in users])
    for user_id, category in limits.values_list("user", "category"):
        tops.setdefault(user_id, set()).add(category)
    children = _children() if tops else {}
    for user in users:
        limited = user.pk in tops
        setattr(user, _KEPT, _under(tops[user.pk], children) if limited else None)


def below(tops: Iterable[int]) -> frozenset[int]:
    """Give categories and all that lies below them, in one query."""
    return _under(tops, _children())


def _children() -> dict[int | None, list[int]]:
    children: dict[int | None, list[int]] = {}
    rows = Category.objects.without_tree_fields().order_by("pk")
    for pk, parent in rows.values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    return children


def _under(
    tops: Iterable[int], children: dict[int | None, list[int]]
) -> frozenset[int]:
    found: set[int] = set()
    waiting = list(tops)
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting += children.get(pk, ())
    return frozenset(found)


def above(places: Iterable[int]) -> frozenset[int]:
    """Give categories and all they lie under, in one query."""
    rows = Category.objects.without_tree_fields().order_by("pk")
    parents = dict(rows.values_list("pk", "parent_id"))
    found: set[int] = set()
    for place in places:
        pk: int | None = place
        while pk is not None and pk not in found:
            found.add(pk)
            pk = parents.get(pk)
    return frozenset(found)


def tops(user: User | AnonymousUser) -> frozenset[int]:
    """Give the categories that an account's limits name, without what lies below."""
    if user.is_superuser:
        return frozenset()
    limits = SectionLimit.objects.filter(user=user.pk)
    return frozenset(limits.values_list("category", flat=True))


def holds(within: frozenset[int], article: Article) -> bool:
    """Say whether an article is filed in one of the categories."""
    return any(filing.category_id in within for filing in article.filings.all())


def strangers(
    within: Reach, wanted: Iterable[Category], *, kept: Iterable[int] = ()
) -> list[Category]:
    """Name the wanted categories that an account may not file under.

    Where an article is filed already it may stay.
    """
    if within is None:
        return []
    allowed = within | frozenset(kept)
    return [category for category in wanted if category.pk not in allowed]


def with_the_others(
    within: Reach, wanted: Sequence[Category], filed: Sequence[Category]
) -> list[Category]:
    """Put back, each in its place, what is not this account's to take away."""
    if within is None:
        return list(wanted)
    kept = list(wanted)
    chosen = {category.pk for category in wanted}
    for place, category in enumerate(filed):
        if category.pk not in within and category.pk not in chosen:
            kept.insert(min(place, len(kept)), category)
    return kept


def refusal(strange: Sequence[Any]) -> str:
    """Say that somebody files under their own sections only."""
    return _("You file under your own sections only; %(names)s is not among them.") % {
        "names": " · ".join(str(one) for one in strange)
    }
