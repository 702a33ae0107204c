"""Folding and cutting: what counts as the same, and where one thing ends."""

import time

import pytest

from articles.text import segmentation
from articles.text.segmentation import compact, runs, spaced, spans


class TestFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("数字化转型", "數字化轉型"),
            ("瞭解，瞭望", "了解，了望"),
            ("看著", "看着"),
            ("帳戶", "账户"),
            ("ＮＡＴＯ ２０２６", "nato 2026"),
            ("Café", "CAFE\u0301"),
            ("Straße", "STRASSE"),
            ("㎡", "m2"),
            ("soft\u00adhyphen", "softhyphen"),
            ("ﬁne", "fine"),
        ],
    )
    def test_makes_the_same_of_what_is_written_differently(self, one, other):
        assert runs(one) == runs(other) != []

    def test_goes_by_the_character_so_that_a_part_stays_a_part(self):
        """OpenCC's phrases would read the same character in two ways."""
        for text in ("瞭解乾坤", "乾燥的天氣", "著名作家看著"):
            whole = compact(runs(text))
            for start in range(len(text)):
                for end in range(start + 1, len(text) + 1):
                    assert compact(runs(text[start:end])) in whole


class TestRuns:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("推动5G网络建设", ["推动", "5g", "网络建设"]),
            ("缓和，平均", ["缓和", "。", "平均"]),
            ("你好,世界 . 再见", ["你好", "。", "世界", "。", "再见"]),
            ("“退潮”上演", ["退潮上演"]),
            ("跨 行", ["跨行"]),
            ("第一段\n第二段", ["第一段", "。", "第二段"]),
            ("grew 3.5 percent. She", ["grew", "3", "5", "percent", "。", "she"]),
            ("state-of-the-art", ["state", "of", "the", "art"]),
            ("don't", ["don", "t"]),
            ("……！，", []),
            ("", []),
            ("한국어 हिन्दी", ["한국어", "हिन्दी"]),
        ],
    )
    def test_cuts_at_scripts_spaces_and_ends_of_clauses(self, text, found):
        assert runs(text) == found

    def test_cuts_what_no_index_could_hold(self):
        (word,) = runs("a" * 100_000)
        assert len(word) == segmentation.LONGEST_WORD

    @pytest.mark.parametrize(
        "text",
        ["." * 200_000 + "a", "你 " * 100_000, "好" + " ." * 100_000, "a." * 100_000],
    )
    def test_takes_time_by_length_alone(self, text):
        began = time.process_time()
        runs(text)
        assert time.process_time() - began < 2


class TestEmitters:
    def test_agree_on_what_contains_what(self):
        text = runs("推动5G网络建设，人工智能AI 发展")
        for part, there in (
            ("5g网", True),
            ("网络建", True),
            ("设人", False),
            ("ai发展", True),
            ("a", False),
            ("g网", False),
        ):
            phrase = runs(part)
            assert (compact(phrase) in compact(text)) is there, part
            assert (f" {spaced(phrase)} " in f" {spaced(text)} ") is there, part


class TestSpans:
    def test_stand_where_the_reader_sees_the_words(self):
        text = "《數字化》轉型與 5G 網絡，ﬁne café"
        phrases = [("数字化转型",), ("5g", "网络"), ("cafe",), ("fine",)]
        assert [text[start:end] for start, end in spans(text, phrases)] == [
            "數字化》轉型",
            "5G 網絡",
            "ﬁne",
            "café",
        ]

    def test_are_none_inside_a_word(self):
        assert spans("innovations", [("innovation",)]) == []
