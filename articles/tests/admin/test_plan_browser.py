"""Calendar, front page and keys in a browser: by mouse, by keyboard, and refused."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from articles.models.desk import Article, FrontEdition, ScheduledMove
from articles.models.reader import Placement
from articles.tests.admin.test_desk_browser import PASSWORD, opened
from articles.tests.factories import make_article, make_live
from articles.tests.workflow.people import make_in, make_user, plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Ten in the morning in Shanghai, a Thursday to come.
SOON = datetime(2099, 3, 5, 2, 0, tzinfo=UTC)
MONTH = "/admin/calendar/?date=2099-03-05"


@pytest.fixture(autouse=True)
def chief(transactional_db: None) -> None:
    """Give somebody who may do everything, with a password."""
    user = make_user("root", is_superuser=True)
    user.set_password(PASSWORD)
    user.save()


class TestCalendar:
    def test_by_keys_an_entry_moves_and_is_saved_or_put_back(self, live_server):
        article = make_article("甲", due_at=SOON)
        with opened(live_server.url) as (page, complaints):
            page.goto(MONTH)
            link = page.locator(f"#due-{article.pk} .plan-link")
            link.focus()
            page.keyboard.press("ArrowRight")
            page.keyboard.press("Escape")
            expect(page.locator("[data-day='2099-03-05'] .plan")).to_have_count(1)
            page.keyboard.press("ArrowRight")
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
            expect(page.locator("[data-day='2099-03-13'] .plan")).to_have_count(1)
            expect(page.locator("[data-said]")).to_contain_text("甲")
            expect(link).to_be_focused()
            assert complaints == []
        article.refresh_from_db()
        assert article.due_at == SOON + timedelta(days=8)

    def test_by_mouse_a_refused_entry_goes_back_and_says_why(self, live_server):
        article = make_in("approved", "never", scheduled=True)
        ScheduledMove.objects.update(at=SOON)
        Article.objects.update(stage="draft")
        move = article.scheduled_moves.get()
        with opened(live_server.url, locale="en") as (page, _):
            page.goto(MONTH)
            target = page.locator("[data-day='2099-03-12']")
            page.locator(f"#publish-{move.pk}").drag_to(target)
            said = page.locator("[data-said]")
            expect(said).to_contain_text("submit it for review")
            expect(page.locator("[data-day='2099-03-05'] .plan")).to_have_count(1)
        assert ScheduledMove.objects.get().at == SOON

    def test_by_mouse_an_entry_takes_another_day_and_by_form_a_time(self, live_server):
        article = make_article("甲", planned_for=SOON)
        with opened(live_server.url) as (page, complaints):
            page.goto(MONTH)
            entry = page.locator(f"#planned-{article.pk}")
            entry.drag_to(page.locator("[data-day='2099-03-12']"))
            expect(page.locator("[data-day='2099-03-12'] .plan")).to_have_count(1)
            expect(page.locator("[data-said]")).not_to_be_empty()
            entry.locator(".plan-edit").click()
            entry.locator("[name=when]").fill("2099-03-20T18:30")
            entry.locator("[type=submit]").click()
            expect(page.locator("[data-day='2099-03-20'] time")).to_have_text("18:30")
            assert complaints == []
        article.refresh_from_db()
        assert article.planned_for == datetime(2099, 3, 20, 10, 30, tzinfo=UTC)


class TestFrontPage:
    def test_is_arranged_by_buttons_dragging_and_keys(self, live_server):
        make_live("甲"), make_live("乙")
        with opened(live_server.url, locale="en") as (page, complaints):
            page.goto("/admin/front/")
            page.get_by_role("button", name="甲: lead").click()
            page.get_by_role("button", name="乙: secondary column").click()
            page.get_by_role("button", name="Move 乙 up").focus()
            page.keyboard.press("Enter")
            page.keyboard.press("Enter")
            expect(page.locator("[data-place=lead] [data-title]")).to_have_text(
                ["乙", "甲"]
            )
            grip = page.locator("[data-slot]", has_text="乙").locator("[data-grip]")
            grip.drag_to(page.locator("[data-place=second]").locator(".."))
            expect(page.locator("[data-place=second] [data-title]")).to_have_text("乙")
            page.locator("[name=_save]").click()
            expect(page.locator(".messagelist")).to_contain_text("edition 1")
            assert complaints == []
        shown = Placement.objects.values_list("place", "article__title")
        assert list(shown) == [("lead", "甲"), ("second", "乙")]
        assert FrontEdition.objects.count() == 1


class TestKeys:
    def test_go_to_places_walk_lists_and_are_listed(self, live_server):
        article = make_in("in_review", "never")
        plan(article)
        with opened(live_server.url) as (page, complaints):
            page.keyboard.press("?")
            expect(page.locator("#keys")).to_be_visible()
            page.keyboard.press("Escape")
            expect(page.locator("#keys")).to_be_hidden()
            page.keyboard.press("g")
            page.keyboard.press("a")
            page.wait_for_url("**/admin/articles/article/")
            page.keyboard.press("j")
            expect(page.locator("#result_list tbody th a").first).to_be_focused()
            page.keyboard.press("/")
            expect(page.locator("#searchbar")).to_be_focused()
            page.keyboard.type("gd?n")
            expect(page.locator("#searchbar")).to_have_value("gd?n")
            assert complaints == []
