"""The front page: who stands where, and that nothing new is left out."""

import pytest

from articles.models.reader import Placement
from articles.models.reader.labels import Kind
from articles.tests.public.rows import make_label, make_rows
from articles.tests.public.test_article import PHOTO
from newsroom.delivery.headers import tag

pytestmark = pytest.mark.django_db


class TestFrontPage:
    def test_shows_all_of_the_first_page_each_once(self, client, site):
        front = client.get("/").context["front"]
        shown = [story.article.pk for story in front.stories]
        assert len(shown) == len(set(shown))
        newest = [*site.rows, site.play]
        newest.sort(key=lambda row: (row.published_at, row.pk), reverse=True)
        assert {row.pk for row in newest[:20]} <= set(shown)

    def test_leads_with_the_newest_story(self, client, site):
        assert client.get("/").context["front"].lead.article == site.newest

    def test_leads_with_a_picture_where_a_new_story_has_one(self, client, site):
        row = site.rows[-3]
        type(row).objects.filter(pk=row.pk).update(lead_picture=PHOTO)
        assert client.get("/").context["front"].lead.article == row

    def test_does_not_dig_for_a_picture_among_old_stories(self, client, site):
        row = site.rows[0]
        type(row).objects.filter(pk=row.pk).update(lead_picture=PHOTO)
        assert client.get("/").context["front"].lead.article == site.newest

    def test_has_a_band_for_each_section_in_the_desks_order(self, client, site):
        first = make_label(Kind.CATEGORY, "要闻", uid="9", position=0)
        type(first).objects.exclude(pk=first.pk).update(position=5)
        make_rows([f"要闻{number}" for number in range(9)], section=first)
        bands = client.get("/").context["front"].bands
        assert [band.label.name for band in bands] == ["要闻", "城市", "文化"]

    def test_dates_the_masthead_by_its_newest_story(self, client, site):
        day = site.newest.day
        front = make_label(Kind.FRONT)
        type(front).objects.filter(pk=front.pk).update(changed_at="2027-01-01T00:00Z")
        chinese = f"{day.year}年{day.month}月{day.day}日 星期"
        assert chinese in client.get("/").content.decode()
        assert f"{day.day} March {day.year}" in client.get("/en/").content.decode()


def place(where: str, *rows) -> None:
    """Let the desk have put rows into a place."""
    for position, row in enumerate(rows):
        Placement.objects.create(place=where, position=position, article=row)


def shown(client) -> tuple[str, list[str]]:
    """Give the titles of the lead and of the second column."""
    front = client.get("/").context["front"]
    return front.lead.article.title, [one.article.title for one in front.second]


class TestPlacements:
    def test_come_first_and_the_newest_fill_what_is_open(self, client, site):
        old, older = site.rows[1], site.rows[0]
        before = shown(client)
        place("lead", old)
        place("second", older)
        assert shown(client) == (
            old.title, [older.title, before[0], *before[1][:3]]
        )  # fmt: skip

    def test_show_no_article_twice(self, client, site):
        place("lead", site.rows[1])
        place("second", site.newest, site.rows[0])
        front = client.get("/").context["front"]
        pks = [story.article.pk for story in front.stories]
        assert len(pks) == len(set(pks))
        assert front.second[0].article == site.newest

    def test_in_the_column_do_not_lead_as_well(self, client, site):
        place("second", site.newest)
        lead, second = shown(client)
        assert lead != site.newest.title
        assert second[0] == site.newest.title

    def test_leave_a_lead_even_where_the_column_has_all_there_is(self, client):
        (row,) = make_rows(["唯一"], section=make_label(Kind.CATEGORY, "要闻"))
        place("second", row)
        assert shown(client) == ("唯一", [])

    def test_cost_no_further_query_however_many(
        self, client, site, django_assert_max_num_queries
    ):
        place("second", *site.rows[:4])
        with django_assert_max_num_queries(5):
            client.get("/")

    def test_are_named_in_the_keys_of_the_page(self, client, site):
        assert tag("front") in client.get("/")["Cache-Tag"].split(",")
        assert tag("front") not in client.get("/page/2/")["Cache-Tag"].split(",")
