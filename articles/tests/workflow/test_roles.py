"""Roles: made on any database, put right when changed, no way up."""

from io import StringIO
from itertools import pairwise

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from articles.workflow import ROLES, sync_roles


def held(name: str) -> set[str]:
    """Give what a group may do, as `app.codename`."""
    permissions = Group.objects.get(name=name).permissions.select_related(
        "content_type"
    )
    return {f"{one.content_type.app_label}.{one.codename}" for one in permissions}


@pytest.mark.django_db
class TestSync:
    @pytest.fixture(autouse=True)
    def no_roles(self, db: None) -> None:
        """Begin as on a new database."""
        Group.objects.all().delete()

    def test_makes_the_groups_hold_the_table(self):
        assert sync_roles() == list(ROLES)
        assert {name: held(name) for name in ROLES} == dict(ROLES)

    def test_has_nothing_to_do_the_second_time(self):
        sync_roles()
        assert sync_roles() == []

    def test_puts_right_what_was_changed_by_hand(self):
        sync_roles()
        writer = Group.objects.get(name="Writer")
        writer.permissions.add(Permission.objects.get(codename="publish_article"))
        assert sync_roles() == ["Writer"]
        assert held("Writer") == ROLES["Writer"]

    def test_leaves_other_groups_alone(self):
        Group.objects.create(name="Interns")
        sync_roles()
        assert Group.objects.filter(name="Interns").exists()

    def test_is_a_command(self):
        said = StringIO()
        call_command("sync_roles", stdout=said)
        call_command("sync_roles", stdout=said)
        assert said.getvalue().splitlines() == [
            "Changed: Writer, Editor, Publisher, Administrator.",
            "Nothing to change.",
        ]


class TestTable:
    def test_each_role_holds_what_the_one_before_it_holds(self):
        roles = list(ROLES.values())
        for lower, higher in pairwise(roles):
            assert lower < higher

    def test_nobody_deletes_but_unneeded_pictures_and_banned_words(self):
        deleting = {
            permission
            for permissions in ROLES.values()
            for permission in permissions
            if ".delete_" in permission
        }
        assert deleting == {"articles.delete_image", "articles.delete_bannedword"}
