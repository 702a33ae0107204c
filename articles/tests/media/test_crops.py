"""The arithmetic of widths and crops."""

import pytest

from articles.media.crops import MAX_HEIGHT, Focus, crop_box, cuts, scale_needed

MIDDLE = Focus()
WIDTHS = (400, 800, 1200, 1600)


class TestCuts:
    def test_are_never_wider_than_the_picture(self):
        assert [c.width for c in cuts((1000, 500), "original", WIDTHS, MIDDLE)] == [
            400,
            800,
            1000,
        ]

    def test_of_a_small_picture_are_one_at_its_own_width(self):
        (only,) = cuts((300, 200), "original", WIDTHS, MIDDLE)
        assert (only.width, only.height) == (300, 200)

    def test_of_a_large_picture_are_the_widths_asked_for(self):
        assert [c.width for c in cuts((6000, 4000), "16:9", WIDTHS, MIDDLE)] == [
            400,
            800,
            1200,
            1600,
        ]

    def test_of_a_long_picture_stay_within_what_webp_can_hold(self):
        long = cuts((1000, 30_000), "original", WIDTHS, MIDDLE)
        assert max(cut.height for cut in long) <= MAX_HEIGHT
        assert [cut.width for cut in long] == [400, 533]

    @pytest.mark.parametrize("size", [(1, 1), (1, 32_000), (32_000, 1), (2, 3)])
    @pytest.mark.parametrize("ratio", ["original", "16:9", "4:3"])
    def test_always_have_an_area(self, size, ratio):
        for cut in cuts(size, ratio, WIDTHS, MIDDLE):
            left, top, right, bottom = cut.box
            assert min(cut.width, cut.height, right - left, bottom - top) >= 1
            assert 0 <= left < right <= size[0]
            assert 0 <= top < bottom <= size[1]


class TestCropBox:
    def test_keeps_the_middle_when_nothing_else_is_said(self):
        assert crop_box((400, 400), "4:3", MIDDLE) == (0, 50, 400, 350)

    def test_follows_the_focus(self):
        assert crop_box((1600, 400), "4:3", Focus(75, 50)) == (934, 0, 1467, 400)

    @pytest.mark.parametrize(
        ("focus", "box"),
        [(Focus(0, 0), (0, 0, 400, 225)), (Focus(100, 100), (0, 175, 400, 400))],
    )
    def test_stays_inside(self, focus, box):
        assert crop_box((400, 400), "16:9", focus) == box


class TestScaleNeeded:
    def test_is_that_of_the_sharpest_crop(self):
        wide = (8000, 1000)
        plan = cuts(wide, "original", WIDTHS, MIDDLE) + cuts(
            wide, "4:3", WIDTHS, MIDDLE
        )
        assert scale_needed(plan) == pytest.approx(1200 / 1333, abs=0.11)
        assert scale_needed(cuts(wide, "original", WIDTHS, MIDDLE)) == 0.2
