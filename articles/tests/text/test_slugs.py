import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import slugs
from articles.text.pinyin import pinyin_slug


class TestSlugForTitle:
    def test_keeps_han_and_lowers_latin(self):
        assert slugs.slug_for_title("上海 AI 大会：启动！") == "上海-ai-大会-启动"

    def test_is_composed(self):
        assert slugs.slug_for_title("Cafe\u0301") == "café"

    def test_drops_what_nobody_sees(self):
        assert slugs.slug_for_title("新\u200b闻\ufeff") == "新闻"

    def test_cuts_at_a_word(self):
        slug = slugs.slug_for_title("reporters " * 20)
        assert slug == "-".join(["reporters"] * 8)

    def test_cuts_unbroken_text_at_the_limit(self):
        assert slugs.slug_for_title("新" * 200) == "新" * slugs.MAX_LENGTH

    def test_leaves_marks_with_their_letters(self):
        marked = "a" * (slugs.MAX_LENGTH - 1) + "q\u0323\u0301" + "b" * 9
        assert slugs.slug_for_title(marked) == "a" * (slugs.MAX_LENGTH - 1)

    def test_gives_nothing_for_nothing(self):
        assert slugs.slug_for_title("——！？") == ""

    @given(st.text(max_size=200))
    def test_needs_no_escaping_and_is_settled(self, title):
        slug = slugs.slug_for_title(title)
        assert len(slug) <= slugs.MAX_LENGTH
        assert not set(slug) & set("/\\?#%&+ .:\t\n")
        assert not slug.startswith("-") and not slug.endswith("-")
        assert slugs.slug_for_title(slug) == slug


class TestSlugFromStem:
    @pytest.mark.parametrize(
        "stem",
        ["000_0123456789abcdef", "2019-年终总结", "Über uns", "a.b", "C++"],
    )
    def test_keeps_a_stem_that_can_stand_in_a_path(self, stem):
        assert slugs.slug_from_stem(stem) == stem

    @pytest.mark.parametrize(
        ("stem", "slug"),
        [
            ("a/b\\c", "a-b-c"),
            ("100%?#", "100---"),
            ("..", ""),
            (" .隐藏. ", "隐藏"),
            ("a\x00b\u2028c\ud800", "a-b-c-"),
        ],
    )
    def test_replaces_only_the_impossible(self, stem, slug):
        assert slugs.slug_from_stem(stem) == slug

    def test_is_the_same_however_a_file_system_spells_it(self):
        decomposed = unicodedata.normalize("NFD", "épée")
        assert slugs.slug_from_stem(decomposed) == "épée"


class TestLabelSlug:
    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("金融", "金融"),
            ("C", "c"),
            ("C++", "c-plus-plus"),
            ("C#", "c-sharp"),
            (".NET", "dot-net"),
            ("NET", "net"),
            ("Node.js", "node-js"),
            ("C++/C# 入门", "c-plus-plus-c-sharp-入门"),
            ("#话题#", "话题"),
            ("标签，栏目（分类）", "标签-栏目-分类"),
            ("今日推荐 / 精选", "今日推荐-精选"),
            ("R&D", "r-d"),
            ("…", ""),
            ("", ""),
        ],
    )
    def test_reads_like_the_name(self, name, slug):
        assert slugs.label_slug(name) == slug

    def test_tells_apart_what_differs_in_signs_only(self):
        names = ["C", "C++", "C#", "F", "F#", "NET", ".NET", "A", "A+"]
        assert len({slugs.label_slug(name) for name in names}) == len(names)


class TestIsReserved:
    def test_knows_what_the_site_answers_itself(self):
        assert all(map(slugs.is_reserved, ["feed", "page", "index.md", "Feed"]))
        assert not slugs.is_reserved("feeds")


class TestPinyinSlug:
    def test_reads_characters_in_their_word(self):
        assert pinyin_slug("银行行长") == "yin-hang-hang-zhang"

    def test_keeps_latin_words(self):
        assert pinyin_slug("AI 大会 2026") == "ai-da-hui-2026"
