"""Slots become placements: by event, for live articles only, and logged."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from articles import publishing
from articles.models.desk import (
    Article,
    AuditEntry,
    FrontEdition,
    FrontSlot,
    ScheduledMove,
)
from articles.models.reader import Placement, Purge
from articles.publishing import front
from articles.publishing.front import Placing
from articles.tests.factories import make_live
from articles.tests.workflow.people import AT, everyone, make_in, newest, plan
from articles.workflow import MoveRefused

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
LEAD, SECOND = FrontSlot.Place.LEAD, FrontSlot.Place.SECOND


@pytest.fixture
def publisher() -> User:
    """Give somebody who may arrange the front page."""
    return everyone()["publisher"]


def put(actor: User, *wanted: Placing, expected: int | None = None, at=AT):
    """Set the front page to these."""
    seen = front.edition() if expected is None else expected
    return front.arrange(wanted, expected=seen, actor=actor, at=at)


def stands() -> dict[str, list[str]]:
    """Give the titles that readers have in each place."""
    shown: dict[str, list[str]] = {}
    for one in Placement.objects.select_related("article"):
        shown.setdefault(one.place, []).append(one.article.title)
    return shown


def lead(article: Article, **times) -> Placing:
    """Want an article on top."""
    return Placing(place=LEAD, article=article, **times)


def second(article: Article, **times) -> Placing:
    """Want an article in the second column."""
    return Placing(place=SECOND, article=article, **times)


class TestArrange:
    def test_places_articles_in_order_and_purges_the_front_page(self, publisher):
        one, two, three = (make_live(title) for title in "甲乙丙")
        put(publisher, second(two), lead(one), second(three))
        assert stands() == {"lead": ["甲"], "second": ["乙", "丙"]}
        assert Purge.objects.latest("id").keys == ["front"]

    def test_keeps_every_edition_and_logs_who_made_it(self, publisher):
        article = make_live("甲")
        put(publisher, lead(article))
        put(publisher)
        assert [one.number for one in FrontEdition.objects.all()] == [2, 1]
        (slot,) = FrontEdition.objects.get(number=1).slots
        assert (slot["article"], slot["title"]) == (str(article.uuid), "甲")
        entry = AuditEntry.objects.filter(what="arrange_front").latest("id")
        assert (entry.actor, entry.detail) == (publisher, "− 甲")

    def test_refuses_whoever_was_overtaken_and_changes_nothing(self, publisher):
        one, two = make_live("甲"), make_live("乙")
        put(publisher, lead(one), expected=0)
        with pytest.raises(front.Rearranged):
            put(publisher, lead(two), expected=0)
        assert stands() == {"lead": ["甲"]}
        assert FrontEdition.objects.count() == 1

    @pytest.mark.parametrize("who", ["writer", "editor", "no role"])
    def test_is_for_those_who_may(self, who):
        with pytest.raises(MoveRefused):
            put(everyone()[who], lead(make_live("甲")))
        assert not FrontSlot.objects.exists()

    def test_refuses_what_is_neither_live_nor_scheduled(self, publisher):
        with pytest.raises(MoveRefused, match="draft never"):
            put(publisher, lead(make_in("draft", "never")))
        put(publisher, lead(make_in("approved", "never", scheduled=True)))
        assert stands() == {}

    def test_refuses_one_article_twice_in_a_place_and_an_end_before_its_start(
        self, publisher
    ):
        article = make_live("甲")
        for wanted in (
            [second(article), second(article)],
            [lead(article, starts_at=AT, expires_at=AT)],
        ):
            with pytest.raises(MoveRefused):
                put(publisher, *wanted)
        assert not FrontEdition.objects.exists()


class TestRollBack:
    def test_puts_the_old_slots_back_as_a_new_edition(self, publisher):
        one, two = make_live("甲"), make_live("乙")
        put(publisher, lead(one, expires_at=AT + HOUR), second(two))
        put(publisher, lead(two))
        front.roll_back(1, expected=2, actor=publisher, at=AT)
        assert stands() == {"lead": ["甲"], "second": ["乙"]}
        assert FrontSlot.objects.get(place=LEAD).expires_at == AT + HOUR
        assert front.edition() == 3

    def test_names_an_edition_that_there_is_not(self, publisher):
        with pytest.raises(MoveRefused):
            front.roll_back(7, expected=0, actor=publisher, at=AT)


class TestLay:
    def test_shows_no_article_twice_and_no_more_than_there_is_room_for(self, publisher):
        articles = [make_live(str(number)) for number in range(8)]
        put(publisher, lead(articles[0]), lead(articles[1]), *map(second, articles))
        assert stands() == {"lead": ["0"], "second": ["1", "2", "3", "4", "5"]}

    def test_writes_and_purges_nothing_where_nothing_changes(self, publisher):
        put(publisher, lead(make_live("甲")))
        before = Purge.objects.count()
        assert not front.lay(at=AT)
        assert Purge.objects.count() == before


class TestDoor:
    def test_brings_a_slot_to_life_when_its_article_goes_out(self, publisher):
        article = make_in("approved", "never", scheduled=True)
        put(publisher, lead(article))
        publishing.publish(newest(article), actor=None, at=AT + HOUR)
        assert stands() == {"lead": [article.title]}

    def test_closes_the_gap_when_an_article_is_withdrawn_and_opens_it_again(
        self, publisher
    ):
        one, two = make_live("甲"), make_live("乙")
        put(publisher, second(one), second(two))
        publishing.withdraw(one, actor=None, at=AT, reason="有误")
        assert stands() == {"second": ["乙"]}
        assert Placement.objects.get().position == 0
        publishing.publish(newest(one), actor=None, at=AT + HOUR)
        assert stands() == {"second": ["甲", "乙"]}

    def test_leaves_the_front_page_alone_on_an_update(self, publisher):
        article = make_in("approved", "live")
        put(publisher, lead(article))
        before = Purge.objects.count()
        publishing.update(newest(article), actor=None, at=AT + HOUR)
        assert Purge.objects.count() == before + 1
        assert stands() == {"lead": [article.title]}


class TestTurnFront:
    def test_starts_and_ends_what_is_due_and_nothing_before(self, publisher):
        old, new = make_live("甲"), make_live("乙")
        end = AT + HOUR
        put(publisher, lead(old, expires_at=end), second(new, starts_at=end))
        assert not publishing.turn_front(end - timedelta(seconds=1))
        assert stands() == {"lead": ["甲"]}
        assert publishing.turn_front(end)
        assert stands() == {"second": ["乙"]}
        assert Purge.objects.latest("id").keys == ["front"]
        assert not publishing.turn_front(end + HOUR)

    def test_takes_one_query_when_nothing_is_due(
        self, publisher, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            publishing.turn_front(AT)
        put(publisher, *(second(make_live(str(number))) for number in range(4)))
        with django_assert_num_queries(1):
            publishing.turn_front(AT)

    def test_waits_for_an_article_that_is_not_live(self, publisher):
        article = make_in("approved", "never")
        plan(article)
        put(publisher, lead(article, starts_at=AT + HOUR))
        ScheduledMove.objects.all().delete()
        assert not publishing.turn_front(AT + 2 * HOUR)
        assert stands() == {}
