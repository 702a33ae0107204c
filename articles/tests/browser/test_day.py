"""A day at the desk: four accounts, one article, and readers who watch it."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from urllib.error import HTTPError
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.tests.processes import make_environment, manage, serving

PASSWORD = "one for this day alone"
ZONE = ZoneInfo("Asia/Shanghai")
PATIENCE = 20_000
"""Milliseconds a page may take on a busy machine."""
LATE = 60
"""Seconds a scheduled article may be late."""
TITLE = "The last ferry carries books"
SETUP = """
from django.contrib.auth.models import User
from articles.models.desk import Author, Category
Author.objects.create(name="Lin Xiao", user=User.objects.get(username="writer"))
Category.objects.create(name="Harbour", slug="harbour")
"""


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a newsroom with the four demo accounts and a worker; give its address."""
    environment = make_environment(
        tmp_path_factory.mktemp("day"), DEBUG="1", DEMO_PASSWORD=PASSWORD
    )
    manage(environment, "prepare")
    manage(environment, "shell", "-c", SETUP)
    with serving(environment) as (_process, address):
        yield address


@pytest.fixture
def desks(browser: Browser, newsroom: str) -> Iterator[Callable[[str], Page]]:
    """Give each account's own window, logged in; no console may complain."""
    expect.set_options(timeout=PATIENCE)
    open_windows: dict[str, Page] = {}
    complaints: list[str] = []

    def desk(name: str) -> Page:
        if name not in open_windows:
            context = browser.new_context(base_url=newsroom, locale="en-GB")
            page = open_windows[name] = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.on(
                "console",
                lambda said: (
                    complaints.append(said.text) if said.type == "error" else None
                ),
            )
            page.on("pageerror", lambda error: complaints.append(f"{name}: {error}"))
            page.on("dialog", lambda dialog: dialog.accept())
            page.goto("/admin/")
            page.locator("#id_username").fill(name)
            page.locator("#id_password").fill(PASSWORD)
            page.locator("#login-form [type=submit]").click()
            expect(page.locator(".board")).to_be_visible()
        return open_windows[name]

    yield desk
    expect.set_options(timeout=None)
    assert complaints == []


