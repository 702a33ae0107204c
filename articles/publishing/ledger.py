"""Addresses: claimed once, moved or gone, never given to something else."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import models

from articles.models.desk import Ending
from articles.models.reader import Address
from articles.text.slugs import is_reserved

CLOSED = (Address.State.GONE, Address.State.HELD)


def claim(
    wanted: Mapping[str, tuple[str, str]], *, fresh: Collection[str] = (), at: datetime
) -> dict[str, str]:
    """Give each owner an address: its parent path plus slug, numbered where taken.

    ``wanted`` maps an owner to (parent path, slug); the answer maps it to its slug
    (`slug`, or `slug-2` …). An owner's former address is its own again. Owners of
    one call may share a wish; two processes may call at once. What `fresh` owners,
    who have no current address, are given is current at once; for the others see
    `settle`.
    """
    given: dict[str, str] = {}
    tries = {
        owner: 2 if is_reserved(slug) else 1 for owner, (_, slug) in wanted.items()
    }
    while tries:
        asked: dict[str, str] = {}
        slugs: dict[str, str] = {}
        for owner, number in tries.items():
            parent, slug = wanted[owner]
            slugs[owner] = slug if number == 1 else f"{slug}-{number}"
            asked.setdefault(f"{parent}{slugs[owner]}/", owner)
        # A path that another process is claiming right now is waited for here.
        Address.objects.bulk_create(
            [
                Address(
                    path=path,
                    owner=owner,
                    since=at,
                    state=Address.State.CURRENT
                    if owner in fresh
                    else Address.State.MOVED,
                )
                for path, owner in asked.items()
            ],
            ignore_conflicts=True,
        )
        owners = dict(
            Address.objects.filter(path__in=asked).values_list("path", "owner")
        )
        for owner in list(tries):
            parent, _ = wanted[owner]
            if owners[f"{parent}{slugs[owner]}/"] == owner:
                given[owner] = slugs[owner]
                del tries[owner]
            else:
                tries[owner] += 1
    return given


def settle(paths: Mapping[str, str], *, at: datetime) -> None:
    """Make each owner's claimed path its current one; its others now lead there."""
    if not paths:
        return
    stale = Address.objects.filter(owner__in=paths, state=Address.State.CURRENT)
    stale.exclude(path__in=paths.values()).update(state=Address.State.MOVED, since=at)
    gone = Address.objects.filter(owner__in=paths, state__in=CLOSED)
    gone.update(state=Address.State.MOVED, since=at, reason="", leads_to=None)
    Address.objects.filter(
        path__in=paths.values(), state=Address.State.MOVED
    ).update(state=Address.State.CURRENT, since=at)  # fmt: skip


def close(
    owners: Iterable[str],
    *,
    at: datetime,
    reason: str,
    ending: str = Ending.GONE,
    leads_to: str = "",
) -> None:
    """Mark the current addresses of owners as gone, led elsewhere, or held by law."""
    held = ending == Ending.HOLD
    Address.objects.filter(owner__in=owners, state=Address.State.CURRENT).update(
        state=Address.State.HELD if held else Address.State.GONE,
        since=at,
        reason=reason,
        leads_to=leads_to or None,
    )


def release(owner: str, *, at: datetime) -> set[str]:
    """Let the held addresses of an owner answer as gone; gives their paths."""
    held = Address.objects.filter(owner=owner, state=Address.State.HELD)
    paths = set(held.values_list("path", flat=True))
    held.update(state=Address.State.GONE, since=at)
    return paths


def redirect(paths: Mapping[str, str], *, at: datetime) -> dict[str, str]:
    """Let old paths lead to their owners; gives back those that are not theirs.

    ``paths`` maps a path to an owner. A path that belongs to somebody else already
    keeps its owner and is answered with that owner's name.
    """
    Address.objects.bulk_create(
        [
            Address(path=path, owner=owner, since=at, state=Address.State.MOVED)
            for path, owner in paths.items()
        ],
        ignore_conflicts=True,
    )
    rows: models.QuerySet[Address, tuple[str, str]] = Address.objects.filter(
        path__in=paths
    ).values_list("path", "owner")
    return {path: owner for path, owner in rows if paths[path] != owner}
