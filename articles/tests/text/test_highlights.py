"""What is shown of a text that was found."""

import pytest

from articles.text.highlights import marked, snippet


def written(pieces) -> str:
    return "".join(f"[{one.text}]" if one.hit else one.text for one in pieces)


class TestMarked:
    @pytest.mark.parametrize(
        ("text", "phrases", "told"),
        [
            ("数字化转型", [("转型",)], "数字化[转型]"),
            ("數字化轉型", [("转型",)], "數字化[轉型]"),
            ("5G 网络与ＡＩ", [("5g", "网络"), ("ai",)], "[5G 网络]与[ＡＩ]"),
            ("<b>&amp;", [("b",)], "<[b]>&amp;"),
            ("cafe\u0301", [("cafe",)], "[café]"),
            ("没有", [("别的",)], "没有"),
        ],
    )
    def test_keeps_the_text_and_marks_what_was_asked_for(self, text, phrases, told):
        assert written(marked(text, phrases)) == told


class TestSnippet:
    def test_is_nothing_without_a_hit(self):
        assert snippet("今天天气很好。", [("渡轮",)], 40) == []

    def test_begins_with_the_clause_and_ends_without_its_mark(self):
        text = f"{'前面的话很多很多。' * 9}昨天，渡轮复航了，{'人们都去看热闹，' * 20}"
        told = written(snippet(text, [("渡轮",)], 40))
        assert told.startswith("…前面的话")
        assert "昨天，[渡轮]复航了" in told
        assert told.endswith("…")
        assert told[-2] not in "，。"
        assert len(told) < 60

    def test_goes_where_most_of_the_question_is(self):
        text = f"渡轮一。{'别的话。' * 60}渡轮与码头。{'别的话。' * 60}"
        assert "[渡轮]与[码头]" in written(snippet(text, [("渡轮",), ("码头",)], 60))

    def test_cuts_no_word_and_no_line(self):
        text = f"{'some words ' * 30}\nthe harbour opened {'again and again ' * 30}"
        told = written(snippet(text, [("harbour",)], 80))
        assert "the [harbour] opened" in told
        assert "\n" not in told
        words = set(text.split())
        assert {word.strip("…[]") for word in told.split()} <= words
