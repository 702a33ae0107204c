import pytest

from articles.rendering import render


def html(source):
    return str(render(source, format="html").html)


class TestStructure:
    """Where the standard lets a tag stand, as the Nu checker sees it."""

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("<b><p>x</p></b>", "<p>x</p>"),
            ("<p>a<div>b</div>c", "<p>a</p><div>b</div><p>c</p>"),
            ("<a href=/x><div>y</div></a>", '<a href="/x"><div>y</div></a>'),
            ("<h2><ul><li>x</ul></h2>", "<div><ul><li>x</li></ul></div>"),
            ("<pre><div>a</div><div>b</div></pre>", "<pre>a<br>b</pre>"),
            ("<section><nav>x</nav></section>", "<div><div>x</div></div>"),
            ("<span>x</span>", "<p>x</p>"),
            ("<p></p><p>　</p><p>x</p>", "<p>x</p>"),
            ("<p><a></a>x</p>", "<p>x</p>"),
            ("<time>今天</time>", "<p>今天</p>"),
        ],
    )
    def test_blocks_and_lines(self, source, expected):
        assert html(source) == expected

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("<ul>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
            (
                "<ul><li>a<ul><ul><li>b</ul></ul></ul>",
                "<ul><li>a<ul><li><ul><li>b</li></ul></li></ul></li></ul>",
            ),
            ("<li>x</li>", "<div>x</div>"),
            ("<dl><dd>x</dl>", "<dl><dt></dt><dd>x</dd></dl>"),
            ("<dl><dt>x</dl>", "<dl><dt>x</dt><dd></dd></dl>"),
            ("<dl></dl>", ""),
            ("<menu><li>x</menu>", "<ul><li>x</li></ul>"),
        ],
    )
    def test_lists(self, source, expected):
        assert html(source) == expected

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            (
                "<table><tr></tr><tr><td>x</table>",
                "<table><tbody><tr><td>x</td></tr></tbody></table>",
            ),
            (
                "<table><tfoot><tr><td>f</tfoot><tr><td>b</table>",
                "<table><tbody><tr><td>f</td></tr></tbody>"
                "<tbody><tr><td>b</td></tr></tbody></table>",
            ),
            (
                "<table><tr><td>b<tfoot><tr><td>f</table>",
                "<table><tbody><tr><td>b</td></tr></tbody>"
                "<tfoot><tr><td>f</td></tr></tfoot></table>",
            ),
            (
                "<table><tr><td>b</table>",
                "<table><tbody><tr><td>b</td></tr></tbody></table>",
            ),
            (
                "<table border=1 bgcolor=red><tr><td align=center nowrap>x</table>",
                '<table><tbody><tr><td class="text-center">x</td></tr></tbody></table>',
            ),
        ],
    )
    def test_tables(self, source, expected):
        assert html(source) == expected

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            (
                "<figure>a<figcaption>c</figcaption></figure>",
                "<figure>a<figcaption>c</figcaption></figure>",
            ),
            (
                "<figure>a<figcaption>c</figcaption>b</figure>",
                "<figure>a<div>c</div>b</figure>",
            ),
            (
                "<figure><figcaption>c</figcaption>a</figure>",
                "<figure><figcaption>c</figcaption>a</figure>",
            ),
            (
                "<figure><figcaption>c</figcaption><figcaption>d</figcaption></figure>",
                "<figure><figcaption>c</figcaption><div>d</div></figure>",
            ),
            ("<figcaption>c</figcaption>", "<div>c</div>"),
            ("<details>x</details>", "<div>x</div>"),
            (
                "<details open><summary>s</summary>x</details>",
                '<details open=""><summary>s</summary>x</details>',
            ),
            (
                "<details>x<summary>s</summary></details>",
                "<div>x<div>s</div></div>",
            ),
            ("<rt>x</rt>", "<p>x</p>"),
            (
                "<ruby>漢<rt>han</rt></ruby>",
                "<p><ruby>漢<rt>han</rt></ruby></p>",
            ),
        ],
    )
    def test_figures_details_and_ruby(self, source, expected):
        assert html(source) == expected

    def test_deep_nesting_is_flattened_and_keeps_its_text(self):
        out = html("<div>" * 100 + "文字" + "</div>" * 100)
        assert out.count("<div>") == 60
        assert "文字" in out


