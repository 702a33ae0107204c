"""Every address of the desk, as everybody, against the declared table.

Views are called as they are routed, but their pages are not rendered: who gets in does
not hang on that. `test_access` opens the pages themselves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.cache import SessionStore
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import connection, transaction
from django.http import Http404, HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import NoReverseMatch, get_resolver, resolve, reverse
from django_tasks_db.models import DBTaskResult

from articles.models.desk import (
    Article,
    AuditEntry,
    Autosave,
    BannedWord,
    ChecklistRule,
    Comment,
    Filing,
    ImportSource,
    Note,
    Notice,
    Occasion,
    Page,
    Revision,
    ScheduledMove,
    SiteSettings,
    Tag,
    Wire,
)
from articles.models.reader import Publication
from articles.tests.admin.access_table import ACCESS, ROLES, SECTION_ROLES, Access
from articles.tests.admin.test_access import patterns
from articles.tests.factories import NOON, make_author, make_category, make_source
from articles.tests.hidden import make_picture
from articles.tests.workflow.people import (
    AT,
    ELSEWHERE,
    HERE,
    make_in,
    make_user,
    the_whole_desk,
)
from articles.workflow import audit

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("crawl")]

Rows = Mapping[str, tuple[Any, ...]]


@dataclass
class World:
    """The cast, and one row of everything: in the section of the limited and outside."""

    cast: dict[str, Any]
    inside: Rows
    outside: Rows


def rows_of(article: Article) -> dict[str, tuple[Any, ...]]:
    """Give what belongs to an article, as parts of an address."""
    article = Article.objects.get(pk=article.pk)
    revision = Revision.objects.get(article=article, number=1)
    imported = ImportSource(
        article=article,
        revision=revision,
        source_key=f"a:{article.pk}",
        imported_at=NOON,
    )
    imported.keep(b"x")
    imported.save()
    failed = ScheduledMove.objects.create(
        article=article, kind="withdraw", at=NOON, state="failed", settled_at=AT,
        created_at=NOON,
    )  # fmt: skip
    note = Note.objects.create(
        article=article, author=article.created_by, text="查一下", revision_number=1,
        created_at=NOON,
    )  # fmt: skip
    comment = Comment.objects.create(
        article=article, name="读者", text="船又开了。", language="zh-Hans",
        created_at=NOON,
    )  # fmt: skip
    logged = Publication.objects.filter(article=article.uuid).first()
    return {
        "article": (article.pk,),
        "note": (article.pk, note.pk),
        "comment": (comment.pk,),
        "failed move": (article.pk, failed.pk),
        "scheduledmove": (failed.pk,),
        "importsource": (imported.pk,),
        "publication": (logged.pk if logged else 0,),
    }


def common_rows(cast: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Give what belongs to no article."""
    entry = audit.record(AuditEntry.Kind.SETTING, "made", actor=None, at=NOON)
    notice = Notice.objects.create(
        user=cast["writer"], occasion=Occasion.ASSIGNED, at=NOON
    )
    task = DBTaskResult.objects.create(
        enqueued_at=NOON, args_kwargs={"args": [], "kwargs": {}}, task_path="a.b",
        backend_name="default", run_after=NOON, exception_class_path="", traceback="",
    )  # fmt: skip
    unsaved = Autosave.objects.create(
        user=cast["writer"], tab="t", fields={}, saved_at=NOON
    )
    return {
        "unsaved text": (unsaved.pk,),
        "auditentry": (entry.pk,),
        "notice": (notice.pk,),
        "author": (make_author("何田").pk,),
        "source": (make_source().pk,),
        "tag": (Tag.objects.get_or_create(name="渡轮")[0].pk,),
        "image": ((picture := make_picture(64)).pk,),
        "picture by name": (picture.uuid,),
        "category": (make_category(*HERE).pk,),
        "user": (cast["writer"].pk,),
        "group": (Group.objects.get(name="Writer").pk,),
        "checklistrule": (
            ChecklistRule.objects.create(check_name="picture", level="warn").pk,
        ),
        "wire": (Wire.objects.create(name="海风", address="https://w.example/").pk,),
        "page": (page_named("about").pk,),
        "sitesettings": (
            (SiteSettings.objects.first() or SiteSettings.objects.create()).pk,
        ),
        "bannedword": (BannedWord.objects.create(word="赌场").pk,),
        "content type": (ContentType.objects.get_for_model(Article).pk,),
        "dbtaskresult": (task.pk,),
    }


def page_named(slug: str) -> Page:
    """Make (or find) a page of the site itself."""
    said = {"title": "关于", "changed_at": NOON}
    return Page.objects.get_or_create(slug=slug, defaults=said)[0]


