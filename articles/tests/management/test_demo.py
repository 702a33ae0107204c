"""articles/management/demo.py: accounts to try a fresh newsroom with."""

import pytest
from django.contrib.auth import authenticate, get_user_model

from articles.management.demo import ACCOUNTS, make_accounts
from articles.workflow import roles


@pytest.mark.django_db
class TestAccounts:
    @pytest.fixture(autouse=True)
    def groups(self):
        roles.sync()

    def test_have_one_role_each_and_the_password_given(self):
        assert make_accounts("first password") == list(ACCOUNTS)
        for name, role in ACCOUNTS.items():
            user = authenticate(username=name, password="first password")
            assert user.is_staff
            assert [group.name for group in user.groups.all()] == [role]
            assert user.is_superuser == (name == "admin")

    def test_are_left_as_they_are_when_they_exist(self):
        make_accounts("first password")
        get_user_model().objects.filter(username="writer").delete()
        assert make_accounts("second password") == ["writer"]
        assert authenticate(username="editor", password="first password")
