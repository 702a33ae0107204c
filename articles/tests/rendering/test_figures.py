"""Pictures that stand alone, blocks between ``:::`` lines, the site's own pictures."""

import re

import pytest

from articles.rendering import Picture, Sizes, Source, absolute_urls, render

KEY = "image:8b0b1a86-6a4d-4b53-9f7b-0a2f5ff5a111"
PICTURE = Picture(
    "/media/a.jpg",
    1200,
    800,
    (Source("image/webp", "/media/a.webp 400w, /media/b.webp 800w"),),
    Sizes("680px", wide="960px", beside="50vw", row="99vw"),
    "港口",
    "首班渡轮。",
    "何屿 摄",
)
FOUND = {KEY: PICTURE}


def html(source, body_format="markdown"):
    return str(render(source, format=body_format, find_picture=FOUND.get).html)


def bare(source):
    """Give the HTML without what every picture has, nor lines behind captions."""
    out = html(source).replace(' decoding="async" loading="lazy"', "")
    return out.replace("</figcaption>\n", "</figcaption>")


def gallery(pictures):
    return "::: gallery\n" + f"![]({KEY})\n" * pictures + ":::"


class TestFigures:
    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("![图](/a.png)", '<figure><img alt="图" src="/a.png"></figure>'),
            (
                '![图](/a.png "说明 | 摄影：李四")',
                '<figure><img alt="图" src="/a.png"><figcaption>说明'
                ' <span class="credit">摄影：李四</span></figcaption></figure>',
            ),
            (
                '![图](/a.png "甲｜乙 ｜ 丙")',
                '<figure><img alt="图" src="/a.png"><figcaption>甲｜乙'
                ' <span class="credit">丙</span></figcaption></figure>',
            ),
            (
                '![图](/a.png " | 丙")',
                '<figure><img alt="图" src="/a.png"><figcaption>'
                '<span class="credit">丙</span></figcaption></figure>',
            ),
            (
                '[![图](/a.png "题")](/x){: .y}',
                '<figure><a href="/x"><img alt="图" src="/a.png"></a>'
                "<figcaption>题</figcaption></figure>",
            ),
            (
                "![图](/a.png){: .float-right}",
                '<figure class="float-right"><img alt="图" src="/a.png"></figure>',
            ),
            (
                "- ![图](/a.png)\n\n- x",
                '<ul>\n<li>\n<figure><img alt="图" src="/a.png"></figure>'
                "\n</li>\n<li>\n<p>x</p>\n</li>\n</ul>",
            ),
        ],
    )
    def test_a_picture_on_its_own_line_is_one(self, source, expected):
        assert bare(source) == expected

    def test_pictures_one_under_the_other_are_one_each(self):
        out = bare("![](/a.png)\n![](/b.png)")
        assert out.count("<figure>") == 2

    @pytest.mark.parametrize(
        "source", ["看 ![](/a.png) 图", "![](/a.png) 图", "[x](/a)"]
    )
    def test_a_picture_among_words_is_none(self, source):
        assert "<figure>" not in html(source)


class TestBlocks:
    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            (
                "::: pullquote 张三，馆长\n把书送到**读者**身边。\n:::",
                '<aside class="pullquote">\n<p>把书送到<strong>读者</strong>身边。</p>\n'
                '<p class="credit">张三，馆长</p>\n</aside>',
            ),
            (
                "前\n:::aside 背景\n- 一\n:::\n后",
                '<p>前</p>\n<aside class="aside">\n<p class="admonition-title">背景</p>\n'
                "<ul>\n<li>一</li>\n</ul>\n</aside>\n<p>后</p>",
            ),
            (
                "::: warning\n文\n:::",
                '<div class="admonition warning">\n<p>文</p>\n</div>',
            ),
            (
                "::: figure 何屿 摄\n![](/a.png)\n\n见[档案](/x)。\n:::",
                '<figure><img alt="" src="/a.png"><figcaption>见<a href="/x">档案</a>。'
                ' <span class="credit">何屿 摄</span></figcaption></figure>',
            ),
            (
                '::: gallery 何屿 摄\n![](/a.png "一")\n![](/b.png)\n\n三月。\n:::',
                '<figure class="gallery">\n<figure><img alt="" src="/a.png">'
                "<figcaption>一</figcaption></figure>\n"
                '<figure><img alt="" src="/b.png"></figure>\n<figcaption>三月。'
                ' <span class="credit">何屿 摄</span></figcaption></figure>',
            ),
        ],
    )
    def test_each_is_what_its_name_says(self, source, expected):
        assert bare(source) == expected

    def test_they_nest_and_stand_in_quotations(self):
        out = html("> ::: aside 外\n> ::: note\n> 里\n> :::\n> :::\n")
        assert out.index("<blockquote>") < out.index("<aside") < out.index("note")
        assert out.endswith("</div>\n</aside>\n</blockquote>")

    def test_code_in_one_stays_code(self):
        out = html("::: note\n```\n::: tip\n:::\n```\n:::")
        assert "<code>::: tip\n:::</code>" in out
        assert out.count("admonition") == 1

    @pytest.mark.parametrize(
        "source",
        ["::: note\n没有结尾", ":::\n文", "::: unknown\n文\n:::", "a ::: note\n:::"],
    )
    def test_what_is_no_block_is_text(self, source):
        out = render(source, format="markdown")
        assert "<div" not in out.html
        assert "文" not in source or "文" in out.text
        assert ":::" in out.text

    def test_a_tag_nobody_closes_leaves_no_mark_behind(self):
        text = render("<div>\n::: note\n文\n:::\n", format="markdown").text
        assert "文" in text
        assert "begin" not in text
        assert "end" not in text


