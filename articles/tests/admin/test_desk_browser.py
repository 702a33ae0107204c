"""The desk in a browser: a day's work, and every page for everybody."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from articles.media import fill
from articles.models.desk import Image
from articles.tests.factories import NOON, make_article, make_live
from articles.tests.media.samples import sample
from articles.tests.workflow.people import everyone, make_in, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHROMIUM = shutil.which("chromium")
PASSWORD = "a long pass phrase"
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    # It would fetch style sheets again by inline means, which the policy forbids.
    "preload": False,
}
WIDTHS = (390, 820, 1024, 1440)
PAGES = (
    "",
    "calendar/",
    "calendar/?view=week",
    "notes/",
    "notices/",
    "notices/choices/",
    "articles/article/{article}/notes/",
    "front/",
    "front/history/",
    "articles/article/",
    "articles/article/?stage=draft&category=",
    "articles/article/add/",
    "articles/article/{article}/change/",
    "articles/article/{article}/history/",
    "articles/article/{article}/revisions/",
    "articles/article/{article}/compare/?from=1",
    "articles/article/{article}/compare/?from=1&view=inline",
    "articles/article/{article}/changes/",
    "articles/checklistrule/",
    "articles/checklistrule/add/",
    "articles/category/",
    "articles/category/add/",
    "articles/tag/",
    "articles/tag/{tag}/change/",
    "articles/author/",
    "articles/author/add/",
    "articles/source/",
    "articles/image/",
    "articles/image/?status__exact=ready&_popup=1",
    "articles/image/{image}/change/",
    "articles/image/add/",
    "articles/publication/",
    "articles/scheduledmove/",
    "articles/importsource/",
    "auth/user/",
    "auth/user/{user}/change/",
    "auth/group/",
    "password_change/",
)


@contextmanager
def opened(base: str, **window: Any) -> Iterator[tuple[Page, list[str]]]:
    """Open a window of the desk, logged in; gives what its console complains of."""
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
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/admin/")
        page.locator("#id_username").fill("root")
        page.locator("#id_password").fill(PASSWORD)
        page.locator("#login-form [type=submit]").click()
        expect(page.locator(".board")).to_be_visible()
        yield page, complaints
        browser.close()


@pytest.fixture
def chief(transactional_db: None) -> Any:
    """Give somebody who may do everything, with a password."""
    user = make_user("root", is_superuser=True)
    user.set_password(PASSWORD)
    user.save()
    return user


class TestDay:
    def test_from_a_blank_page_to_the_withdrawal(self, chief, live_server):
        make_live("旧闻", categories=(("金融", "证券"), ("本地",)), tags=("港口",))
        with opened(live_server.url, locale="zh-CN") as (page, complaints):
            self.write(page)
            self.publish(page)
            address = page.locator(".live-link").get_attribute("href")
            reader = page.context.browser.new_page(base_url=live_server.url)
            assert reader.goto(address).status == 200
            expect(reader.locator("h1")).to_have_text("渡轮复航首日")
            expect(reader.get_by_text("第一班船在清晨离港。")).to_be_visible()
            expect(reader.get_by_role("link", name="夜航").first).to_be_visible()
            self.change_over_live(page)
            reader.reload()
            expect(reader.locator("h1")).to_have_text("渡轮复航首日")
            self.withdraw(page)
            assert reader.goto(address).status == 410
            assert complaints == []

    def write(self, page: Page) -> None:
        page.locator(".rail-new").click()
        page.locator("#id_title").fill("渡轮复航首日")
        page.locator("#id_body").fill("第一班船在清晨离港。")
        tags = page.locator(".field-tag_names .select2-search__field")
        for name in ("港口", "夜航"):
            tags.click()
            tags.press_sequentially(name)
            option = page.locator(".select2-results__option", has_text=name)
            option.first.click()
        page.locator("li", has_text="证券").get_by_role("checkbox").click()
        page.locator("li", has_text="本地").get_by_role("checkbox").click()
        chosen = page.locator(".desk-tree-chosen li")
        expect(chosen).to_have_count(2)
        chosen.nth(1).get_by_role("button", name="↑").click()
        page.locator("[name=_continue]").click()
        expect(page.locator(".messagelist")).to_contain_text("第 1 版")
        expect(chosen.first).to_contain_text("本地")
        expect(page.locator("#id_slug")).to_have_value("渡轮复航首日")

    def publish(self, page: Page) -> None:
        for button, stage in (("提交审稿", "审稿中"), ("核准", "已核准")):
            page.locator(".panel").get_by_role("button", name=button).click()
            expect(page.locator(".panel-state")).to_contain_text(stage)
        page.locator(".panel").get_by_role("button", name="发布", exact=True).click()
        expect(page.locator(".panel-state")).to_contain_text("在线")

    def change_over_live(self, page: Page) -> None:
        page.locator("#id_title").fill("渡轮停航")
        page.keyboard.press("Control+s")
        expect(page.locator(".messagelist")).to_contain_text("读者看到的仍是第 1 版")

    def withdraw(self, page: Page) -> None:
        page.locator("summary", has_text=re.compile("^撤稿")).click()
        form = page.locator("#move-withdraw")
        form.locator("textarea").fill("一处引语无法核实")
        form.get_by_role("button").click()
        expect(page.locator(".panel-state")).to_contain_text("撤稿")

    def test_leaving_with_unsaved_text_is_asked_about(self, chief, live_server):
        article = make_article()
        with opened(live_server.url) as (page, _):
            page.goto(f"/admin/articles/article/{article.pk}/change/")
            asked = []
            page.on("dialog", lambda dialog: (asked.append(1), dialog.accept()))
            page.locator("#id_body").press_sequentially("写到一半")
            page.locator(".rail-brand").click()
            expect(page.locator(".board")).to_be_visible()
            assert asked == [1]

    def test_the_language_changes_and_stays(self, chief, live_server):
        with opened(live_server.url, locale="zh-CN") as (page, _):
            page.get_by_role("button", name="English").click()
            page.goto("/admin/articles/article/")
            expect(page.locator("#content h1")).to_have_text("Articles")
            page.goto("/")
            expect(page.locator("html")).to_have_attribute("lang", re.compile("zh"))


class TestPages:
    @pytest.fixture
    def pages(self, chief) -> list[str]:
        cast = everyone()
        live = make_live(
            "A harbour town learns to live with the tide and its many consequences",
            categories=(("金融", "证券"),),
            tags=("港口",),
            bylines=("林晓", "何田"),
            source="海风通讯社",
            language="en",
        )
        make_in("approved", "live", by=cast["writer"], scheduled=True)
        make_in("in_review", "never", by=cast["writer"])
        image = Image(created_at=NOON, alt="码头")
        fill(image, sample())
        image.save()
        Image.objects.create(origin="http://x.example/a.jpg", created_at=NOON)
        keys = {
            "image": image.pk,
            "article": live.pk,
            "tag": live.tags.get().pk,
            "user": chief.pk,
        }
        return [f"/admin/{path.format(**keys)}" for path in PAGES]

    @pytest.mark.parametrize(
        ("scheme", "language"), [("light", "zh-CN"), ("dark", "en")]
    )
    def test_are_accessible_fit_the_window_and_obey_the_policy(
        self, pages, live_server, scheme, language
    ):
        found = []
        with opened(live_server.url, color_scheme=scheme, locale=language) as (
            page, complaints,
        ):  # fmt: skip
            for path in pages:
                assert page.goto(path).status == 200, path
                page.wait_for_load_state("load")
                found += [f"{path}: {said}" for said in complaints]
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 900})
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    if wide > width:
                        found.append(f"{path}: {wide} wide at {width}")
                for broken in Axe().run(page, options=AXE).response["violations"]:
                    html = broken["nodes"][0]["html"]
                    found.append(f"{path}: {broken['id']} {html}")
                complaints.clear()
        assert not found, "\n".join(found)