class TestPictures:
    @pytest.mark.parametrize(
        "source", ["<img>", "<img src=''>", "<img src='data:image/png;base64,x'>"]
    )
    def test_one_without_an_address_falls(self, source):
        assert "<img" not in html(f"<p>x{source}")

    def test_gets_alternative_text_and_loads_late(self):
        assert html("<p><img src=/a.png></p>") == (
            '<p><img alt="" decoding="async" loading="lazy" src="/a.png"></p>'
        )

    def test_keeps_what_was_written(self):
        out = html("<img src=/a.png alt='图' width=640px height=480 title='题'>")
        assert 'alt="图"' in out and 'width="640"' in out and 'height="480"' in out
        assert 'title="题"' in out

    def test_drops_sizes_that_are_no_pixels(self):
        assert "width" not in html("<img src=/a.png width='100%'>")

    def test_takes_the_address_that_a_script_would_load_later(self):
        out = html("<img src='/blank.gif' data-src='/real.jpg'>")
        assert 'src="/real.jpg"' in out and "blank" not in out


class TestAttributes:
    @pytest.mark.parametrize(
        ("style", "classes"),
        [
            ("text-align:center", "text-center"),
            ("TEXT-ALIGN: Right !important", "text-right"),
            ("font-weight:700;color:red", "bold"),
            ("text-decoration: line-through", "line-through"),
            ("text-align: justify", None),
            ("position:fixed;z-index:9", None),
        ],
    )
    def test_declarations_that_matter_become_classes(self, style, classes):
        expected = f'<p class="{classes}">x</p>' if classes else "<p>x</p>"
        assert html(f'<p style="{style}">x</p>') == expected

    def test_the_reading_direction_of_code_is_kept(self):
        out = html('<pre><code class="language-c++ evil">x</code></pre>')
        assert out == '<pre><code class="language-c++">x</code></pre>'

    def test_ids_live_in_a_name_space_of_their_own(self):
        out = html(
            "<p id=main>a</p><p id=main>b</p><a href='#main'>c</a><a name=n>d</a>"
        )
        assert out == (
            '<p id="s-main">a</p><p>b</p>'
            '<p><a href="#s-main">c</a><a id="s-n">d</a></p>'
        )

    def test_foreign_links_give_no_window_away(self):
        out = html("<a href=//example.com target=_blank rel='nofollow x'>x</a>")
        assert out == (
            '<p><a href="https://example.com" rel="nofollow noopener">x</a></p>'
        )

    def test_recordings_can_be_played_and_load_nothing_by_themselves(self):
        out = html("<video src=/a.mp4 autoplay></video>")
        assert out == '<p><video controls="" preload="none" src="/a.mp4"></video></p>'

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("<ol start=3 type=a reversed><li value=x>a</ol>", 'start="3"'),
            ("<time datetime=2021-10-13>x</time>", 'datetime="2021-10-13"'),
            ("<p lang=zh-Hans>x</p>", 'lang="zh-Hans"'),
            ("<th>", ""),
        ],
    )
    def test_valid_values_stay(self, source, expected):
        assert expected in html(source)

    @pytest.mark.parametrize(
        "attribute",
        ["lang=klingon", "dir=up", "title=' '", "style=x", "align=left", "hidden"],
    )
    def test_invalid_values_fall(self, attribute):
        assert html(f"<p {attribute}>x</p>") == "<p>x</p>"

    @pytest.mark.parametrize("value", ["0", "1", "-1", "1000", "x"])
    def test_spans_out_of_range_fall(self, value):
        assert "span" not in html(f"<table><tr><td colspan={value}>x</table>")
