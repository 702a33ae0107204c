"""The desk in a browser: a day's work, and every page for everybody."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect, sync_playwright

from articles.models.desk import Article
from articles.tests.admin import desk_scene
from articles.tests.factories import make_article, make_author, make_live
from articles.tests.workflow.people import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHROMIUM = shutil.which("chromium")
PASSWORD = "a long pass phrase"
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    # It would fetch style sheets again by inline means, which the policy forbids.
    "preload": False,
}
WIDTHS = (820, 1024, 390, 1440)
LOOKED_AT = (390, 1440)
SLIPPING = """() => {
    const shown = (one) => one.checkVisibility() && one.getClientRects().length;
    const all = (kinds) => [...document.querySelectorAll(kinds)].filter(shown);
    const buttons = all("button, a.button, input[type=submit], summary");
    const places = () => buttons.map((one) => one.getBoundingClientRect().top);
    const found = [];
    for (const field of all("input, textarea, select, [contenteditable=true]")) {
        field.focus();
        const before = places();
        field.blur();
        const after = places();
        const moved = buttons.find((_, at) => Math.abs(before[at] - after[at]) > 2);
        if (moved) found.push(`leaving ${field.id || field.name} moves "${moved.textContent.trim()}"`);
    }
    return found;
}"""
"""What slips from under the pointer as a field is left: the click on it would be lost."""
"""The widths at which axe looks; at the others a page only has to fit."""
PAGES = (
    # The day, the week, the front page
    "",
    "calendar/",
    "calendar/?view=week",
    "front/",
    "front/?q=乙",
    "front/history/",
    # Articles: the list, its views, and the form in every state
    "articles/article/",
    "articles/article/?stage=draft&category=",
    "articles/article/?q=nothing+is+called+this",
    "articles/article/add/",
    "articles/article/{article}/change/",
    "articles/article/{review}/change/",
    "articles/article/{returned}/change/",
    "articles/article/{scheduled}/change/",
    "articles/article/{late}/change/",
    "articles/article/{corrected}/change/",
    "articles/article/{withdrawn}/change/",
    "articles/article/{held}/change/",
    # What belongs to an article
    "articles/article/{article}/history/",
    "articles/article/{article}/revisions/",
    "articles/article/{article}/compare/?from=1",
    "articles/article/{article}/compare/?from=1&view=inline",
    "articles/article/{article}/compare/?from=live&to=latest",
    "articles/article/{article}/changes/",
    "articles/article/{review}/changes/",
    "articles/article/{article}/preview/",
    "articles/article/{article}/as-of/",
    "articles/article/{article}/as-of/?at=2020-01-01T00:00",
    "articles/article/{article}/shares/",
    "articles/article/{article}/notes/",
    "articles/article/{article}/correct/",
    "articles/article/{corrected}/correct/",
    "articles/article/unsaved/{offer}/",
    # What concerns a person
    "notes/",
    "notices/",
    "notices/choices/",
    "password_change/",
    "password_change/done/",
    # Records
    "articles/auditentry/",
    "articles/auditentry/?kind=move&days=7",
    "articles/auditentry/{entry}/change/",
    "articles/publication/",
    "articles/publication/{publication}/change/",
    "articles/scheduledmove/",
    "articles/scheduledmove/{move}/change/",
    "articles/importsource/",
    "articles/importsource/{imported}/change/",
    "django_tasks_database/dbtaskresult/",
    # Filed under
    "articles/category/",
    "articles/category/add/",
    "articles/category/{category}/change/",
    "articles/tag/",
    "articles/tag/add/",
    "articles/tag/{tag}/change/",
    "articles/author/",
    "articles/author/add/",
    "articles/author/{author}/change/",
    "articles/source/",
    "articles/source/{source}/change/",
    "articles/wire/",
    "articles/wire/add/",
    "articles/image/",
    "articles/image/?status__exact=ready&_popup=1",
    "articles/image/{image}/change/",
    "articles/image/add/",
    "articles/image/?view=unused",
    "articles/image/?view=failed",
    "articles/image/{lost}/change/",
    # What readers write, and the site itself
    "articles/comment/",
    "articles/comment/{comment}/change/",
    "articles/bannedword/",
    "articles/bannedword/add/",
    "articles/page/",
    "articles/page/add/",
    "articles/page/{page}/change/",
    "articles/sitesettings/{site}/change/",
    # Settings and people
    "articles/checklistrule/",
    "articles/checklistrule/add/",
    "articles/checklistrule/{rule}/change/",
    "articles/checklistrule/{rule}/delete/",
    "auth/user/",
    "auth/user/add/",
    "auth/user/{user}/change/",
    "auth/user/{user}/history/",
    "auth/user/{user}/password/",
    "auth/group/",
    "auth/group/{group}/change/",
    "articles/",
)
ABSENT = ("nothing/is/here/",)


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
    # Their own name under what they write: the checklist asks for one.
    make_author("林晓", user=user)
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


class Round:
    """Goes from page to page, and notes what is wrong with each."""

    def __init__(self, page: Page, complaints: list[str]) -> None:
        """Begin with nothing found."""
        self.page, self.complaints = page, complaints
        self.found: list[str] = []
        self.looks = 0

    def visit(self, path: str, status: int = 200) -> None:
        """Open a page and look at it."""
        self.complaints.clear()
        answer = self.page.goto(path, wait_until="load")
        if answer is None or answer.status != status:
            self.found.append(f"{path}: answers {answer and answer.status}")
        if status != 200:
            # The console tells of every answer that is an error.
            self.complaints[:] = [
                said for said in self.complaints if f"status of {status}" not in said
            ]
        self.look(path)
        self.found += [f"{path}: {said}" for said in self.page.evaluate(SLIPPING)]

    def look(self, name: str) -> None:
        """Look at the page as it stands, in each width."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                self.found.append(f"{name}: {wide} wide at {width}")
            if width in LOOKED_AT:
                self.page.evaluate("scrollTo(0, 0)")
                self._axe(f"{name} at {width}")
        self.found += [f"{name}: {said}" for said in self.complaints]
        self.complaints.clear()

    def _axe(self, name: str) -> None:
        self.looks += 1
        answer = Axe().run(self.page, options=AXE).response
        for broken in answer["violations"]:
            nodes = "; ".join(node["html"][:160] for node in broken["nodes"][:3])
            self.found.append(f"{name}: {broken['id']} {nodes}")


