"""The desk as an editor meets it: log in, write, publish, see it out."""

import pytest

from articles.tests.browser.conftest import PASSWORD, WRITER
from articles.tests.processes import fetch

PAGES = ["", "articles/article/", "articles/article/add/", "articles/category/"]


@pytest.fixture
def desk(browser, site):
    """Log the chief editor in; give the page and what goes wrong in it."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="en-GB"
    )
    page = context.new_page()
    page.faults = []
    page.on("console", lambda said: page.faults.append(said.text))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto(f"{site}/admin/")
    page.fill("[name=username]", WRITER["DJANGO_SUPERUSER_USERNAME"])
    page.fill("[name=password]", PASSWORD)
    page.click("[type=submit]")
    yield page
    context.close()


class TestDesk:
    def test_shows_its_pages_without_fault(self, desk, site):
        for path in PAGES:
            assert desk.goto(f"{site}/admin/{path}").ok
            assert desk.locator("#user-tools, .rail, nav").count()
        assert desk.faults == []

    def test_takes_an_article_from_the_form_to_readers(self, desk, site):
        desk.goto(f"{site}/admin/articles/article/add/")
        desk.fill("[name=title]", "A ferry by the name of Patience")
        desk.fill("[name=body]", "It left the quay **four minutes** early.")
        desk.click("[name=_save], [name=_continue]")
        assert "Patience" not in fetch(f"{site}/en/")
        assert "Patience" in desk.content()
        assert desk.faults == []
