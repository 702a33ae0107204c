import pytest

from articles.text import counts


class TestTally:
    @pytest.mark.parametrize(
        ("text", "characters", "words"),
        [
            ("", 0, 0),
            ("新闻，旧闻。", 4, 0),
            ("二〇二六年 人人", 7, 0),
            ("𠮷野家", 3, 0),
            ("Don't count 3.14 as two", 0, 5),
            ("state-of-the-art", 0, 1),
            ("使用Python3编写", 4, 1),
            ("カタカナ と 漢字", 7, 0),
            ("——……！", 0, 0),
        ],
    )
    def test_counts_as_readers_do(self, text, characters, words):
        assert counts.tally(text) == (characters, words)

    def test_adds_both_up(self):
        assert counts.count("中文 and English") == 4


class TestReadingMinutes:
    @pytest.mark.parametrize(
        ("text", "minutes"),
        [("", 0), ("字", 1), ("字" * 400, 1), ("字" * 401, 2), ("word " * 441, 3)],
    )
    def test_rounds_up(self, text, minutes):
        assert counts.reading_minutes(text) == minutes
