"""Nothing that is not live is reachable: every route, every hidden state, every viewer.

A walk takes each address, before something hidden comes to be and after. Every answer
has to stay as it was: status, headers, body and the number of queries.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, TestCase, override_settings

from articles import media, publishing
from articles.models.desk import Article, Category, Tag
from articles.models.reader import Label, PublishedArticle
from articles.tests.factories import NOON, make_live
from articles.tests.hidden import (
    CANARY,
    DAY,
    FIRST,
    HOUR,
    MARK,
    OWN_ADDRESSES,
    STATES,
    THEN,
    WITHDRAWN,
    World,
    all_at_once,
    draft,
    live,
    make_hidden,
    make_picture,
    revised,
    withdraw,
)
from articles.tests.walk import (
    Answer,
    Pool,
    addresses,
    ask,
    differences,
    routes,
    undated,
    walk,
)

# Without the mark no test database is made, and the site would be built in a real one.
pytestmark = pytest.mark.django_db

BELOW = re.compile(r"(?:/index\.html|/feed/|/|(?<=[^/]))$")
"""The end of an address, with what may be asked for under an article's."""
THIN = 3
"""In other languages than the first, `make test` asks for every third address."""


# --- The public site that everybody may see ------------------------------------------


@pytest.fixture(autouse=True, scope="module")
def media_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep pictures for the module, as the site is built once for it."""
    folder = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=folder):
        yield folder


@contextmanager
def undone() -> Iterator[None]:
    """Take everything back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def done(do: Callable[[World], Any], world: World) -> None:
    """Do something to the site, with all that follows when it is committed."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        do(world)


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, media_root: Path
) -> Iterator[World]:
    """Build the site once; each test changes it inside a transaction of its own."""
    assert "test" in connection.settings_dict["NAME"]
    newsroom = {**settings.NEWSROOM, "PAGE_SIZE": 2, "FEED_SIZE": 4}
    with (
        django_db_blocker.unblock(),
        override_settings(NEWSROOM=newsroom),
        time_machine.travel(NOON + DAY, tick=False),
        transaction.atomic(),
    ):
        built = World(
            writer=User.objects.create_superuser("writer"),
            chief=User.objects.create_superuser("chief"),
            strangers={"anonymous": Client(), "logged_in_nonstaff": Client()},
        )
        done(build, built)
        known = pools()
        built.paths = {route: addresses(route, known, thin=THIN) for route in routes()}
        built.before = built.look()
        yield built
        transaction.set_rollback(True)


def build(world: World) -> None:
    """Publish a few ordinary articles, one of them moved and one withdrawn."""
    reader = User.objects.create_user("leserin", password=None)
    world.strangers["logged_in_nonstaff"].force_login(reader)
    city = {"categories": (("城市", "交通"),), "tags": ("渡轮",), "bylines": ("林晓",)}
    for number in range(5):
        make_live(f"第{number}次复航", at=NOON + number * HOUR, **city)
    make_live("Ferries sail again", at=NOON - 2 * DAY, language="en", **city)
    picture = make_picture(61, alt="码头")
    make_live(
        "旧闻一则", at=NOON - 400 * DAY, source="海风通讯社", lead_picture=picture
    )
    moved = make_live("改了地址", at=NOON - 3 * DAY, slug="former-address", **city)
    revision = revised(moved, slug="present-address")
    publishing.update(revision, actor=None, at=NOON)
    gone = make_live("撤下的", at=NOON - 4 * DAY, slug="taken-down")
    publishing.withdraw(gone, actor=None, at=NOON, reason="重复")


# --- Every address that could betray it ----------------------------------------------


def pools() -> Mapping[frozenset[str], Pool]:
    """Give values for the parameters of routes: of what is live and what is hidden."""
    with undone():
        article = make_hidden()
        picture = article.lead_picture
        files = set(media.names(media.for_image(picture)))
        anything = guesses(article.pk, picture.original)
        subjects = [
            Category.objects.get(name=CANARY["category"]),
            Tag.objects.get(name=CANARY["tag"]),
            article.bylines.get(position=7).author,
            article.source,
        ]
        hidden = [
            {"kind": one.kind, "slugs": "/".join(step.slug for step in one.trail())}
            for one in subjects
        ]
    for row in PublishedArticle.objects.all():
        files |= media.names(row.lead_picture)
    listed = Label.objects.exclude(path="/").values_list("kind", "path")
    labels = [
        {"kind": kind, "slugs": path.removeprefix(f"/{kind}/").rstrip("/")}
        for kind, path in listed
    ]
    return {
        frozenset({"kind", "slugs"}): hidden + labels,
        frozenset({"year", "month", "day", "slug"}): [
            {"year": day.year, "month": day.month, "day": day.day, "slug": slug}
            for day, slug in stories()
        ],
        frozenset({"number"}): [{"number": 2}],
        frozenset({"form"}): [{"form": form} for form in ("atom", "json")],
        frozenset({"part"}): [{"part": 2}],
        frozenset({"name"}): [{"name": name} for name in sorted(files)],
        frozenset({"anything"}): [{"anything": path} for path in anything],
    }


def stories() -> list[tuple[date, str]]:
    """Give days and slugs: of what is hidden, what is live, and what was there once."""
    hidden = [
        (day, f"{CANARY['slug']}{suffix}")
        for day in (THEN.date(), NOON.date())
        for suffix in ("", "-2", "-3")
    ]
    titles = ("第2次复航", "Ferries sail again", "旧闻一则", "改了地址")
    live = PublishedArticle.objects.filter(title__in=titles).values_list("day", "slug")
    former = [
        ((NOON - 3 * DAY).date(), "former-address"),
        ((NOON - 4 * DAY).date(), "taken-down"),
    ]
    return [*hidden, *live, *former]


def guesses(number: int, original: str) -> list[str]:
    """Give addresses that other systems would answer with what is hidden."""
    here = f"2025/11/11/{CANARY['slug']}"
    return [
        here,
        f"{here}/index.html",
        f"{here}/index.md",
        f"{here}/amp/",
        f"{here}/feed/",
        f"articles/{number}/",
        f"article/{UUID(int=FIRST)}/",
        f"archives/{number}.html",
        f"api/articles/{UUID(int=FIRST)}/",
        f"preview/{UUID(int=FIRST)}/",
        f"search/{CANARY['title']}/",
        f"media/{original}",
        f"media/{CANARY['file']}.jpg",
        f"tag/{CANARY['tag']}",
        "no-such-page/",
    ]


class TestWalk:
    def test_reaches_every_route_and_sees_pages_behind_them(self, world: World):
        assert len(world.paths) == len(routes()) > 20
        silent = {
            route.name
            for route, paths in world.paths.items()
            if not any(world.before[path].status == 200 for path in paths)
        }
        # What takes misses; what needs more articles or labels than this site has.
        assert silent == {
            "machines:sitemap_lists",
            "machines:sitemap_month",
            "public:elsewhere",
            "public:index_page",
        }
        statuses = {answer.status for answer in world.before.values()}
        assert statuses == {200, 301, 404, 410}

    def test_finds_no_canary_in_the_site_as_it_is(self, world: World):
        for path, answer in world.before.items():
            if MARK.search(unquote(path)):
                assert answer.status in {301, 404}
            else:
                assert not MARK.search(answer.text)

    def test_sees_all_of_it_while_it_is_live(self, world: World):
        """Else the tests below would prove nothing."""
        with undone():
            done(live, world)
            told = "".join(answer.text for answer in world.look().values())
            # Files know no transaction: have them taken in as the door does.
            done(withdraw, world)
        assert [what for what, word in CANARY.items() if word not in told] == ["file"]

    def test_costs_the_same_for_what_is_hidden_and_what_never_was(self, world: World):
        client = world.strangers["anonymous"]
        with undone():
            done(draft, world)
            hidden = ask(client, f"/{THEN:%Y/%m/%d}/{CANARY['slug']}/")
            never = ask(client, f"/{THEN:%Y/%m/%d}/canary-slur/")
        assert (hidden.status, hidden.queries) == (404, never.queries)


class TestHidden:
    def test_changes_no_answer_to_anybody(self, world: World):
        with undone():
            heads = world.heads()
            done(all_at_once, world)
            cache.clear()
            for who in world.strangers:
                assert differences(world.before, world.look(who)) == {}, who
            assert differences(heads, world.heads("logged_in_nonstaff")) == {}
        assert all(answer.body == b"" for answer in heads.values())


@pytest.mark.prove
@pytest.mark.parametrize("state", STATES)
class TestEachHidden:
    @pytest.mark.parametrize("who", ["anonymous", "logged_in_nonstaff"])
    @pytest.mark.parametrize("method", ["get", "head"])
    def test_changes_no_answer(self, world: World, state: str, who: str, method: str):
        known = pools()
        paths = [path for route in routes() for path in addresses(route, known)]
        client = world.strangers[who]
        with undone():
            before = walk(client, paths, method=method)
            done(STATES[state], world)
            for _ in ("cold", "warm"):
                assert differences(before, walk(client, paths, method=method)) == {}


class TestLaterPublication:
    def test_shows_no_gap_where_something_is_hidden(self, world: World):
        def publish_another() -> dict[str, Answer]:
            make_live("后来的", at=NOON + 6 * HOUR, uuid=UUID(int=9), tags=("新标签",))
            return world.look()

        with undone():
            without = publish_another()
        with undone():
            done(draft, world)
            beside_it = publish_another()
        assert differences(without, beside_it) == {}


@pytest.mark.parametrize("state", WITHDRAWN)
class TestWithdrawn:
    def test_leaves_nothing_but_its_own_page_that_says_so(
        self, world: World, state: str
    ):
        with undone():
            done(WITHDRAWN[state], world)
            after = world.look(*world.strangers)
        changed = differences(undated(world.before), undated(after))
        assert changed.keys() >= OWN_ADDRESSES & after.keys()
        for path in changed:
            assert BELOW.sub("/", path, count=1) in OWN_ADDRESSES, changed
            told = after[path].text.replace(CANARY["slug"], "")
            assert after[path].status == 410
            assert not MARK.search(told)

    def test_makes_every_copy_of_a_list_that_showed_it_stale(
        self, world: World, state: str
    ):
        client = world.strangers["anonymous"]
        lists = ("/feed/", "/tag/渡轮/feed/json/", "/category/城市/feed/atom/")
        had = walk(client, lists)
        with undone():
            done(WITHDRAWN[state], world)
            has = walk(client, lists)
        for path in lists:
            assert dict(had[path].headers)["ETag"] != dict(has[path].headers)["ETag"]


class TestDesk:
    @pytest.mark.parametrize("who", ["anonymous", "logged_in_nonstaff"])
    def test_tells_strangers_nothing_about_what_exists(self, world: World, who: str):
        client = world.strangers[who]
        with undone():
            done(draft, world)
            there = Article.objects.get(title=CANARY["title"]).pk
            pages = [f"/admin/articles/article/{pk}/change/" for pk in (there, 987654)]
            answers = [client.get(page) for page in pages]
            assert {answer.status_code for answer in answers} == {302}
            targets = {
                answer["Location"].replace(page, "")
                for answer, page in zip(answers, pages, strict=True)
            }
            assert len(targets) == 1
            assert not any(MARK.search(answer.content.decode()) for answer in answers)
