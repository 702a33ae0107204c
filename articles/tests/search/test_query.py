"""What is typed, and how it is understood."""

import pytest

from articles.search import Problem, parse
from articles.search.query import LONGEST, MOST, loosened


class TestParse:
    @pytest.mark.parametrize(
        ("text", "phrases", "without"),
        [
            ("创新", [("创新",)], []),
            ("  創新　驅動 ", [("创新",), ("驱动",)], []),
            ("5G网络", [("5g", "网络")], []),
            ("渔港，码头", [("渔港",), ("码头",)], []),
            ('"climate change" policy', [("climate", "change"), ("policy",)], []),
            ("“渔港，码头”", [("渔港", "。", "码头")], []),
            ("「渔港」『码头』", [("渔港",), ("码头",)], []),
            ("创新 -芯片", [("创新",)], [("芯片",)]),
            ('创新 －"climate change"', [("创新",)], [("climate", "change")]),
            ("state-of-the-art", [("state", "of", "the", "art")], []),
            ("创新 创新", [("创新",)], []),
            ('"left open', [("left", "open")], []),
            ('C++ "" ', [("c",)], []),
            ('a" AND NEAR(b*', [("a",), ("and", "near", "b")], []),
        ],
    )
    def test_understands(self, text, phrases, without):
        query = parse(text)
        assert query
        assert (list(query.phrases), list(query.without)) == (phrases, without)

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("", Problem.EMPTY),
            (" \u3000", Problem.EMPTY),
            ("长" * (LONGEST + 1), Problem.LONG),
            (" ".join(map(str, range(MOST + 1))), Problem.MANY),
            ("-芯片", Problem.NOTHING_WANTED),
            ("？！…", Problem.NO_WORDS),
            ("\0", Problem.NO_WORDS),
        ],
    )
    def test_says_why_it_cannot_answer(self, text, problem):
        query = parse(text)
        assert not query
        assert query.problem == problem


class TestLoosened:
    @pytest.mark.parametrize(
        ("text", "looser"),
        [
            ("渔港码头风光", "渔港 码头 风光"),
            ("高质量发展", "高质 量发展"),
            ('"climate change"', "climate change"),
            ("创新 -芯片", "创新"),
            ("5G网络", "5g 网络"),
        ],
    )
    def test_asks_for_less(self, text, looser):
        query = loosened(parse(text))
        assert query is not None
        assert query.text == looser
        assert parse(query.text).phrases == query.phrases

    @pytest.mark.parametrize("text", ["创新", "渔港 码头", "innovation"])
    def test_gives_up_where_nothing_is_left_to_drop(self, text):
        assert loosened(parse(text)) is None
