"""The first page: what waits for whom, in the same queries however much there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing, workflow
from articles.admin.dashboard import board
from articles.models.desk import Article
from articles.tests.factories import make_article
from articles.tests.workflow.people import AT, everyone, make_in, newest, plan, save


def titles(user, panel: str) -> set[str]:
    """Give the titles in one panel of somebody's board."""
    (found,) = (one for one in board(user, at=timezone.now()) if one.name == panel)
    return {article.title for article in found.articles}


@pytest.mark.django_db
class TestWaiting:
    def test_for_a_writer_is_what_came_back_with_its_note(self):
        cast = everyone()
        for name in ("退回的", "交上去的"):
            article = make_article(name, created_by=cast["writer"])
            save(article, cast["writer"])
            article.refresh_from_db()
            workflow.submit(article, actor=cast["writer"], at=AT)
            if name == "退回的":
                workflow.request_changes(
                    article, actor=cast["editor"], at=AT, note="核数字"
                )
        assert titles(cast["writer"], "waiting") == {"退回的"}
        waiting = board(cast["writer"], at=AT)[0]
        assert [card.note for card in waiting.cards] == ["核数字"]

    def test_for_an_editor_is_what_others_submitted(self):
        cast = everyone()
        theirs = make_in("in_review", "never", by=cast["writer"])
        own = make_in("in_review", "live", by=cast["editor"])
        assert own.title not in titles(cast["editor"], "waiting")
        assert titles(cast["editor"], "waiting") == {theirs.title}

    def test_for_a_publisher_is_what_was_approved_and_is_not_out(self):
        cast = everyone()
        new = make_in("approved", "never")
        newer = make_in("approved", "live")
        make_in("draft", "never")
        out = make_article("已经发出")
        save(out, None)
        publishing.publish(newest(out), actor=None, at=AT)
        assert titles(cast["publisher"], "waiting") == {new.title, newer.title}


@pytest.mark.django_db
class TestBoard:
    def test_shows_what_just_went_out_and_no_refresh(self):
        cast = everyone()
        for name in ("刚发布", "早就在线"):
            article = make_article(name)
            save(article, None)
            at = timezone.now() if name == "刚发布" else AT
            publishing.publish(newest(article), actor=None, at=at)
        publishing.refresh(
            [Article.objects.get(title="早就在线").uuid], at=timezone.now()
        )
        assert titles(cast["editor"], "published") == {"刚发布"}

    def test_shows_writers_nothing_of_others(self):
        cast = everyone()
        article = make_in("in_review", "never", by=cast["other writer"], scheduled=True)
        panels = board(cast["writer"], at=timezone.now())
        assert not any(panel.articles or panel.moves for panel in panels)
        panels = board(cast["editor"], at=timezone.now())
        assert any(article in panel.articles for panel in panels)

    def test_is_empty_without_a_role(self):
        assert board(everyone()["no role"], at=AT) == []

    def test_costs_the_same_however_much_there_is(self, desk):
        counts = []
        for _ in range(2):
            for state in ("draft", "in_review", "approved"):
                for standing in ("never", "live"):
                    plan(make_in(state, standing))
            with CaptureQueriesContext(connection) as queries:
                assert desk.get("/admin/").status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]
