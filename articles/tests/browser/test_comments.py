"""A comment's whole life: written, looked at, answered, erased; by a reader without script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from articles.tests.processes import make_environment, manage, serving

PASSWORD = "one for this story alone"
PATIENCE = 30_000
TYPING = 70
"""Milliseconds a key takes: a form that is sent within three seconds is no person's."""
SAID = "I was on board this morning, and it was full."
ANSWER = "Thank you. From Monday there are two boats."
SETUP = """
from datetime import datetime, UTC
from articles import publishing
from articles.models.desk import Article
from articles.workflow import revise
at = datetime(2026, 3, 5, 4, tzinfo=UTC)
article = Article.objects.create(title="Ferries sail again", language="en", slug="ferry",
    body="There were more people on the quay than usual.", created_at=at, changed_at=at)
publishing.publish(revise(article, actor=None, at=at), actor=None, at=at)
"""
ARTICLE = "/en/2026/03/05/ferry/"
PAINTED = "performance.getEntriesByName('first-contentful-paint').length"


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a newsroom with the demo accounts and one article; give its address."""
    environment = make_environment(
        tmp_path_factory.mktemp("comments"), DEBUG="1", DEMO_PASSWORD=PASSWORD
    )
    manage(environment, "prepare")
    manage(environment, "shell", "-c", SETUP)
    with serving(environment) as (_process, address):
        yield address


class TestStyle:
    def test_of_comments_may_be_late_without_the_article_being_so(
        self, browser: Browser, newsroom: str
    ):
        # Waiting for a paint is asked by a script of ours, which the policy forbids.
        page = browser.new_page(base_url=newsroom, bypass_csp=True)
        page.set_default_timeout(PATIENCE)
        kept: list[Route] = []

        def keep(route: Route) -> None:
            kept.append(route)

        page.route("**/comments*.css", keep)
        page.goto(ARTICLE, wait_until="commit")
        page.wait_for_function(PAINTED)
        expect(page.locator("h1")).to_be_visible()
        kept.pop().continue_()
        expect(page.locator(".comments")).to_be_visible()
        page.close()


class TestComment:
    def test_is_written_looked_at_answered_and_erased(
        self, browser: Browser, newsroom: str
    ):
        expect.set_options(timeout=PATIENCE)
        reader = browser.new_context(base_url=newsroom, java_script_enabled=False)
        page = reader.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(ARTICLE)
        page.get_by_role("link", name="Write a comment").click()
        page.get_by_label("Your comment").press_sequentially(SAID, delay=TYPING)
        page.get_by_role("button", name="Send the comment").click()
        expect(page.locator(".errorlist")).to_have_text(
            "Write the name to stand above your comment."
        )
        expect(page.get_by_label("Your comment")).to_have_value(SAID)
        page.get_by_label("Your name").fill("Wang")
        page.get_by_role("button", name="Send the comment").click()
        expect(page.locator(".write-state")).to_contain_text("nobody else sees it")
        own = page.url

        page.goto(ARTICLE)
        expect(page.locator(".comment")).to_have_count(0)

        desk = browser.new_context(base_url=newsroom, locale="en-GB").new_page()
        desk.set_default_timeout(PATIENCE)
        desk.goto("/admin/")
        desk.locator("#id_username").fill("publisher")
        desk.locator("#id_password").fill(PASSWORD)
        desk.locator("#login-form [type=submit]").click()
        tile = desk.locator(".board-comments")
        expect(tile).to_contain_text("Ferries sail again")
        tile.get_by_role("link", name="Show all").click()
        expect(desk.locator(".comment-said")).to_contain_text(SAID)
        desk.wait_for_load_state()
        desk.keyboard.press("j")
        desk.keyboard.press("a")
        expect(desk.locator(".messagelist")).to_contain_text("1 comment: shown.")
        expect(desk.locator("#result_list")).to_have_count(0)

        page.goto(ARTICLE)
        expect(page.locator(".comment")).to_contain_text(SAID)

        desk.get_by_role("link", name="Shown", exact=True).click()
        expect(desk.locator(".comment-said")).to_contain_text(SAID)
        desk.wait_for_load_state()
        desk.keyboard.press("j")
        desk.keyboard.press("Enter")
        desk.get_by_label("Answer as the newsroom").fill(ANSWER)
        desk.get_by_role("button", name="Answer").click()
        expect(desk.locator(".messagelist")).to_contain_text("The answer is shown")

        page.goto(ARTICLE)
        ours = page.locator(".comment-ours")
        expect(ours).to_contain_text(ANSWER)
        expect(ours.locator(".comment-mark")).to_have_text("Newsroom")

        page.goto(own)
        page.get_by_role("button", name="Erase my comment").click()
        expect(page.locator(".write-state")).to_contain_text("It is erased")
        page.goto(ARTICLE)
        expect(page.locator(".comment-gone")).to_have_text("This comment was removed.")
        expect(ours).to_contain_text(ANSWER)
        assert SAID not in page.content()
        assert reader.cookies() == []
        expect.set_options(timeout=None)
