import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.excerpts import excerpt


class TestExcerpt:
    def test_returns_a_short_text_whole(self):
        assert excerpt("一句话。", 20) == "一句话。"

    def test_ends_with_the_last_sentence_that_fits(self):
        text = "今天开会了，大家都来。会上说了三件事。然后各自回去忙自己的事情。"
        assert excerpt(text, 25) == "今天开会了，大家都来。会上说了三件事。"

    def test_keeps_a_closing_quotation_mark(self):
        text = "他说：“我们今天就可以开始。”然后大家都站起来走了出去。"
        assert excerpt(text, 20) == "他说：“我们今天就可以开始。”"

    def test_takes_a_clause_where_no_sentence_ends(self):
        text = "据有关部门介绍，今年以来全市共完成各类项目投资三百多亿元人民币"
        assert excerpt(text, 14) == "据有关部门介绍…"

    def test_cuts_inside_no_number(self):
        assert excerpt("Profits rose to 3,000,000 dollars in the year", 22) == (
            "Profits rose to…"
        )

    def test_takes_no_decimal_point_for_an_end(self):
        text = "Growth was 3.5 per cent. It had been 4.1 per cent before that."
        assert excerpt(text, 40) == "Growth was 3.5 per cent."

    def test_cuts_unbroken_han_text_where_it_must(self):
        assert excerpt("新" * 50, 10) == "新" * 9 + "…"

    def test_leaves_no_opening_mark_at_the_end(self):
        assert excerpt("一二三四五六七八（九十一二三四五六", 10) == "一二三四五六七八…"

    def test_joins_paragraphs_without_a_stray_space(self):
        assert excerpt("第一段。\n第二段", 20) == "第一段。第二段"

    @pytest.mark.parametrize("limit", [1, 2, 40])
    @given(text=st.text(max_size=120))
    def test_is_never_longer_than_asked(self, text, limit):
        assert len(excerpt(text, limit)) <= limit
