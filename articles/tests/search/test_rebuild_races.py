"""Rebuilding while the desk publishes, corrects and withdraws; for the hand."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection

from articles import publishing, workflow
from articles.models.desk import Article
from articles.models.reader import PublishedArticle, SearchEntry
from articles.search import desk, parse, published, rebuilding
from articles.tests.factories import NOON, make_live

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.prove]

ROUNDS = 12


@pytest.fixture
def forty() -> Iterator[None]:
    """Publish forty articles."""
    for number in range(40):
        make_live(f"渡轮{number}", body="旧的正文。")
    yield


def change(number: int) -> None:
    """Give readers another text of an article, or take it from them."""
    at = NOON + timedelta(hours=1)
    article = Article.objects.get(title=f"渡轮{number}")
    if number % 4 == 3:
        publishing.withdraw(article, actor=None, at=at)
        return
    Article.objects.filter(pk=article.pk).update(body="新的正文。")
    article.refresh_from_db()
    revision = workflow.revise(article, actor=None, at=at)
    publishing.update(revision, actor=None, at=at)


class Meanwhile:
    """Does something in a thread of its own until it is done, and keeps what failed."""

    def __init__(self, do: Callable[[], None]) -> None:
        self.errors: list[Exception] = []
        self.do = do
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self) -> None:
        try:
            self.do()
        except Exception as error:  # noqa: BLE001 - told by the test
            self.errors.append(error)
        finally:
            connection.close()

    def join(self) -> list[Exception]:
        self.thread.join(300)
        return self.errors


class TestRebuild:
    def test_loses_nothing_that_happens_meanwhile(self, forty, monkeypatch):
        monkeypatch.setattr(rebuilding, "BATCH", 3)
        done = threading.Event()
        seen: set[int] = set()

        def rebuild() -> None:
            for _ in range(ROUNDS):
                published.rebuild()
                desk.rebuild()

        def ask() -> None:
            while not done.wait(0.01):
                seen.add(published.count(parse("渡轮")))

        rebuilding_, asking = Meanwhile(rebuild), Meanwhile(ask)
        for number in range(40):
            change(number)
        assert rebuilding_.join() == []
        done.set()
        assert asking.join() == []
        assert seen
        assert seen <= set(range(30, 41))
        live = set(PublishedArticle.objects.values_list("pk", flat=True))
        entered = set(SearchEntry.objects.values_list("article", flat=True))
        assert len(live) == 30
        assert entered == live
        assert published.count(parse("新的正文")) == 30
        assert published.count(parse("旧的正文")) == 0
        found = Article.objects.filter(desk.matches(parse("旧的正文")))
        assert found.count() == 10
