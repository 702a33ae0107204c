"""A feed at the desk: drafts once, updated while nobody touched them, never twice."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles import importers
from articles.importers import Report, Result
from articles.models.desk import Article, ImportSource, Stage, Standing
from articles.models.reader import PublishedArticle
from articles.tests.factories import NOON
from articles.tests.hidden import revised
from articles.tests.importers.test_feeds import ATOM, JSON, RSS, rss

pytestmark = pytest.mark.django_db


def bring(tmp_path: Path, text: str, **plan: Any) -> Report:
    """Import a feed from a file of always the same name."""
    path = tmp_path / "wire.xml"
    path.write_text(text, encoding="utf-8")
    made = importers.Plan(source=path, format="feed", fetch=False, **plan)
    return importers.import_posts(made, at=NOON)


def outcomes(report: Report) -> list[Result]:
    return [item.outcome for item in report.items]


class TestWire:
    def test_brings_drafts_that_say_where_they_are_from(self, tmp_path: Path):
        report = bring(tmp_path, RSS, category=("要闻", "国内"))
        assert outcomes(report) == [Result.CREATED]
        article = Article.objects.get()
        assert (article.stage, article.standing) == (Stage.DRAFT, Standing.NEVER)
        assert [one.name for one in article.filings.get().category.trail()] == [
            "要闻", "国内",
        ]  # fmt: skip
        assert article.source.name == "海风通讯社"
        assert article.source_url == "https://wire.example/2026/ferry"
        assert article.lead_picture.origin == "https://wire.example/large.jpg"
        assert article.lead_picture.credit == "何屿 摄"
        assert ImportSource.objects.get().source_key == "urn:wire:1"
        assert not PublishedArticle.objects.exists()

    @pytest.mark.parametrize("again", [RSS, RSS.replace("<title>海", "<title> 海")])
    def test_changes_nothing_the_second_time(self, tmp_path: Path, again: str):
        bring(tmp_path, RSS)
        assert outcomes(bring(tmp_path, again)) == [Result.UNCHANGED]
        assert Article.objects.get().latest_number == 1

    def test_updates_a_draft_that_nobody_touched(self, tmp_path: Path):
        bring(tmp_path, RSS)
        changed = RSS.replace("全文。", "全文，改过。")
        assert outcomes(bring(tmp_path, changed)) == [Result.UPDATED]
        assert "改过" in Article.objects.get().body
        assert outcomes(bring(tmp_path, changed)) == [Result.UNCHANGED]

    def test_leaves_alone_what_the_desk_has_changed(self, tmp_path: Path):
        bring(tmp_path, RSS)
        revised(Article.objects.get(), title="编辑改的标题")
        report = bring(tmp_path, RSS.replace("全文。", "全文，改过。"))
        assert outcomes(report) == [Result.CONFLICT]
        assert Article.objects.get().title == "编辑改的标题"

    def test_knows_an_item_in_whatever_format_it_comes(self, tmp_path: Path):
        for text in (RSS, ATOM, JSON):
            bring(tmp_path, text)
        assert Article.objects.count() == 1

    def test_publishes_at_the_items_date_where_that_is_asked_for(self, tmp_path: Path):
        bring(tmp_path, RSS, publish_as="source")
        row = PublishedArticle.objects.get()
        assert row.published_at == NOON
        assert row.source_url == "https://wire.example/2026/ferry"

    def test_publishes_nothing_before_its_time(self, tmp_path: Path):
        later = RSS.replace("05 Mar 2026", "05 Mar 2027")
        bring(tmp_path, later, publish_as="source")
        assert not PublishedArticle.objects.exists()
        assert Article.objects.get().scheduled_moves.count() == 1

    def test_makes_nothing_unsafe_of_what_it_brings(self, tmp_path: Path):
        bad = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;p onclick=x()&gt;gut&lt;/p&gt;"
        bring(
            tmp_path,
            rss(
                f"<title>一</title><description>{bad}</description>"
                "<pubDate>Thu, 05 Mar 2026 12:00:00 +0800</pubDate>"
            ),
            publish_as="source",
        )
        assert PublishedArticle.objects.get().body_html == "<p>gut</p>"


class TestCommand:
    def run(self, *args: Any) -> None:
        call_command("import_posts", *map(str, args), no_fetch=True)

    def test_knows_a_feed_by_how_it_begins(self, tmp_path: Path, capsys: Any):
        for name, text in (("a.xml", RSS), ("b.json", JSON)):
            (tmp_path / name).write_text(text, encoding="utf-8")
            self.run(
                tmp_path / name, "--category", "要闻/国内", "--source-name", "本社"
            )
        assert "created 0, updated 1" in capsys.readouterr().out
        article = Article.objects.get()
        assert article.source.name == "本社"
        assert article.standing == Standing.NEVER

    def test_takes_a_folder_and_ends_with_3_where_a_file_is_none(self, tmp_path: Path):
        (tmp_path / "a.xml").write_text(RSS, encoding="utf-8")
        (tmp_path / "b.xml").write_text("<html/>", encoding="utf-8")
        report = tmp_path / "report.txt"
        with pytest.raises(CommandError) as caught:
            self.run(tmp_path, "--format", "feed", "--report", report)
        assert caught.value.returncode == 3
        counts = json.loads(report.read_text(encoding="utf-8"))["counts"]
        assert (counts["read"], counts["created"], counts["refused"]) == (2, 1, 1)

    @pytest.mark.parametrize(
        ("args", "why"),
        [
            (["http://127.0.0.1/feed"], r"127\.0\.0\.1"),
            (["https://wire.example/feed", "--format", "hexo"], "only feeds"),
        ],
    )
    def test_ends_with_1_where_there_is_nothing_to_read(
        self, args: list[str], why: str
    ):
        with pytest.raises(CommandError, match=why) as caught:
            self.run(*args)
        assert caught.value.returncode == 1

    def test_ends_with_1_for_one_file_that_is_no_feed(self, tmp_path: Path):
        (tmp_path / "a.xml").write_text("<html/>", encoding="utf-8")
        with pytest.raises(CommandError, match="neither RSS nor Atom") as caught:
            self.run(tmp_path / "a.xml", "--format", "feed")
        assert caught.value.returncode == 1
