"""workflow/reasons.py: every reason why it is not live, each with its way out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.models.desk import Article, ChecklistRule, ScheduledMove
from articles.tests.factories import NOON, make_article, make_live
from articles.tests.workflow.people import AT, make_in, newest, save
from articles.workflow import lateness
from articles.workflow.reasons import why_not_live

HOUR = timedelta(hours=1)


def kinds(article, at=AT):
    """Name the reasons for an article as it is stored."""
    found = why_not_live(Article.objects.get(pk=article.pk), at=at)
    assert all(reason.text and reason.way_out for reason in found)
    return [reason.kind for reason in found]


def plan(article, at=AT + HOUR, **fields):
    """Let the newest revision wait."""
    fields = {"created_at": NOON, **fields}
    return ScheduledMove.objects.create(
        article=article, kind="publish", revision=newest(article), at=at, **fields
    )


def set_to(article, **fields):
    """Write columns as they could have come about."""
    Article.objects.filter(pk=article.pk).update(**fields)


@pytest.mark.django_db
class TestWhyNotLive:
    def test_nothing_stands_in_the_way_of_what_readers_have(self):
        assert kinds(make_live()) == []

    @pytest.mark.parametrize("stage", ["draft", "in_review", "approved"])
    @pytest.mark.parametrize("standing", ["never", "live", "withdrawn"])
    def test_names_stage_and_standing(self, stage, standing):
        found = kinds(make_in(stage, standing))
        assert "stage" in found
        assert ("withdrawn" in found) == (standing == "withdrawn")

    def test_an_approval_that_a_newer_revision_overtook(self):
        article = make_in("approved", "never")
        article.title = "改"
        article.save(update_fields=["title"])
        save(article, None)
        assert "approval" in kinds(article)

    def test_an_embargo_until_it_is_over(self):
        article = make_in("approved", "never")
        set_to(article, embargoed_until=AT + HOUR)
        assert "embargo" in kinds(article)
        assert "embargo" not in kinds(article, at=AT + HOUR)

    def test_a_plan_in_place_of_nobody_having_planned(self):
        article = make_in("approved", "never")
        lateness.beat("worker:a:1", "worker", at=AT)
        assert kinds(article) == ["stage"]
        plan(article)
        assert kinds(article) == ["schedule"]

    def test_a_plan_that_is_late_and_that_nobody_makes(self):
        article = make_in("approved", "never")
        plan(article, at=AT - HOUR)
        assert kinds(article) == ["schedule", "worker"]

    def test_a_plan_that_failed_or_was_cancelled(self):
        article = make_in("approved", "never")
        plan(article, state="failed", settled_at=AT, failure="Under embargo.")
        reasons = why_not_live(Article.objects.get(pk=article.pk), at=AT)
        assert any("Under embargo." in reason.text for reason in reasons)
        plan(article, state="cancelled", settled_at=AT, created_at=NOON + HOUR)
        assert "cancelled" in kinds(article)
        assert "failed" not in kinds(article)

    def test_a_hold_and_a_correction_that_the_draft_lacks(self):
        article = make_in("draft", "withdrawn")
        set_to(article, held_since=NOON, unmerged_number=3)
        assert {"hold", "unmerged"} <= set(kinds(article))

    def test_who_withdrew_it_and_why(self):
        article = make_in("draft", "withdrawn")
        said = why_not_live(Article.objects.get(pk=article.pk), at=AT)
        assert any("核实中" in reason.text for reason in said)

    def test_what_the_checklist_blocks(self):
        article = make_in("approved", "never")
        ChecklistRule.objects.create(check_name="summary", level="block", least=10)
        assert "checklist" in kinds(article)

    def test_costs_the_same_after_a_hundred_plans(self):
        counts = []
        article = make_in("approved", "never")
        for number in (1, 100):
            for _ in range(number):
                plan(article, state="cancelled", settled_at=AT)
            fresh = Article.objects.get(pk=article.pk)
            with CaptureQueriesContext(connection) as queries:
                why_not_live(fresh, at=AT)
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_ends_with_the_publication(self):
        article = make_in("approved", "never")
        revision = newest(article)
        publishing.publish(revision, actor=None, at=AT)
        assert kinds(revision.article) == []
        assert kinds(make_article("从未保存")) != []