def build() -> World:
    """Make the cast and the rows."""
    cast = the_whole_desk()
    here = make_in("approved", "live", by=cast["writer"])
    there = make_in("approved", "live", by=cast["writer"])
    Filing.objects.filter(article=there).update(category=make_category(*ELSEWHERE))
    shared = common_rows(cast)
    reader = make_user("reader", is_staff=False)
    return World(
        cast={**cast, "stranger": AnonymousUser(), "reader": reader},
        inside={**shared, **rows_of(here)},
        outside={**shared, **rows_of(there)},
    )


@pytest.fixture(scope="module")
def world(
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """Build it once for the module; afterwards it never was."""
    folder = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=folder),
        transaction.atomic(),
    ):
        assert "test" in connection.settings_dict["NAME"]
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def media_root(world: World) -> None:
    """Leave the picture where it was put."""


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gather nothing of what stands around a page: it is half of the work."""
    monkeypatch.setattr(admin.site, "each_context", lambda _: {"available_apps": []})


@pytest.fixture(autouse=True)
def undone(world: World) -> Iterator[None]:
    """Put everything back after each test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def declared() -> set[str]:
    """Name every address below the desk; what Django keeps for old ones has no name."""
    (desk,) = (
        one for one in get_resolver().url_patterns if str(one.pattern) == "admin/"
    )
    return {name for name, _route in patterns(desk) if name is not None}


def address(name: str, access: Access, rows: Rows) -> str:
    """Fill an address in."""
    if name == "app_list":
        return reverse("admin:app_list", args=["articles"])
    args = rows[access.row] if access.row else ()
    return reverse(f"admin:{name}", args=[*args, *access.more])


def answer(
    user: Any, method: str, url: str, data: Mapping[str, Any], *, keep: bool = False
) -> int:
    """Ask as somebody; give the status, 403 for whoever is led elsewhere instead.

    What the request changed is undone, unless one wants to ``keep`` it.
    """
    request: Any = getattr(RequestFactory(), method)(url, dict(data))
    request.user = user
    request.session = SessionStore()
    request._messages = CookieStorage(request)
    request._dont_enforce_csrf_checks = True
    request.resolver_match = resolve(url.partition("?")[0])
    view, args, kwargs = request.resolver_match
    try:
        with transaction.atomic():
            response: HttpResponse = view(request, *args, **kwargs)
            transaction.set_rollback(not keep)
    except PermissionDenied:
        return 403
    except Http404:
        return 404
    except (BadRequest, SuspiciousOperation):
        return 400
    for close in response._resource_closers:  # type: ignore[attr-defined] # files
        close()
    return led_elsewhere(response, url)


def led_elsewhere(response: HttpResponse, url: str) -> int:
    """Being sent to log in, or home because there is no such row, is being refused."""
    if response.status_code != 302:
        return response.status_code
    home = reverse("admin:index")
    target = response["Location"].partition("?")[0]
    refused = target.endswith("/login/") or (target == home and "/r/" not in url)
    if url.endswith("/correct/"):
        # Whoever may not is led back to the article, with the sentence why.
        return 403
    own_ways = ("/language/", "/logout/", "/login/", "/admin/articles/")
    own_way_home = url.endswith(own_ways) and target == home
    return 403 if refused and not own_way_home else 302


REFUSED = {403, 404, 405}
BOTH = SECTION_ROLES | {"editor"}
"""Those for whom it might make a difference where an article is filed."""


@pytest.mark.parametrize("role", ROLES)
class TestCrawl:
    def test_finds_what_the_table_declares(self, world, role):
        user = world.cast[role]
        wrong = []
        for name, access in ACCESS.items():
            for place, rows in (("inside", world.inside), ("outside", world.outside)):
                if place == "outside" and not (access.by_section and role in BOTH):
                    continue
                url = address(name, access, rows)
                out = place == "outside" and role in SECTION_ROLES
                for method, who in (("get", access.get), ("post", access.post)):
                    status = answer(user, method, url, access.data)
                    expected = role in who and not out
                    if (status not in REFUSED) is not expected:
                        wrong.append((name, place, method, status, expected))
        assert not wrong, "\n".join(map(str, wrong))


class TestTable:
    def test_declares_every_address_and_no_other(self):
        assert declared() - ACCESS.keys() == set()
        assert ACCESS.keys() - declared() == set()

    def test_names_addresses_that_can_be_filled_in(self, world):
        for name, access in ACCESS.items():
            try:
                address(name, access, world.inside)
            except NoReverseMatch as error:
                pytest.fail(f"{name}: {error}")
