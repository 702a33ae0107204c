"""A site's `_config.yml`."""

from zoneinfo import ZoneInfo

import pytest

from articles.importers.files import SourceProblem
from articles.importers.hexo_config import (
    HexoConfig,
    find_config,
    load_config,
    name_parts,
)
from articles.tests.importers.posts import SITE


class TestFindConfig:
    def test_finds_it_from_the_site_its_posts_or_one_post(self):
        posts = SITE / "source/_posts"
        for source in (
            SITE,
            SITE / "source",
            posts,
            posts / "港口",
            posts / "004_json.md",
        ):
            assert find_config(source) == SITE / "_config.yml"

    def test_takes_nobody_elses(self, tmp_path):
        (tmp_path / "_config.yml").write_text("permalink: x", encoding="utf-8")
        (tmp_path / "texts").mkdir()
        assert find_config(tmp_path / "texts") is None


class TestLoadConfig:
    def test_reads_what_an_import_needs(self):
        config = load_config(SITE / "_config.yml")
        assert config.permalink == ":year/:month/:day/:title/"
        assert config.zone(ZoneInfo("UTC")) == ZoneInfo("Asia/Shanghai")

    def test_survives_odd_values(self, tmp_path):
        path = tmp_path / "_config.yml"
        path.write_text(
            "timezone: Nowhere/At All\npermalink: [a]\ncategory_map: x\nroot: 5",
            encoding="utf-8",
        )
        config = load_config(path)
        assert config.permalink == ""
        assert config.zone(ZoneInfo("UTC")) == ZoneInfo("UTC")

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("a: [", r":\d: did not"),
            ("- a", "no settings"),
            ("a: !!python/name:os.system", ":1: the tag"),
        ],
    )
    def test_says_what_is_wrong(self, tmp_path, text, reason):
        path = tmp_path / "_config.yml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(SourceProblem, match=reason):
            load_config(path)


class TestNameParts:
    @pytest.mark.parametrize(
        ("rule", "stem", "title", "date"),
        [
            ("", "hello", "hello", ""),
            ("", "2026-3-7-hello", "2026-3-7-hello", "2026-3-7"),
            (":title.md", "2026-03-07-hello", "2026-03-07-hello", "2026-03-07"),
            (":year-:month-:day-:title.md", "2026-03-07-hello", "hello", "2026-03-07"),
            (":year-:month-:day-:title.md", "hello", "hello", ""),
            (":year/:title.md", "hello", "hello", ""),
            (":title-:title.md", "2026-03-07-x", "2026-03-07-x", "2026-03-07"),
            (":a:b:c:d:e:f:g:h!.md", "x" * 250, "x" * 250, ""),
        ],
    )
    def test_follow_the_rule_or_the_look(self, rule, stem, title, date):
        parts = name_parts(stem, HexoConfig(new_post_name=rule))
        assert (parts.title, parts.date) == (title, date)
