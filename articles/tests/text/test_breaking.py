"""Where headlines break."""

import pytest

from articles.text.breaking import CLOSING, OPENING, balanced, breaks_well, pieces

LONG = (
    "“一带一路”十年：从基础设施到规则标准，（特稿）一个港口城市的转身——本报记者走访"
    "沿线十二国的见闻与思考，兼谈未来十年的方向与难点"
)


def measure(text):
    """Measure in halves: Han and wide signs are two."""
    return sum(1 if sign.isascii() else 2 for sign in text)


class TestPieces:
    @pytest.mark.parametrize(
        ("text", "cut"),
        [
            ("渡轮，复航。", ["渡", "轮，", "复", "航。"]),
            ("（特稿）港口", ["（特", "稿）", "港", "口"]),
            ("转身——记者", ["转", "身——", "记", "者"]),
            ("GDP增长5.2%，", ["GDP", "增", "长", "5.2%，"]),
            ("The tide turns", ["The ", "tide ", "turns"]),
            ("", []),
        ],
    )
    def test_are_cut_where_a_line_may_end(self, text, cut):
        assert pieces(text) == cut


class TestBalanced:
    @pytest.mark.parametrize("width", range(12, 60, 3))
    def test_keeps_the_rules_and_all_of_the_text(self, width):
        lines = balanced(LONG, width, measure)
        assert "".join(lines) == LONG
        assert all(measure(line) <= width for line in lines)
        assert not any(line[0] in CLOSING or line[-1] in OPENING for line in lines)

    def test_breaks_after_punctuation_where_it_can(self):
        title = "渡轮复航首日：码头上的人比往常多"
        assert balanced(title, 24, measure) == ["渡轮复航首日：", "码头上的人比往常多"]
        assert breaks_well(balanced(title, 24, measure))

    def test_leaves_no_word_alone_on_the_last_line(self):
        title = "A harbour town learns to live with the tide"
        lines = balanced(title, 36, measure)
        assert len(lines) == 2
        assert min(map(len, lines)) > 15

    def test_gives_a_word_that_is_too_long_its_own_line(self):
        assert balanced("a Donaudampfschifffahrt b", 8, measure) == [
            "a", "Donaudampfschifffahrt", "b",
        ]  # fmt: skip

    def test_takes_no_time_over_a_long_text(self):
        assert len(balanced("渡轮复航" * 500, 30, measure)) == 134
