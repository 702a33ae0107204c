"""Exactly what was put in is found, on either engine."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from articles.search import parse, published
from articles.tests.search.truth import Corpus, Question, enter

pytestmark = pytest.mark.django_db

SMALL, LARGE = 240, 10_000
PAGE = 20_000
"""Far more than a page has, and fewer than the parameters that PostgreSQL takes."""


def answered(question: Question, numbers: dict[int, int], *, newest: bool) -> list[int]:
    """Give the numbers of all that is found, in its order, and check the total."""
    query = parse(question.text)
    assert query, question
    shown: list[int] = []
    while True:
        found = published.find(query, newest=newest, offset=len(shown), limit=PAGE)
        shown += [numbers[row.pk] for row in found.articles]
        if len(found.articles) < PAGE:
            assert found.total == len(shown)
            return shown


@pytest.fixture(scope="module")
def written(
    django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[Corpus, dict[int, int]]]:
    """Write the small corpus once for the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        corpus = Corpus(SMALL, length=200)
        yield corpus, enter(corpus)
        transaction.set_rollback(True)


class Truth:
    """Every question is answered with its hits, all of them, and no other."""

    def test_recall_and_precision_are_whole(self, written):
        corpus, numbers = written
        questions = corpus.questions()
        assert len(questions) >= 60
        for newest in (True, False):
            for question in questions:
                found = answered(question, numbers, newest=newest)
                assert set(found) == question.hits, question.text
                assert len(found) == len(question.hits), question.text
                if newest:
                    assert found == sorted(found, reverse=True), question.text

    def test_questions_find_something_and_leave_something_out(self, written):
        """Else the test above would prove nothing."""
        corpus, _ = written
        sizes = {question.text: len(question.hits) for question in corpus.questions()}
        assert {"", *(k.kind for k in corpus.questions())} >= {
            "1", "2", "2 across", "3", "4", "English", "mixed", "traditional",
            "phrase", "minus", "two",
        }  # fmt: skip
        assert sum(0 < size < SMALL for size in sizes.values()) > 35
        for needle in corpus.needles[:4]:
            assert needle.where("broken", "swapped", "apart") - needle.where("whole")


@pytest.mark.sqlite
class TestSQLite(Truth):
    def test_runs_on_sqlite(self):
        assert connection.vendor == "sqlite"


@pytest.mark.postgresql
class TestPostgreSQL(Truth):
    def test_runs_on_postgresql(self):
        assert connection.vendor == "postgresql"