class TestOwnPictures:
    def test_has_its_files_its_size_and_what_the_library_says(self):
        assert html(f"![]({KEY})") == (
            "<figure><picture>"
            '<source sizes="680px"'
            ' srcset="/media/a.webp 400w, /media/b.webp 800w" type="image/webp">'
            '<img alt="港口" decoding="async" height="800" loading="lazy"'
            ' src="/media/a.jpg" width="1200"></picture>'
            '<figcaption>首班渡轮。 <span class="credit">何屿 摄</span></figcaption>'
            "</figure>"
        )

    def test_what_the_text_says_goes_before_the_library(self):
        out = html(f'![码头]({KEY} "自己的话")')
        assert 'alt="码头"' in out
        assert '自己的话 <span class="credit">何屿 摄</span></figcaption>' in out
        assert "首班渡轮" not in out
        assert "何屿" not in html(f'![]({KEY} "话 | 别人")')

    def test_whoever_made_a_gallery_stands_under_the_whole_of_it(self):
        out = html(f'::: gallery\n![]({KEY} "一")\n![]({KEY})\n:::')
        assert out.count("何屿 摄") == 1
        assert out.endswith(
            '<figcaption><span class="credit">何屿 摄</span></figcaption></figure>'
        )
        typed = html(f"::: gallery 别人\n![]({KEY})\n:::")
        assert "别人" in typed
        assert "何屿" not in typed

    @pytest.mark.parametrize(
        ("source", "sizes"),
        [
            (f"![]({KEY})", ["680px"]),
            (f"行内 ![]({KEY})", ["680px"]),
            (f"![]({KEY}){{: .wide}}", ["960px"]),
            (f"![]({KEY}){{: .float-left}}", ["50vw"]),
            (f"行内 ![]({KEY}){{: .float-right}} 行内", ["50vw"]),
            (gallery(1), ["680px"]),
            (gallery(2), ["50vw", "50vw"]),
            (gallery(3), ["50vw", "50vw", "99vw"]),
        ],
    )
    def test_browsers_are_told_how_wide_it_stands(self, source, sizes):
        out = html(source)
        assert re.findall('<source sizes="([^"]*)"', out) == sizes
        assert str(render(out, format="html").html) == out

    def test_is_the_same_in_html(self):
        assert html(f"<figure><img src={KEY}></figure>", "html") == html(f"![]({KEY})")

    def test_one_that_is_not_here_leaves_no_trace(self):
        gone = KEY.replace("8b0b", "0000")
        assert html(f"前\n\n![]({gone})\n\n后") == "<p>前</p>\n\n<p>后</p>"

    def test_rendering_again_changes_nothing(self):
        once = html(f"![]({KEY})\n\n行内 ![]({KEY})")
        assert str(render(once, format="html").html) == once

    @pytest.mark.parametrize(
        "source",
        [
            '<picture><source srcset="https://e.com/a.webp 2x"><img src="/a.png"></picture>',
            '<picture><source srcset="//e.com/a.webp 4w"><img src="/a.png"></picture>',
            '<picture><source srcset="/a.webp 4w, javascript:x 8w"><img src="/a.png">',
            '<picture><img src="/a.png" srcset="/b.png 4w"></picture>',
            '<img src="/a.png" srcset="https://e.com/a.png 2x" sizes="1px">',
        ],
    )
    def test_files_from_elsewhere_are_not_offered(self, source):
        out = html(source, "html")
        assert 'src="/a.png"' in out
        assert "picture" not in out
        assert "srcset" not in out

    def test_feeds_get_whole_addresses(self):
        out = absolute_urls(html(f"![]({KEY})"), "https://n.example/2026/11/23/x/")
        assert 'src="https://n.example/media/a.jpg"' in out
        assert (
            'srcset="https://n.example/media/a.webp 400w,'
            ' https://n.example/media/b.webp 800w"' in out
        )
