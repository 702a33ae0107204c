"""What an account may do, in words, so that the log can say what was changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib.auth.models import Group, User

from articles.workflow import audit

Facts = Mapping[str, str]


def facts_of(user: User) -> Facts:
    """Write down all that decides what an account may do, as it is stored now."""
    stored = User.objects.get(pk=user.pk)
    limits = stored.section_limits.select_related("category")
    return {
        "username": stored.username,
        "active": _said(stored.is_active),
        "staff": _said(stored.is_staff),
        "superuser": _said(stored.is_superuser),
        "groups": _listed(group.name for group in stored.groups.all()),
        "permissions": _listed(one.codename for one in stored.user_permissions.all()),
        "sections": _listed(str(limit.category) for limit in limits),
    }


def facts_of_group(group: Group) -> Facts:
    """Write down what a group gives to those in it."""
    stored = Group.objects.get(pk=group.pk)
    held = stored.permissions.select_related("content_type")
    names = (f"{one.content_type.app_label}.{one.codename}" for one in held)
    return {"name": stored.name, "permissions": _listed(names)}


def record(
    what: str, subject: str, before: Facts, after: Facts, *, actor: User, at: datetime
) -> None:
    """Log what changed between two looks at an account or a group, if anything did."""
    changes = [
        f"{name}: {before.get(name, '–')} → {value}"
        for name, value in after.items()
        if before.get(name) != value
    ]
    if changes:
        audit.record(
            audit.Kind.PEOPLE, what, actor=actor, at=at, subject=subject,
            detail="\n".join(changes),
        )  # fmt: skip


def _said(value: bool) -> str:  # noqa: FBT001 - a fact to write down
    return "yes" if value else "no"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "–"
