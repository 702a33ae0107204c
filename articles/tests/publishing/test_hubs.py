"""WebSub hubs hear of every change of a feed, after the commit, and again if deaf."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import TestCase
from django_tasks_db.models import DBTaskResult

from articles import publishing
from articles.checks import check_newsroom
from articles.media.fetch import Fetcher, Limits
from articles.models.desk import Article, Tag
from articles.publishing import hubs
from articles.tests.factories import NOON, make_live
from articles.tests.hidden import HOUR, revised
from articles.tests.media.stubs import PUBLIC, Listener, answer, dial_to, resolve_to

pytestmark = pytest.mark.django_db

HUB = "http://hub.example/"
SITE = "http://localhost:8000"


@pytest.fixture(autouse=True)
def settings_with_a_hub(settings: Any) -> None:
    settings.NEWSROOM = {**settings.NEWSROOM, "WEBSUB_HUBS": (HUB,)}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """Give what the hub is told, message by message, without a network."""
    messages: list[set[str]] = []
    monkeypatch.setattr(hubs, "_tell", lambda hub, some: messages.append(set(some)))
    return messages


@pytest.fixture
def queue(settings: Any) -> Iterator[None]:
    """Let tasks wait in the database, as on a running site."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    yield
    cache.clear()


def done(do: Any, *args: Any, **kwargs: Any) -> Any:
    """Do something, with all that follows when it is committed."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return do(*args, **kwargs)


class TestTelling:
    def test_names_every_feed_that_shows_the_article(self, told: list[set[str]]):
        done(make_live, "渡轮", categories=(("城市", "交通"),), tags=("渡轮",))
        (named,) = told
        assert f"{SITE}/feed/" in named
        assert f"{SITE}/en/feed/json/" in named
        for path in ("/category/%E5%9F%8E%E5%B8%82/", "/tag/%E6%B8%A1%E8%BD%AE/",
                     "/category/%E5%9F%8E%E5%B8%82/%E4%BA%A4%E9%80%9A/"):  # fmt: skip
            assert f"{SITE}{path}feed/atom/" in named
        assert len(named) == 4 * 3 * 3

    def test_hears_of_updates_withdrawals_and_new_names(self, told: list[set[str]]):
        live = done(make_live, "渡轮", tags=("渡轮",))
        told.clear()
        done(publishing.update, revised(live, title="改过"), actor=None, at=NOON + HOUR)
        live.refresh_from_db()
        done(publishing.withdraw, live, actor=None, at=NOON + 2 * HOUR)
        tag = Tag.objects.get()
        tag.name = "轮渡"
        tag.save()
        done(publishing.refresh_label, tag, at=NOON + 3 * HOUR)
        tags = f"{SITE}/tag/%E6%B8%A1%E8%BD%AE/feed/"
        assert [tags in named for named in told] == [True, True, True]

    def test_says_nothing_of_what_was_rolled_back(self, told: list[set[str]]):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            make_live("渡轮")
            raise ZeroDivisionError
        assert told == []
        assert not Article.objects.exists()

    def test_says_nothing_where_there_is_no_hub(
        self, told: list[set[str]], settings: Any
    ):
        settings.NEWSROOM = {**settings.NEWSROOM, "WEBSUB_HUBS": ()}
        done(make_live, "渡轮")
        assert told == []

    def test_of_very_many_lists_names_the_sites_feed_alone(self, told: list[set[str]]):
        done(make_live, "渡轮", tags=tuple(f"标签{n}" for n in range(50)))
        assert told == [{
            f"{SITE}{prefix}/feed/{form}"
            for prefix in ("", "/en", "/zh-hant") for form in ("", "atom/", "json/")
        }]  # fmt: skip


class TestMessage:
    def tell(self, stub: Listener, monkeypatch: pytest.MonkeyPatch) -> int:
        """Tell a hub that stands on loopback."""
        fetcher = Fetcher(
            Limits(seconds=3.0, silence=0.5),
            resolve=resolve_to(PUBLIC),
            dial=dial_to(stub),
        )
        monkeypatch.setattr(hubs, "fetcher_of", lambda max_bytes: fetcher)
        return hubs.tell_hub.call(hub=HUB, keys=["front"])

    def test_is_a_form_by_post(self, monkeypatch: pytest.MonkeyPatch):
        make_live("渡轮")
        with Listener(answer(status="204 No Content")) as stub:
            assert self.tell(stub, monkeypatch) == 9
        (head,) = stub.heads
        assert head.startswith("POST / HTTP/1.1")
        assert "Content-Type: application/x-www-form-urlencoded" in head
        fields = parse_qsl(head.partition("\r\n\r\n")[2])
        # The stub reads the head; what came with it in the same packet is enough.
        assert not fields or fields[0] == ("hub.mode", "publish")

    def test_is_tried_again_later_and_later(
        self, monkeypatch: pytest.MonkeyPatch, queue: None
    ):
        make_live("渡轮")
        with Listener(answer(status="503 Later")) as stub:
            with time_machine.travel(NOON, tick=False):
                assert self.tell(stub, monkeypatch) == 0
        waiting = DBTaskResult.objects.get()
        assert waiting.args_kwargs["kwargs"]["failures"] == 1
        assert waiting.run_after == NOON + timedelta(minutes=1)

    def test_is_given_up_after_the_last_wait(self, queue: None):
        hubs._again(HUB, ["front"], len(hubs.WAITS) + 1, "no", at=NOON)
        assert not DBTaskResult.objects.exists()
        assert list(hubs.WAITS) == sorted(hubs.WAITS)

    def test_is_not_sent_into_the_network(self, queue: None):
        make_live("渡轮")
        assert hubs.tell_hub.call(hub="http://127.0.0.1/hub", keys=["front"]) == 0
        assert not DBTaskResult.objects.exists()


class TestSetting:
    @pytest.mark.parametrize(
        ("hub", "wrong"), [(HUB, False), ("hub.example", True), ("ftp://a/", True)]
    )
    def test_wants_addresses_of_the_web(self, settings: Any, hub: str, wrong: bool):
        settings.NEWSROOM = {**settings.NEWSROOM, "WEBSUB_HUBS": (hub,)}
        assert [one.id for one in check_newsroom(None)] == ["articles.E008"] * wrong
