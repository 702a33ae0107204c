"""Hexo posts as records."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from articles.importers import hexo
from articles.importers.hexo import Options
from articles.importers.hexo_config import HexoConfig
from articles.records import ArticleRecord, BylineRecord, Refusal
from articles.tests.importers.posts import SITE

SHANGHAI = ZoneInfo("Asia/Shanghai")


def read_one(
    folder: Path, text: str, *, name: str = "post.md", **options
) -> ArticleRecord:
    (folder / name).write_text(text, encoding="utf-8")
    (entry,) = hexo.read(folder / name, Options(zone=SHANGHAI, **options))
    assert isinstance(entry, ArticleRecord), entry
    return entry


@pytest.fixture
def read(tmp_path):
    """Read one post from its front matter and body."""

    def read_text(head: str, body: str = "正文", **options) -> ArticleRecord:
        return read_one(tmp_path, f"---\n{head}\n---\n{body}", **options)

    return read_text


class TestRead:
    def test_gives_the_samples_by_path(self):
        entries = list(hexo.read(SITE, Options(zone=SHANGHAI)))
        assert [entry.source_key for entry in entries] == [
            "003_undated.md",
            "004_json.md",
            "005_hidden.md",
            "006_future.md",
            "007_broken.md",
            "2026-03-07-market.md",
            "_drafts/notes.md",
            "港口/001_ferry.txt",
            "港口/002_lighthouse.md",
        ]
        refused = [entry for entry in entries if isinstance(entry, Refusal)]
        assert [one.reason.split(" the tag")[0] for one in refused] == [
            "007_broken.md:2:"
        ]

    def test_reads_the_dialect_of_the_seed_whole(self):
        path = SITE / "source/_posts/港口/001_ferry.txt"
        (record,) = hexo.read(path, Options(zone=SHANGHAI))
        assert record.source_key == "港口/001_ferry.txt"
        assert record.raw == path.read_bytes()
        assert record.title == "渡轮复航首日：三千人过海"
        assert record.slug == "001_ferry"
        assert record.body_format == "html"
        assert record.categories == (("要闻", "海风通讯社", "港口"),)
        assert (record.source_name, record.bylines) == ("海风通讯社", ())
        assert record.published_at == datetime(2026, 3, 5, 4, tzinfo=UTC)
        assert record.comments_enabled is False
        assert record.thumbnail.url == "https://pictures.example/ferry.jpg"
        assert record.extra == {}
        assert record.notes == ()


class TestCategories:
    @pytest.mark.parametrize(
        ("line", "paths"),
        [
            ("categories: 要闻", (("要闻",),)),
            ("categories: A, B", (("A, B",),)),
            ("categories: [要闻, 港口]", (("要闻", "港口"),)),
            (
                "categories:\n- [要闻, 港口]\n- [文化]\n- 短讯",
                (("要闻", "港口"), ("文化",), ("短讯",)),
            ),
            ("categories: [[一], [一]]", (("一",),)),
            ("categories: [2026, 07]", (("2026", "07"),)),
            ("categories: ", ()),
            ("categories: ['', ~]", ()),
            ("category: 要闻", (("要闻",),)),
            ("category: 别的\ncategories: 要闻", (("要闻",),)),
            (
                "categories: 游研社 - 分类 / 文章（一）",
                (("游研社 - 分类 / 文章（一）",),),
            ),
        ],
    )
    def test_follow_hexo(self, read, line, paths):
        assert read(f"title: t\n{line}").categories == paths


class TestTags:
    @pytest.mark.parametrize(
        ("line", "tags"),
        [
            ("tags: 灯塔, 港口", ("灯塔, 港口",)),
            ("tags: [灯塔, 007, 1.10, 灯塔, ~, '']", ("灯塔", "007", "1.10")),
            ("tags: [no, true]", ("no", "true")),
            ("tag: 灯塔", ("灯塔",)),
            ("tags: ", ()),
        ],
    )
    def test_are_strings_each_once(self, read, line, tags):
        assert read(f"title: t\n{line}").tags == tags


class TestAuthor:
    def test_is_a_person_unless_an_outlet(self, read):
        record = read("title: t\nauthor: 林晓\ncategories: 要闻")
        assert record.bylines == (BylineRecord(name="林晓"),)
        assert record.source_name == ""

    def test_is_the_source_where_a_category_has_its_name(self, read):
        record = read("title: t\nauthor: 海风社\ncategories: [要闻, 海风社]")
        assert (record.bylines, record.source_name) == ((), "海风社")

    def test_is_the_source_where_listed_as_an_outlet(self, read):
        record = read("title: t\nauthor: [海风社, 林晓]", outlets=frozenset({"海风社"}))
        assert record.source_name == "海风社"
        assert record.bylines == (BylineRecord(name="林晓"),)


class TestSwitches:
    @pytest.mark.parametrize(
        ("value", "on"),
        [("false", False), ("'false'", False), ("0", False), ("'0'", False), ("", False),
         ("no", True), ("true", True), ("off", True)],
    )  # fmt: skip
    def test_comments_are_off_only_where_hexo_says_so(self, read, value, on):
        assert read(f"title: t\ncomments: {value}").comments_enabled is on
        assert read("title: t").comments_enabled is True

    @pytest.mark.parametrize(
        "line", ["published: false", "draft: true", "password: abc"]
    )
    def test_hidden_posts_are_not_published(self, read, line):
        assert read(f"title: t\n{line}").published is False

    def test_drafts_are_not_published(self, tmp_path):
        (tmp_path / "_drafts").mkdir()
        assert read_one(tmp_path / "_drafts", "---\ntitle: t\n---\n").published is False


class TestDates:
    def test_take_the_file_name_where_the_key_is_unreadable(self, read):
        record = read("title: t\ndate: Invalid Date", name="2026-03-07-market.md")
        assert record.published_at == datetime(2026, 3, 6, 16, tzinfo=UTC)
        assert record.slug == "2026-03-07-market"
        assert "line 3" in record.notes[0]

    def test_take_the_file_name_by_the_rule_of_the_site(self, read):
        config = HexoConfig(
            new_post_name=":year_:i_month_:i_day_:title.md", timezone="UTC"
        )
        record = read("title: t", name="2026_3_7_market.md", config=config)
        assert record.published_at == datetime(2026, 3, 7, tzinfo=UTC)
        assert record.slug == "market"

    def test_say_why_there_is_none(self, read):
        record = read("title: t\ndate: Invalid Date")
        assert record.published_at is None
        assert record.date_problem.startswith("line 3: “Invalid Date” is not a date")
        assert "no date" in read("title: t").date_problem

    def test_are_in_the_zone_of_the_site(self, read):
        config = HexoConfig(timezone="America/New_York")
        record = read("title: t\ndate: 2026-03-05 12:00", config=config)
        assert record.published_at == datetime(2026, 3, 5, 17, tzinfo=UTC)


class TestTitle:
    def test_is_the_file_name_where_there_is_none(self, read):
        record = read("date: 2026-03-05", name="一份 公告.md")
        assert record.title == "一份 公告"
        assert record.notes

    def test_is_cut_where_it_is_a_text(self, read):
        record = read(f"title: {'长' * 400}")
        assert len(record.title) == 300
        assert "line 2: title cut" in record.notes[0]


class TestBody:
    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            ("<div>\n<p>甲</p>\n\n# 乙\n</div>\n   ", "html"),
            ("\n<p>甲</p>\n<p>乙</p>", "html"),
            ("<!-- x --><section>甲</section>", "html"),
            ("<p align=center>图</p>\n\n## 标题\n", "markdown"),
            ("<div>甲</div>\n\n- 一\n- 二\n\n<div>乙</div>", "markdown"),
            ("<b>粗</b> 字", "markdown"),
            ("正文", "markdown"),
        ],
    )
    def test_format_is_what_it_begins_with(self, read, body, kind):
        record = read("title: t", body)
        assert record.body_format == kind
        assert record.body == body

    def test_of_an_html_file_is_html(self, read):
        assert read("title: t", "正文", name="a.html").body_format == "html"


class TestPictures:
    def test_are_addresses_on_the_web(self, read):
        record = read("title: t\nthumbnail: //p.example/a.jpg\ncover: /images/b.jpg")
        assert record.thumbnail.url == "https://p.example/a.jpg"
        assert record.lead_picture is None
        assert record.extra == {"cover": "/images/b.jpg"}

    @pytest.mark.parametrize(
        ("body", "twice"),
        [
            ('<p><img alt="x" src="https://p.example/a.jpg?x=1&amp;y=2"></p>', True),
            ("<p><IMG SRC = https://p.example/a.jpg?x=1&y=2 alt=x></p>", True),
            ("![图](https://p.example/a.jpg?x=1&y=2)", True),
            ("![图]( <https://p.example/a.jpg?x=1&y=2> )", True),
            ('<p><a href="https://p.example/a.jpg?x=1&amp;y=2">图</a></p>', False),
            ('<p><img src="https://p.example/a.jpg?x=1&amp;y=23"></p>', False),
            ("正文", False),
        ],
    )
    def test_are_not_shown_twice(self, read, body, twice):
        record = read("title: t\nheadimg: https://p.example/a.jpg?x=1&y=2", body)
        assert (record.lead_picture is None) is twice
        assert record.thumbnail is not None


class TestOldAddresses:
    @pytest.mark.parametrize(
        ("line", "paths"),
        [
            ("permalink: old/a.html", ("/old/a.html",)),
            ("permalink: /2020/甲/", ("/2020/甲/",)),
            ("permalink: https://old.example/x%E7%94%B2/?y=1#z", ("/x甲/",)),
            ("permalink: /../../admin/", ()),
            ("permalink: /a/%2e%2e/b", ()),
            ("permalink: /", ()),
            ("permalink: [a]", ()),
            (f"permalink: {'a/' * 500}", ()),
        ],
    )
    def test_are_permalinks_that_are_paths(self, read, line, paths):
        assert read(f"title: t\n{line}").old_addresses == paths

    def test_follow_the_rule_of_the_site(self, read):
        config = HexoConfig(permalink=":category/:year/:i_month/:title-:abbrlink.html")
        record = read(
            "title: t\ndate: 2026-03-05 12:00:00\nabbrlink: 8fa3\ncategories: [要闻, C++]",
            config=config,
        )
        assert record.old_addresses == ("/要闻/C/2026/3/post-8fa3.html",)

    def test_give_both_days_where_hexo_may_have_moved_the_date(self, read):
        config = HexoConfig(
            permalink=":year/:month/:day/:title/", timezone="Asia/Shanghai"
        )
        record = read("title: t\ndate: Thu, 05 Mar 2026 04:00:00 GMT", config=config)
        assert record.old_addresses == ("/2026/03/05/post/", "/2026/03/04/post/")


class TestLanguage:
    @pytest.mark.parametrize(
        ("value", "language"),
        [
            ("zh-CN", "zh-Hans"),
            ("zh_TW", "zh-Hant"),
            ("en-US", "en"),
            ("ja", "ja"),
            ("pt-BR", "pt-BR"),
            ("", ""),
            ("klingon at heart", ""),
            ("x" * 400, ""),
        ],
    )
    def test_is_a_tag_that_pages_can_carry(self, read, value, language):
        assert read(f"title: t\nlang: {value}").language == language

    def test_is_the_sites_where_the_post_says_none(self, read):
        config = HexoConfig(language="zh-TW")
        assert read("title: t", config=config).language == "zh-Hant"
        assert read("title: t\nlang: en", config=config).language == "en"


class TestExtra:
    def test_keeps_what_no_field_takes(self, read):
        record = read(
            "title: t\nsticky: 010\nphotos: [a, b]\nmeta: {x: no, y: 1e999}\n"
        )
        assert record.extra == {
            "sticky": 10,
            "photos": ["a", "b"],
            "meta": {"x": "no", "y": "1e999"},
        }

    def test_gives_no_rights(self, read):
        record = read("title: t\nstatus: published\nis_superuser: true\ndraft: true")
        assert record.published is False
        assert record.extra == {"status": "published", "is_superuser": True}
