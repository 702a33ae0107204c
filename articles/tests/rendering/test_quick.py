"""The quick loops do what the library's own do."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.serializers import to_xhtml_string
from markdown.treeprocessors import InlineProcessor, PrettifyTreeprocessor
from markdown.treeprocessors import UnescapeTreeprocessor as TheirUnescape
from pymdownx.superfences import SuperFencesBlockPreprocessor

from articles.rendering import fences, markdown, quick, render

PIECES = st.sampled_from(
    [
        "昨日开放。", "one two", "“引”", "**粗**", "*x*", "`码`", "[a](/b)", "![](/c)", "a|b",
        "|-|-|", "# 题", "## 题 {#x}", "- 一", "1. 二", "2025年", "3.5倍", "> 引", "---", "===",
        "[^1]", "[^1]: 注", "*[ab]: 释", ":   义", "!!! note", "    缩", "::: tip", ":::",
        "<b>x</b>", "<div>", "</div>", "\\*", "&amp;", "AT&T", "(a)", "_x_", "***", "* * *",
        "[r]: /x", "{: .bold}", "``` python", "```", "", "", "  ", "#不是题", "a  ", "#",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map("\n".join)


@pytest.fixture(scope="module")
def slow():
    """Answer a converter with our extensions and the library's own loops."""
    made = Markdown(
        extensions=[
            *markdown.EXTENSIONS,
            markdown._AttributeListExtension(),
            markdown._House(),
        ],
        extension_configs=markdown.CONFIGURATION,
    )
    made.preprocessors["fenced_code_block"].__class__ = SuperFencesBlockPreprocessor
    made.parser.__class__ = BlockParser
    made.treeprocessors.register(InlineProcessor(made), "inline", 20)
    made.treeprocessors.register(PrettifyTreeprocessor(made), "prettify", 10)
    made.treeprocessors.register(TheirUnescape(made), "unescape", 0)
    made.serializer = to_xhtml_string
    return made


def settled(html):
    """Give HTML with its attributes in one order, and no line end behind a tag."""
    return str(render(html, format="html").html).replace(">\n", ">")


class TestQuick:
    @settings(max_examples=400, deadline=None)
    @given(source=TEXTS)
    def test_gives_what_the_library_gives(self, slow, source):
        theirs = markdown.without_marks(slow.reset().convert(fences.plain(source)))
        assert settled(markdown.to_html(source)) == settled(theirs)

    @pytest.mark.parametrize(
        "block",
        [
            "昨日",
            "“引”\n后",
            "**粗**后",
            "*x*",
            "`x`",
            "2025年",
            "(a)",
            "![](/a)",
            "_x_ y",
        ],
    )
    def test_knows_a_paragraph(self, block):
        assert quick.PLAIN.match(block)

    @pytest.mark.parametrize(
        "block",
        [
            "- a", "* a", "+ a", "1. a", "# a", "> a", "***", "---", "[a]: /x", "*[a]: x",
            "a\n===", "a\n:   b", "a|b\n-|-", " a", "a\n# b", "!!! note", "\x02end\x03", "",
            "1) a", "* * *", "a\n> b",
        ],
    )  # fmt: skip
    def test_leaves_what_may_be_something_else(self, block):
        assert not quick.PLAIN.match(block)

    def test_writing_changes_nothing_twice(self, slow):
        root = slow.parser.parseDocument(["a", "", "- b", "- c"]).getroot()
        write = quick.Writer(slow)
        assert write(copy.deepcopy(root)) == write(copy.deepcopy(root))
