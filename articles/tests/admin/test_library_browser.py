"""The library in a browser: many files at once, the focal point, the chooser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.media import fill
from articles.models.desk import Image
from articles.tests.admin.test_desk_browser import AXE, chief, opened
from articles.tests.factories import NOON, make_article
from articles.tests.media.samples import sample

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIBRARY = "/admin/articles/image/"

__all__ = ["chief"]


def make_picture(**fields):
    """Put a picture into the library."""
    image = Image(created_at=NOON, **fields)
    fill(image, sample("PNG", 320, 200))
    image.save()
    return image


def clean(page):
    """Tell what axe has against a page."""
    found = Axe().run(page, options=AXE)
    return [one["id"] for one in found.response["violations"]]


def files(*pairs):
    """Give files as a file dialog would."""
    return [
        {"name": name, "mimeType": "image/png", "buffer": data} for name, data in pairs
    ]


class TestUpload:
    def test_of_many_says_of_each_what_became_of_it(self, chief, live_server):
        make_picture(alt="码头")
        with opened(live_server.url) as (page, complaints):
            page.goto(LIBRARY)
            page.locator(".drop input[type=file]").set_input_files(
                files(
                    ("新.png", sample("PNG", 90, 60)),
                    ("旧.png", sample("PNG", 320, 200)),
                    ("坏.png", b"<svg onload=alert(1)>"),
                )
            )
            items = page.locator(".drop-item")
            expect(page.locator(".drop-sum")).to_contain_text("3 of 3")
            expect(items.nth(0)).to_have_class("drop-item is-new")
            expect(items.nth(1)).to_have_class("drop-item is-known")
            expect(items.nth(2)).to_have_class("drop-item is-refused")
            expect(items.nth(0).locator(".drop-open")).to_be_visible()
            assert clean(page) == []
            assert [one for one in complaints if "422" not in one] == []
        assert Image.objects.count() == 2


class TestFocus:
    def test_is_put_by_a_click_and_by_keys_and_shown_in_the_crops(
        self, chief, live_server
    ):
        image = make_picture(alt="码头")
        with opened(live_server.url) as (page, complaints):
            page.goto(f"{LIBRARY}{image.pk}/change/")
            shown = page.locator(".focus img")
            box = shown.bounding_box()
            shown.click(position={"x": box["width"] * 0.1, "y": box["height"] / 2})
            expect(page.locator("#id_focus_x")).to_have_value("10")
            page.keyboard.press("Shift+ArrowRight")
            page.keyboard.press("ArrowUp")
            expect(page.locator("#id_focus_x")).to_have_value("20")
            expect(page.locator("#id_focus_y")).to_have_value("49")
            square = page.locator(".crop.is-11 img")
            assert square.evaluate("img => img.style.objectPosition").startswith("0%")
            assert clean(page) == []
            page.locator("[name=_save]").click()
            expect(page.locator(".messagelist")).to_be_visible()
            assert complaints == []
        image.refresh_from_db()
        assert (image.focus_x, image.focus_y) == (20, 49)


class TestChooser:
    def test_gives_a_picture_from_the_grid_to_the_article(self, chief, live_server):
        image, article = make_picture(alt="码头"), make_article()
        with opened(live_server.url) as (page, _complaints):
            page.goto(f"/admin/articles/article/{article.pk}/change/")
            with page.expect_popup() as waiting:
                page.locator("#lookup_id_lead_picture").click()
            window = waiting.value
            window.locator("a[data-popup-opener]").first.click()
            expect(page.locator("#id_lead_picture")).to_have_value(str(image.pk))
