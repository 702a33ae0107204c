"""text/colours: contrast as WCAG counts it, on the grounds that the paper has."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from articles.text.colours import (
    DARK_GROUNDS,
    LIGHT_GROUNDS,
    contrast,
    is_colour,
    least_contrast,
)


class TestContrast:
    def test_is_as_the_guidelines_count_it(self):
        assert contrast("#000000", "#ffffff") == pytest.approx(21)
        assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
        assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")

    def test_counts_the_worst_ground(self):
        worst = least_contrast("#b5301f", LIGHT_GROUNDS)
        assert worst == min(contrast("#b5301f", one) for one in LIGHT_GROUNDS)


class TestGrounds:
    def test_are_those_of_the_style_sheet(self):
        css = Path(settings.BASE_DIR, "static/paper/paper.css").read_text("utf-8")
        found = re.findall(r"--(paper|tint): (#[0-9a-f]{6})", css)
        by_name = {name: [c for n, c in found if n == name] for name, _ in found}
        for number, grounds in enumerate((LIGHT_GROUNDS, DARK_GROUNDS)):
            assert grounds == (by_name["paper"][number], by_name["tint"][number])


class TestColour:
    @pytest.mark.parametrize("text", ["#b5301f", "#B5301F"])
    def test_is_six_figures(self, text):
        assert is_colour(text)

    @pytest.mark.parametrize(
        "text", ["", "red", "#fff", "#b5301g", "#b5301f;}", "b5301f"]
    )
    def test_is_nothing_else(self, text):
        assert not is_colour(text)
