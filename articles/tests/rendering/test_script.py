"""rendering.in_traditional: what a page says changes its script, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.rendering import in_traditional
from articles.text.traditional import BREAK, traditional, traditional_each


class TestInTraditional:
    @pytest.mark.parametrize(
        ("html", "converted"),
        [
            ("<p>头发与发布</p>", "<p>頭髮與發佈</p>"),
            ('<p lang="zh-Hans">后台</p>', '<p lang="zh-Hant">後臺</p>'),
            ('<p lang="zh-CN">后台</p>', '<p lang="zh-Hant">後臺</p>'),
            ('<html lang="zh-Hant"><p>后台', '<html lang="zh-Hant"><p>後臺'),
            ('<img alt="码头" src="/码头.jpg">', '<img alt="碼頭" src="/码头.jpg">'),
            ('<a title="码头" href="/tag/码头/">码头</a>',
             '<a title="碼頭" href="/tag/码头/">碼頭</a>'),
            ('<meta name="description" content="码头">',
             '<meta name="description" content="碼頭">'),
            ("<title>码头</title>", "<title>碼頭</title>"),
            ("<p>台湾<br>里面<b>干净</b>", "<p>臺灣<br>裡面<b>乾淨</b>"),
            ("<p>a &lt; 码头 &amp; b</p>", "<p>a &lt; 碼頭 &amp; b</p>"),
            ('<p lang="en">Han: <i lang="zh">码头</i></p>',
             '<p lang="en">Han: <i lang="zh-Hant">碼頭</i></p>'),
            ("<p>他说：“听‘浪’。”</p>", "<p>他說：「聽『浪』。」</p>"),
            ("<p>“<b>全天</b>”的“AI”课</p>", "<p>「<b>全天</b>」的「AI」課</p>"),
            ("<title>A “quiet” year · 报</title>", "<title>A “quiet” year · 報</title>"),
            ("<p>O’Neil 说‘it’s’</p>", "<p>O’Neil 說‘it’s’</p>"),
        ],
    )  # fmt: skip
    def test_converts_text_and_descriptions(self, html, converted):
        assert in_traditional(html) == converted

    @pytest.mark.parametrize(
        "html",
        [
            "<pre><code>码头 = 1</code></pre>",
            "<p><code>发布</code></p>",
            '<script type="application/ld+json">{"a": "<p>发布"}</script>',
            "<style>p::before { content: '发布' }</style>",
            "<textarea><p>发布</textarea>",
            '<p lang="zh-Hant">软件和台湾</p>',
            '<p lang="zh-TW">软件</p>',
            '<p lang="en">发布 is “publish”</p>',
            '<p lang="ja">発布と発表, 后</p>',
            '<a lang="zh-Hans" translate="no">简体中文</a>',
            '<meta property="og:url" content="/码头/">',
            '<input name="q" value="发布">',
            "<!-- 发布 -->",
            "<!doctype html>",
        ],
    )
    def test_leaves_everything_else_alone(self, html):
        assert in_traditional(html) == html

    def test_goes_on_behind_what_it_leaves_alone(self):
        html = '<p><code>发</code>发<b lang="zh-Hant">发</b>发<i lang="en">发</i>发</p>'
        expected = html.replace("</code>发", "</code>發")
        expected = expected.replace("</b>发", "</b>發").replace("</i>发", "</i>發")
        assert in_traditional(html) == expected

    def test_is_not_led_astray_by_what_is_never_closed(self):
        html = "<ul><li><pre>发<li>发</ul><p>发</p>"
        assert in_traditional(html).endswith("</ul><p>發</p>")

    @given(st.text(alphabet="<>/=\"' abp发后-!&;", max_size=60))
    def test_changes_no_character_that_is_markup(self, html):
        made = in_traditional(html)
        assert made.translate(str.maketrans("發後", "发后")) == html


class TestTraditional:
    def test_is_at_home_in_its_own_result(self):
        text = "头发干了，皇后在里面后悔；发布台湾的面条。"
        assert traditional(traditional(text)) == traditional(text)

    def test_sees_no_hair_where_a_word_ends(self):
        assert traditional("街头发生，码头发布；剪头发") == "街頭發生，碼頭發佈；剪頭髮"

    def test_converts_many_as_it_converts_one(self):
        texts = ["发布", "", "头", f"发{BREAK}后", "发\n后"]
        assert traditional_each(texts) == [traditional(text) for text in texts]

    def test_lets_no_phrase_span_two_texts(self):
        assert traditional_each(["头", "发"]) == [traditional("头"), traditional("发")]
