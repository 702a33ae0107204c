"""Moves at the desk: buttons are what may be done, and a forged post does no more."""

import re

import pytest
from django.utils import timezone

from articles.models.desk import Article, Revision, ScheduledMove, Step
from articles.models.reader import Publication, PublishedArticle
from articles.tests.admin.conftest import change_url, filled, move_url, said
from articles.tests.factories import make_article
from articles.tests.workflow.people import STATES, everyone, make_in, save
from articles.tests.workflow.rules import allowed
from articles.workflow import MOVES

TOMORROW = (timezone.now() + timezone.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
GIVEN = {"move_note": "理由写在这里", "move_when": TOMORROW}


def state() -> dict[str, object]:
    """Give all that a move could change."""
    return {
        "articles": list(
            Article.objects.order_by("pk").values_list(
                "stage", "standing", "approved_number", "live_number", "edition"
            )
        ),
        "steps": Step.objects.count(),
        "log": Publication.objects.count(),
        "schedule": list(ScheduledMove.objects.values_list("state", flat=True)),
        "readers": PublishedArticle.objects.count(),
    }


@pytest.mark.django_db
class TestForgedPost:
    def test_needs_a_log_in(self, client):
        article = make_in("approved", "never")
        response = client.post(move_url(article), {"move": "publish"})
        assert "/admin/login/" in response["Location"]
        assert not PublishedArticle.objects.exists()

    def test_is_no_get(self, desk):
        article = make_in("approved", "never")
        assert desk.get(move_url(article), {"move": "publish"}).status_code == 404
        assert not PublishedArticle.objects.exists()

    @pytest.mark.parametrize("move", ["", "delete", "__class__"])
    def test_of_no_move_is_refused_in_words(self, desk, move):
        article = make_in("approved", "never")
        response = desk.post(move_url(article), {"move": move}, follow=True)
        assert said(response)

    @pytest.mark.parametrize(
        ("move", "missing"),
        [
            ("withdraw", "move_note"),
            ("request_changes", "move_note"),
            ("schedule", "move_when"),
        ],
    )
    def test_without_what_the_move_asks_for_is_refused(self, desk, move, missing):
        article = make_in("approved", "live")
        before = state()
        given = {name: value for name, value in GIVEN.items() if name != missing}
        desk.post(move_url(article), {"move": move, **given})
        assert state() == before

    @pytest.mark.parametrize(
        "seen", [{"seen_number": "1"}, {"seen_edition": "0"}, {"seen_number": "x"}]
    )
    def test_on_what_the_person_did_not_see_is_refused(self, desk, seen):
        article = make_in("approved", "live")
        before = state()
        desk.post(move_url(article), {"move": "update", **seen})
        assert state() == before

    def test_sets_no_field_that_the_form_does_not_have(self, desk):
        article = make_article()
        save(article, None)
        forged = {
            "stage": "approved",
            "standing": "live",
            "approved_number": "1",
            "live_number": "1",
            "edition": "9",
            "published_at_0": "2020-01-01",
            "published_at": "2020-01-01T00:00",
            "created_by": "1",
            "uuid": "0" * 32,
        }
        before = Article.objects.values().get()
        desk.post(change_url(article), filled(desk, change_url(article)) | forged)
        assert Article.objects.values().get() == before


@pytest.mark.django_db
class TestPanel:
    @pytest.mark.parametrize(
        "role",
        [
            "publisher",
            pytest.param("writer", marks=pytest.mark.prove),
            pytest.param("editor", marks=pytest.mark.prove),
        ],
    )
    @pytest.mark.parametrize(("stage", "standing"), STATES)
    def test_shows_a_button_for_each_move_that_may_be_made(
        self, log_in, stage, standing, role
    ):
        cast = everyone()
        article = make_in(stage, standing, by=cast["writer"], scheduled=True)
        page = log_in(cast[role]).get(change_url(article)).content.decode()
        shown = set(re.findall(r'(?:name="_?move" value|data-move)="(\w+)"', page))
        expected = {m for m in MOVES if allowed(role, m, stage, standing)}
        # What waits to go out keeps its approval.
        assert shown == expected - {"request_changes"}

    def test_says_why_not_for_the_others(self, log_in):
        cast = everyone()
        article = make_in("draft", "never", by=cast["writer"])
        page = log_in(cast["writer"]).get(change_url(article))
        assert len(page.context["panel"]["refused"]) == len(MOVES) - 1
        assert "需要其他角色" in page.content.decode()

    def test_has_one_primary_button(self, log_in):
        cast = everyone()
        article = make_in("approved", "never", by=cast["writer"])
        panel = log_in(cast["publisher"]).get(change_url(article)).context["panel"]
        assert panel["primary"].name == "publish"

    def test_costs_the_same_whatever_the_history(
        self, desk, django_assert_max_num_queries
    ):
        article = make_article()
        save(article, None)
        with django_assert_max_num_queries(60) as few:
            desk.get(change_url(article))
        for number in range(12):
            article.title = f"第 {number} 稿"
            article.save(update_fields=["title"])
            save(article, None)
        with django_assert_max_num_queries(60) as many:
            desk.get(change_url(article))
        assert len(many) == len(few)


@pytest.mark.django_db
class TestMoveWithTheForm:
    def test_saves_what_is_being_typed_first(self, log_in):
        writer = everyone()["writer"]
        article = make_in("draft", "never", by=writer)
        client = log_in(writer)
        data = filled(client, change_url(article))
        client.post(change_url(article), data | {"body": "改好了", "_move": "submit"})
        article.refresh_from_db()
        assert (article.stage, article.latest_number) == ("in_review", 2)
        assert Revision.objects.latest("number").content["body"] == "改好了"

    def test_of_a_changed_text_does_not_publish_it_unapproved(self, desk):
        article = make_in("approved", "never")
        data = filled(desk, change_url(article)) | {"body": "没人看过"}
        response = desk.post(
            change_url(article), data | {"_move": "publish"}, follow=True
        )
        article.refresh_from_db()
        assert (article.stage, article.latest_number) == ("draft", 2)
        assert not PublishedArticle.objects.exists()
        assert "草稿" in said(response)

    def test_publishes_what_was_approved(self, desk):
        article = make_in("approved", "never")
        data = filled(desk, change_url(article)) | {
            "_move": "publish", "seen_edition": str(article.edition),
        }  # fmt: skip
        desk.post(change_url(article), data)
        assert PublishedArticle.objects.get().revision_number == 1

    def test_is_not_made_when_the_form_is_refused(self, desk):
        article = make_in("approved", "never")
        data = filled(desk, change_url(article)) | {"title": "", "_move": "publish"}
        assert desk.post(change_url(article), data).status_code == 200
        assert not PublishedArticle.objects.exists()

    def test_restores_what_readers_had_or_what_was_approved_since(self, desk):
        for stage, number in (("draft", 1), ("approved", 2)):
            article = make_in(stage, "withdrawn")
            desk.post(move_url(article), {"move": "restore"})
            live = PublishedArticle.objects.get(uuid=article.uuid)
            assert live.revision_number == number


@pytest.mark.django_db
class TestSchedule:
    def test_warns_when_a_newer_revision_overtook_it(self, desk):
        article = make_in("approved", "never", scheduled=True)
        article.title = "又改了"
        article.save(update_fields=["title"])
        save(article, None)
        page = desk.get(change_url(article))
        assert 'class="overtaken-move"' in page.content.decode()
        assert "第 2 版更新" in page.content.decode()
