"""A process that works at the same articles as others do; run by `test_races`.

With numbers it runs threads that publish, update, withdraw and make due moves, and
prints one JSON object: how many entries of the log each kind of call reported. With the
word `worker` it does what the worker's clock does, until its parent ends it or is gone.
"""

import json
import os
import random
import sys
import threading
import time
from collections import Counter
from datetime import datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.db import connection  # noqa: E402 - Django must be set up first
from django.utils import timezone  # noqa: E402

from articles import publishing  # noqa: E402
from articles.models.desk import Article, Revision  # noqa: E402
from articles.publishing import clock  # noqa: E402
from articles.tests.factories import NOON  # noqa: E402
from articles.workflow import MoveRefused  # noqa: E402


def work(seed: int, rounds: int, done: Counter) -> None:
    """Publish, update, withdraw and run due moves on random articles."""
    chance = random.Random(seed)
    pks = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    try:
        for number in range(rounds):
            at = NOON + timedelta(seconds=chance.randrange(rounds))
            if number % 5 == 0:
                outcomes = publishing.publish_due(at=at)
                done["due"] += sum(bool(one.publication) for one in outcomes)
            else:
                done[act(chance.choice(pks), chance, at)] += 1
    except Exception as error:  # noqa: BLE001 - the parent reports whatever happened
        done[f"{type(error).__name__}: {error}"] += 1
    finally:
        connection.close()


def act(pk: int, chance: random.Random, at: datetime) -> str:
    """Make one move of an article, as one of several people at once would."""
    article = Article.objects.get(pk=pk)
    revision = Revision.objects.filter(article=pk).order_by("?").first()
    revision.article = article
    verb = chance.choice(["publish", "update", "withdraw"])
    try:
        if verb == "withdraw":
            publishing.withdraw(article, actor=None, at=at)
        else:
            getattr(publishing, verb)(revision, actor=None, at=at)
    except MoveRefused:
        return "refused"
    return "by hand"


def be_worker() -> None:
    """Make due moves by the real time, as `manage.py worker` does, only more often."""
    ticking, parent = clock.worker_clock(), os.getppid()
    while os.getppid() == parent:
        ticking.tick(timezone.now(), elapsed=time.monotonic())
        time.sleep(0.2)


def main(seed: int, threads: int, rounds: int) -> None:
    """Run the threads at once and print what they did."""
    tallies = [Counter() for _ in range(threads)]
    crew = [
        threading.Thread(target=work, args=(seed * 1000 + number, rounds, tally))
        for number, tally in enumerate(tallies)
    ]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    sys.stdout.write(json.dumps(sum(tallies, Counter())))


if __name__ == "__main__":
    if sys.argv[1] == "worker":
        be_worker()
    main(*(int(argument) for argument in sys.argv[1:4]))
