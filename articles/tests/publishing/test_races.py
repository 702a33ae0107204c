"""Many at the door at once: each move happens once, and everything still agrees."""

import itertools
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from articles import publishing
from articles.models.desk import (
    Article,
    AuditEntry,
    Filing,
    Notice,
    Revision,
    ScheduledMove,
)
from articles.models.desk.revisions import content_hash
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
        "SECRET_KEY": "for the processes of a race",
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
        reported = race(processes=2, threads=2, rounds=15)
        assert reported["by hand"] and reported["due"]
        assert_all_agree(reported)

    @pytest.mark.prove
    def test_eight_threads_in_each_of_two_processes_on_two_hundred_articles(self):
        prepare(200)
        reported = race(processes=2, threads=8, rounds=250)
        assert_all_agree(reported)
        print(dict(reported))  # noqa: T201 - the figures go into notes


PATIENCE = 3600
"""Seconds the workers may take for one round on a busy machine."""


def plan_moves(count: int, *, after: int, within: int) -> "QuerySet[ScheduledMove]":
    """Plan as many publications, each of an article of its own, from soon on."""
    revisions = write(count)
    now = timezone.now()
    planned = ScheduledMove.objects.bulk_create(
        ScheduledMove(
            article=revision.article,
            kind="publish",
            revision=revision,
            at=now + timedelta(seconds=after + within * number / count),
            created_at=now,
        )
        for number, revision in enumerate(revisions)
    )
    return ScheduledMove.objects.filter(pk__gte=planned[0].pk)


def write(count: int) -> list[Revision]:
    """Write articles, all alike but for title and text; a thousand in a moment."""
    writer = make_user("lin", roles.WRITER)
    first = revise(make_article("样稿", created_by=writer), actor=None, at=NOON)
    category = first.article.filings.get().category
    articles = Article.objects.bulk_create(
        Article(
            title=f"第{number}篇", body=f"第{number}班船。", created_by=writer,
            created_at=NOON, changed_at=NOON, latest_number=1,
        )
        for number in range(count)
    )  # fmt: skip
    Filing.objects.bulk_create(
        Filing(article=article, category=category, position=0) for article in articles
    )
    said = [
        first.content | {"title": article.title, "body": article.body}
        for article in articles
    ]
    return Revision.objects.bulk_create(
        Revision(
            article=article, number=1, content=content,
            content_hash=content_hash(content), created_at=NOON,
        )
        for article, content in zip(articles, said, strict=True)
    )  # fmt: skip


def wait_until(is_so: Callable[[], bool]) -> None:
    """Look until it is so."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "the workers are not done"
        time.sleep(0.1)


Crew = list[subprocess.Popen[str]]


@contextmanager
def working(count: int) -> Iterator[Crew]:
    """Let as many workers work; end those that are left afterwards."""
    crew = [start("worker") for _ in range(count)]
    try:
        yield crew
    finally:
        for one in crew:
            one.kill()
            one.communicate()


def kill_one(
    crew: Crew, moves: "QuerySet[ScheduledMove]", chance: random.Random
) -> int:
    """Let the workers make the moves, and kill one of them midway; give how many were
    made by then.
    """
    count = moves.count()
    midway = chance.randrange(count // 10, count * 9 // 10)
    wait_until(lambda: made(moves) >= midway)
    victim = crew.pop(chance.randrange(len(crew)))
    assert victim.poll() is None
    victim.kill()
    killed_at = made(moves)
    victim.communicate()
    wait_until(lambda: made(moves) == count)
    assert all(one.poll() is None for one in crew)
    return killed_at


def made(moves: "QuerySet[ScheduledMove]") -> int:
    """Count the moves that were made."""
    return moves.filter(state="done").count()


def assert_each_once(moves: "QuerySet[ScheduledMove]") -> timedelta:
    """Look that each move left one entry and one announcement; give the longest wait."""
    done = list(moves.filter(state="done").select_related("article"))
    assert len(done) == moves.count()
    log = Publication.objects.filter(article__in=[one.article.uuid for one in done])
    entries = {entry.article: entry for entry in log.defer("packed")}
    assert log.count() == len(entries) == len(done)
    waits = [entries[move.article.uuid].at - move.at for move in done]
    assert min(waits) >= timedelta()
    once = dict.fromkeys((move.article_id for move in done), 1)
    for told in (
        AuditEntry.objects.filter(kind="door"),
        Notice.objects.filter(occasion="went_out"),
    ):
        told = told.filter(article__in=once)  # noqa: PLW2901 - of these articles alone
        assert Counter(told.values_list("article", flat=True)) == once
    return max(waits)


@pytest.mark.django_db(transaction=True)
class TestWorkers:
    def test_make_each_due_move_once_though_one_is_killed(self):
        moves = plan_moves(24, after=3, within=2)
        with working(3) as crew:
            kill_one(crew, moves, random.Random(7))
        assert_each_once(moves)
        assert publishing.check() == []

    @pytest.mark.prove
    def test_eight_make_a_thousand_twenty_times_though_one_is_killed(self):
        with working(8) as crew:
            for number in range(20):
                moves = plan_moves(1000, after=2, within=10)
                begun = time.monotonic()
                killed_at = kill_one(crew, moves, random.Random(number))
                # Another takes its place: eight at each time.
                crew.append(start("worker"))
                longest = assert_each_once(moves)
                print(  # noqa: T201 - the figures go into notes
                    f"run {number}: a worker killed after {killed_at} moves; longest "
                    f"wait {longest.total_seconds():.1f} s; "
                    f"{time.monotonic() - begun:.0f} s in all",
                    flush=True,
                )
        assert publishing.check() == []
        assert Publication.objects.count() == 20 * 1000
