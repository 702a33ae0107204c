"""Covers: drawn when somebody asks, public while the article is live."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from articles import publishing
from articles.media import covers
from articles.media.covers import draw
from articles.models.reader import PublishedArticle
from articles.tests.factories import NOON, make_article, make_live
from articles.tests.publishing.test_body_pictures import (
    make_picture,
    on_shelf,
    withdraw,
)
from articles.workflow import revise


@pytest.mark.django_db
class TestPublic:
    def cover(self):
        return f"/media/{PublishedArticle.objects.get().cover}"

    def test_is_had_while_the_article_is_live_and_no_longer(
        self, media_root, django_capture_on_commit_callbacks
    ):
        article = make_live()
        address = self.cover()
        assert on_shelf(media_root) == set()
        answer = Client().get(address)
        assert answer["Content-Type"] == "image/png"
        assert b"".join(answer.streaming_content)[:4] == b"\x89PNG"
        assert on_shelf(media_root) == {address.removeprefix("/media/")}
        withdraw(article, django_capture_on_commit_callbacks)
        assert on_shelf(media_root) == set()
        assert Client().get(address).status_code == 404

    def test_of_a_draft_is_nowhere(self):
        article = make_article()
        revision = revise(article, actor=None, at=NOON)
        directory = publishing.Directory.of([revision])
        row = publishing.compose(revision, directory, at=NOON)
        assert row.cover
        assert Client().get(f"/media/{row.cover}").status_code == 404

    def test_goes_when_a_picture_comes(
        self, media_root, django_capture_on_commit_callbacks
    ):
        article = make_live()
        address = self.cover()
        b"".join(Client().get(address).streaming_content)
        article.refresh_from_db()
        article.lead_picture = make_picture()
        article.save()
        revision = revise(article, actor=None, at=NOON)
        with django_capture_on_commit_callbacks(execute=True):
            publishing.update(revision, actor=None, at=NOON)
        assert PublishedArticle.objects.get().cover is None
        assert Client().get(address).status_code == 404

    def test_stays_when_the_page_is_composed_again(
        self, media_root, django_capture_on_commit_callbacks
    ):
        article = make_live()
        address = self.cover()
        b"".join(Client().get(address).streaming_content)
        with django_capture_on_commit_callbacks(execute=True):
            publishing.refresh([article.uuid], at=NOON)
        assert self.cover() == address
        assert on_shelf(media_root) == {address.removeprefix("/media/")}

    def test_is_what_link_previews_show(self):
        article = make_live()
        page = Client().get(PublishedArticle.objects.get().path).content.decode()
        assert (
            f'property="og:image" content="http://localhost:8000{self.cover()}"' in page
        )
        assert 'property="og:image:width" content="1200"' in page
        assert article.title in page


@pytest.mark.django_db(transaction=True)
def test_a_cover_is_drawn_once_however_many_ask(monkeypatch):
    make_live()
    name = PublishedArticle.objects.get().cover
    drawings = []
    monkeypatch.setattr(
        covers, "draw", lambda *given: drawings.append(1) or draw(*given)
    )

    def ask(_turn):
        try:
            return covers.provide(name)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as many:
        assert all(many.map(ask, range(6)))
    assert len(drawings) == 1
