from lxml import etree

from articles.text import clean


class TestStripControls:
    def test_removes_what_xml_forbids(self):
        assert clean.strip_controls("a\x00b\x0bc\x1fd\ufffee\ud800f") == "abcdef"

    def test_keeps_lines_and_tabs(self):
        assert clean.strip_controls("a\tb\r\nc") == "a\tb\r\nc"

    def test_leaves_what_a_parser_accepts(self):
        everything = "".join(map(chr, range(0x11000))) + "\U0010ffff"
        cleaned = clean.strip_controls(everything)
        text = cleaned.replace("&", "&amp;").replace("<", "&lt;")
        document = etree.fromstring(f"<a>{text}</a>".encode())
        assert document.text == cleaned.replace("\r", "\n")

    def test_removes_no_more_than_that(self):
        kept = len(clean.strip_controls("".join(map(chr, range(0x110000)))))
        # XML 1.0, production 2: Char.
        allowed = 3 + (0xD800 - 0x20) + (0xFFFE - 0xE000) + 0x100000
        assert kept == allowed


class TestFoldWhitespace:
    def test_counts_wide_and_hard_spaces_as_white_space(self):
        assert clean.fold_whitespace("　　一 \u00a0\n二\t") == "一 二"
