"""HTML to Markdown and back: the same words, in the same order."""

import json
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from articles.rendering import render, to_markdown, visible_text

SAMPLES = {
    "<p>一段。</p><p>又一段。</p>": "一段。\n\n又一段。\n",
    "<h2>始末</h2><h3>其一</h3>": "## 始末\n\n### 其一\n",
    "<p>a <strong>b</strong> <em>c </em>d</p>": "a **b** *c* d\n",
    "<p>一<br>二</p>": "一\\\n二\n",
    "<p><code>a`b</code> <del>c</del></p>": "``a`b`` ~~c~~\n",
    '<p><a href="https://x.example/a b(c)">见</a></p>': "[见](https://x.example/a%20b%28c%29)\n",
    '<pre><code class="language-python">if x:\n    y\n</code></pre>': "```python\nif x:\n    y\n```\n",
    "<pre>```\nx</pre>": "````\n```\nx\n````\n",
    "<blockquote><p>甲</p><p>乙</p></blockquote>": "> 甲\n>\n> 乙\n",
    "<ul><li>甲<ul><li>乙</li></ul></li><li>丙</li></ul>": "- 甲\n  - 乙\n- 丙\n",
    '<ol start="9"><li><p>甲</p><p>乙</p></li><li>丙</li></ol>': "9. 甲\n\n   乙\n10. 丙\n",
    "<table><thead><tr><th>a</th><th>b|c</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>": "| a | b\\|c |\n| --- | --- |\n| 1 | 2 |\n",
    '<figure><img src="/media/x.jpg" alt="码头"><figcaption>清晨</figcaption></figure>': "![码头](/media/x.jpg)\n\n清晨\n",
    "<p># 不是标题 *也* 不是 [链接](x) &lt;b&gt; &amp;amp;</p>": "\\# 不是标题 \\*也\\* 不是 \\[链接\\](x) \\<b> \\&amp;\n",
    "<p>1. 不是清单</p>": "1\\. 不是清单\n",
    "<details><summary>问</summary><p>答</p></details>": "**问**\n\n答\n",
    "<p>这是<strong>“创新”</strong>吗</p>": "这是<strong>“创新”</strong>吗\n",
    "<h2>C#</h2>": "## C\\#\n",
    "": "",
}
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


class TestToMarkdown:
    @pytest.mark.parametrize("html", SAMPLES)
    def test_writes_what_the_html_says(self, html: str):
        assert to_markdown(html) == SAMPLES[html]

    @pytest.mark.parametrize("html", SAMPLES)
    def test_is_read_back_as_the_same_words(self, html: str):
        assert words(READER.render(to_markdown(html))) == words(html)

    @pytest.mark.prove
    @pytest.mark.parametrize(
        "name",
        ["naughty_strings", "xss_markdown/own", "xss_markdown/mistune",
         "xss_markdown/markdown_it", "markdown/commonmark_spec"],
    )  # fmt: skip
    def test_keeps_the_words_of_whatever_there_is(self, corpora: Path, name: str):
        path = corpora / "security" / f"{name}.json"
        cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
        assert len(cases) > 10
        for case in cases:
            source = case.get("payload") or case.get("markdown") or ""
            html = render(source, format="markdown").html
            again = "".join(words(READER.render(to_markdown(html))))
            assert again == "".join(words(html)), case


def words(html: str) -> list[str]:
    """Give the words that a reader sees."""
    return visible_text(html).split()
