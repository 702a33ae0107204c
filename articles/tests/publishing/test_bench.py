"""What the door costs, as a ratio to the thinnest write of the same row."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from articles import publishing
from articles.models.reader import PublishedArticle
from articles.tests.factories import NOON, make_article
from articles.workflow import revise

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
ROUNDS = 60


def median_ms(call: Callable[[int], object]) -> float:
    """Give the median milliseconds of CPU of a call."""
    took = []
    for number in range(ROUNDS):
        began = time.process_time()
        call(number)
        took.append((time.process_time() - began) * 1000)
    return statistics.median(took)


def test_publishing_costs_some_times_one_row():
    revisions = [
        revise(make_article(f"第{number}篇", tags=("渡轮",)), actor=None, at=NOON)
        for number in range(ROUNDS)
    ]

    def publish(number: int) -> None:
        at = NOON + timedelta(minutes=number)
        publishing.publish(revisions[number], actor=None, at=at)

    def thinnest(number: int) -> None:
        row = PublishedArticle.objects.order_by("pk")[0]
        row.pk, row.path = None, f"/{number}/"
        row.uuid = type(row)._meta.get_field("uuid").get_default()
        row.save(force_insert=True)

    ours = median_ms(publish)
    alone = median_ms(thinnest)
    print(  # noqa: T201 - make bench shows it
        f"\npublish: {ours:.1f} ms of CPU, {ours / alone:.1f} times one read and insert"
    )
    assert ours < alone * 25
