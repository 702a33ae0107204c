"""Whatever stands in a table, no surface lets it be more than words.

Every text column of every table gets hostile words; then every public address, every
page of the desk, every preview and every feed is opened and judged.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import resolve

from articles.models.desk import PreviewLink
from articles.tests import hostile
from articles.tests.admin import desk_scene, test_crawl
from articles.tests.admin.access_table import ACCESS
from articles.tests.admin.test_desk_browser import PAGES
from articles.tests.hidden import World
from articles.tests.page_judge import faults
from articles.tests.site import built, done, pools, undone
from articles.tests.walk import addresses, routes
from articles.workflow import sharing

pytestmark = pytest.mark.django_db

Surfaces = tuple[Client, list[str]]

TOKEN = "/preview/{}/"
TURNS = 8
"""Ways in which naughty texts are dealt out to the columns."""


@pytest.fixture(scope="module")
def surfaces(
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Surfaces]:
    """Build readers' site and the desk at its busiest; give all that can be opened."""
    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), built(folder) as world:
        client, paths = desk(world)
        yield client, public(world) + paths


@pytest.fixture(autouse=True)
def media_root(surfaces: Any) -> None:
    """Leave the pictures where they were put."""


def desk(world: World) -> tuple[Client, list[str]]:
    """Make the desk; give the client of somebody who may open all of it, and all of it."""
    scene: dict[str, Any] = {}

    def make(_world: World) -> None:
        scene["rows"] = test_crawl.build().inside
        scene["keys"] = desk_scene.build(User.objects.get(username="root"))

    done(make, world)
    client = Client()
    client.force_login(User.objects.get(username="root"))
    declared = [
        test_crawl.address(name, access, scene["rows"])
        for name, access in ACCESS.items()
        if access.get and name != "logout"
    ]
    return client, [
        *declared, *(f"/admin/{page.format(**scene['keys'])}" for page in PAGES)
    ]  # fmt: skip


def public(world: World) -> list[str]:
    """Give every address of readers, and an open preview."""
    known = pools()
    walked = [path for route in routes() for path in addresses(route, known, thin=9)]
    shared = PreviewLink.objects.get(recipient="周律师")
    return [*walked, *hostile.public_paths(), TOKEN.format(sharing.token_of(shared))]


class TestJudge:
    @pytest.mark.parametrize(
        "page",
        [
            "<p onclick=x>",
            "<p style=x>",
            "<script>x</script>",
            "<script src=//evil.example/x.js></script>",
            "<script type=application/ld+json>{</script>",
            "<a href=' javascript:x'>",
            "<img src=https://evil.example/>",
            "<iframe src=//evil.example>",
            "<form action=https://evil.example>",
            "<meta http-equiv=refresh content=0>",
            "<base href=//evil.example/>",
            "<svg><animate>",
            "<p x'=y>",
        ],
    )
    def test_sees_what_is_not_ours(self, page: str):
        assert faults(f"<!doctype html><title>x</title><p>{page}")

    @pytest.mark.prove
    def test_leaves_our_own_pages_alone(self, surfaces: Surfaces):
        tour = hostile.Tour().go(*surfaces)
        assert tour.opened > 150
        assert not tour.found, tour


class TestHostileWords:
    def test_are_words_wherever_they_stand(self, surfaces: Surfaces):
        client, paths = surfaces
        with undone():
            assert hostile.poison(hostile.say([hostile.MARKUP])) > 700
            tour = hostile.Tour().go(client, one_of_each(paths), "<img src=x onerror=")
        assert tour.opened > 60
        assert tour.speaking > 40
        assert not tour.found, tour

    @pytest.mark.prove
    @pytest.mark.parametrize("words", ["MARKUP", "CONTROLS"])
    def test_are_words_on_every_surface(self, surfaces: Surfaces, words: str):
        client, paths = surfaces
        with undone():
            hostile.poison(hostile.say([getattr(hostile, words)]))
            tour = hostile.Tour().go(client, paths, getattr(hostile, words)[:12])
        assert tour.opened > 150
        assert tour.speaking > 100
        assert not tour.found, tour
        report(f"{words}: {tour.opened} pages, {tour.speaking} of them say it")

    @pytest.mark.prove
    def test_of_the_corpora_are_words_on_every_surface(
        self, surfaces: Surfaces, corpora: Path
    ):
        client, paths = surfaces
        texts = payloads(corpora, "xss_fields/own.json")
        opened, found = 0, []
        for words in texts:
            with undone():
                hostile.poison(hostile.say([words]))
                tour = hostile.Tour().go(client, paths)
            opened += tour.opened
            found += tour.found
        report(
            f"{len(texts)} texts in every column: {opened} pages, {len(found)} faults"
        )
        assert not found, "\n".join(found[:40])

    @pytest.mark.prove
    def test_that_are_naughty_break_no_surface(self, surfaces: Surfaces, corpora: Path):
        client, paths = surfaces
        texts = payloads(corpora, "naughty_strings.json")
        opened, found = 0, []
        for turn in range(TURNS):
            with undone():
                hostile.poison(hostile.say(texts[turn:] + texts[:turn]))
                tour = hostile.Tour().go(client, paths)
            opened += tour.opened
            found += tour.found
        report(f"{len(texts)} texts, {TURNS} ways: {opened} pages, {len(found)} faults")
        assert not found, "\n".join(found[:40])


def one_of_each(paths: Iterable[str]) -> list[str]:
    """Keep one address of each route, and of the desk's forms one of each."""
    kept: dict[str, str] = {}
    for path in paths:
        kept.setdefault(resolve(path.partition("?")[0]).route, path)
    return list(kept.values())


def report(line: str) -> None:
    """Say a figure, for the notes."""
    print(f"\n{line}")  # noqa: T201 - make prove shows it


def payloads(corpora: Path, name: str) -> list[str]:
    """Read a set's texts, each once."""
    cases = json.loads((corpora / "security" / name).read_text("utf-8"))["cases"]
    return list(dict.fromkeys(case["payload"] for case in cases))
