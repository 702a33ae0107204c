import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.rendering import Heading, Picture, render
from articles.rendering.policy import names
from articles.tests.rendering.judge import faults, text_of, verdict

TAGS = names(
    """
    p div b i a span ul ol li dl dt dd table caption thead tr td th pre code h1 h2
    blockquote figure figcaption details summary ruby rt br img hr svg math font
    center form select option script style noscript video source x-y
    """
)
ATTRIBUTES = ["", " class=bold", " id=a", " style='text-align:center'", " href=/x"]
ATTRIBUTES += [" src=/x.png", " align=right", " onclick=x", " title='\">'"]
PIECES = st.one_of(
    st.sampled_from(["文字", "x", " ", "\n", "　　", "&nbsp;", "&lt;", "<!-- c -->"]),
    st.builds(
        lambda tag, attribute: f"<{tag}{attribute}>",
        st.sampled_from(sorted(TAGS)),
        st.sampled_from(ATTRIBUTES),
    ),
    st.builds("</{}>".format, st.sampled_from(sorted(TAGS))),
)


def html(source, **options):
    return str(render(source, format="html", **options).html)


class TestRender:
    def test_brings_scraped_paragraphs_into_the_sites_own_style(self):
        source = (
            '<div>\n<p align="justify">　　第一段。</p>\n<p>&nbsp;&nbsp;二</p></div>'
        )
        assert html(source) == "<div>\n\n<p>第一段。</p>\n\n<p>二</p></div>"

    def test_decodes_braces_that_hexo_escaped(self):
        assert html("<p>&#123;% x %&#125;</p>") == "<p>{% x %}</p>"

    def test_gives_text_one_line_per_block(self):
        rendered = render("<h2>标题</h2><p>一<br>二</p><ul><li>三</ul>", format="html")
        assert rendered.text == "标题\n一\n二\n三"

    def test_gives_text_without_markup_or_entities(self):
        assert render("<p>a &lt;b&gt; &amp;amp;</p>", format="html").text == (
            "a <b> &amp;"
        )

    @pytest.mark.parametrize("marker", ["<!-- more -->", "<!--MORE-->"])
    @pytest.mark.parametrize("body_format", ["html", "markdown"])
    def test_ends_the_excerpt_at_the_marker(self, marker, body_format):
        rendered = render(f"开头。\n\n{marker}\n\n后面。", format=body_format)
        assert rendered.excerpt == "开头。"
        assert "more" not in rendered.html.lower()
        assert "后面。" in rendered.html

    def test_takes_the_first_sentences_for_an_excerpt_without_a_marker(self):
        rendered = render("第一句。" * 50, format="markdown", excerpt_length=10)
        assert rendered.excerpt == "第一句。第一句。"

    @pytest.mark.parametrize(
        "source",
        [
            "全部布景。[^1] 然后。\n\n[^1]: 注",
            "## 题\n\n全部布景。 然后。",
            '![图](/a.png "说明")\n\n全部布景。 然后。',
            "```\nx\n```\n\n全部布景。 然后。",
            "全部布景。<sup><a href='#n'>[1]</a></sup> 然后。",
        ],
    )
    def test_takes_running_text_alone_for_an_excerpt(self, source):
        assert render(source, format="markdown").excerpt == "全部布景。然后。"

    def test_an_article_of_pictures_has_an_excerpt_too(self):
        assert render('![](/a.png "说明")', format="markdown").excerpt == "说明"

    def test_lists_headings_with_unique_anchors(self):
        rendered = render("## 背景\n\n### 细节\n\n## 背景", format="markdown")
        assert rendered.headings == (
            Heading(2, "背景", "s-背景"),
            Heading(3, "细节", "s-细节"),
            Heading(2, "背景", "s-背景-2"),
        )
        assert 'id="s-背景-2"' in rendered.html

    @pytest.mark.parametrize(
        ("written", "levels"),
        [
            ("1 2 3", "2 3 4"),
            ("3 3 4", "2 2 3"),
            ("2 4 3 2", "2 3 3 2"),
            ("4 2 5", "2 2 3"),
            ("1 2 3 4 5 6", "2 3 4 5 6 6"),
        ],
    )
    def test_brings_headings_below_the_articles_own(self, written, levels):
        source = "".join(f"<h{level}>x</h{level}>" for level in written.split())
        headings = render(source, format="html").headings
        assert " ".join(str(heading.level) for heading in headings) == levels

    def test_asks_for_pictures_and_takes_their_size(self):
        found = {"/a.png": Picture("/media/1.webp", 800, 600)}
        out = html(
            '<p><img src="/a.png" width="9"><img src=/b.png>', find_picture=found.get
        )
        assert '<img alt="" decoding="async" height="600" loading="lazy"' in out
        assert 'src="/media/1.webp" width="800"' in out
        assert 'src="/b.png"' in out

    def test_an_answer_is_sanitised_like_any_source(self):
        out = html("<img src=x>", find_picture=lambda src: Picture("javascript:x"))
        assert out == ""

    def test_asks_where_links_lead(self):
        moved = {"article:1": "/2026/11/23/slug/"}
        out = html("<a href=article:1>x</a><a href=/y>y</a>", find_link=moved.get)
        assert out == '<p><a href="/2026/11/23/slug/">x</a><a href="/y">y</a></p>'

    def test_strips_controls_however_they_are_written(self):
        assert html("<p>a\x0bb&#11;c&#x1f;</p>") == "<p>abc</p>"

    def test_renders_alike_in_every_thread(self):
        found = []
        source = "# 题\n\n- a\n  - b[^1]\n\n[^1]: x"

        def work():
            found.extend(render(source, format="markdown").html for _ in range(3))

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 12
        assert len(set(found)) == 1

    def test_remembers_nothing_of_the_text_before(self):
        first = render("[a][r] x[^1]\n\n[r]: /x\n\n[^1]: n", format="markdown")
        second = render("[a][r] x[^1]", format="markdown")
        assert "<a" in first.html
        assert second.html == "<p>[a][r] x[^1]</p>"

    @settings(max_examples=300, deadline=None)
    @given(st.lists(PIECES, max_size=25).map("".join))
    def test_any_html_is_safe_settled_and_keeps_its_text(self, source):
        assert verdict(source, "html") == []

    @settings(max_examples=150, deadline=None)
    @given(st.text(alphabet="ab文，。*_`~=[]()!<>#-+ 1.\n|:&;\\{}^\"'", max_size=80))
    def test_any_markdown_is_safe(self, source):
        assert faults(str(render(source, format="markdown").html)) == []


class TestText:
    @pytest.mark.parametrize(
        "source",
        [
            "<p>一</p><p>　　二</p>",
            "<x-y>未知</x-y><o:p>标签</o:p>",
            "<center>旧</center><font color=red>标签</font>",
            "<svg><text>图中字</text></svg><math><mi>x</mi><mo>=</mo></math>",
            "<noscript>没有脚本</noscript>",
            "<form>表<button>单</button><select><option>项</select></form>",
            "<ul>散<li>落</ul><li>项</li><dd>义</dd>",
            "<table>表外<tr><td>格</table>",
            "<p><b>粗<div>块</div></b>尾",
            "<text>似</text><filter>而</filter><set>非</set>",
            "<title>看</title>不<script>见</script><style>的</style><!-- 字 -->",
            "<xmp><b>原样</b></xmp>",
        ],
    )
    def test_is_that_of_the_source(self, source):
        assert text_of(html(source)) == text_of(source)
