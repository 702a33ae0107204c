"""Accounts to try a fresh newsroom with; made only where DEBUG is on."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from articles.workflow import roles

ACCOUNTS = {
    "writer": roles.WRITER,
    "editor": roles.EDITOR,
    "publisher": roles.PUBLISHER,
    "admin": roles.ADMINISTRATOR,
}
"""User names and the role each one has; the admin may do everything besides."""


def make_accounts(password: str) -> list[str]:
    """Make the demo accounts that are missing and answer their names."""
    users = get_user_model().objects
    made = []
    for name, role in ACCOUNTS.items():
        if not users.filter(username=name).exists():
            user = users.create_user(
                name, password=password, is_staff=True, is_superuser=name == "admin"
            )
            user.groups.add(Group.objects.get(name=role))
            made.append(name)
    return made
