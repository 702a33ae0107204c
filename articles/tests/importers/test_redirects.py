"""Lists of old addresses."""

import pytest

from articles.importers.files import SourceProblem
from articles.importers.redirects import key_of, load_redirects


class TestLoadRedirects:
    def test_takes_the_first_and_the_last_column(self, tmp_path):
        path = tmp_path / "map.tsv"
        path.write_text(
            "\ufeff# old\tfile\n"
            "p/1.html\topen\tsource/_posts/港口/一.md\n"
            "\n"
            "https://old.example/p/%E7%94%B2?x=1\tsource/_posts/港口/一.md\n"
            "no tab here\n"
            "/../x\tb.md\n"
            "p/2.html\t./b.md\n",
            encoding="utf-8",
        )
        found = load_redirects(path)
        assert found.of("港口/一.md") == ("/p/1.html", "/p/甲")
        assert found.of("b.md", "/own/", "/p/2.html") == ("/own/", "/p/2.html")
        assert [remark.split(":")[1] for remark in found.remarks] == ["5", "6"]
        assert found.strangers(["b.md"]) == [
            "line 2: no such file in the source: 港口/一.md"
        ]

    def test_says_what_cannot_be_read(self, tmp_path):
        with pytest.raises(SourceProblem, match="cannot be read"):
            load_redirects(tmp_path / "missing.tsv")
        (tmp_path / "latin.tsv").write_bytes(b"\xff\xfe")
        with pytest.raises(SourceProblem, match="cannot be read"):
            load_redirects(tmp_path / "latin.tsv")


class TestKeyOf:
    @pytest.mark.parametrize(
        ("file", "key"),
        [
            ("source/_posts/a/b.md", "a/b.md"),
            ("_posts/b.md", "b.md"),
            ("./a/b.md", "a/b.md"),
            ("/b.md", "b.md"),
            ("", ""),
        ],
    )
    def test_is_what_the_importer_calls_the_file(self, file, key):
        assert key_of(file) == key
