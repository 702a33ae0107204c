"""Every move × stage × standing × role × section, by every way there is to make it.

What is expected stands in `tests/workflow/rules.py`, by hand. The ways: the policy, the
buttons of the form, the bulk action, and a post to the move's address that somebody
forged.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test import RequestFactory
from django.urls import resolve
from django.utils import timezone

from articles.admin.bulk import IN_BULK
from articles.admin.panel import panel
from articles.models.desk import Article, Filing, ScheduledMove, Stage
from articles.models.reader import Address
from articles.tests.admin.conftest import move_url
from articles.tests.factories import NOON, make_category
from articles.tests.workflow.people import (
    AT,
    ELSEWHERE,
    make_in,
    plan,
    the_whole_desk,
)
from articles.tests.workflow.rules import OWN_ONLY, STANDINGS, allowed
from articles.workflow import MOVES, policy

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("matrix")]

ROLES = (
    "writer",
    "other writer",
    "editor",
    "publisher",
    "administrator",
    "no role",
    "superuser",
    "section editor",
    "section publisher",
)
PLACES = {"inside": True, "outside": False}


@dataclass
class Desk:
    """The cast, and an article of the writer's for every state and place."""

    cast: dict[str, User] = field(default_factory=dict)
    articles: dict[tuple[str, str, bool], Article] = field(default_factory=dict)

    def states(self) -> dict[int, tuple[Any, ...]]:
        """Give for each article all that a move could change."""
        waiting: dict[int, list[str]] = {}
        pending = ScheduledMove.objects.pending().order_by("pk")
        for article, kind in pending.values_list("article", "kind"):
            waiting.setdefault(article, []).append(kind)
        rows = Article.objects.values_list(
            "pk", "stage", "standing", "approved_number", "live_number", "edition",
            "held_since",
        )  # fmt: skip
        return {row[0]: (*row[1:], waiting.get(row[0])) for row in rows}


def sees(role: str, *, inside: bool) -> bool:
    """Say whether a role sees the writer's article."""
    if role in {"other writer", "no role"}:
        return False
    return inside or not role.startswith("section ")


def build() -> Desk:
    """Make the cast and its articles."""
    desk = Desk(cast=the_whole_desk())
    writer = desk.cast["writer"]
    elsewhere = make_category(*ELSEWHERE)
    for stage in Stage:
        for standing in sorted(STANDINGS):
            for inside in PLACES.values():
                made = make_in(stage, "withdrawn" if standing == "held" else standing,
                               by=writer)  # fmt: skip
                if standing == "held":
                    hold(made)
                if not inside:
                    Filing.objects.filter(article=made).update(category=elsewhere)
                desk.articles[stage, standing, inside] = Article.objects.get(pk=made.pk)
    return desk


def hold(article: Article) -> None:
    """Put a withdrawn article under a legal hold."""
    Article.objects.filter(pk=article.pk).update(held_since=NOON)
    ledger = Address.objects.filter(owner=f"article:{article.uuid}")
    ledger.update(state=Address.State.HELD)


@pytest.fixture(scope="module")
def desk(django_db_setup: None, django_db_blocker: Any) -> Iterator[Desk]:
    """Build it once for the module; afterwards it never was."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert "test" in connection.settings_dict["NAME"]
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def undone(desk: Desk) -> Iterator[None]:
    """Put the desk back after each test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def posted(user: User, url: str, **data: str) -> Any:
    """Make a request as the desk's pages get it, without what stands around them."""
    request = RequestFactory().post(url, data)
    request.user = user
    # The session and its token are the test client's affair, and tested elsewhere.
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined] # Django's own
    request._messages = CookieStorage(request)  # type: ignore[attr-defined] # Django's own
    return request


def given() -> dict[str, str]:
    """Give all that any move asks for."""
    soon = timezone.localtime() + timedelta(days=1)
    return {"move_note": "理由写在这里", "move_when": f"{soon:%Y-%m-%dT%H:%M}"}


def send(user: User, article: Article, move: str) -> None:
    """Post a move to its address, as the address is routed."""
    url = move_url(article)
    view, args, kwargs = resolve(url)
    request = posted(user, url, move=move, **given())
    try:
        view(request, *args, **kwargs)
    except PermissionDenied:
        return


