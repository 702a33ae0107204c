"""Who acts in the demo: the demo accounts where they exist, else names without a log-in."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User

from articles.workflow import roles, sync_roles


@dataclass(frozen=True, slots=True)
class Staff:
    """Those who take an article from draft to readers, and who looks after the site."""

    writer: User
    editor: User
    publisher: User
    administrator: User


def staff() -> Staff:
    """Find or make the people of the demo."""
    sync_roles()
    return Staff(
        writer=_one("writer", roles.WRITER),
        editor=_one("editor", roles.EDITOR),
        publisher=_one("publisher", roles.PUBLISHER),
        administrator=_one("admin", roles.ADMINISTRATOR),
    )


def _one(name: str, role: str) -> User:
    users = get_user_model().objects
    account = users.filter(username=name, groups__name=role).first()
    if account is not None:
        return account
    # Not staff and without a password: it can sign, but nobody can log in with it.
    substitute, _ = users.get_or_create(
        username=f"demo-{name}", defaults={"password": "!", "is_staff": False}
    )
    substitute.groups.add(Group.objects.get(name=role))
    return substitute
