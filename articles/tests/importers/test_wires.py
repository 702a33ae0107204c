"""Wires in turn: asked when due, by one process, and only for what is new."""

from datetime import timedelta
from typing import Any

import pytest

from articles.importers import feeds, wires
from articles.importers.files import SourceProblem
from articles.models.desk import Article, Wire
from articles.tests.factories import NOON, make_category, make_source
from articles.tests.hidden import HOUR
from articles.tests.importers.test_feeds import RSS

pytestmark = pytest.mark.django_db

ADDRESS = "https://wire.example/feed"


class Elsewhere:
    """Plays the wire's server: gives what it is told to, and keeps what was asked."""

    def __init__(self, text: str = RSS) -> None:
        self.text = text
        self.asked: list[feeds.Conditions] = []

    def get(self, address: str, conditions: feeds.Conditions) -> feeds.Answer:
        self.asked.append(conditions)
        if not self.text:
            raise SourceProblem(f"{address}: nobody there")
        version = feeds.Conditions(f'"{hash(self.text)}"', "")
        data = None if conditions.etag == version.etag else self.text.encode()
        return feeds.Answer(data, version)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    place = Elsewhere()
    monkeypatch.setattr(wires.feeds, "get", place.get)
    return place


def make_wire(**fields: Any) -> Wire:
    return Wire.objects.create(**{"name": "海风", "address": ADDRESS, **fields})


class TestLook:
    def test_brings_drafts_into_the_wires_category(self, elsewhere: Elsewhere):
        wire = make_wire(
            category=make_category("要闻", "国内"), source=make_source("本社")
        )
        assert wires.look(NOON) == 1
        article = Article.objects.get()
        assert article.filings.get().category == wire.category
        assert article.source.name == "本社"
        wire.refresh_from_db()
        assert (wire.counts["created"], wire.problem, wire.asked_at) == (1, "", NOON)

    def test_waits_for_its_turn_and_asks_for_what_is_new(self, elsewhere: Elsewhere):
        make_wire(every=15)
        assert [wires.look(NOON + timedelta(minutes=n)) for n in (0, 14, 15)] == [
            1,
            0,
            1,
        ]
        assert elsewhere.asked[0] == feeds.Conditions()
        assert elsewhere.asked[1].etag
        assert Article.objects.count() == 1
        assert Wire.objects.get().counts["created"] == 1

    def test_is_asked_by_one_process_alone(self, elsewhere: Elsewhere):
        wire = make_wire()
        assert Wire.objects.claim(wire, at=NOON)
        assert not Wire.objects.claim(wire, at=NOON)
        assert wires.look(NOON) == 0

    def test_leaves_alone_what_is_off(self, elsewhere: Elsewhere):
        make_wire(active=False)
        assert wires.look(NOON) == 0

    @pytest.mark.parametrize("text", ["", "<html/>", "<!DOCTYPE x [<!ENTITY a 'b'>]>"])
    def test_notes_why_there_was_nothing_and_tries_again(
        self, elsewhere: Elsewhere, text: str
    ):
        make_wire()
        elsewhere.text = text
        wires.look(NOON)
        assert len(Wire.objects.get().problem) > 10
        elsewhere.text = RSS
        wires.look(NOON + HOUR)
        assert Wire.objects.get().problem == ""
        assert Article.objects.count() == 1

    def test_one_that_fails_holds_up_no_other(self, elsewhere: Elsewhere):
        make_wire(name="一", address="https://a.example/")
        make_wire(name="二", address="https://b.example/")
        elsewhere.text = ""
        assert wires.look(NOON) == 2

    def test_says_what_is_in_conflict(self, elsewhere: Elsewhere):
        make_wire()
        wires.look(NOON)
        Article.objects.update(latest_number=2)
        elsewhere.text = RSS.replace("全文", "改过")
        wires.look(NOON + HOUR)
        assert "revision 2" in Wire.objects.get().problem
