"""Finding files, and reading them without trusting them."""

import os

import pytest

from articles.importers import files
from articles.importers.files import FileProblem, SourceProblem, find, load, text_of


def keys(source):
    return [one.key for one in find(source)]


def put(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("正文", encoding="utf-8")


class TestFind:
    def test_reads_posts_and_drafts_of_a_site_and_no_pages(self, tmp_path):
        put(
            tmp_path / "source",
            "_posts/乙.md", "_posts/甲/一.txt", "_drafts/d.md", "about/index.md",
            "_posts/_hidden.md", "_posts/.dot.md", "_posts/a.md~", "_posts/b.md%",
            "_posts/picture.jpg", "_posts/_skip/x.md",
        )  # fmt: skip
        assert keys(tmp_path) == ["_drafts/d.md", "乙.md", "甲/一.txt"]
        assert keys(tmp_path / "source") == keys(tmp_path)
        assert [one.draft for one in find(tmp_path)] == [True, False, False]

    def test_names_a_file_the_same_from_wherever_it_is_read(self, tmp_path):
        put(tmp_path / "source", "_posts/甲/一.txt")
        posts = tmp_path / "source" / "_posts"
        for source in (tmp_path, posts, posts / "甲", posts / "甲" / "一.txt"):
            assert keys(source) == ["甲/一.txt"]

    def test_takes_any_folder_as_a_folder_of_posts(self, tmp_path):
        put(tmp_path, "b.md", "a/c.html", "d.MARKDOWN", "e.json")
        assert keys(tmp_path) == ["a/c.html", "b.md", "d.MARKDOWN"]

    def test_takes_a_file_by_its_name(self, tmp_path):
        put(tmp_path, "_odd.seed")
        assert keys(tmp_path / "_odd.seed") == ["_odd.seed"]

    def test_says_what_is_missing(self, tmp_path):
        with pytest.raises(SourceProblem, match="no such file"):
            find(tmp_path / "nowhere")
        with pytest.raises(SourceProblem, match="holds no posts"):
            find(tmp_path)


class TestLoad:
    def test_follows_no_link_out_of_the_folder(self, tmp_path):
        put(tmp_path, "secret.md", "posts/a.md")
        posts = tmp_path / "posts"
        (posts / "b.md").symlink_to(tmp_path / "secret.md")
        (posts / "c").symlink_to(tmp_path)
        (posts / "d.md").symlink_to(posts / "a.md")
        (posts / "e.md").symlink_to(posts / "e.md")
        found = {one.key: one for one in find(posts)}
        assert load(found["a.md"]) == load(found["d.md"]) == "正文".encode()
        for key, reason in {
            "b.md": "link out",
            "c": "link out",
            "e.md": "itself|Too many|levels",
        }.items():
            with pytest.raises(FileProblem, match=reason):
                load(found[key])

    def test_waits_for_no_pipe(self, tmp_path):
        put(tmp_path, "a.md")
        os.mkfifo(tmp_path / "b.md")
        found = {one.key: one for one in find(tmp_path)}
        with pytest.raises(FileProblem, match="device"):
            load(found["b.md"])

    def test_refuses_what_is_too_large(self, tmp_path, monkeypatch):
        monkeypatch.setattr(files, "MAX_BYTES", 5)
        put(tmp_path, "a.md")
        with pytest.raises(FileProblem, match="larger"):
            load(find(tmp_path)[0])


class TestTextOf:
    @pytest.mark.parametrize(
        ("raw", "reason"),
        [
            (b"", "empty"),
            (b" \n", "empty"),
            (b"ab\ncd\x00", "line 2: binary"),
            (b"ab\n\xc4\xe3\xba\xc3", "line 2: not UTF-8"),
            ("甲".encode("utf-16"), "line 1: not UTF-8"),
        ],
    )
    def test_names_the_line_that_is_no_text(self, raw, reason):
        with pytest.raises(FileProblem, match=reason):
            text_of(raw)

    def test_drops_the_byte_order_mark(self):
        assert text_of("\ufeff甲".encode()) == "甲"
