"""Pictures named in source texts."""

import pytest

from articles.text.pictures import elsewhere, from_library

UUID = "8c7d4f0e-2f6b-4c1c-9a59-0d6c0f1f7a11"


class TestFromLibrary:
    @pytest.mark.parametrize(
        "body",
        [
            f"![渡轮](image:{UUID})",
            f'<p><img src="image:{UUID}" alt=""></p>',
            f"<img src=image:{UUID.upper()}>",
        ],
    )
    def test_is_named_in_every_format(self, body):
        assert from_library(body) == {UUID}

    def test_is_no_other_address(self):
        assert from_library(f"![x](image:12) image: {UUID} preimage") == set()


class TestElsewhere:
    @pytest.mark.parametrize(
        ("body", "found"),
        [
            ("![港口](https://a.example/1.jpg)", ["https://a.example/1.jpg"]),
            ('![x](http://a.example/1.jpg "标题")', ["http://a.example/1.jpg"]),
            ("![x](https://a.example/a_(b).jpg)。", ["https://a.example/a_(b).jpg"]),
            ('<img src="https://a.example/?a=1&amp;b=2">', ["https://a.example/?a=1&b=2"]),
            ("<img data-src='https://a.example/1.jpg'>", ["https://a.example/1.jpg"]),
            ("<img src=https://a.example/1.jpg>", ["https://a.example/1.jpg"]),
            ("[看](https://a.example/1.jpg)", []),
            ('<iframe src="https://a.example/"></iframe>', []),
            ('<video width="2" src="https://a.example/1.mp4"></video>', []),
            ("![本站](/images/1.jpg)", []),
        ],
    )  # fmt: skip
    def test_is_read_from_html_and_markdown(self, body, found):
        assert elsewhere(body) == found

    def test_names_each_once_in_order(self):
        one, two = "https://a.example/1.jpg", "https://a.example/2.jpg"
        body = f'![]({two})<img src="{one}"><img src="{two}">'
        assert elsewhere(body) == [two, one]

    def test_takes_no_time_over_a_hostile_text(self):
        assert elsewhere("![" * 20_000 + "<img src=" * 20_000 + "://") == []
