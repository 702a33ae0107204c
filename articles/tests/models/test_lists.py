"""Finding a page of a list by counters gives the same rows as counting would."""

from datetime import date, datetime, timedelta

import pytest

from articles.models.reader import Counter, Label, Listing, PublishedArticle
from articles.models.reader.listings import NEWEST_FIRST, Place, locate
from articles.tests.factories import NOON, make_live


def counter(period, count, *, split=False):
    """Make an unsaved counter row."""
    return Counter(
        period=period, count=count, split=split, is_day=len(period) == len("2021-10-13")
    )


class TestLocate:
    def test_walks_months_newest_first(self):
        months = [counter("2021-12", 3), counter("2021-02", 2)]
        assert locate(months, 0) == (Place(date(2021, 12, 31), 0), None)
        assert locate(months, 2) == (Place(date(2021, 12, 31), 2), None)
        assert locate(months, 4) == (Place(date(2021, 2, 28), 1), None)

    def test_asks_for_the_days_of_a_split_month_and_then_uses_them(self):
        month = counter("2021-10", 5, split=True)
        assert locate([month], 4) == (Place(date(2021, 10, 31), 4), month)
        days = [month, counter("2021-10-13", 3), counter("2021-10-02", 2)]
        days.sort(key=lambda one: one.period, reverse=True)
        assert locate(days, 4) == (Place(date(2021, 10, 2), 1), None)

    def test_past_the_end_there_is_nothing(self):
        assert locate([counter("2021-10", 1)], 7) == (Place(None, 6), None)


@pytest.mark.django_db
class TestPage:
    def make(self, count):
        """Publish articles spread over three months, several on some days."""
        for number in range(count):
            make_live(f"第{number}篇", at=NOON + timedelta(hours=7 * number * number))

    @pytest.mark.parametrize("size", [1, 2, 5])
    def test_all_pages_together_are_the_list(self, size):
        self.make(15)
        label = Label.objects.get(kind="category")
        everything = [
            row.article_id
            for row in Listing.objects.filter(label=label).order_by(*NEWEST_FIRST)
        ]
        counters = list(Counter.objects.months().filter(label=label))
        seen = []
        for offset in range(0, 15, size):
            place, _ = locate(counters, offset)
            seen += [row.pk for row in Listing.objects.page(label.pk, place, size)]
        assert seen == everything

    def test_neighbours_are_the_rows_right_beside(self):
        self.make(6)
        label = Label.objects.get(kind="category")
        rows = list(PublishedArticle.objects.order_by(*PublishedArticle._meta.ordering))
        for number, row in enumerate(rows):
            older, newer = Listing.objects.beside(label.pk, row)
            assert newer == (rows[number - 1] if number else None)
            assert older == (rows[number + 1] if number + 1 < len(rows) else None)

    def test_newest_of_several_lists_in_one_query(self, django_assert_num_queries):
        make_live("甲", categories=(("城市",),))
        newer = make_live("乙", categories=(("城市",),), at=NOON + timedelta(hours=1))
        other = make_live("丙", categories=(("经济",),))
        labels = list(Label.objects.filter(kind="category").order_by("name"))
        with django_assert_num_queries(1):
            found = Listing.objects.newest_each([one.pk for one in labels], 1)
        uuids = {
            label.name: PublishedArticle.objects.get(pk=found[label.pk][0]).uuid
            for label in labels
        }
        assert uuids == {"城市": newer.uuid, "经济": other.uuid}


@pytest.mark.django_db
class TestFrozenDay:
    def test_a_later_time_zone_moves_no_address_and_no_archive(self, settings):
        midnight = datetime(2026, 3, 4, 16, 30, tzinfo=NOON.tzinfo)
        make_live("零点半", at=midnight)
        page = PublishedArticle.objects.get()
        assert page.path.startswith("/2026/03/05/")
        settings.TIME_ZONE = "America/New_York"
        again = PublishedArticle.objects.get()
        label = Label.objects.get(kind="front")
        place = Place(date(2026, 3, 5), 0)
        assert again.path == page.path
        assert Listing.objects.page(label.pk, place, 5, since=date(2026, 3, 5)) == [
            page
        ]
