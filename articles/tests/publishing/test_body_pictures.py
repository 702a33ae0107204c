"""Pictures in texts: the library's, and those an import found elsewhere."""

import re
from typing import Any

import pytest
from django.test import Client

from articles import publishing
from articles.importers.run import Plan, import_posts
from articles.media import fill
from articles.models.desk import Image
from articles.models.desk.images import uuid_of
from articles.models.reader import PictureUse, PublishedArticle
from articles.preview.show import of_revision
from articles.publishing.pictures import files_of
from articles.publishing.tasks import fetch_pictures
from articles.tests.factories import NOON, make_article, make_live
from articles.tests.media.samples import sample
from articles.workflow import revise

pytestmark = pytest.mark.django_db
URL = "https://pictures.example/渡轮 1.jpg?a=1&b=2".replace(" ", "%20")


def make_picture(width: int = 300, **fields: Any) -> Image:
    """Put a picture into the library."""
    image = Image(created_at=NOON, **fields)
    fill(image, sample("PNG", width, 200))
    image.save()
    return image


def on_shelf(media_root):
    """Name the public files."""
    return {path.name for path in (media_root / "public").glob("*")}


def withdraw(article, capture):
    """Take an article from readers, to the end."""
    article.refresh_from_db()
    with capture(execute=True):
        publishing.withdraw(article, actor=None, at=NOON)


class TestOfTheLibrary:
    def test_are_public_exactly_while_the_article_is_live(
        self, media_root, django_capture_on_commit_callbacks
    ):
        make_picture(uuid=uuid_of(URL), origin=URL)
        article = make_live(body=f"上文\n\n![渡轮]({URL})\n\n下文")
        row = PublishedArticle.objects.get()
        (shown, *_) = re.findall(r"/media/[0-9a-f]{32}\.\w+", row.body_html)
        assert on_shelf(media_root) == files_of(row) - {row.cover}
        assert b"".join(Client().get(shown).streaming_content)
        withdraw(article, django_capture_on_commit_callbacks)
        assert on_shelf(media_root) == set()
        assert Client().get(shown).status_code == 404

    def test_come_in_many_widths_with_what_the_library_says(self, media_root):
        image = make_picture(900, alt="码头", caption="首班渡轮。", credit="何屿 摄")
        make_live(body=f"![](image:{image.uuid})")
        row = PublishedArticle.objects.get()
        assert '<source sizes="' in row.body_html
        assert re.search(r'srcset="/media/\S+ 400w, ', row.body_html)
        assert 'type="image/webp"' in row.body_html
        assert 'alt="码头"' in row.body_html
        assert (
            '首班渡轮。 <span class="credit">何屿 摄</span></figcaption>'
            in row.body_html
        )
        assert PictureUse.objects.get().image == image.uuid
        # The cover is drawn when somebody asks for it.
        assert on_shelf(media_root) == files_of(row) - {row.cover}

    def test_stay_while_another_page_shows_them(
        self, media_root, django_capture_on_commit_callbacks
    ):
        image = make_picture(uuid=uuid_of(URL), origin=URL)
        first = make_live("其一", body=f"![渡轮]({URL})")
        make_live("其二", lead_picture=image)
        withdraw(first, django_capture_on_commit_callbacks)
        assert on_shelf(media_root) == files_of(PublishedArticle.objects.get())

    def test_that_look_alike_do_not_take_each_other_away(
        self, media_root, django_capture_on_commit_callbacks
    ):
        one, other = make_picture(), Image(created_at=NOON)
        # The same picture in a file that is not the same.
        fill(other, sample("PNG", 300, 200) + b"more behind it")
        other.save()
        first = make_live("其一", lead_picture=one)
        make_live("其二", lead_picture=other)
        withdraw(first, django_capture_on_commit_callbacks)
        assert on_shelf(media_root) == files_of(PublishedArticle.objects.get())

    def test_are_private_in_a_draft(self, media_root):
        make_picture(uuid=uuid_of(URL), origin=URL)
        article = make_article(body=f"![渡轮]({URL})")
        revision = revise(article, actor=None, at=NOON)
        assert "/media/" in of_revision(revision, at=NOON).row.body_html
        assert on_shelf(media_root) == set()


class TestFromElsewhere:
    def test_are_shown_from_here_once_they_came(self, monkeypatch, media_root):
        article = make_live(
            body=f'<p><img src="{URL}" alt="渡轮"></p>', body_format="html"
        )
        assert URL.replace("&", "&amp;") in PublishedArticle.objects.get().body_html
        Image.objects.create(uuid=uuid_of(URL), origin=URL, created_at=NOON)
        monkeypatch.setattr("articles.media.pending.fetch", lambda url: sample())
        fetch_pictures.enqueue()
        row = PublishedArticle.objects.get()
        assert "pictures.example" not in row.body_html
        assert on_shelf(media_root) == files_of(row) - {row.cover}
        article.refresh_from_db()
        assert URL in article.body

    def test_come_with_an_import(self, tmp_path, monkeypatch):
        post = tmp_path / "source/_posts/2026-03-05-ferry.md"
        post.parent.mkdir(parents=True)
        post.write_text(f"---\ntitle: 渡轮\n---\n\n![渡轮]({URL})\n", "utf-8")
        monkeypatch.setattr("articles.media.pending.fetch", lambda url: sample())
        report = import_posts(Plan(source=tmp_path, fetch=True), at=NOON)
        assert (report.pictures, Image.objects.get().status) == (1, "ready")
        assert "/media/" in PublishedArticle.objects.get().body_html

    def test_stay_elsewhere_where_nothing_is_to_be_fetched(self, tmp_path):
        post = tmp_path / "source/_posts/2026-03-05-ferry.md"
        post.parent.mkdir(parents=True)
        post.write_text(f"---\ntitle: 渡轮\n---\n\n![渡轮]({URL})\n", "utf-8")
        import_posts(Plan(source=tmp_path, fetch=False), at=NOON)
        assert not Image.objects.exists()
        assert PictureUse.objects.get().image == uuid_of(URL)
