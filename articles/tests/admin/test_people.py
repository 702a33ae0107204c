"""Accounts and roles, as the desk shows them."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission

from articles.admin.people import worded
from articles.tests.workflow.people import everyone

pytestmark = pytest.mark.django_db


class TestRoles:
    def test_are_named_in_the_language_of_the_desk(self, desk):
        cast = everyone()
        users = desk.get("/admin/auth/user/").content.decode()
        assert "撰稿人" in users
        assert "Publisher" not in users
        form = desk.get(f"/admin/auth/user/{cast['editor'].pk}/change/")
        assert "发布人" in form.content.decode()
        assert "撰稿人" in desk.get("/admin/auth/group/").content.decode()

    def test_are_ticked_and_kept(self, desk):
        everyone()
        group = Group.objects.get(name="Writer")
        held = list(group.permissions.values_list("pk", flat=True))
        data = {"name": "Writer", "permissions": held[1:]}
        desk.post(f"/admin/auth/group/{group.pk}/change/", data)
        assert {*group.permissions.values_list("pk", flat=True)} == {*held[1:]}


class TestPermissions:
    @pytest.mark.parametrize(
        ("codename", "said"),
        [
            ("view_article", "稿件 · 查看"),
            ("publish_article", "发布、定时、更正稿件"),
            ("export_auditentry", "导出审计日志"),
        ],
    )
    def test_are_said_in_words(self, codename: str, said: str):
        assert worded(Permission.objects.get(codename=codename)) == said


class TestNewPassword:
    def test_is_asked_for_in_one_language(self, desk):
        editor = everyone()["editor"]
        editor.set_password("a long pass phrase")
        editor.save()
        desk.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        page = desk.get(f"/admin/auth/user/{editor.pk}/password/").content.decode()
        assert "If disabled, the password of this account will be lost." in page
        assert not re.search("[\u4e00-\u9fff]", page.partition("<main")[2])
