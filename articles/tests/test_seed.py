"""fixtures/seed.json: up to date, enough for a page, and harmless twice."""

import base64
import json
import re
import zlib
from datetime import UTC, date, datetime
from urllib.parse import unquote

import pytest
from django.core.management import call_command

from articles import importers, publishing
from articles.management import seed
from articles.models.desk import Article, Image, ImportSource
from articles.models.desk.subjects import uid_of
from articles.models.reader import Label, Listing, Publication, PublishedArticle

LINK = re.compile(r'href="([^"]+)"')
ADDRESS = "/2021/10/13/000_f55aafe3e95067ee/"


def unpacked(text: str) -> list[dict]:
    """Read a fixture; compressed columns may differ from one zlib to the next."""
    rows = json.loads(text)
    for row in rows:
        packed = row["fields"].get("packed")
        if packed:
            row["fields"]["packed"] = zlib.decompress(base64.b64decode(packed)).decode()
    return rows


def rows_by_table() -> dict[str, list[dict]]:
    """Give every row of the database but the keys and rows nobody names."""
    return {
        model.__name__: sorted(model.objects.values(), key=lambda row: row["id"])
        for model in seed.MODELS
    }


@pytest.mark.django_db
class TestFixture:
    def test_is_what_importer_and_door_make_of_the_file_today(self):
        committed = seed.FIXTURE.read_text(encoding="utf-8")
        assert unpacked(committed) == unpacked(seed.make()), (
            "fixtures/seed.json is out of date: run make seed and look at the change."
        )

    def test_command_makes_it_in_a_database_of_its_own(self, tmp_path, capsys):
        call_command("make_seed", output=tmp_path / "seed.json")
        made = (tmp_path / "seed.json").read_text(encoding="utf-8")
        assert unpacked(made) == unpacked(seed.FIXTURE.read_text(encoding="utf-8"))
        assert not Article.objects.exists()

    def test_is_not_made_from_a_database_with_articles(self, seeded):
        with pytest.raises(seed.NotEmpty):
            seed.make()

    def test_can_be_read_by_people(self):
        text = seed.FIXTURE.read_text(encoding="utf-8")
        assert '"name": "金融"' in text
        assert all("pk" not in row for row in json.loads(text))


@pytest.fixture
def seeded(db):
    call_command("loaddata", "seed", verbosity=0)


@pytest.mark.usefixtures("seeded")
class TestLoaded:
    def test_the_reader_side_agrees_with_the_desk(self):
        assert publishing.check() == []

    def test_the_page_is_there_with_its_date_and_without_comments(self):
        page = PublishedArticle.objects.get(path=ADDRESS)
        assert page.title == "上海国资国企数字化转型创新基地正式启动"
        assert page.published_at == datetime(2021, 10, 13, 10, 21, tzinfo=UTC)
        assert page.day == date(2021, 10, 13)
        assert not page.comments_enabled
        assert page.words > 1000

    def test_the_breadcrumb_has_three_levels(self):
        page = PublishedArticle.objects.get(path=ADDRESS)
        (path,) = page.refs["categories"]
        names = dict(Label.objects.filter(key__in=path).values_list("key", "name"))
        assert [names[key] for key in path] == ["金融", "中证网", "资讯"]
        assert Label.objects.get(key=page.section_key).path == (
            "/category/金融/中证网/资讯/"
        )

    def test_the_source_is_an_outlet_and_nobody_signs(self):
        article = Article.objects.get()
        assert article.source.name == "中证网"
        assert not article.bylines.exists()

    def test_the_picture_waits_to_be_fetched(self):
        article = Article.objects.get()
        assert article.thumbnail == Image.objects.get()
        assert article.thumbnail.status == Image.Status.PENDING
        assert article.thumbnail.origin.startswith("https://picsum.photos/")

    def test_the_log_and_the_file_are_whole(self):
        entry = Publication.objects.get()
        assert entry.row["path"] == ADDRESS
        assert ImportSource.objects.get().raw == seed.SOURCE.read_bytes()

    def test_every_list_has_it(self):
        assert Listing.objects.count() == Label.objects.count() == 5

    def test_the_page_is_served(self, client):
        page = client.get(ADDRESS)
        assert page.status_code == 200
        linked = [unquote(one) for one in LINK.findall(page.content.decode())]
        crumbs = [
            "/category/金融/",
            "/category/金融/中证网/",
            "/category/金融/中证网/资讯/",
        ]
        assert list(dict.fromkeys(one for one in linked if one in crumbs)) == crumbs

    def test_loading_twice_changes_nothing(self):
        before = rows_by_table()
        call_command("loaddata", "seed", verbosity=0)
        assert rows_by_table() == before

    def test_the_importer_knows_it_again(self):
        plan = importers.Plan(source=seed.SOURCE, fetch=False)
        report = importers.import_posts(plan, at=seed.AT)
        assert report.counts()["unchanged"] == 1

    def test_labels_have_the_keys_that_every_installation_derives(self):
        keys = set(Label.objects.values_list("key", flat=True))
        assert f"category:{uid_of('category', '金融/中证网/资讯')}" in keys
        assert f"source:{uid_of('source', '中证网')}" in keys
