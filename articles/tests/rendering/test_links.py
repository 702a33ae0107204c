import pytest

from articles.rendering import absolute_urls, render
from articles.rendering.links import safe_link, safe_resource
from articles.tests.rendering.judge import faults

BASE = "https://newsroom.example/2026/11/23/slug/"


class TestSafeLink:
    @pytest.mark.parametrize(
        "address",
        [
            "https://example.com/路径?q=1&r=2#s",
            "http://例子.中国:8080/",
            "https://user@12306.cn/",
            "http://192.0.2.1:8000/",
            "mailto:desk@example.com",
            "tel:+86-21-1234",
            "/a/b",
            "b.html",
            "?q=1",
            "#top",
            "#",
            "%E4%B8%AD",
        ],
    )
    def test_keeps_a_good_address(self, address):
        assert safe_link(address) == address

    @pytest.mark.parametrize(
        ("written", "spelled"),
        [
            (" https://example.com/a b ", "https://example.com/a%20b"),
            ("HTTPS://example.com/", "https://example.com/"),
            ("//example.com/x", "https://example.com/x"),
            ("/a|b\\c[d]", "/a%7Cb%5Cc%5Bd%5D"),
            ("/100%", "/100%25"),
            ("/a#b#c", "/a#b%23c"),
            ("#背景", "#s-背景"),
            ("#s-背景", "#s-背景"),
            ('/"<>', "/%22%3C%3E"),
        ],
    )
    def test_spells_it_as_the_standard_wants(self, written, spelled):
        assert safe_link(written) == spelled
        assert safe_link(spelled) == spelled

    @pytest.mark.parametrize(
        "address",
        [
            "javascript:x",
            "java\tscript:x",
            "\u3000data:x",
            "ftp://x/",
            "http:x",
            "https://",
            "http:///x",
            "https://a b/",
            "https://a:999999/",
            "http://0x7f.1/",
            "http://017700000001/",
            "http://1.2.3.4.5/",
            "http://256.1.1.1/",
            "x:y",
        ],
    )
    def test_refuses_the_rest(self, address):
        assert safe_link(address) is None


class TestSafeResource:
    def test_takes_pictures_from_the_web_only(self):
        assert safe_resource("/a.png") == "/a.png"
        assert safe_resource("mailto:x@example.com") is None
        assert safe_resource("#x") is None
        assert safe_resource("") is None


class TestAbsoluteUrls:
    @pytest.mark.parametrize(
        ("html", "expected"),
        [
            ('<a href="/x">', '<a href="https://newsroom.example/x">'),
            ('<a href="#s-fn:1">', f'<a href="{BASE}#s-fn:1">'),
            ('<a href="b">', f'<a href="{BASE}b">'),
            ('<a href="?a=1&amp;b">', f'<a href="{BASE}?a=1&amp;b">'),
            ('<a href="mailto:a@b.cn">', '<a href="mailto:a@b.cn">'),
            ('<a href="https://a.cn/">', '<a href="https://a.cn/">'),
            (
                '<video poster="/p.png" src="/v.mp4">',
                '<video poster="https://newsroom.example/p.png"'
                ' src="https://newsroom.example/v.mp4">',
            ),
        ],
    )
    def test_joins_what_is_relative(self, html, expected):
        assert absolute_urls(html, BASE) == expected

    def test_leaves_text_alone(self):
        html = '<p>write &lt;a href="/x"&gt; or  href="/y"</p>'
        assert absolute_urls(html, BASE) == html

    def test_leaves_safe_html_safe(self):
        source = (
            '<a href="a&quot; onclick=x">x</a><img src="../../../b.png" title=\'"/x"\'>'
        )
        html = absolute_urls(str(render(source, format="html").html), BASE)
        assert faults(html) == []
        assert 'src="https://newsroom.example/2026/b.png"' in html