@pytest.mark.parametrize("role", ROLES)
class TestMatrix:
    def test_of_the_policy(self, desk, role):
        user = desk.cast[role]
        for (stage, standing, inside), article in desk.articles.items():
            for move in set(MOVES) - {"unschedule"}:
                verdict = policy.may(user, move, article, at=AT)
                expected = allowed(role, move, stage, standing, inside=inside)
                case = (role, move, stage, standing, inside, verdict.why_not)
                assert verdict.allowed is expected, case
                assert bool(verdict.why_not) is not expected, case

    def test_of_the_buttons(self, desk, role):
        user = desk.cast[role]
        seen = set(policy.visible(user, Article.objects.values_list("pk", flat=True)))
        for (stage, standing, inside), article in desk.articles.items():
            assert (article.pk in seen) is sees(role, inside=inside)
            if article.pk not in seen:
                continue
            shown = panel(Article.objects.get(pk=article.pk), user, at=AT)
            buttons = {move.name for move in shown["allowed"]}
            buttons |= {shown["primary"].name} if shown["primary"] else set()
            expected = {
                move for move in set(MOVES) - {"unschedule"}
                if allowed(role, move, stage, standing, inside=inside)
            }  # fmt: skip
            assert buttons == expected, (role, stage, standing, inside)
            refused = {move.name for move, _why in shown["refused"]}
            assert refused == set(MOVES) - buttons

    def test_of_the_bulk_action(self, desk, role):
        articles: Any = admin.site.get_model_admin(Article)
        user = desk.cast[role]
        before = desk.states()
        for move in set(IN_BULK) - {"unschedule"}:
            with transaction.atomic():
                data = {"reason": "理由", "when": given()["move_when"]}
                request = posted(user, "/admin/articles/article/", **data)
                request.resolver_match = None
                action = articles.get_actions(request)[f"bulk_{move}"][0]
                action(articles, request, articles.get_queryset(request))
                after = desk.states()
                moved = {pk for pk, state in after.items() if state != before[pk]}
                transaction.set_rollback(True)
            expected = {
                article.pk
                for (stage, standing, inside), article in desk.articles.items()
                if allowed(role, move, stage, standing, inside=inside)
            }
            assert moved == expected, (role, move)

    def test_of_what_is_cancelled(self, desk, role):
        """Cancelling needs something that waits, so it has its own round."""
        user = desk.cast[role]
        articles = [
            (inside, article)
            for (stage, standing, inside), article in desk.articles.items()
            if stage == "approved" and standing == "never"
        ]
        for inside, article in articles:
            plan(article)
            expected = allowed(role, "unschedule", "approved", "never", inside=inside)
            fresh = Article.objects.get(pk=article.pk)
            assert policy.may(user, "unschedule", fresh, at=AT).allowed is expected
            shown = {
                move.name
                for move, verdict in policy.moves(user, fresh, at=AT)
                if verdict.allowed
            }
            assert ("unschedule" in shown) is expected
            send(user, article, "unschedule")
            waits = ScheduledMove.objects.pending().filter(article=article)
            assert waits.exists() is not expected


TELLS = {"section editor", "section publisher", "editor"}
"""Those for whom it might make a difference where an article is filed; `make prove`
asks as everybody."""


@pytest.mark.parametrize(
    ("role", "inside"),
    [
        pytest.param(
            role, inside, marks=[] if inside or role in TELLS else [pytest.mark.prove]
        )
        for role in ROLES
        for inside in PLACES.values()
    ],
)
class TestForgedPost:
    def test_moves_nothing_that_the_table_forbids(self, desk, role, inside):
        user = desk.cast[role]
        before = desk.states()
        may = []
        for (stage, standing, place), article in desk.articles.items():
            if place is not inside:
                continue
            # A correction is made on its own page, never by a bare move.
            for move in set(MOVES) - {"unschedule", "correct"}:
                if allowed(role, move, stage, standing, inside=inside):
                    may.append((article, move))
                else:
                    send(user, article, move)
            send(user, article, "correct")
        assert desk.states() == before
        for article, move in may:
            with transaction.atomic():
                send(user, article, move)
                after = desk.states()
                assert after.pop(article.pk) != before[article.pk], (role, move)
                others = {pk: one for pk, one in before.items() if pk in after}
                assert after == others
                transaction.set_rollback(True)


class TestTable:
    def test_leaves_no_move_out(self):
        assert set(IN_BULK) == set(MOVES) - {
            "correct",  # has a text of its own for each article
            "lift_hold",  # is decided case by case
            "schedule_withdrawal",  # likewise
        }

    def test_names_those_who_see_their_own_only(self):
        assert set(ROLES) >= OWN_ONLY
