"""Pictures at the desk: taken in or refused, behind the log-in, described."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models.desk import Article, Image
from articles.models.reader import PublishedArticle
from articles.tests.admin.conftest import change_url, filled, said
from articles.tests.factories import (
    NOON,
    make_article,
    make_category,
    make_source,
)
from articles.tests.media.samples import sample
from articles.tests.workflow.people import make_user, save

LIBRARY = "/admin/articles/image/"
ADD = "/admin/articles/article/add/"


def upload(data: bytes | None = None, name: str = "码头.jpg") -> SimpleUploadedFile:
    """Give a file as a browser sends it."""
    return SimpleUploadedFile(name, sample() if data is None else data)


@pytest.mark.django_db
class TestUpload:
    def test_keeps_the_picture_and_its_words(self, desk):
        desk.post(f"{LIBRARY}add/", {"file": upload(), "alt": "清晨的码头"})
        image = Image.objects.get()
        assert (image.status, image.alt) == ("ready", "清晨的码头")
        assert image.width > 0

    @pytest.mark.parametrize(
        ("data", "name"), [(b"<svg onload=alert(1)>", "a.jpg"), (None, "a.php")]
    )
    def test_refuses_what_is_no_picture(self, desk, data, name):
        response = desk.post(f"{LIBRARY}add/", {"file": upload(data, name)})
        assert response.context["adminform"].form.errors["file"]
        assert not Image.objects.exists()

    def test_comes_with_the_article(self, desk):
        data = filled(desk, ADD) | {"title": "题", "lead_picture_file": upload()}
        desk.post(ADD, data)
        assert Article.objects.get().lead_picture == Image.objects.get()

    def test_of_the_same_bytes_is_the_same_picture(self, desk):
        files = {"lead_picture_file": upload(), "thumbnail_file": upload()}
        desk.post(ADD, filled(desk, ADD) | {"title": "题"} | files)
        article = Article.objects.get()
        assert article.thumbnail == article.lead_picture == Image.objects.get()

    def test_that_is_no_picture_keeps_what_was_typed(self, desk):
        article = make_article()
        save(article, None)
        bad = {"thumbnail_file": upload(b"%PDF-1.4"), "title": "新题"}
        response = desk.post(
            change_url(article), filled(desk, change_url(article)) | bad
        )
        assert response.context["adminform"].form.errors["thumbnail_file"]
        assert "新题" in response.content.decode()


@pytest.mark.django_db
class TestFile:
    @pytest.fixture
    def image(self, desk):
        desk.post(f"{LIBRARY}add/", {"file": upload(), "alt": "码头"})
        return Image.objects.get()

    def test_is_for_the_desk_alone(self, image, client, log_in, desk):
        address = f"{LIBRARY}{image.pk}/file/"
        assert client.get(address).status_code == 302
        assert log_in(make_user("guest")).get(address).status_code == 404
        response = desk.get(address)
        assert response["Content-Type"] == "image/webp"
        assert "private" in response["Cache-Control"]
        assert b"".join(response.streaming_content)[8:12] == b"WEBP"

    def test_that_is_not_here_answers_404(self, desk):
        image = Image.objects.create(origin="http://x.example/a.jpg", created_at=NOON)
        assert desk.get(f"{LIBRARY}{image.pk}/file/").status_code == 404

    def test_that_failed_says_why_and_is_tried_again(self, desk, monkeypatch):
        image = Image.objects.create(
            origin="http://x.example/a.jpg",
            status="failed",
            failure="对方没有应答",
            created_at=NOON,
        )
        assert "对方没有应答" in desk.get(LIBRARY).content.decode()
        queued = []
        task = SimpleNamespace(enqueue=lambda: queued.append(1))
        monkeypatch.setattr("articles.admin.images.fetch_pictures", task)
        chosen = {"action": "fetch_again", "_selected_action": [image.pk]}
        response = desk.post(LIBRARY, chosen, follow=True)
        image.refresh_from_db()
        assert (image.status, queued) == ("pending", [1])
        assert "1 张" in said(response)


@pytest.mark.django_db
class TestWords:
    def test_changed_reach_live_pages(self, desk):
        data = filled(desk, ADD) | {
            "title": "题", "body": "文", "source": make_source().pk,
            "filed_under": [make_category().pk],
        }  # fmt: skip
        desk.post(ADD, data | {"lead_picture_file": upload()})
        article, image = Article.objects.get(), Image.objects.get()
        for move in ("submit", "approve", "publish"):
            desk.post(f"/admin/articles/article/{article.pk}/move/", {"move": move})
        form = f"{LIBRARY}{image.pk}/change/"
        response = desk.post(
            form, filled(desk, form) | {"alt": "渡轮靠岸"}, follow=True
        )
        assert "1 个在线页面" in said(response)
        assert PublishedArticle.objects.get().lead_picture["alt"] == "渡轮靠岸"
