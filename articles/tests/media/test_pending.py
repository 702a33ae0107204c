"""Pictures that are still elsewhere: fetched once, tried again, given up."""

from contextlib import suppress
from datetime import timedelta

import pytest

from articles.media import FetchFailed, FetchRefused, fetch_pending, try_again
from articles.media.pending import pause
from articles.models.desk import Image
from articles.tests.factories import NOON
from articles.tests.media.samples import sample

URL = "https://public.example/a.png"
pytestmark = pytest.mark.django_db


def pending(origin=URL, **fields):
    return Image.objects.create(origin=origin, created_at=NOON, **fields)


def gives(data, asked=None):
    def get(url):
        if asked is not None:
            asked.append(url)
        return data

    return get


def raises(problem):
    def get(url):
        raise problem

    return get


class TestFetchPending:
    def test_makes_pictures_ready_and_says_which(self, media_root):
        image = pending()
        (ready,) = fetch_pending(at=NOON, limit=5, get=gives(sample("PNG")))
        image.refresh_from_db()
        assert ready == image
        assert image.status == Image.Status.READY
        assert (image.width, image.height, image.mime) == (120, 80, "image/png")
        assert (media_root / image.original).read_bytes() == sample("PNG")

    def test_asks_once_for_an_address_that_many_name(self):
        for _turn in range(5):
            pending()
        asked = []
        ready = fetch_pending(at=NOON, limit=5, get=gives(sample(), asked))
        assert asked == [URL]
        assert len(ready) == 5

    def test_takes_no_more_than_it_was_told_to(self):
        for number in range(4):
            pending(f"{URL}?{number}")
        asked = []
        fetch_pending(at=NOON, limit=3, get=gives(sample(), asked))
        assert len(asked) == 3
        fetch_pending(at=NOON, limit=3, get=gives(sample(), asked))
        assert asked == [f"{URL}?{number}" for number in range(4)]

    def test_leaves_alone_what_another_has_claimed(self):
        pending()
        inner = []

        def get(url):
            # While one fetches, another comes for work and finds none.
            inner.extend(fetch_pending(at=NOON, limit=5, get=gives(sample(), asked)))
            return sample()

        asked = []
        assert len(fetch_pending(at=NOON, limit=5, get=get)) == 1
        assert (asked, inner) == ([], [])

    def test_tries_again_later_when_nothing_came(self):
        image = pending()
        fetch_pending(at=NOON, limit=5, get=raises(FetchFailed("No answer.")))
        image.refresh_from_db()
        assert (image.status, image.failure) == (Image.Status.PENDING, "No answer.")
        asked = []
        soon = NOON + timedelta(minutes=4)
        assert fetch_pending(at=soon, limit=5, get=gives(sample(), asked)) == []
        assert asked == []
        later = NOON + timedelta(minutes=5)
        assert fetch_pending(at=later, limit=5, get=gives(sample())) == [image]

    def test_gives_up_after_the_last_try(self):
        image = pending()
        at = NOON
        for _turn in range(6):
            fetch_pending(at=at, limit=5, get=raises(FetchFailed("No answer.")))
            at += timedelta(days=2)
        image.refresh_from_db()
        assert (image.status, image.attempts) == (Image.Status.FAILED, 6)
        assert image.failure == "No answer."

    def test_gives_up_on_a_picture_that_kills_its_worker(self):
        image = pending()
        at = NOON
        for _turn in range(7):
            with suppress(KeyboardInterrupt):
                fetch_pending(at=at, limit=5, get=raises(KeyboardInterrupt()))
            at += timedelta(days=2)
        image.refresh_from_db()
        assert image.status == Image.Status.FAILED
        assert image.failure

    def test_fails_at_once_where_asking_again_changes_nothing(self):
        image = pending()
        fetch_pending(at=NOON, limit=5, get=raises(FetchRefused("Not public.")))
        image.refresh_from_db()
        assert (image.status, image.failure) == (Image.Status.FAILED, "Not public.")

    def test_fails_what_is_no_picture_and_goes_on(self):
        bad, good = pending(), pending(f"{URL}?2")
        ready = fetch_pending(
            at=NOON,
            limit=5,
            get=lambda url: sample() if url == good.origin else b"<svg/>",
        )
        bad.refresh_from_db()
        assert ready == [good]
        assert (bad.status, bool(bad.failure)) == (Image.Status.FAILED, True)

    def test_never_touches_pictures_without_an_address(self):
        pending(origin="")
        assert fetch_pending(at=NOON, limit=5, get=gives(sample())) == []

    def test_refuses_inner_addresses_by_itself(self):
        image = pending("http://127.0.0.1/a.png")
        assert fetch_pending(at=NOON, limit=5) == []
        image.refresh_from_db()
        assert image.status == Image.Status.FAILED
        assert "127.0.0.1" in image.failure


class TestTryAgain:
    def test_queues_failed_pictures_anew(self):
        image = pending(status=Image.Status.FAILED, attempts=6, next_attempt_at=NOON)
        pending(origin="", status=Image.Status.FAILED)
        assert try_again(Image.objects.all()) == 1
        assert fetch_pending(at=NOON, limit=5, get=gives(sample())) == [image]


class TestPause:
    def test_grows_to_a_day(self):
        assert [pause(n) for n in (1, 2, 3, 50)] == [
            timedelta(minutes=5),
            timedelta(minutes=20),
            timedelta(minutes=80),
            timedelta(days=1),
        ]
