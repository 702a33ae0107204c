"""What is done later: remote pictures come, and the pages show them."""

import pytest

from articles.media import FetchFailed, pending
from articles.models.desk import Image
from articles.models.reader import Publication, PublishedArticle
from articles.publishing import tasks
from articles.tests.factories import NOON, make_live
from articles.tests.media.samples import sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers(monkeypatch, tmp_path, settings):
    """Answer fetches from a dictionary; an address that is not in it fails."""
    settings.MEDIA_ROOT = tmp_path
    known = {}

    def fetch(url):
        if url not in known:
            raise FetchFailed("nobody there")
        return known[url]

    monkeypatch.setattr(pending, "fetch", fetch)
    return known


def make_remote(name="a"):
    """Make a picture known by its address only."""
    return Image.objects.create(
        origin=f"https://pictures.example/{name}.jpg", created_at=NOON
    )


class TestFetchPictures:
    def test_a_picture_that_came_is_shown_and_the_dates_stay(self, answers):
        image = make_remote()
        answers[image.origin] = sample()
        make_live(thumbnail=image)
        before = PublishedArticle.objects.get()
        assert before.picture is None
        assert tasks.fetch_pictures.call() == 1
        after = PublishedArticle.objects.get()
        assert after.picture["enclosure"]["url"].startswith("/media/")
        assert after.updated_at == before.updated_at
        actions = list(Publication.objects.order_by("id").values_list("action"))
        assert actions == [("published",), ("refreshed",)]

    def test_one_that_fails_leaves_the_article_and_the_others_as_they_are(
        self, answers
    ):
        lost, found = make_remote("lost"), make_remote("found")
        answers[found.origin] = sample()
        make_live("甲", thumbnail=lost)
        make_live("乙", thumbnail=found)
        assert tasks.fetch_pictures.call() == 1
        shown = dict(PublishedArticle.objects.values_list("title", "picture"))
        assert shown["甲"] is None
        assert shown["乙"] is not None
