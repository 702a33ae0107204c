"""What is written for machines, in a browser window: nothing is refused, all is legible."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from articles.tests.factories import make_live

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

CHROMIUM = shutil.which("chromium")


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """Publish an article on a running site; gives the site's address."""
    settings.NEWSROOM = {**settings.NEWSROOM, "SITE_URL": live_server.url}
    make_live("渡轮复航", slug="ferry", categories=(("城市",),), bylines=("林晓",))
    return live_server.url


@pytest.fixture
def window(site: str) -> Iterator[tuple[Page, list[str]]]:
    """Open a window; gives it with what its console complains of."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(base_url=site)
        said: list[str] = []
        page.on("console", lambda one: said.append(one.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        yield page, said
        browser.close()


class TestWindow:
    def test_is_refused_nothing_by_the_security_policy(self, window: Any):
        page, said = window
        for path in ("/", "/2026/03/05/ferry/", "/feeds/", "/feed/", "/feed/atom/"):
            answer = page.goto(path)
            assert answer.status == 200
            assert "Content-Security-Policy" in answer.headers or (
                "content-security-policy" in answer.headers
            )
            page.wait_for_load_state("networkidle")
        assert said == []

    @pytest.mark.parametrize("form", ["", "atom/"])
    def test_shows_a_feed_to_a_person_with_a_way_on(self, window: Any, form: str):
        page, _said = window
        page.goto(f"/feed/{form}")
        assert page.get_by_text("渡轮复航", exact=True).is_visible()
        assert not page.locator("guid").first.is_visible()
        page.get_by_text("什么是订阅，有哪些订阅源").click()
        assert page.get_by_role("heading", level=1).inner_text() == "订阅"

    def test_marks_a_whole_address_by_one_click(self, window: Any):
        page, _said = window
        page.goto("/feeds/")
        page.locator("main dd code").first.click()
        marked = page.evaluate("String(getSelection())")
        assert marked == page.url.replace("/feeds/", "/feed/")
