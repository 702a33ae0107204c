"""Many at the door at once: each move happens once, and everything still agrees."""

import itertools
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from articles import publishing
from articles.models.desk import Article, Revision, ScheduledMove
from articles.models.reader import Publication
from articles.tests.factories import NOON, make_article
from articles.workflow import revise

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


def race(processes: int, threads: int, rounds: int) -> Counter:
    """Run processes of threads at once and give what all of them reported."""
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DEBUG": "1",
        "DATA_DIR": str(settings.DATA_DIR),
    }
    command = [sys.executable, "-m", "articles.tests.publishing.race"]
    crew = [
        subprocess.Popen(
            [*command, str(seed), str(threads), str(rounds)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in range(processes)
    ]
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
