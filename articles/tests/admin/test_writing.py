"""What the writing surface asks for: rendered pieces, articles to link to, the page."""

from uuid import UUID

import pytest
from django.contrib.auth.models import Permission

from articles.models.desk import Article, Image, Revision
from articles.tests.admin.conftest import change_url, filled
from articles.tests.admin.test_images import upload
from articles.tests.factories import make_article, make_live
from articles.tests.workflow.people import make_user, save
from articles.workflow import roles

OFFER = "/admin/articles/article/offer/"
RENDER = "/admin/articles/article/render/"
ADD = "/admin/articles/article/add/"
TYPED_NEW = "/admin/articles/article/preview/unsaved/"


def typed_url(article: Article) -> str:
    """Give the address that shows an unsaved text as the page it would be."""
    return f"/admin/articles/article/{article.pk}/preview/unsaved/"


@pytest.mark.django_db
class TestOffer:
    def test_finds_articles_by_words_of_their_titles(self, desk):
        ferry = make_live("渡轮复航首日")
        make_article("图书馆的夜")
        (found,) = desk.get(OFFER, {"q": "复航 渡轮"}).json()["articles"]
        assert found["address"] == f"article:{ferry.uuid}"
        assert found["title"] == "渡轮复航首日"
        assert desk.get(OFFER, {"q": "没有这样的稿"}).json()["articles"] == []

    def test_tells_nobody_of_drafts_that_are_not_theirs(self, log_in, writer):
        save(make_article("别人的稿", created_by=make_user("qin", roles.WRITER)), None)
        save(make_article("自己的稿", created_by=writer), None)
        found = log_in(writer).get(OFFER, {"q": "的稿"}).json()["articles"]
        assert [one["title"] for one in found] == ["自己的稿"]


@pytest.mark.django_db
class TestPieces:
    def test_come_as_readers_get_them(self, desk):
        told = desk.post(
            RENDER,
            {
                "format": "markdown",
                "text": ["**重要。**下文", "<script>x</script>渡轮"],
            },
        ).json()["pieces"]
        assert told[0]["html"] == "<p><strong>重要。</strong>下文</p>"
        assert (told[0]["characters"], told[0]["words"]) == (4, 0)
        assert "script" not in told[1]["html"]

    def test_show_the_librarys_pictures_behind_the_log_in(self, desk):
        told = desk.post("/admin/articles/image/upload/", {"file": upload()}).json()
        text = f"![码头]({told['address']})"
        (piece,) = desk.post(RENDER, {"format": "markdown", "text": text}).json()[
            "pieces"
        ]
        assert told["shown_at"] in piece["html"]

    def test_that_cannot_be_rendered_say_why(self, desk):
        data = {"format": "markdown", "text": ["[" * 50_000, "好"]}
        refused, good = desk.post(RENDER, data).json()["pieces"]
        assert refused["refused"]
        assert good["html"] == "<p>好</p>"

    def test_of_an_unknown_format_are_refused(self, desk):
        assert desk.post(RENDER, {"format": "x", "text": "a"}).status_code == 403


@pytest.mark.django_db
class TestTyped:
    def test_is_shown_as_the_page_it_would_be_and_nothing_is_stored(self, desk):
        article = make_article("渡轮停航")
        save(article, None)
        data = filled(desk, change_url(article)) | {"body": "**还没保存**的一段。"}
        page = desk.post(typed_url(article), data)
        assert "<strong>还没保存</strong>的一段。" in page.content.decode()
        assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
        assert "no-store" in page["Cache-Control"]
        assert "还没保存" not in Article.objects.get(pk=article.pk).body
        assert Revision.objects.filter(article=article).count() == 1

    def test_of_an_article_that_does_not_exist_yet(self, desk):
        data = filled(desk, ADD) | {"title": "新稿", "body": "第一句。"}
        page = desk.post(TYPED_NEW, data).content.decode()
        assert "新稿" in page
        assert "第一句。" in page
        assert not Article.objects.exists()

    def test_shows_pictures_that_no_revision_names_yet(self, desk):
        told = desk.post("/admin/articles/image/upload/", {"file": upload()}).json()
        data = filled(desk, ADD) | {
            "title": "题",
            "body": f"![码头]({told['address']})",
        }
        page = desk.post(TYPED_NEW, data).content.decode()
        address = page.split('src="/admin/articles/article/preview/picture/')[1]
        address = address.partition('"')[0]
        picture = desk.get(f"/admin/articles/article/preview/picture/{address}")
        assert b"".join(picture.streaming_content)
        assert UUID(told["uuid"]).hex in address
        assert Image.objects.count() == 1

    def test_that_cannot_be_rendered_says_why(self, desk):
        data = filled(desk, ADD) | {"title": "题", "body": "[" * 50_000}
        page = desk.post(TYPED_NEW, data).content.decode()
        assert "这篇正文无法显示" in page or "无法" in page

    def test_is_for_those_who_may_save_it(self, log_in, writer):
        article = make_article("别人的稿", created_by=make_user("qin", roles.WRITER))
        save(article, None)
        assert log_in(writer).post(typed_url(article), {}).status_code == 403


@pytest.mark.django_db
class TestForm:
    def test_holds_the_plain_field_for_browsers_without_script(self, desk):
        page = desk.get(ADD).content.decode()
        assert '<textarea name="body"' in page
        assert "data-writing hidden" in page
        assert 'type="module"' in page

    def test_has_no_surface_where_the_text_is_only_read(self, log_in):
        reader = make_user("reader")
        reader.user_permissions.add(Permission.objects.get(codename="view_article"))
        article = make_live("在线的稿", created_by=reader)
        page = log_in(reader).get(change_url(article)).content.decode()
        assert "在线的稿" in page
        assert "data-writing hidden" not in page
