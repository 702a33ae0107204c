"""What is read most: counted without anybody's traces, laid by event."""

import pytest
from django.test import RequestFactory

from articles import publishing
from articles.models.desk import Article
from articles.models.reader import MostRead, PublishedArticle, Purge, Reading
from articles.publishing.reading import FEWEST, flush, turn_most_read
from articles.tests.factories import NOON, make_live
from articles.tests.hidden import DAY, HOUR
from newsroom.delivery import tally

pytestmark = pytest.mark.django_db

PERSON = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture(autouse=True)
def nothing_counted():
    """Begin and end without counts."""
    tally.take()
    yield
    tally.take()


def make(count: int, **fields) -> list[PublishedArticle]:
    """Make live articles and give their rows, the first made first."""
    for number in range(count):
        make_live(f"第{number}篇", at=NOON + number * HOUR, **fields)
    return list(PublishedArticle.objects.order_by("published_at"))


def read(client, row: PublishedArticle, times: int, **headers) -> None:
    """Open an article's page."""
    for _ in range(times):
        client.get(row.path, **(headers or PERSON))


class TestCount:
    def test_is_a_number_for_an_article_and_an_hour(self, client):
        (row,) = make(1)
        read(client, row, 3)
        flush(NOON + 30 * HOUR / 60)
        read(client, row, 2)
        flush(NOON + 50 * HOUR / 60)
        (counted,) = Reading.objects.all()
        assert (counted.article, counted.hour, counted.count) == (row, NOON, 5)
        fields = {one.name for one in Reading._meta.get_fields()}
        assert fields == {"id", "article", "hour", "count"}

    def test_counts_what_a_browser_had_already(self, client):
        (row,) = make(1)
        etag = client.get(row.path)["ETag"]
        answer = client.get(row.path, headers={"if-none-match": etag}, **PERSON)
        assert answer.status_code == 304
        assert tally.take() == {row.owner: 1}

    @pytest.mark.parametrize(
        "headers",
        [
            {"HTTP_USER_AGENT": ""},
            {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
            {"HTTP_USER_AGENT": "curl/8.5"},
            {**PERSON, "HTTP_SEC_PURPOSE": "prefetch;prerender"},
        ],
    )
    def test_leaves_machines_out(self, client, headers):
        (row,) = make(1)
        read(client, row, 1, **headers)
        assert tally.take() == {}

    def test_leaves_out_what_is_no_article(self, client):
        for path in ("/", "/2026/03/05/none/", "/archive/"):
            client.get(path, **PERSON)
        request = RequestFactory().head("/", **PERSON)
        assert tally.take() == {} and not tally.is_a_person(request)

    def test_goes_with_a_withdrawn_article(self, client):
        (row,) = make(1)
        read(client, row, 1)
        flush(NOON)
        read(client, row, 1)
        publishing.withdraw(Article.objects.get(), actor=None, at=NOON + 2 * HOUR)
        flush(NOON + 3 * HOUR)
        assert not Reading.objects.exists()


class TestList:
    def count(self, rows, at=NOON):
        """Count the first article once, the second twice, and so on."""
        Reading.objects.add({row.pk: n for n, row in enumerate(rows, 1)}, at)

    def titles(self, client, path):
        return [one.article.title for one in client.get(path).context["front"].read]

    def test_stands_on_the_front_page_and_in_the_section(self, client):
        rows = make(4, categories=(("城市",),))
        self.count(rows)
        assert turn_most_read(NOON + HOUR)
        ranked = ["第3篇", "第2篇", "第1篇", "第0篇"]
        assert self.titles(client, "/") == ranked
        assert self.titles(client, "/category/城市/") == ranked
        assert set(Purge.objects.last().keys) >= {"read:front"}

    def test_changes_by_event_alone(self, client):
        rows = make(4)
        self.count(rows)
        turn_most_read(NOON + HOUR)
        before = Purge.objects.count()
        assert not turn_most_read(NOON + 2 * HOUR)
        assert Purge.objects.count() == before
        Reading.objects.add({rows[0].pk: 50}, NOON + 2 * HOUR)
        assert turn_most_read(NOON + 3 * HOUR)
        assert self.titles(client, "/")[0] == "第0篇"

    def test_is_not_there_while_few_are_read(self, client):
        rows = make(FEWEST)
        self.count(rows[:-1])
        assert not turn_most_read(NOON + HOUR)
        assert self.titles(client, "/") == []

    def test_looks_further_back_on_a_quiet_day(self, client):
        self.count(make(FEWEST))
        assert turn_most_read(NOON + 3 * DAY)
        assert len(self.titles(client, "/")) == FEWEST

    def test_forgets_old_counts(self):
        self.count(make(FEWEST))
        turn_most_read(NOON + HOUR)
        assert turn_most_read(NOON + 20 * DAY)
        assert not Reading.objects.exists() and not MostRead.objects.exists()
