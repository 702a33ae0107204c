"""Nothing that is not live is reachable: every route, every hidden state, every viewer.

A walk takes each address, before something hidden comes to be and after. Every answer
has to stay as it was: status, headers, body and the number of queries.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlencode
from uuid import UUID

import pytest
from django.core.cache import cache

from articles.models.desk import Article
from articles.tests.factories import NOON, make_live
from articles.tests.hidden import (
    CANARY,
    HOUR,
    MARK,
    OWN_ADDRESSES,
    STATES,
    STATUS,
    THEN,
    WITHDRAWN,
    World,
    all_at_once,
    draft,
    live,
    withdraw,
)
from articles.tests.site import built, done, pools, undone
from articles.tests.walk import (
    Answer,
    addresses,
    ask,
    differences,
    routes,
    undated,
    walk,
)

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("visibility")]

BELOW = re.compile(r"(?:/index\.(?:html|md)|/feed/|/|(?<=[^/]))$")
"""The end of an address, with what may be asked for under an article's."""


WHOLE = pytest.mark.parametrize(
    "whole", [False, pytest.param(True, marks=pytest.mark.prove)]
)
"""Every address, or two of each route."""


@pytest.fixture(scope="module")
def world(
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """Build the site once for the module."""
    with django_db_blocker.unblock(), built(tmp_path_factory.mktemp("media")) as world:
        world.before = world.look()
        yield world


@pytest.fixture(autouse=True)
def media_root(world: World) -> None:
    """Leave the pictures where the site has put them."""


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
            # Leads to the icon.
            "machines:favicon",
            # Opened by a token alone.
            "discussion:own",
            "preview:answer",
            "preview:page",
            "preview:picture",
            "public:elsewhere",
            "public:index_page",
        }
        statuses = {answer.status for answer in world.before.values()}
        assert statuses == {200, 301, 404, 410, 451}

    def test_finds_no_canary_in_the_site_as_it_is(self, world: World):
        for path, answer in world.before.items():
            if MARK.search(unquote(path)):
                # A page that repeats the question finds nothing to it.
                nothing = "?" in path and "<strong>0</strong>" in answer.text
                assert answer.status in {301, 404} or nothing or "feed" in path, path
            else:
                assert not MARK.search(answer.text)

    def test_sees_all_of_it_while_it_is_live(self, world: World):
        """Else the tests below would prove nothing."""
        with undone():
            done(live, world)
            seen = world.look()
            # Answers to questions repeat the question: they prove nothing.
            plain = [answer for path, answer in seen.items() if "?" not in path]
            told = "".join(answer.text for answer in plain)
            asked = f"/search/?{urlencode({'q': CANARY['body']})}"
            assert "<strong>1</strong>" in seen[asked].text
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
            assert differences(world.before, world.look()) == {}
            assert differences(heads, world.heads("logged_in_nonstaff")) == {}
            read = walk(world.strangers["logged_in_nonstaff"], world.path_of_each_route)
            assert differences(world.before, read) == {}
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
    @WHOLE
    def test_shows_no_gap_where_something_is_hidden(self, world: World, whole: bool):
        paths = world.first_language if whole else world.path_of_each_route

        def publish_another() -> dict[str, Answer]:
            make_live("后来的", at=NOON + 6 * HOUR, uuid=UUID(int=9), tags=("新标签",))
            return walk(world.strangers["anonymous"], paths)

        with undone():
            without = publish_another()
        with undone():
            done(draft, world)
            beside_it = publish_another()
        assert differences(without, beside_it) == {}


@pytest.mark.parametrize("state", WITHDRAWN)
class TestWithdrawn:
    @WHOLE
    def test_leaves_nothing_but_its_own_page_that_says_so(
        self, world: World, state: str, whole: bool
    ):
        its_own = [
            path
            for path in world.first_language
            if BELOW.sub("/", path, count=1) in OWN_ADDRESSES
        ]
        paths = world.first_language if whole else [*world.path_of_each_route, *its_own]
        with undone():
            done(WITHDRAWN[state], world)
            after = world.take_turns(paths)
        changed = differences(undated(world.before), undated(after))
        assert changed.keys() >= OWN_ADDRESSES & after.keys()
        for path in changed:
            assert BELOW.sub("/", path, count=1) in OWN_ADDRESSES, changed
            told = after[path].text.replace(CANARY["slug"], "")
            assert after[path].status == STATUS.get(state, 410)
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
