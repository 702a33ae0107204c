import time

import pytest
from django.utils import translation

from articles.rendering import RenderRefused, guard, render

REFUSED = {
    "html": {
        "too long": "x" * (guard.MAX_HTML + 1),
        "too many tags": "<br>" * (guard.MAX_TAGS + 1),
        "too many references": "&nbsp;" * (guard.MAX_REFERENCES + 1),
        "nested": "<div>" * (guard.MAX_DEPTH + 1),
        "nested, ends that match nothing": "<div></p>" * (guard.MAX_DEPTH + 1),
        "formatting never closed": "<i id=a>" * 300 + "<p>x" * 300,
        "formatting never closed, of few tags": "<i id=a>" * 200 + "<p>x" * 190,
    },
    "markdown": {
        "too long": "字" * (guard.MAX_MARKDOWN + 1),
        "too many lines": "a\n\n" * guard.MAX_LINES,
        "too many fences": "```\n" * (guard.MAX_FENCES + 1),
        "too many footnotes": "[^1]\n" * (guard.MAX_FOOTNOTES + 1),
        "too many abbreviations": "*[a]: b\n" * (guard.MAX_ABBREVIATIONS + 1),
        "nested lists": "- " * 40 + "x",
        "nested numbers": "1. " * 40 + "x",
        "nested quotations": ">" * 40 + "x",
        "open brackets": "[a" * 20_000,
        "nested brackets": "[" * 5_000 + "]" * 5_000,
        "open targets": "[a](b" * 10_000,
        "marks": "**_* " * 20_000,
    },
}
COSTLY = {
    "brackets": "[" * 1_700,
    "targets": "[a](b" * 400,
    "marks": "**_* " * 3_900,
    "escapes": "\\" * 20_000,
    "stars": "a**b" + "c* " * 8_000,
    "rules": "---\n" * 7_000,
    "headings": "# a\n" * 3_500,
    "deep list": "".join(" " * 2 * depth + "- a\n" for depth in range(100)),
    "footnotes": "[^1]" * 500 + "\n\n[^1]: x",
    "fences": "```\n" * 1_900,
    "html": "<b>x</b> " * 3_900,
}


class TestGuard:
    @pytest.mark.parametrize(
        ("body_format", "source"),
        [(name, text) for name, texts in REFUSED.items() for text in texts.values()],
        ids=[f"{name}, {title}" for name, texts in REFUSED.items() for title in texts],
    )
    def test_refuses_at_once_with_a_way_out(self, body_format, source):
        began = time.process_time()
        with (
            translation.override("en"),
            pytest.raises(RenderRefused, match=r"Split|Close|Take out"),
        ):
            render(source, format=body_format)
        assert time.process_time() - began < 1

    def test_speaks_the_interfaces_language(self):
        with (
            translation.override("zh-hans"),
            pytest.raises(RenderRefused, match="嵌套"),
        ):
            render("<div>" * 900, format="html")

    @pytest.mark.parametrize("source", COSTLY.values(), ids=COSTLY)
    def test_what_it_lets_through_ends_soon(self, source):
        """Three seconds where the aim is one: machines differ, squares do not."""
        began = time.process_time()
        render(source, format="markdown")
        assert time.process_time() - began < 3

    def test_recursion_is_a_refusal(self):
        quotations = "\n".join("> " * depth + "a" for depth in range(1, 30))
        assert render(quotations, format="markdown").text.count("a") == 29

    @pytest.mark.parametrize(
        "source",
        [
            "<p>一<p>二<li>三" * 2_000,
            "<table>" + "<tr><td>x" * 2_000,
            "<p><b>x</b>" * 2_000,
        ],
    )
    def test_tags_that_nobody_closes_are_no_nesting(self, source):
        assert render(source, format="html").text


class TestMarkers:
    def test_a_line_of_dashes_opens_no_list(self):
        line = "-" * 50 + " */"
        assert line in render(line, format="markdown").text
