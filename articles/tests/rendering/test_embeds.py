"""Recordings from elsewhere: cards with a link, and never a frame."""

import re

import pytest

from articles.rendering import embeds, render

FILM = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
CARD = f'<figure class="embed youtube"><a href="{FILM}" rel="noopener">%s</a></figure>'


def html(source, body_format="markdown"):
    return str(render(source, format=body_format).html)


class TestFind:
    @pytest.mark.parametrize(
        ("address", "expected"),
        [
            ("https://youtu.be/dQw4w9WgXcQ?si=x", ("youtube", FILM)),
            ("//www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0", ("youtube", FILM)),
            ("https://m.youtube.com/watch?app=m&v=dQw4w9WgXcQ&t=3", ("youtube", FILM)),
            ("HTTPS://YouTube.com/shorts/dQw4w9WgXcQ", ("youtube", FILM)),
            (
                "//player.bilibili.com/player.html?aid=1&bvid=BV1xx411c7mD&page=1",
                ("bilibili", "https://www.bilibili.com/video/BV1xx411c7mD/"),
            ),
            (
                "https://www.bilibili.com/video/BV1xx411c7mD?spm=1",
                ("bilibili", "https://www.bilibili.com/video/BV1xx411c7mD/"),
            ),
            (
                "https://player.vimeo.com/video/76979871?h=8",
                ("vimeo", "https://vimeo.com/76979871"),
            ),
            (
                "https://twitter.com/nasa/status/1234567890",
                ("x-post", "https://x.com/nasa/status/1234567890"),
            ),
            (
                "https://v.qq.com/txp/iframe/player.html?vid=a0012abcdef",
                ("tencent", "https://v.qq.com/x/page/a0012abcdef.html"),
            ),
            (
                "https://embed.ted.com/talks/lang/zh-cn/some_talk",
                ("ted", "https://www.ted.com/talks/some_talk"),
            ),
        ],
    )
    def test_knows_the_page_of_a_recording(self, address, expected):
        assert embeds.find(address) == expected

    @pytest.mark.parametrize(
        "address",
        [
            "https://evil.example/youtube.com/watch?v=dQw4w9WgXcQ",
            "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
            "https://youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
            "https://notyoutube.com/watch?v=dQw4w9WgXcQ",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ-more",
            "https://www.youtube.com/",
            "https://x.com/nasa",
            "javascript://youtu.be/dQw4w9WgXcQ",
            "https://vimeo.com/channels",
        ],
    )
    def test_knows_nothing_else(self, address):
        assert embeds.find(address) is None


class TestCards:
    @pytest.mark.parametrize(
        "source",
        [FILM, f"<{FILM}>", f"[{FILM}]({FILM}&t=3)", "https://youtu.be/dQw4w9WgXcQ"],
    )
    def test_a_link_on_its_own_line_is_one(self, source):
        shown = re.search(r"https[^\])>]+", source)[0]
        card = CARD % shown
        assert html(f"前\n\n{source}\n\n后") == f"<p>前</p>\n{card}\n<p>后</p>"

    def test_marks_in_an_address_are_no_emphasis(self):
        assert "v=_abc_efgh_j" in html("https://www.youtube.com/watch?v=_abc_efgh_j")

    def test_its_words_are_the_title(self):
        assert ">看《港口》<" in html(f"[看《港口》]({FILM})")

    @pytest.mark.parametrize(
        "source",
        [f"看 {FILM}", f"[看]({FILM}) 吧", "https://example.com/x", f"- {FILM}"],
    )
    def test_a_link_among_others_is_none(self, source):
        assert "figure" not in html(source)

    @pytest.mark.parametrize(
        ("source", "title"),
        [
            (
                "<iframe src='//www.youtube.com/embed/dQw4w9WgXcQ'></iframe>",
                "youtube.com",
            ),
            (
                "<p><iframe title='一&quot;二' data-src=https://youtu.be/dQw4w9WgXcQ>x"
                "</iframe></p>",
                '一"二',
            ),
            (
                "<iframe title='YouTube video player'"
                " src=https://www.youtube.com/embed/dQw4w9WgXcQ></iframe>",
                "youtube.com",
            ),
        ],
    )
    @pytest.mark.parametrize("body_format", ["html", "markdown"])
    def test_a_known_frame_is_one(self, source, title, body_format):
        rendered = render(source, format=body_format)
        assert f'<figure class="embed youtube"><a href="{FILM}"' in rendered.html
        assert rendered.text.startswith(title)
        assert "iframe" not in rendered.html
        assert str(render(rendered.html, format="html").html) == rendered.html

    @pytest.mark.parametrize(
        "source",
        [
            "<iframe src=https://evil.example/>x</iframe>",
            "<iframe srcdoc='<script>x</script>'></iframe>",
            "<iframe src=javascript:x></iframe>",
            f"<!-- <iframe src={FILM}></iframe> -->",
            f"<script>'<iframe src={FILM}></iframe>'</script>",
        ],
    )
    def test_any_other_frame_leaves_nothing(self, source):
        assert html(source, "html") == ""

    def test_a_frame_in_a_value_is_no_frame(self):
        out = html(
            f'<p title=\'<iframe title="a&#39;b" src="{FILM}"></iframe>\'>x</p>', "html"
        )
        assert out.startswith("<p title=")
        assert out.endswith(">x</p>")
        assert "figure" not in out
