"""Pictures going public, and going away again."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from articles.media import (
    PictureRefused,
    desk_file,
    fill,
    for_image,
    for_lists,
    for_page,
    names,
    publish_renditions,
    retire,
)
from articles.models.desk import Image
from articles.tests.factories import NOON
from articles.tests.media.samples import drawn, encoded, sample


def nobody(asked):
    return ()


@pytest.fixture
def image():
    image = Image(alt="渡轮", caption="清晨的码头", credit="林晓 摄", created_at=NOON)
    fill(image, sample("JPEG", 1000, 600), filename="渡轮.jpg")
    return image


def on_shelf(media_root):
    return {path.name for path in (media_root / "public").glob("*")}


class TestFill:
    def test_makes_a_picture_ready(self, image, media_root):
        assert image.status == Image.Status.READY
        assert (image.width, image.height, image.mime) == (1000, 600, "image/jpeg")
        assert (media_root / image.original).exists()

    def test_leaves_a_refused_picture_alone(self, media_root):
        image = Image(created_at=NOON)
        with pytest.raises(PictureRefused):
            fill(image, b"<svg/>")
        assert (image.status, image.original) == (Image.Status.PENDING, "")
        assert not media_root.exists()


class TestForImage:
    def test_gives_plain_facts(self, image):
        facts = for_image(image)
        assert json.loads(json.dumps(facts)) == facts
        assert facts["alt"] == "渡轮"
        assert facts["caption"] == "清晨的码头"
        assert facts["credit"] == "林晓 摄"
        assert (facts["width"], facts["height"]) == (1000, 600)
        kinds = ("avif", "webp", "jpeg")
        assert [(s["ratio"], s["type"]) for s in facts["sources"]] == [
            (ratio, f"image/{kind}")
            for ratio in ("original", "16:9", "4:3", "1:1")
            for kind in kinds
        ]
        widths = [file["width"] for file in facts["sources"][0]["files"]]
        assert widths == [400, 800, 1000]
        assert facts["enclosure"]["url"] == facts["sources"][2]["files"][-1]["url"]
        assert facts["enclosure"]["bytes"] > 0
        assert (facts["og"]["width"], facts["og"]["height"]) == (1000, 525)

    def test_are_no_larger_than_a_row_should_be(self, media_root):
        image = Image(created_at=NOON)
        fill(image, encoded(drawn(2100, 1400, "L").convert("RGB"), "PNG"))
        facts = for_image(image)
        row = json.dumps([for_lists(facts), for_page(facts)])
        assert len(row) < 4_500

    def test_are_shared_out_between_lists_and_the_page(self, image):
        facts = for_image(image)
        lists, page = for_lists(facts), for_page(facts)
        assert {one["ratio"] for one in lists["sources"]} == {"16:9", "4:3", "1:1"}
        assert {one["ratio"] for one in page["sources"]} == {"original"}
        assert names(lists) | names(page) == names(facts)

    def test_publishes_nothing(self, image, media_root):
        assert for_image(image)
        assert on_shelf(media_root) == set()

    @pytest.mark.parametrize("status", [Image.Status.PENDING, Image.Status.FAILED])
    def test_gives_nothing_for_a_picture_that_is_not_here(self, image, status):
        image.status = status
        assert for_image(image) is None

    def test_gives_nothing_when_the_original_is_lost(self, image, media_root, caplog):
        (media_root / image.original).unlink()
        assert for_image(image) is None
        assert str(image.uuid) in caplog.text

    def test_changes_with_the_focus(self, image):
        before = for_image(image)
        image.focus_x = 0
        assert names(for_image(image)) != names(before)


class TestPublishRenditions:
    def test_puts_exactly_the_named_files_on_the_shelf(self, image, media_root):
        facts = publish_renditions(image)
        assert on_shelf(media_root) == names(facts)
        assert publish_renditions(image) == facts == for_image(image)

    def test_copies_where_the_disk_cannot_link(self, image, media_root, monkeypatch):
        def refuse(self, target):
            raise OSError(18, "Invalid cross-device link")

        monkeypatch.setattr("pathlib.Path.hardlink_to", refuse)
        facts = publish_renditions(image)
        assert on_shelf(media_root) == names(facts)
        assert all(path.stat().st_size for path in (media_root / "public").glob("*"))

    def test_may_happen_many_times_at_once(self, image, media_root):
        with ThreadPoolExecutor(8) as many:
            results = list(many.map(publish_renditions, [image] * 8))
        assert all(on_shelf(media_root) == names(facts) for facts in results)


class TestNames:
    @pytest.mark.parametrize("facts", [None, {}])
    def test_of_no_picture_are_none(self, facts):
        assert names(facts) == frozenset()


class TestRetire:
    def test_removes_what_no_page_shows(self, image, media_root):
        facts = publish_renditions(image)
        assert retire(names(facts), in_use=nobody) == len(names(facts))
        assert on_shelf(media_root) == set()

    def test_keeps_what_a_page_shows(self, image, media_root):
        shown = sorted(names(publish_renditions(image)))[0]
        retire(on_shelf(media_root), in_use=lambda asked: {shown})
        assert on_shelf(media_root) == {shown}

    def test_leaves_private_files_so_that_publishing_again_is_cheap(
        self, image, media_root
    ):
        facts = publish_renditions(image)
        retire(names(facts), in_use=nobody)
        assert publish_renditions(image) == facts
        assert on_shelf(media_root) == names(facts)

    def test_of_nothing_asks_nobody(self):
        assert retire([], in_use=lambda asked: pytest.fail("asked")) == 0

    def test_loses_no_race_against_publishing(self, image, media_root):
        facts = publish_renditions(image)
        live = []

        def publish_again():
            publish_renditions(image)
            live.append(True)
            publish_renditions(image)

        def withdraw():
            def in_use(asked):
                still = asked if live else ()
                time.sleep(0.002)
                return still

            retire(names(facts), in_use=in_use)

        with ThreadPoolExecutor(2) as both:
            for _turn in range(30):
                live.clear()
                for done in [both.submit(withdraw), both.submit(publish_again)]:
                    done.result()
                assert on_shelf(media_root) == names(facts)


class TestDeskFile:
    def test_is_a_small_private_file(self, image, media_root):
        file = desk_file(image, width=100)
        assert (file.width, file.height, file.type) == (400, 300, "image/webp")
        assert file.path.is_file()
        assert media_root / "public" not in file.path.parents

    def test_is_the_widest_there_is_when_more_is_asked_for(self, image):
        assert desk_file(image, width=5000).width == 800

    def test_is_none_for_a_picture_that_is_not_here(self):
        assert desk_file(Image(created_at=NOON)) is None
