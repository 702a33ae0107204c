"""Hostile bodies: what looks at them takes no more time than their length asks."""

import time

import pytest

from articles.importers import bodies


class TestHostileBodies:
    @pytest.mark.parametrize(
        "unit",
        [
            "<div>", "<div", "</div>", "<!--", " <!-- -->", "<img ", "<img src=", "![",
            "![a](", "<p>\n\n", "\n \n", "\n\n[", " ", "https://p.example/a.jpg ",
        ],
    )  # fmt: skip
    def test_take_no_more_time_than_others(self, unit):
        body = unit * (500_000 // len(unit))
        began = time.process_time()
        for text in (body, f"<div>{body}</div>", f"<div></div>{body}", f"<!--{body}"):
            bodies.body_format(text)
            bodies.shows(text, "https://p.example/a.jpg")
        assert time.process_time() - began < 2