class TestPages:
    @pytest.fixture
    def keys(self, chief) -> dict[str, Any]:
        keys = desk_scene.build(chief)
        make_article(f"{'Donaudampfschifffahrts' * 4}gesellschaft成立一百周年")
        writer = User.objects.get(username="lin")
        writer.set_password(PASSWORD)
        writer.save()
        return keys

    # Each takes minutes: one window of each kind for every change, the others by hand.
    @pytest.mark.parametrize(
        ("scheme", "language"),
        [
            ("light", "zh-CN"),
            pytest.param("dark", "zh-CN", marks=pytest.mark.prove),
            pytest.param("light", "en", marks=pytest.mark.prove),
            pytest.param("dark", "en", marks=pytest.mark.prove),
        ],
    )
    def test_are_accessible_fit_the_window_and_obey_the_policy(
        self, keys, live_server, scheme, language
    ):
        clash = desk_scene.make_clash()
        with opened(live_server.url, color_scheme=scheme, locale=language) as (
            page, complaints,
        ):  # fmt: skip
            tour = Round(page, complaints)
            for path in PAGES:
                tour.visit(f"/admin/{path.format(**keys)}")
            for path in ABSENT:
                tour.visit(f"/admin/{path}", status=404)
            self.in_use(tour, keys)
            self.clashing(tour, clash)
            self.outside(tour)
            assert not tour.found, "\n".join(tour.found)
            assert tour.looks == 2 * (len(PAGES) + len(ABSENT) + 8)

    def in_use(self, tour: Round, keys: dict[str, Any]) -> None:
        """Look at what opens on a page, and at forms that were sent."""
        page, form = tour.page, f"/admin/articles/article/{keys['article']}"
        page.goto(f"{form}/change/")
        for closed in page.locator("details:not([open]) > summary").all():
            if closed.is_visible():
                closed.click()
        tour.look("the form with everything open")
        page.keyboard.press("Escape")
        page.locator(".rail-keys").click()
        tour.look("the list of keys")
        page.goto(f"{form}/correct/")
        page.locator("[name=text]").fill("人数应为三十二。")
        page.locator("[name=look]").click()
        expect(page.locator("#look")).to_be_visible()
        tour.look("a correction before it goes out")
        page.goto("/admin/articles/checklistrule/add/")
        page.evaluate("document.querySelector('#content form').noValidate = true")
        page.locator("[name=_save]").click()
        expect(page.locator(".errornote")).to_be_visible()
        tour.look("a form with mistakes")

    def clashing(self, tour: Round, article: Article) -> None:
        """Look at a form that another tab was faster with."""
        page, form = tour.page, f"/admin/articles/article/{article.pk}/change/"
        page.goto(form)
        page.locator("#id_title").fill("我改过的题")
        other = page.context.new_page()
        other.goto(form)
        other.locator("#id_title").fill("别人改过的题")
        other.locator("[name=_continue]").click()
        expect(other.locator(".messagelist")).to_be_visible()
        other.close()
        page.locator("[name=_continue]").click()
        expect(page.locator("[data-conflict]")).to_be_visible()
        tour.complaints.clear()
        tour.look("two titles")
        page.locator("[name=take-title][value=theirs]").check()
        page.locator("[name=_continue]").click()
        expect(page.locator("[data-conflict]")).to_have_count(0)

    def outside(self, tour: Round) -> None:
        """Look at the doors: logged out, failing to log in, and refused."""
        page = tour.page
        page.locator("#logout-form button").click()
        tour.look("logged out")
        page.goto("/admin/login/")
        page.locator("#id_username").fill("lin")
        page.locator("#id_password").fill("wrong")
        page.locator("#login-form [type=submit]").click()
        expect(page.locator(".errornote")).to_be_visible()
        tour.complaints.clear()
        tour.look("a log-in that failed")
        page.locator("#id_username").fill("lin")
        page.locator("#id_password").fill(PASSWORD)
        page.locator("#login-form [type=submit]").click()
        expect(page.locator(".board")).to_be_visible()
        tour.visit("/admin/front/", status=403)
