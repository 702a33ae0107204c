"""Many at the door at once: each move happens once, and everything still agrees."""

import itertools
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from articles import publishing
from articles.models.desk import Article, AuditEntry, Notice, Revision, ScheduledMove
from articles.models.reader import Publication
from articles.tests.factories import NOON, make_article
from articles.tests.workflow.people import make_user
from articles.workflow import revise, roles

LEGAL = {
    None: {"published"},
    "published": {"updated", "withdrawn"},
    "updated": {"updated", "withdrawn"},
    "withdrawn": {"restored"},
    "restored": {"updated", "withdrawn"},
}


def database_url() -> str:
    """Name the test database to another process."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    account = f"{quote(known['USER'])}:{quote(known['PASSWORD'])}".rstrip(":")
    place = f"{quote(known['HOST'], safe='')}:{known['PORT'] or 5432}"
    return f"postgres://{account}@{place}/{known['NAME']}"


def prepare(articles: int) -> None:
    """Make articles with two revisions, and a publication scheduled for each second."""
    for number in range(articles):
        article = make_article(
            f"第{number}篇", categories=(("城市", f"区{number % 7}"),), tags=("渡轮",)
        )
        first = revise(article, actor=None, at=NOON)
        Article.objects.filter(pk=article.pk).update(deck="二稿")
        article.refresh_from_db()
        revise(article, actor=None, at=NOON)
        if number % 2:
            ScheduledMove.objects.create(
                article=article,
                kind="publish",
                revision=first,
                at=NOON + timedelta(seconds=number % 20),
                created_at=NOON,
            )


def start(*arguments: object) -> subprocess.Popen[str]:
    """Start a process of `race` on the test's database."""
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DEBUG": "1",
        "DATA_DIR": str(settings.DATA_DIR),
    }
    command = [sys.executable, "-m", "articles.tests.publishing.race"]
    return subprocess.Popen(
        [*command, *map(str, arguments)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def race(processes: int, threads: int, rounds: int) -> Counter:
    """Run processes of threads at once and give what all of them reported."""
    crew = [start(seed, threads, rounds) for seed in range(processes)]
    return sum((Counter(json.loads(one.communicate()[0])) for one in crew), Counter())


def assert_all_agree(reported: Counter) -> None:
    """Compare what the processes reported with the log, the lists and the desk."""
    assert set(reported) <= {"by hand", "due", "refused"}, reported
    assert publishing.check() == []
    assert Publication.objects.count() == reported["by hand"] + reported["due"]
    done = ScheduledMove.objects.filter(state="done")
    assert done.count() == reported["due"]
    for article in Article.objects.all():
        entries = list(
            Publication.objects.filter(article=article.uuid).order_by("number")
        )
        assert [entry.number for entry in entries] == [*range(1, article.edition + 1)]
        actions = [None, *(entry.action for entry in entries)]
        for before, after in itertools.pairwise(actions):
            assert after in LEGAL[before]
    assert Revision.objects.count() == 2 * Article.objects.count()


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_two_processes_of_threads_do_each_move_once(self):
        prepare(12)
        reported = race(processes=2, threads=2, rounds=25)
        assert reported["by hand"] and reported["due"]
        assert_all_agree(reported)

    @pytest.mark.prove
    def test_eight_threads_in_each_of_two_processes_on_two_hundred_articles(self):
        prepare(200)
        reported = race(processes=2, threads=8, rounds=250)
        assert_all_agree(reported)
        print(dict(reported))  # noqa: T201 - the figures go into notes


PATIENCE = 600
"""Seconds the workers may take altogether on a busy machine."""


def plan_moves(count: int, *, after: int, within: int) -> None:
    """Plan as many publications, each of an article of its own, from soon on."""
    writer = make_user("lin", roles.WRITER)
    revisions = [
        revise(make_article(f"第{number}篇", created_by=writer), actor=None, at=NOON)
        for number in range(count)
    ]
    now = timezone.now()
    ScheduledMove.objects.bulk_create(
        ScheduledMove(
            article=revision.article,
            kind="publish",
            revision=revision,
            at=now + timedelta(seconds=after + within * number / count),
            created_at=now,
        )
        for number, revision in enumerate(revisions)
    )


def made() -> int:
    """Count the moves that were made."""
    return ScheduledMove.objects.filter(state="done").count()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Look until it is so."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, f"{made()} moves made"
        time.sleep(0.05)


def run_workers(count: int, moves: int, chance: random.Random) -> int:
    """Let workers make the moves and kill one of them midway; give how many were made
    by then.
    """
    crew = [start("worker") for _ in range(count)]
    try:
        midway = chance.randrange(moves // 10, moves * 9 // 10)
        wait_until(lambda: made() >= midway)
        victim = chance.choice(crew)
        assert victim.poll() is None
        victim.kill()
        killed_at = made()
        wait_until(lambda: not ScheduledMove.objects.pending().exists())
        assert sum(one.poll() is None for one in crew) == count - 1
    finally:
        for one in crew:
            one.kill()
            one.communicate()
    return killed_at


def assert_each_once(moves: int) -> timedelta:
    """Look that each move left one entry and one announcement; give the longest wait."""
    done = ScheduledMove.objects.filter(state="done").select_related("article")
    assert done.count() == moves == ScheduledMove.objects.count()
    entries = {entry.article: entry for entry in Publication.objects.defer("packed")}
    assert Publication.objects.count() == len(entries) == moves
    waits = [entries[move.article.uuid].at - move.at for move in done]
    assert min(waits) >= timedelta()
    once = dict.fromkeys((move.article_id for move in done), 1)
    for told in (
        AuditEntry.objects.filter(kind="door"),
        Notice.objects.filter(occasion="went_out"),
    ):
        assert Counter(told.values_list("article", flat=True)) == once
    assert publishing.check() == []
    return max(waits)


@pytest.mark.django_db(transaction=True)
class TestWorkers:
    def test_make_each_due_move_once_though_one_is_killed(self):
        plan_moves(40, after=3, within=2)
        run_workers(3, 40, random.Random(7))
        assert_each_once(40)

    @pytest.mark.prove
    @pytest.mark.parametrize("number", range(20))
    def test_eight_make_a_thousand_though_one_is_killed(self, number):
        chance = random.Random(number)
        plan_moves(1000, after=10, within=20)
        begun = time.monotonic()
        killed_at = run_workers(8, 1000, chance)
        longest = assert_each_once(1000)
        print(  # noqa: T201 - the figures go into notes
            f"run {number}: a worker killed after {killed_at} moves; longest wait "
            f"{longest.total_seconds():.1f} s; {time.monotonic() - begun:.0f} s in all"
        )
