"""Hexo's dialects of front matter, and the slips people make in them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.importers.front_matter import FrontMatterProblem, parse

SEED = "\n---\ntitle: '渡轮'\ncategories: \n - 要闻\n - 港口\ncomments: false\n---\n\n<div>"


class TestParse:
    def test_reads_the_seed_with_its_blank_first_line(self):
        post = parse(SEED)
        assert post.values == {
            "title": "渡轮",
            "categories": ["要闻", "港口"],
            "comments": False,
        }
        assert post.body == "\n<div>"
        assert post.lines == {"title": 3, "categories": 4, "comments": 7}
        assert post.notes == ()

    @pytest.mark.parametrize(
        "text", ["\ufeff" + SEED, SEED.replace("\n", "\r\n"), "\n \n" + SEED]
    )
    def test_reads_through_marks_line_ends_and_blanks(self, text):
        assert parse(text).values == parse(SEED).values
        assert parse(text).body == parse(SEED).body

    @pytest.mark.parametrize(
        ("text", "values", "body"),
        [
            ("---\na: 1\n---\nb", {"a": 1}, "b"),
            ("-----\na: 1\n-----\nb", {"a": 1}, "b"),
            ("a: 1\n---\nb", {"a": 1}, "b"),
            ("---\na: 1\n---more", {"a": 1}, "more"),
            ("---\na: 1\n---", {"a": 1}, ""),
            ("---\na: 1\n\n---\n\nb", {"a": 1}, "\nb"),
            (';;;\n"a": 1\n;;;\nb', {"a": 1}, "b"),
            ('\n;;;\n"a": {"b": [1]}\n;;;\nb', {"a": {"b": [1]}}, "b"),
            ('"a": 1\n;;;\nb', {}, '"a": 1\n;;;\nb'),
            ("Note: x\n---\ny", {"Note": "x"}, "y"),
            ("---\n---\nb", {}, "---\n---\nb"),
            ("---\nwords alone\n\n---\nb", {}, "---\nwords alone\n\n---\nb"),
            ("no front matter\n---\nb", {}, "no front matter\n---\nb"),
            ("just words", {}, "just words"),
            ("", {}, ""),
            ("---\na: 1\nnever closed", {}, "---\na: 1\nnever closed"),
            ("---\na: 1\n...\n---\nb", {"a": 1}, "b"),
            ("---\n\tb: 1\n---\n", {"b": 1}, ""),
            ("---\ntags:\n\t- a\n\t- b\n---\n", {"tags": ["a", "b"]}, ""),
        ],
    )
    def test_follows_hexo(self, text, values, body):
        post = parse(text)
        assert (post.values, post.body) == (values, body)

    @pytest.mark.parametrize(
        ("line", "title"),
        [
            ("title: @晨报 头条", "@晨报 头条"),
            ("title: `代码`", "`代码`"),
            ("title: 上: 下: 中", "上: 下: 中"),
            ("title: [快讯] 船到了", "[快讯] 船到了"),
            ("title: *重要*", "*重要*"),
            ("title: !注意 风浪", "!注意 风浪"),
            ("title: %百分号", "%百分号"),
            ("title: 'It's here'", "It's here"),
            ('title: """"\'再引一次\'""""', "再引一次"),
            ('title: "他说"好""', '他说"好"'),
            ('title: "甲" 与 "乙"', '"甲" 与 "乙"'),
            ('title: "路径 \\d"', "路径 \\d"),
            ("title: &#123;花括号&#125;", "{花括号}"),
            ("title: '前&#123;中&#125;后'", "前{中}后"),
            ('title: "跨行的\n标题"', "跨行的 标题"),
            ("title: '跨行的\n标题: 也行'", "跨行的 标题: 也行"),
            ("title：全角冒号", "全角冒号"),
            ("title:没有空格", "没有空格"),
            ('title: "\\ud83d\\ude00"', "😀"),
            ("title: 一\x0b二", "一二"),
            ("title: 一\u2028二", "一 二"),
        ],
    )
    def test_mends_what_a_reader_understands(self, line, title):
        post = parse(f"---\n{line}\ndate: 2026-03-05\n---\n正文")
        assert post.values == {"title": title, "date": "2026-03-05"}
        assert post.body == "正文"

    def test_mends_keys_without_a_space_and_front_matter_set_in(self):
        post = parse(
            " title: 灯塔\n keywords:光，海\n link:http://x.example/\n---\n正文"
        )
        assert post.values == {
            "title": "灯塔",
            "keywords": "光，海",
            "link": "http://x.example/",
        }
        assert post.body == "正文"

    def test_says_which_line_it_mended(self):
        post = parse("\n---\ntitle: ok\ntags:\n - @a\n - b\n---\n")
        assert post.values["tags"] == ["@a", "b"]
        assert post.notes == ("line 5: read as plain text; YAML would refuse it",)

    @pytest.mark.parametrize(
        ("text", "note"),
        [
            ("--- \na: 1\n---\nb", "opening rule"),
            ("---\na: 1\n...\nb", "ends with"),
            (';;;\n"a": 1,\n;;;\nb', "comma"),
            ("---\na: 2\na: 1\n---\nb", "line 3: “a” stands twice"),
            ("---\na: 2\n---\nb", None),
            (';;;\n"a": 2,\n"a": 1\n;;;\nb', "line 3: “a” stands twice"),
        ],
    )
    def test_is_kinder_than_hexo_and_says_so(self, text, note):
        post = parse(text)
        assert list(post.values) == ["a"]
        assert post.body == "b"
        assert (note is None and not post.notes) or note in post.notes[0]

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("---\na: 1\nb: !!python/name:os.system\n---\n", 3),
            ("\n---\na: 1\n{ b\n---\n", 4),
            ('\n+++\ntitle = "a"\n+++\nb', 2),
            ("---\ntitle: a\na stray line\ndate: b\n---\n", 3),
            (';;;\n"a": 1\n"b": 2\n;;;\n', 3),
            ("---\na: " + "[" * 2000 + "\n---\n", 2),
        ],
    )
    def test_names_the_line_it_cannot_read(self, text, line):
        with pytest.raises(FrontMatterProblem) as caught:
            parse(text)
        assert caught.value.line == line


# fmt: off
pieces = st.sampled_from([
    "---", ";;;", "...", "\n", "\r\n", "title", ": ", ":", "：", "'", '"', "[", "]",
    "{", "}", "- ", "&a", "*a", "!!", "!x", "@", "\t", "  ", "#", "|", ">", "%",
    "\\u12", "&#123;", "甲", "\ufeff", "\x00", "\x85", "\u2028", "\ud83d", "? ",
    "<<", "~", "1",
])
# fmt: on


class TestAnyText:
    @given(st.one_of(st.text(), st.lists(pieces, max_size=60).map("".join)))
    def test_splits_or_refuses_with_a_line(self, text):
        try:
            post = parse(text)
        except FrontMatterProblem as problem:
            assert 1 <= problem.line <= text.count("\n") + text.count("\r") + 2
        else:
            assert isinstance(post.body, str)
            json.dumps(post.values)

    @given(
        st.text(
            alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
        ).filter(lambda text: "&#12" not in text)
    )
    def test_gives_back_a_quoted_title(self, title):
        quoted = title.replace("'", "''")
        post = parse(f"---\ntitle: '{quoted}'\nlast: 1\n---\nbody")
        assert post.values["title"] == title
        assert post.body == "body"
