"""What an editor reads in a comparison: whole words, Chinese by characters, in time."""

import random
import time

import pytest

from articles.text.differences import Row, Span, fold, rows, spans, weigh


def marked(before: str, after: str) -> str:
    """Write a comparison in one line: [-gone-]{+new+}."""
    shape = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(shape[one.kind].format(one.text) for one in spans(before, after))


class TestSpans:
    def test_mark_latin_by_whole_words(self) -> None:
        assert marked(
            "The cat came on Monday.", "The cats came on Tuesday."
        ) == "The [-cat-]{+cats+} came on [-Monday-]{+Tuesday+}."  # fmt: skip

    def test_mark_chinese_by_characters(self) -> None:
        assert (
            marked("央行宣布下调存款准备金率。", "央行宣布上调存款准备金率。")
            == "央行宣布[-下-]{+上+}调存款准备金率。"
        )

    def test_keep_a_figure_whole(self) -> None:
        assert (
            marked("下调0.5个百分点", "下调0.25个百分点")
            == "下调[-0.5-]{+0.25+}个百分点"
        )

    def test_read_as_one_change_where_little_stayed_between(self) -> None:
        found = spans("市长昨天上午出席了会议", "两位副部长将于明天到访")
        assert [span.kind for span in found] == ["gone", "new"]

    def test_are_right_where_one_character_fills_the_text(self) -> None:
        # difflib takes a character of more than one in a hundred for noise.
        before = "的一是在不了有和人这" * 60
        after = before[:300] + "新" + before[300:]
        assert [span.text for span in spans(before, after) if span.kind == "new"] == [
            "新"
        ]

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("", ""),
            ("", "新"),
            ("旧", ""),
            ("一样", "一样"),
            ("𠀀𠀁 rare 字", "𠀀 words 字𠀁"),
            ("a\u0301b\n\n c\t", "a\u0301b\r\n d"),
            ("😀👨‍👩‍👧 ok", "👨‍👩‍👧😀 ok"),
        ],
    )
    def test_hold_both_texts_to_the_character(self, before: str, after: str) -> None:
        found = spans(before, after)
        assert "".join(s.text for s in found if s.kind != "new") == before
        assert "".join(s.text for s in found if s.kind != "gone") == after

    def test_hold_any_two_texts(self) -> None:
        dice = random.Random(7)
        for _ in range(200):
            before, after = (
                "".join(dice.choices("ab 的一。，\n1.𠀀", k=dice.randrange(60)))
                for _ in "ab"
            )
            found = spans(before, after)
            assert "".join(s.text for s in found if s.kind != "new") == before
            assert "".join(s.text for s in found if s.kind != "gone") == after

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("一" * 200_000, "一" * 100_000 + "二" * 50_000),
            ("ab" * 90_000, "ba" * 90_000),
            ("".join(map(chr, range(0x4E00, 0x9A00))), "一二" * 9_000),
            ("\n".join("一二" * 9_000), "\n".join("二三一" * 6_000)),
        ],
    )
    def test_answer_in_time_whatever_they_are_given(
        self, before: str, after: str
    ) -> None:
        begun = time.process_time()
        spans(before, after, seconds=0.2)
        rows(before, after, seconds=0.2)
        assert time.process_time() - begun < 3


class TestRows:
    def test_set_an_edited_paragraph_beside_what_it_was(self) -> None:
        before = "第一段没有改动。\n\n第二段说的是天气很好。"
        after = "第一段没有改动。\n\n新插进来的完全另外一段。\n\n第二段说的是天气不好。"
        first, inserted, edited = rows(before, after)
        assert first.is_same
        assert not inserted.left
        assert [span.kind for span in edited.left] == ["same", "gone", "same"]
        assert [span.kind for span in edited.right] == ["same", "new", "same"]

    def test_show_a_paragraph_that_went_alone(self) -> None:
        (kept, gone) = rows("甲段在这里。\n\n乙段在这里。", "甲段在这里。")
        assert kept.is_same
        assert not gone.right

    def test_of_nothing_are_none(self) -> None:
        assert rows("", "") == []

    def test_of_a_text_from_nothing_are_all_new(self) -> None:
        assert rows("", "甲\n\n乙") == [
            Row((Span("new", "甲"),)),
            Row((Span("new", "乙"),)),
        ]

    def test_do_not_mind_many_paragraphs(self) -> None:
        many = [f"段落{number}" for number in range(3_000)]
        changed = [*many[:1500], "插入的一段", *many[1500:]]
        found = rows("\n".join(many), "\n".join(changed))
        assert sum(not row.is_same for row in found) == 1


class TestFold:
    def test_folds_what_is_far_from_any_change(self) -> None:
        lines = [f"段落{number}。" for number in range(12)]
        edited = [*lines[:6], "改写成别的内容了", *lines[7:]]
        found = fold(rows("\n".join(lines), "\n".join(edited)))
        assert found[0].hidden == tuple(lines[:5])
        assert found[-1].hidden == tuple(lines[8:])

    def test_leaves_a_short_stretch_open(self) -> None:
        found = fold(rows("一\n二\n三", "一\n二\n四"))
        assert not any(row.hidden for row in found)

    def test_folds_all_where_nothing_changed(self) -> None:
        text = "甲\n乙\n丙\n丁"
        (folded,) = fold(rows(text, text))
        assert folded.hidden == ("甲", "乙", "丙", "丁")


class TestWeigh:
    def test_counts_characters_and_words_not_punctuation(self) -> None:
        found = weigh(spans("央行下调。", "央行宣布 two words 下调，"))
        assert (found.new, found.gone) == (4, 0)
