"""Doors and side doors: every address of the desk, asked by people it is not for."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group, User
from django.urls import URLPattern, URLResolver, get_resolver

from articles.models.desk import (
    Author,
    Category,
    ImportSource,
    ScheduledMove,
    Source,
    Tag,
)
from articles.models.reader import Publication
from articles.tests.admin.conftest import change_url, move_url
from articles.tests.factories import make_article, make_live
from articles.tests.workflow.people import everyone, make_in, make_user, save

OPEN_TO_ALL = {"login", "logout", "language", "jsi18n"}
FOR_ANY_STAFF = {"index", "password_change", "password_change_done", None} | {
    "notes", "notices", "notice_choices",
}  # fmt: skip
"""What shows an account its own. None are redirects that Django keeps for old addresses."""
SECRET = "绝密的标题"


def patterns(
    resolver: URLResolver, prefix: str = ""
) -> Iterator[tuple[str | None, str]]:
    """Give name and route of every address below a resolver."""
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            yield one.name, route
        else:
            yield from patterns(one, route)


def addresses(pk: int) -> list[tuple[str | None, str]]:
    """Give every address of the desk, filled in for one row."""
    (admin,) = (
        one for one in get_resolver().url_patterns if str(one.pattern) == "admin/"
    )
    filled = []
    for name, route in patterns(admin, "/admin/"):
        for part in ("<path:object_id>", "<int:pk>", "<id>"):
            route = route.replace(part, str(pk))  # noqa: PLW2901 - filled in step by step
        if "(?P" in route:
            route = "/admin/articles/" if "app_label" in route else "/admin/nowhere/"  # noqa: PLW2901
        route = re.sub("<[a-z]+:[a-z_]+>", "1", route)  # noqa: PLW2901
        filled.append((name, route.replace("^", "").replace("$", "")))
    return filled


@pytest.fixture
def secret(db):
    """Give a draft of somebody else, with something of every other kind around it."""
    article = make_article(
        SECRET, tags=("秘",), bylines=("何田",), source="海风通讯社",
        created_by=make_user("qin", "Writer"),
    )  # fmt: skip
    save(article, article.created_by)
    return article


@pytest.mark.django_db
class TestDoors:
    def test_send_strangers_to_the_log_in(self, client, secret):
        for name, address in addresses(secret.pk):
            if name in OPEN_TO_ALL:
                continue
            for answer in (client.get(address), client.post(address, {})):
                assert answer.status_code in (302, 404, 405), (name, address)
                if answer.status_code == 302 and name is not None:
                    assert "/login/" in answer["Location"], (name, address)

    @pytest.mark.parametrize(
        "fields",
        [
            {"is_staff": True},
            {"is_staff": False},
            {"is_staff": True, "is_active": False},
        ],
    )
    def test_stay_shut_for_accounts_without_a_role(self, log_in, secret, fields):
        client = log_in(make_user("guest", **fields))
        for name, address in addresses(secret.pk):
            if name in OPEN_TO_ALL:
                continue
            for answer in (client.get(address), client.post(address, {})):
                shut = answer.status_code in (302, 403, 404, 405)
                assert shut or name in FOR_ANY_STAFF, (name, address)
                assert SECRET not in answer.content.decode(), (name, address)

    def test_show_writers_nothing_of_other_peoples_drafts(self, log_in, secret):
        client = log_in(everyone()["writer"])
        for name, address in addresses(secret.pk):
            if name in OPEN_TO_ALL:
                continue
            answer = client.get(address)
            assert SECRET not in answer.content.decode(), (name, address)
        assert client.post(move_url(secret), {"move": "submit"}).status_code == 403
        before = secret.latest_number
        client.post(change_url(secret), {"title": "改了", "basis": "1-0"})
        secret.refresh_from_db()
        assert (secret.title, secret.latest_number) == (SECRET, before)

    def test_say_so_in_words_where_a_role_is_missing(self, log_in):
        client = log_in(everyone()["writer"])
        answer = client.get("/admin/articles/publication/")
        assert answer.status_code == 403
        assert "需要其他角色" in answer.content.decode()

    def test_let_nobody_delete(self, desk, secret):
        live = make_live("在线")
        make_in("approved", "never", scheduled=True)
        rows = [live, *(
            model.objects.first()
            for model in (Author, Category, Source, Tag, Publication, ScheduledMove, User)
        )]  # fmt: skip
        for row in rows:
            meta = row._meta
            address = f"/admin/{meta.app_label}/{meta.model_name}/{row.pk}/delete/"
            assert desk.post(address, {"post": "yes"}).status_code == 403, address
            assert type(row).objects.filter(pk=row.pk).exists()

    @pytest.mark.parametrize("model", [Publication, ScheduledMove, ImportSource])
    def test_let_nobody_write_a_record(self, desk, model):
        name = model._meta.model_name
        assert desk.get(f"/admin/articles/{name}/add/").status_code == 403
        assert desk.get(f"/admin/articles/{name}/").status_code == 200


@pytest.mark.django_db
class TestAccounts:
    @pytest.fixture
    def administrator(self, log_in):
        return log_in(everyone()["administrator"])

    def test_of_superusers_are_out_of_an_administrators_reach(self, administrator):
        root = User.objects.get(username="root")
        address = f"/admin/auth/user/{root.pk}/"
        assert administrator.post(f"{address}change/", {}).status_code == 403
        assert administrator.get(f"{address}password/").status_code == 403

    def test_gain_nothing_by_a_forged_post(self, administrator):
        user = User.objects.get(username="lin")
        forged = {
            "username": "lin",
            "is_staff": "on",
            "is_active": "on",
            "is_superuser": "on",
            "user_permissions": ["1"],
        }
        administrator.post(f"/admin/auth/user/{user.pk}/change/", forged)
        user.refresh_from_db()
        assert not user.is_superuser
        assert not user.user_permissions.exists()

    def test_do_not_rise_by_changing_a_group(self, administrator):
        group = Group.objects.get(name="Writer")
        address = f"/admin/auth/group/{group.pk}/change/"
        forged = {"name": "Writer", "permissions": ["1", "2", "3"]}
        assert administrator.post(address, forged).status_code == 403

    def test_names_are_not_to_be_guessed_from_their_passwords(self, administrator):
        query = "?password__startswith=pbkdf2"
        answer = administrator.get(f"/admin/auth/user/{query}")
        assert answer.status_code in (302, 400)