class Reader:
    """Somebody without an account, who asks for an address again and again."""

    def __init__(self, newsroom: str) -> None:
        self.newsroom = newsroom

    def get(self, path: str) -> tuple[int, str]:
        """Give status and text of a page, wherever it leads."""
        try:
            with urlopen(self.newsroom + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def sees(self, path: str, *words: str) -> None:
        """Look that a page is there and says the words."""
        status, text = self.get(path)
        assert status == 200, path
        assert [word for word in words if word not in text] == [], path

    def does_not_see(self, *words: str) -> None:
        """Look that neither the front page nor a list nor a feed says the words."""
        for path in ("/", "/en/", "/feed/", "/archive/", "/sitemap-lists.xml"):
            text = self.get(path)[1]
            assert [word for word in words if word in text] == [], path


@pytest.mark.browser
class TestDay:
    """One test: each step begins where the one before it ended."""

    def test_from_the_first_word_to_the_restored_article(self, desks, newsroom):
        self.reader = Reader(newsroom)
        writer, editor, publisher = desks("writer"), desks("editor"), desks("publisher")
        self.write(writer)
        change = re.sub(r"[?#].*", "", writer.url)
        self.submit(writer)
        self.send_back(editor, change)
        self.mend(writer, change)
        self.approve(editor, change)
        path = self.schedule(publisher, change)
        self.edit_over_live(editor, change, path)
        self.collide(writer, editor, change, path)
        self.correct(publisher, change, path)
        self.take_in(editor, change)
        self.withdraw_and_restore(publisher, change, path)
        self.look_back(desks("admin"), change)

    def write(self, page: Page) -> None:
        """Write, lose the window, and find what was typed again."""
        page.goto("/admin/articles/article/add/")
        page.locator("#id_title").fill(TITLE)
        page.locator("#id_body").fill("It left the quay at ten.")
        page.locator("li", has_text="Harbour").get_by_role("checkbox").click()
        page.locator("[name=_continue]").click()
        expect(page.locator(".messagelist")).to_contain_text("Saved as revision 1")
        page.locator("#id_body").press_sequentially(" Nobody was on board.")
        expect(page.locator("[data-unsaved][data-now=kept]")).to_be_visible()
        page.reload()
        page.get_by_role("button", name="Take it back").click()
        expect(page.locator("#id_body")).to_have_value(re.compile("Nobody was"))
        page.locator("[name=_continue]").click()
        expect(page.locator(".messagelist")).to_contain_text("Saved as revision 2")
        self.reader.does_not_see(TITLE)

    def submit(self, page: Page) -> None:
        page.locator("[name=_move][value=submit]").click()
        expect(page.locator(".panel-state")).to_contain_text("in review")
        assert page.locator("[value=approve]").count() == 0
        self.reader.does_not_see(TITLE)

    def send_back(self, page: Page, change: str) -> None:
        page.goto("/admin/")
        expect(page.locator(".board-review")).to_contain_text(TITLE)
        page.goto(change)
        self.ask(page, "request_changes", "Who says that nobody was on board?")
        expect(page.locator(".panel-state")).to_contain_text("draft")
        self.reader.does_not_see(TITLE)

    def mend(self, page: Page, change: str) -> None:
        page.goto("/admin/")
        expect(page.locator(".board-waiting")).to_contain_text(TITLE)
        page.goto(change)
        expect(page.locator(".returned")).to_contain_text("Who says")
        body = "It left the quay at ten. The harbour master counted no passengers."
        page.locator("#id_body").fill(body)
        page.locator("[name=_move][value=submit]").click()
        expect(page.locator(".panel-state")).to_contain_text("in review")

    def approve(self, page: Page, change: str) -> None:
        page.goto(change)
        page.locator("[name=_move][value=approve]").click()
        expect(page.locator(".panel-state")).to_contain_text("approved")
        assert page.locator("[name=_move][value=publish]").count() == 0
        self.reader.does_not_see(TITLE)

    def schedule(self, page: Page, change: str) -> str:
        """Schedule it for the next minute; the worker lets it out, not a second early."""
        page.goto(change)
        when = datetime.now(ZONE).replace(second=0, microsecond=0)
        when += timedelta(minutes=1 if datetime.now(ZONE).second < 45 else 2)
        details = page.locator("details", has=page.locator("#move-schedule"))
        details.locator("summary").click()
        details.locator("[name=move_when]").fill(f"{when:%Y-%m-%dT%H:%M}")
        details.locator("[value=schedule]").click()
        expect(page.locator(".messagelist")).to_contain_text("Scheduled")
        until = when + timedelta(seconds=LATE)
        while TITLE not in self.reader.get("/feed/")[1]:
            assert datetime.now(ZONE) < until, "It is late."
            with suppress(TimeoutError):
                page.wait_for_timeout(250)
        assert datetime.now(ZONE) >= when, "It came early."
        page.reload()
        path = page.locator(".live-link").get_attribute("href")
        assert path is not None
        self.reader.sees(path, TITLE, "counted no passengers", "Lin Xiao", "Harbour")
        return path

    def edit_over_live(self, page: Page, change: str, path: str) -> None:
        page.goto(change)
        page.locator("#id_deck").fill("A library crosses the strait.")
        page.locator("[name=_continue]").click()
        expect(page.locator(".messagelist")).to_contain_text("Readers still have")
        assert "crosses the strait" not in self.reader.get(path)[1]
        self.reader.does_not_see("crosses the strait")

    def collide(self, one: Page, other: Page, change: str, path: str) -> None:
        """Two people change the title, and one of them the text as well."""
        one.goto(change)
        other.goto(change)
        other.locator("#id_title").fill("The last ferry carries a library")
        other.locator("[name=_continue]").click()
        expect(other.locator(".messagelist")).to_contain_text("Saved as revision")
        one.locator("#id_title").fill("The night ferry carries books")
        one.locator("#id_body").press_sequentially(" A librarian did.")
        one.locator("[name=_continue]").click()
        conflict = one.locator("[data-conflict=title]")
        expect(conflict).to_contain_text("library")
        expect(conflict).to_contain_text("night")
        conflict.locator("[value=theirs]").check()
        one.locator("[name=_continue]").click()
        expect(one.locator("#id_title")).to_have_value(
            "The last ferry carries a library"
        )
        expect(one.locator("#id_body")).to_have_value(re.compile("A librarian did"))
        self.reader.sees(path, TITLE)
        assert "librarian" not in self.reader.get(path)[1]

    def correct(self, page: Page, change: str, path: str) -> None:
        page.goto(change)
        page.locator("a[data-move=correct]").click()
        expect(page.locator("#id_title")).to_have_value(TITLE)
        told = "It left at half past ten, not at ten."
        page.locator("#id_text").fill(told)
        body = page.locator("#id_body")
        body.fill(body.input_value().replace("at ten", "at half past ten"))
        page.locator("[name=look]").click()
        expect(page.locator(".correct-look ins").first).to_be_visible()
        page.locator("[name=publish]").click()
        expect(page.locator(".messagelist")).to_contain_text("Corrected")
        self.reader.sees(path, told, "quay at half past ten")
        self.reader.sees("/en/corrections/", told, TITLE)
        self.reader.sees("/feed/", told)
        assert "librarian" not in self.reader.get(path)[1]

    def take_in(self, page: Page, change: str) -> None:
        """The draft of two people takes in what readers were told."""
        page.goto(change)
        assert page.locator("[name=_move][value=approve]").count() == 0
        page.locator(".correction-waits button").click()
        page.locator("[data-conflict=body] [value=hand]").check()
        page.locator("#id_body").fill(
            "It left the quay at half past ten. The harbour master counted no "
            "passengers. A librarian did."
        )
        page.locator("[name=_continue]").click()
        expect(page.locator(".messagelist")).to_contain_text("Saved as revision")
        expect(page.locator(".correction-waits")).to_have_count(0)
        body = page.locator("#id_body")
        expect(body).to_have_value(re.compile("half past ten.*A librarian did", re.S))

    def withdraw_and_restore(self, page: Page, change: str, path: str) -> None:
        page.goto(change)
        self.ask(page, "withdraw", "A court has been asked.")
        expect(page.locator(".panel-state")).to_contain_text("withdrawn")
        status, text = self.reader.get(path)
        assert status == 410
        assert TITLE not in text
        self.reader.does_not_see(TITLE, "half past ten")
        assert TITLE not in self.reader.get("/en/corrections/")[1]
        page.locator("[value=restore]").click()
        expect(page.locator(".panel-state")).to_contain_text("live")
        self.reader.sees(path, TITLE, "half past ten")
        self.reader.sees("/en/corrections/", TITLE)

    def look_back(self, page: Page, change: str) -> None:
        """Everything that was done is in the log, in its order."""
        number = change.rstrip("/").split("/")[-2]
        page.goto(f"{change.removesuffix('change/')}history/")
        told = page.locator("#content").inner_text()
        assert number.isdecimal()
        for word in ("Submit", "Request changes", "Approve", "corrected", "withdrawn"):
            assert word in told, word
        page.goto("/admin/articles/auditentry/")
        log = page.locator("#changelist").inner_text()
        for word in ("corrected", "withdrawn", "restored"):
            assert word in log, word

    def ask(self, page: Page, move: str, note: str) -> None:
        """Make a move that needs a note."""
        details = page.locator("details", has=page.locator(f"#move-{move}"))
        details.locator("summary").click()
        details.locator("[name=move_note]").fill(note)
        details.locator(f"[value={move}]").click()
