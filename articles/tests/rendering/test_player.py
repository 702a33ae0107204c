"""A card on the public page: a link, and with a script a player after a click."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright

from articles.models.reader import PublishedArticle
from articles.rendering import embeds
from articles.tests.factories import make_live

pytestmark = pytest.mark.django_db
SITE = "http://newsroom.example"
PLAYER = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"
BODY = "[开馆日](https://youtu.be/dQw4w9WgXcQ)\n\nhttps://x.com/nasa/status/1234567890"
SCRIPT = Path(settings.BASE_DIR) / "static/paper/embeds.js"


def page_of(article):
    return Client().get(PublishedArticle.objects.get(uuid=article.uuid).path)


class TestPage:
    def test_lets_players_in_and_nothing_else(self):
        policy = page_of(make_live(body=BODY))["Content-Security-Policy"]
        frames = re.search(r"frame-src ([^;]+)", policy)[1].split()
        assert all(one.startswith("https://") for one in frames)
        script = SCRIPT.read_text("utf-8")
        used = re.findall(r'"(https://[^/"]+)/', script)
        assert set(used) == set(frames)
        assert "unsafe" not in policy

    def test_has_the_script_only_where_there_is_a_card(self):
        assert b"embeds.js" in page_of(make_live("甲", body=BODY)).content
        assert b"embeds.js" not in page_of(make_live("乙", body="文")).content

    def test_the_script_knows_the_pages_that_cards_link_to(self):
        patterns = re.findall(r"\[/(\^.*?\$)/,", SCRIPT.read_text("utf-8"))
        for address in (
            "https://youtu.be/dQw4w9WgXcQ",
            "https://www.bilibili.com/video/BV1xx411c7mD",
            "https://www.bilibili.com/video/av170001",
            "https://player.vimeo.com/video/76979871",
        ):
            _, page = embeds.find(address)
            assert any(re.search(one.replace("\\/", "/"), page) for one in patterns)


@pytest.mark.browser
class TestClick:
    def test_puts_the_player_there_and_asks_nothing_before(self):
        html = page_of(make_live(body=BODY)).content.decode()
        program = shutil.which("chromium")
        if program is None:
            pytest.skip("There is no Chromium here: apt install chromium")
        asked = []

        def answer(route):
            address = route.request.url
            asked.append(address)
            if address == f"{SITE}/":
                route.fulfill(body=html, content_type="text/html; charset=utf-8")
            elif address.endswith("embeds.js"):
                route.fulfill(path=SCRIPT, content_type="text/javascript")
            else:
                route.fulfill(body="<p>plays</p>", content_type="text/html")

        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=program, args=["--no-sandbox"]
            )
            page = browser.new_page()
            page.route("**/*", answer)
            page.goto(f"{SITE}/")
            assert all(one.startswith(f"{SITE}/") for one in asked)
            page.click(".youtube a")
            page.wait_for_selector(".playing iframe")
            frame = page.locator(".playing iframe")
            assert frame.get_attribute("src") == PLAYER
            assert frame.get_attribute("title") == "开馆日"
            assert PLAYER in asked
            assert page.locator(".x-post iframe").count() == 0
            browser.close()
