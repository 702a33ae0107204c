import pytest

from articles.rendering import render


def html(source):
    return str(render(source, format="markdown").html)


class TestChinese:
    def test_bold_ends_at_full_width_marks(self):
        assert html("**“创新”**是，**重要。**下") == (
            "<p><strong>“创新”</strong>是，<strong>重要。</strong>下</p>"
        )

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("第一行\n第二行", "<p>第一行第二行</p>"),
            ("一，\n**二**\n三", "<p>一，<strong>二</strong>三</p>"),
            ("**一**\n**二**", "<p><strong>一</strong><strong>二</strong></p>"),
            ("**一\n二**", "<p><strong>一二</strong></p>"),
            ("中文\nEnglish", "<p>中文\nEnglish</p>"),
            ("one\ntwo", "<p>one\ntwo</p>"),
            ("一  \n二", "<p>一<br>\n二</p>"),
            ("`一\n二`", "<p><code>一\n二</code></p>"),
        ],
    )
    def test_lines_join_between_wide_characters(self, source, expected):
        assert html(source) == expected

    def test_ranges_are_no_subscripts(self):
        assert html("3~5天，10~20人") == "<p>3~5天，10~20人</p>"

    def test_indents_by_hand_fall(self):
        assert html("　　一\n\n　　二") == "<p>一</p>\n<p>二</p>"


class TestLists:
    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("文\n- 一\n- 二", "<p>文</p>\n<ul>\n<li>一</li>\n<li>二</li>\n</ul>"),
            ("文\n1. 一", "<p>文</p>\n<ol>\n<li>一</li>\n</ol>"),
            ("1) 一\n2) 二", "<ol>\n<li>一</li>\n<li>二</li>\n</ol>"),
            ("3. 三", '<ol start="3">\n<li>三</li>\n</ol>'),
            (
                "- 一\n  - 二\n    - 三",
                "<ul>\n<li>一<ul>\n<li>二<ul>\n<li>三</li>\n</ul>\n</li>\n</ul>\n</li>\n</ul>",
            ),
            (
                "1. 一\n   - 二",
                "<ol>\n<li>一<ul>\n<li>二</li>\n</ul>\n</li>\n</ol>",
            ),
            (
                "- 一\n1. 二",
                "<ul>\n<li>一</li>\n</ul>\n<ol>\n<li>二</li>\n</ol>",
            ),
            (
                "- 一\n\n  续\n\n后",
                "<ul>\n<li>\n<p>一</p>\n<p>续</p>\n</li>\n</ul>\n<p>后</p>",
            ),
            (
                "- 一\n\n- 二\n- 三",
                "<ul>\n"
                + "".join(f"<li>\n<p>{text}</p>\n</li>\n" for text in "一二三")
                + "</ul>",
            ),
            (
                "- 一\n## 题",
                '<ul>\n<li>一</li>\n</ul>\n<h2 id="s-题"><a class="anchor" href="#s-题">题</a></h2>',
            ),
            (
                "> 文\n> - 一\n>   - 二",
                "<blockquote>\n<p>文</p>\n<ul>\n<li>一<ul>\n<li>二</li>\n</ul>\n</li>"
                "\n</ul>\n</blockquote>",
            ),
        ],
    )
    def test_nest_and_begin_as_in_commonmark(self, source, expected):
        assert html(source) == expected

    @pytest.mark.parametrize(
        "source", ["文\n2. 二", "文\n-", "* * *", "1.5 倍", "-5 度", "    - 码"]
    )
    def test_what_only_looks_like_an_item_is_none(self, source):
        assert "<li>" not in html(source)

    @pytest.mark.parametrize(
        "source",
        ["```\n文\n- 一\n  - 二\n```", "<pre>\n文\n- 一\n  - 二\n</pre>"],
    )
    def test_verbatim_text_is_left_alone(self, source):
        assert "文\n- 一\n  - 二" in html(source)

    def test_code_stands_in_an_item(self):
        out = html("- 一\n\n  ```python\n  x = 1\n  ```\n- 二")
        assert (
            '<pre><code class="language-python">x = <span class="hl-n">1</span>' in out
        )
        assert out.count("<li>") == 2

    def test_tasks_are_ticked_without_a_form_field(self):
        out = html("- [x] 完\n- [ ] 未")
        assert '<li class="task"><span class="task-box">☑</span> 完</li>' in out
        assert '<li class="task"><span class="task-box">☐</span> 未</li>' in out


class TestExtensions:
    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("~~删~~", "<p><del>删</del></p>"),
            ("==标==", "<p><mark>标</mark></p>"),
            ("术语\n:   定义", "<dl>\n<dt>术语</dt>\n<dd>定义</dd>\n</dl>"),
            ("CPU\n\n*[CPU]: 处理器", '<p><abbr title="处理器">CPU</abbr></p>'),
            ("# 题 {#x}", '<h2 id="s-x"><a class="anchor" href="#s-x">题</a></h2>'),
            ("文\n{: .text-center}", '<p class="text-center">文</p>'),
            ("文 {注意} 与 {{ x }}", "<p>文 {注意} 与 {{ x }}</p>"),
            (
                '!!! note "注意"\n    内容',
                '<div class="admonition note">\n<p class="admonition-title">注意</p>'
                "\n<p>内容</p>\n</div>",
            ),
            (
                '??? tip "看"\n    x',
                '<details class="tip">\n<summary>看</summary>\n<p>x</p>\n</details>',
            ),
        ],
    )
    def test_each_gives_what_it_promises(self, source, expected):
        assert html(source) == expected

    def test_tables_may_follow_a_paragraph(self):
        out = html("文\n|a|b|\n|:-:|--:|\n|1|2|")
        assert out.startswith("<p>文</p>\n<table>")
        assert '<th class="text-center">a</th>' in out
        assert '<td class="text-right">2</td>' in out

    @pytest.mark.parametrize(
        ("opening", "kept"),
        [
            ("``` json package.json", ' class="language-json"'),
            ("```js {1,3} title='x'", ' class="language-js"'),
            ("```js{1,3}", ' class="language-js"'),
            ("~~~ yaml .github/x.yml 链接", ' class="language-yaml"'),
            ("``` 中文 说明", ' class="language-中文"'),
            ("```", ""),
        ],
    )
    def test_a_fence_keeps_its_language_and_no_more(self, opening, kept):
        out = html(f"{opening}\n...\n{opening[:3]}\n\n后")
        assert "<pre><code" in out
        assert (kept in out) or "中文" in opening
        assert out.endswith("<p>后</p>")
        assert "package" not in out

    def test_a_fence_within_a_fence_stays_as_it_is(self):
        assert "``` json x y" in html("````\n``` json x y\n```\n````")

    @pytest.mark.parametrize(
        "source",
        [
            "[`Date`][]\n\n[`Date`]: /x",
            "[`Date`]\n\n[`date`]: /x",
            "[a][`D`]\n\n[`d`]: /x",
        ],
    )
    def test_a_reference_may_be_named_in_code(self, source):
        assert '<a href="/x">' in html(source)

    def test_footnotes_lead_there_and_back(self):
        out = html("文[^注]。\n\n[^注]: 脚注")
        assert (
            '<sup id="s-fnref:注"><a class="footnote-ref" href="#s-fn:注">1</a></sup>'
            in out
        )
        assert '<li id="s-fn:注">' in out
        assert 'href="#s-fnref:注"' in out

    def test_html_in_markdown_is_sanitised(self):
        assert html("a <b onclick=x>b</b> <i>c</i>") == "<p>a <b>b</b> <i>c</i></p>"
