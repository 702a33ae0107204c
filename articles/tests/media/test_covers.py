"""Covers: drawn the same for the same words, with lines that break well."""

import io
from datetime import date

import pytest
from PIL import Image

from articles.media import covers
from articles.media.covers import draw, lines_of, name_of, settable

DAY = date(2026, 3, 5)
TITLES = (
    "渡轮复航",
    "渡轮复航首日：码头上的人比往常多",
    "上海证券交易所就科创板上市公司信息披露违规行为作出纪律处分决定，涉及多名高管和保荐机构",
    "A harbour town learns to live with the tide and its many consequences",
    "渡轮" * 140,
)


def drawn(title, hue=3):
    """Draw a cover and open it."""
    return Image.open(io.BytesIO(draw(title, hue, DAY, "新闻室")))


class TestDraw:
    @pytest.mark.parametrize("title", TITLES)
    def test_makes_a_small_picture_of_the_size_that_previews_show(self, title):
        data = draw(title, 3, DAY, "新闻室")
        picture = Image.open(io.BytesIO(data))
        assert (picture.size, picture.format) == ((1200, 630), "PNG")
        assert len(data) < 100_000
        assert data == draw(title, 3, DAY, "新闻室")

    @pytest.mark.parametrize("title", TITLES)
    def test_sets_the_headline_between_the_margins(self, title):
        ink = drawn(title).convert("L").point(lambda value: 255 * (value > 200))
        left, top, right, bottom = ink.getbbox()
        assert left >= covers.MARGIN - 8
        assert right <= 1200 - covers.MARGIN + 8
        assert top > 20
        assert bottom <= 630 - 20

    def test_fills_more_lines_with_smaller_type(self):
        found = [lines_of(settable(title)) for title in TITLES[:3]]
        sizes = [size for size, _lines in found]
        assert sizes == sorted(sizes, reverse=True)
        assert [len(lines) for _size, lines in found] == [1, 2, 3]

    def test_has_the_colour_of_its_section(self):
        grounds = {
            drawn("渡轮", hue).convert("RGB").getpixel((4, 4)) for hue in range(12)
        }
        assert len(grounds) == 12

    def test_can_be_read(self):
        for hue in range(12):
            ground = drawn("渡轮", hue).convert("RGB").getpixel((4, 4))
            assert contrast(ground, covers.INK) >= 7


class TestSettable:
    @pytest.mark.parametrize(
        ("title", "set_"),
        [
            ("渡轮\n 复航", "渡轮 复航"),
            ("渡轮🚢复航", "渡轮复航"),
            ("𠮷野家开业", "〓野家开业"),
            ("Ｃ\u200b位", "Ｃ位"),
            ("한국어 제목", ""),
            ("朱镕基", "朱镕基"),
            ("發佈新款筆記型電腦", "發佈新款筆記型電腦"),
        ],
    )
    def test_leaves_what_the_font_can_set(self, title, set_):
        assert settable(title) == set_

    def test_ends_what_is_too_long_in_an_ellipsis(self):
        assert settable("渡" * 300) == "渡" * 159 + "…"


class TestName:
    def test_changes_with_all_that_is_on_it(self):
        given = ("article:1", "渡轮", 3, DAY, "新闻室")
        others = ("article:2", "复航", 4, date(2026, 3, 6), "日报")
        names = {
            name_of(*given[:place], other, *given[place + 1 :])
            for place, other in enumerate(others)
        }
        assert len(names | {name_of(*given)}) == 6


def contrast(one, other):
    """Give the contrast of two colours as WCAG counts it."""

    def light(colour):
        parts = [value / 255 for value in colour]
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in parts
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
