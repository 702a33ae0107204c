"""Previews in Chromium: frames, links, what leaves the site, and axe."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, Route, expect, sync_playwright

from articles.models.desk import Note
from articles.tests.preview.conftest import page_of
from articles.tests.workflow.people import make_user, newest
from articles.workflow import sharing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHROMIUM = shutil.which("chromium")
PASSWORD = "a long pass phrase"
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
}
LOOKS = [
    (390, "light", "zh-CN"),
    (390, "dark", "en-GB"),
    (1440, "light", "en-GB"),
    (1440, "dark", "zh-CN"),
]


@contextmanager
def opened(base: str, **window: Any) -> Iterator[tuple[Page, list[str]]]:
    """Open a window; gives what its console complains of."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_context(base_url=base, **window).new_page()
        complaints: list[str] = []
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type == "error" else None,
        )
        yield page, complaints
        browser.close()


@pytest.fixture
def chief(transactional_db: None) -> User:
    """Give somebody who may do everything, with a password."""
    user = make_user("root", is_superuser=True)
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(page: Page) -> None:
    """Log in as somebody who may do everything."""
    page.goto("/admin/")
    page.locator("#id_username").fill("root")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#login-form [type=submit]").click()
    expect(page.locator("#user-tools, .rail-user, #rail").first).to_be_visible()


def faults(page: Page) -> list[str]:
    """Give what axe finds on a page."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


def answer_elsewhere(asked: list[Any]) -> Any:
    """Answer requests to other sites here, and keep them."""

    def answer(route: Route) -> None:
        asked.append(route.request.all_headers())
        route.fulfill(status=200, content_type="image/svg+xml", body="<svg/>")

    return answer


class TestOutsider:
    def test_reads_and_answers_and_the_token_stays_here(self, live_server, link):
        token = sharing.token_of(link)
        with opened(live_server.url, locale="zh-CN") as (page, complaints):
            asked: list[Any] = []
            page.route("https://pictures.example/**", answer_elsewhere(asked))
            page.goto(page_of(link))
            expect(page.locator(".preview-banner")).to_contain_text("未发布")
            expect(page.locator(".story-picture img")).to_be_visible()
            assert page.evaluate(
                "document.querySelector('.story-picture img').naturalWidth > 0"
            )
            page.locator("#id_name").fill("王律师")
            page.get_by_label("没有问题").check()
            page.locator("#id_text").fill("可以发。")
            page.get_by_role("button", name="提交给编辑部").click()
            expect(page.locator(".preview-given")).to_contain_text("可以发。")
            assert page.context.cookies() == []
            page.locator(".prose img").scroll_into_view_if_needed()
            page.wait_for_function("document.querySelector('.prose img').complete")
            assert complaints == []
        assert asked
        assert all(token not in str(headers) for headers in asked)
        assert all("referer" not in headers for headers in asked)
        assert Note.objects.get().opinion == "fine"

    @pytest.mark.parametrize(("width", "scheme", "locale"), LOOKS)
    def test_meets_no_barrier(self, live_server, link, width, scheme, locale):
        size = {"width": width, "height": 900}
        language = "en" if locale == "en-GB" else ""
        with opened(
            live_server.url, viewport=size, color_scheme=scheme, locale=locale
        ) as (page, _):
            page.route("https://pictures.example/**", lambda route: route.abort())
            page.goto(page_of(link, language))
            page.locator("form[method=post] button").last.click()
            expect(page.locator(".errorlist").first).to_be_visible()
            assert faults(page) == []
            wide = "document.documentElement.scrollWidth <= innerWidth"
            assert page.evaluate(wide)
            page.goto(f"{language and '/' + language}/preview/1-x/")
            assert faults(page) == []


class TestDesk:
    def test_shows_three_widths_and_both_schemes_by_keys(
        self, live_server, chief, article
    ):
        with opened(live_server.url, locale="zh-CN", color_scheme="light") as (
            page,
            complaints,
        ):
            page.route("https://pictures.example/**", lambda route: route.abort())
            log_in(page)
            page.goto(f"/admin/articles/article/{article.pk}/preview/")
            frame = page.frame_locator("iframe")
            expect(frame.locator("h1")).to_have_text("码头夜班的三十年")
            inside = page.frames[1]
            for key, width in (("1", 390), ("2", 820), ("3", 1280)):
                page.keyboard.press(key)
                assert inside.evaluate("innerWidth") == width
            paper = "getComputedStyle(document.body).backgroundColor"
            light = inside.evaluate(paper)
            page.keyboard.press("d")
            assert inside.evaluate(paper) != light
            page.keyboard.press("d")
            assert inside.evaluate(paper) == light
            assert not [one for one in complaints if "ERR_FAILED" not in one]

    @pytest.mark.parametrize(("width", "scheme", "locale"), LOOKS)
    def test_meets_no_barrier(self, live_server, chief, link, width, scheme, locale):
        size = {"width": width, "height": 900}
        base = f"/admin/articles/article/{link.article_id}"
        pinned = newest(link.article)
        sharing.share(pinned, maker=link.created_by, at=timezone.now())
        with opened(
            live_server.url, viewport=size, color_scheme=scheme, locale=locale
        ) as (page, _):
            page.route("https://pictures.example/**", lambda route: route.abort())
            log_in(page)
            for below in ("preview/", "as-of/", "shares/"):
                page.goto(f"{base}/{below}")
                if below == "shares/":
                    page.locator("#id_span").select_option("date")
                    page.locator(".share-visits summary").first.click()
                assert faults(page) == [], below
                wide = "document.documentElement.scrollWidth <= innerWidth"
                assert page.evaluate(wide), below
