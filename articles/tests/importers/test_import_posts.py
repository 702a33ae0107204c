"""The command: arguments, report and exit codes of contract.md."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from articles.importers import run as run_module
from articles.importers import writer
from articles.models.desk import Article, Image
from articles.tests.importers.posts import SITE, post, put

pytestmark = pytest.mark.django_db


def import_posts(*args, **options):
    call_command("import_posts", *map(str, args), no_fetch=True, **options)


class TestExit:
    def test_is_clean_where_all_was_saved(self, tmp_path, capsys):
        import_posts(put(tmp_path, a=post()))
        out = capsys.readouterr()
        assert "read 1, created 1, updated 0" in out.out
        assert out.err == ""

    def test_is_3_where_some_was_refused(self, capsys):
        with pytest.raises(CommandError, match="1 refused") as caught:
            import_posts(SITE)
        assert caught.value.returncode == 3
        assert Article.objects.count() == 8
        out = capsys.readouterr()
        assert "refused: 007_broken.md:2: the tag" in out.err
        assert "created: 003_undated.md: created as draft: line 5" in out.out

    @pytest.mark.parametrize(
        ("args", "reason"),
        [
            (["/nowhere/at/all"], "no such file"),
            (
                [SITE, "--format", "jekyll"],
                "cannot be read yet; choose one of auto, hexo",
            ),
            ([SITE, "--config", "/nowhere.yml"], "cannot be read"),
            ([SITE, "--redirects", "/nowhere.tsv"], "cannot be read"),
            ([SITE, "--report", "/nowhere/report.json"], "is no folder"),
        ],
    )
    def test_is_1_where_it_could_not_run(self, args, reason):
        with pytest.raises(CommandError, match=reason) as caught:
            import_posts(*args)
        assert caught.value.returncode == 1
        assert not Article.objects.exists()

    def test_is_1_for_another_systems_export(self, tmp_path):
        wxr = "<rss xmlns:wp='http://wordpress.org/export/1.2/'/>"
        (tmp_path / "export.xml").write_text(wxr, encoding="utf-8")
        with pytest.raises(CommandError, match="WordPress"):
            import_posts(tmp_path / "export.xml")

    def test_is_1_where_the_database_fails(self, monkeypatch, tmp_path):
        def full(*_args, **_options):
            raise OperationalError("database or disk is full")

        monkeypatch.setattr(writer, "make", full)
        with pytest.raises(
            CommandError, match=r"disk is full\. What was saved"
        ) as caught:
            import_posts(put(tmp_path, a=post()))
        assert caught.value.returncode == 1

    def test_is_1_where_somebody_stops_it(self, monkeypatch, tmp_path):
        def stop(*_args, **_options):
            raise KeyboardInterrupt

        monkeypatch.setattr(run_module.hexo, "read_each", stop)
        with pytest.raises(CommandError, match="same command goes on") as caught:
            import_posts(put(tmp_path, a=post()))
        assert caught.value.returncode == 1


class TestReport:
    def test_is_as_the_contract_lays_it_out(self, tmp_path):
        path = tmp_path / "report.json"
        with pytest.raises(CommandError):
            import_posts(SITE, report=path)
        report = json.loads(path.read_text(encoding="utf-8"))
        assert list(report) == ["source", "format", "seconds", "counts", "items"]
        assert list(report["counts"]) == [
            "read", "created", "updated", "unchanged", "conflict", "refused",
            "redirects", "pictures", "pictures_missing",
        ]  # fmt: skip
        assert report["format"] == "hexo"
        assert report["seconds"] > 0
        assert len(report["items"]) == report["counts"]["read"] == 9
        assert report["items"][7] == {
            "source_key": "港口/001_ferry.txt",
            "outcome": "created",
            "url": "/2026/03/05/001_ferry/",
            "reason": "",
        }

    def test_of_a_dry_run_saves_only_itself(self, tmp_path, capsys):
        path = tmp_path / "report.json"
        import_posts(put(tmp_path / "posts", a=post()), report=path, dry_run=True)
        assert json.loads(path.read_text())["counts"]["created"] == 1
        assert "Would be: read 1" in capsys.readouterr().out
        assert not Article.objects.exists()


class TestPictures:
    @pytest.fixture
    def queue(self, monkeypatch):
        calls = []
        monkeypatch.setattr(
            run_module,
            "fetch_pictures",
            type("Task", (), {"enqueue": lambda: calls.append(1)}),
        )
        return calls

    def test_are_fetched_by_a_task_afterwards(self, queue, tmp_path):
        put(tmp_path, a=post(thumbnail="https://p.example/a.jpg"))
        call_command("import_posts", str(tmp_path))
        assert queue == [1]
        assert Image.objects.get().status == Image.Status.PENDING

    def test_are_left_alone_on_request(self, queue, tmp_path):
        put(tmp_path, a=post(thumbnail="https://p.example/a.jpg"))
        import_posts(tmp_path)
        assert queue == []
        assert Image.objects.count() == 1
