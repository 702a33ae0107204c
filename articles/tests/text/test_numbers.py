"""Numbers of rows: read where they are numbers, no row's where they are not."""

import pytest

from articles.text.numbers import row_number


class TestRowNumber:
    @pytest.mark.parametrize(("sent", "number"), [("7", 7), (" 12 ", 12), ("007", 7)])
    def test_is_read(self, sent, number):
        assert row_number(sent) == number

    @pytest.mark.parametrize(
        "sent", [None, "", "-1", "1.5", "x", "七", "１２", "²", "9" * 19, "9" * 5000]
    )
    def test_of_anything_else_is_no_rows(self, sent):
        assert row_number(sent) == 0
