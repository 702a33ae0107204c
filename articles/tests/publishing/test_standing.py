"""Pages beside the news show pictures and lead to articles, as articles do."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from articles import publishing
from articles.media import fill, for_image, names
from articles.models.desk import Article, Image, Page
from articles.models.desk.images import uuid_of
from articles.models.reader import (
    PageLinkUse,
    PagePictureUse,
    PublishedArticle,
    PublishedPage,
    Purge,
)
from articles.publishing.pictures import files_of
from articles.publishing.tasks import fetch_pictures
from articles.rendering import VERSION, guard
from articles.tests.factories import NOON, make_article, make_live
from articles.tests.media.samples import sample
from articles.tests.walk import ask
from articles.tests.workflow.people import make_user
from articles.workflow import revise, sync_roles

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)
ELSEWHERE = "https://pictures.example/1.jpg"


@pytest.fixture
def chief(db):
    sync_roles()
    return make_user("chief", "Administrator")


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """Answer what runs a block as if its transaction had been committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def give(chief, commits):
    """Answer what saves a page's text and gives it to readers."""

    def give(body, page=None):
        page = page or Page(title="关于", slug="about", changed_at=NOON)
        page.body = body
        page.save()
        with commits():
            publishing.publish_page(page, expected=page.version, actor=chief, at=NOON)
        return page

    return give


def make_picture(width=900, **fields):
    """Put a picture into the library."""
    image = Image(created_at=NOON, **fields)
    fill(image, sample("PNG", width, 200))
    image.save()
    return image


def shows(image):
    """Write a text that shows a picture."""
    return f"上文\n\n![](image:{image.uuid})\n\n下文"


def on_shelf(media_root):
    """Name the public files."""
    return {path.name for path in (media_root / "public").glob("*")}


def body():
    return PublishedPage.objects.get().body_html


def moved(article, slug):
    Article.objects.filter(pk=article.pk).update(slug=slug)
    article.refresh_from_db()
    return publishing.update(
        revise(article, actor=None, at=LATER), actor=None, at=LATER
    )


class TestPictures:
    def test_are_shown_as_in_an_article(self, give):
        image = make_picture(alt="码头", caption="首班渡轮。", credit="何屿 摄")
        give(shows(image))
        make_live(body=shows(image))
        assert body() == PublishedArticle.objects.get().body_html
        assert re.search(r'srcset="/media/\S+ 400w, ', body())
        assert 'width="900"' in body() and 'height="200"' in body()

    def test_are_public_exactly_while_the_page_is_live(
        self, give, chief, client, commits, media_root
    ):
        image = make_picture()
        page = Page(title="关于", slug="about", changed_at=NOON, body=shows(image))
        page.save()
        name = min(names(for_image(image)))
        assert ask(client, f"/media/{name}").status == 404
        give(shows(image), page)
        row = PublishedPage.objects.get()
        assert on_shelf(media_root) == files_of(row) != set()
        shown = re.findall(r"/media/[0-9a-f]{32}\.\w+", row.body_html)
        assert {ask(client, one).status for one in shown} == {200}
        with commits():
            publishing.withdraw_page(page, actor=chief, at=LATER)
        assert on_shelf(media_root) == set()
        assert {ask(client, one).status for one in shown} == {404}
        assert not PagePictureUse.objects.exists()

    def test_that_are_only_in_its_new_draft_are_private(self, give, commits):
        shown, drafted = make_picture(), make_picture(901)
        page = give(shows(shown))
        page.body, page.version = shows(drafted), 1
        page.save()
        with commits():
            publishing.show_again([shown.uuid, drafted.uuid], at=LATER)
        assert [use.image for use in PagePictureUse.objects.all()] == [shown.uuid]
        files = files_of(PublishedPage.objects.get())
        assert files <= names(for_image(shown))

    def test_go_when_the_page_shows_another(self, give, media_root):
        page = give(shows(make_picture()))
        give(shows(make_picture(901)), page)
        assert on_shelf(media_root) == files_of(PublishedPage.objects.get())
        assert PagePictureUse.objects.count() == 1

    def test_stay_while_one_of_page_and_article_shows_them(
        self, give, chief, commits, media_root
    ):
        image = make_picture()
        page = give(shows(image))
        with commits():
            article = make_live(body=shows(image))
            publishing.withdraw(article, actor=None, at=LATER)
        assert on_shelf(media_root) == files_of(PublishedPage.objects.get())
        with commits():
            make_live("另一篇", body=shows(image))
            publishing.withdraw_page(page, actor=chief, at=LATER)
        row = PublishedArticle.objects.get()
        assert on_shelf(media_root) == files_of(row) - {row.cover}

    def test_of_elsewhere_are_shown_from_here_once_they_came(
        self, give, monkeypatch, commits
    ):
        give(f"![渡轮]({ELSEWHERE})")
        assert ELSEWHERE in body()
        Image.objects.create(uuid=uuid_of(ELSEWHERE), origin=ELSEWHERE, created_at=NOON)
        monkeypatch.setattr("articles.media.pending.fetch", lambda url: sample())
        with commits():
            fetch_pictures.enqueue()
        assert ELSEWHERE not in body() and "/media/" in body()
        assert Purge.objects.latest("pk").keys == [PublishedPage.objects.get().owner]

    def test_that_are_not_here_leave_the_page_whole(self, give):
        give("上文\n\n![](image:00000000-0000-0000-0000-000000000001)\n\n下文")
        assert "上文" in body() and "下文" in body() and "<img" not in body()


class TestLinks:
    def test_follow_the_article(self, give, commits):
        target = make_live("渡轮复航首日")
        give(f"见[渡轮](article:{target.uuid})。")
        assert 'href="/2026/03/05/渡轮复航首日/"' in body()
        with commits():
            moved(target, "ferry")
        assert 'href="/2026/03/05/ferry/"' in body()
        assert PublishedPage.objects.get().owner in Purge.objects.latest("pk").keys
        target.refresh_from_db()
        with commits():
            publishing.withdraw(target, actor=None, at=LATER)
        assert body() == "<p>见渡轮。</p>"
        with commits():
            publishing.publish(target.revisions.latest("number"), actor=None, at=LATER)
        assert 'href="/2026/03/05/ferry/"' in body()

    def test_come_when_the_article_does(self, give, commits):
        target = make_article("未发")
        give(f"见[渡轮](article:{target.uuid})。")
        assert body() == "<p>见渡轮。</p>"
        with commits():
            revision = revise(target, actor=None, at=NOON)
            publishing.publish(revision, actor=None, at=NOON)
        assert "<a href" in body()

    def test_follow_in_the_text_that_readers_have(self, give, commits):
        target = make_live("渡轮复航首日")
        page = give(f"见[渡轮](article:{target.uuid})。")
        page.title, page.body, page.version = "未定", "还没有定的话。", 1
        page.save()
        with commits():
            moved(target, "ferry")
        row = PublishedPage.objects.get()
        assert (row.title, row.updated_at) == ("关于", NOON)
        assert row.body_html == '<p>见<a href="/2026/03/05/ferry/">渡轮</a>。</p>'

    def test_are_forgotten_with_the_page(self, give, chief, commits):
        target = make_live("渡轮复航首日")
        page = give(f"[渡轮](article:{target.uuid})")
        with commits():
            publishing.withdraw_page(page, actor=chief, at=LATER)
            moved(target, "ferry")
        assert not PageLinkUse.objects.exists()
        assert not PublishedPage.objects.exists()


class TestRefresh:
    @pytest.fixture
    def old(self, give):
        """Give a live page that an older rendering made, without its picture."""
        page = give(shows(make_picture()))
        PublishedPage.objects.update(body_html="<p>旧</p>", renderer=None)
        PagePictureUse.objects.all().delete()
        return page

    def test_makes_what_an_older_version_made(self, old, capsys):
        call_command("refresh_pages")
        assert "/media/" in body() and PagePictureUse.objects.count() == 1
        row = PublishedPage.objects.get()
        assert (row.renderer, row.updated_at) == (VERSION, NOON)
        assert "Refreshed 1, refused 0." in capsys.readouterr().out
        call_command("refresh_pages")
        assert "Refreshed 0, refused 0." in capsys.readouterr().out

    @pytest.mark.parametrize("why", ["too long", "text not kept"])
    def test_leaves_what_cannot_be_made_and_names_it(
        self, old, why, monkeypatch, capsys
    ):
        if why == "too long":
            monkeypatch.setattr(guard, "MAX_MARKDOWN", 3)
        else:
            Page.objects.update(live_body=None)
        with pytest.raises(CommandError):
            call_command("refresh_pages")
        assert str(old.uuid) in capsys.readouterr().err
        assert body() == "<p>旧</p>"

    def test_of_what_is_not_live_does_nothing(self, old, chief):
        publishing.withdraw_page(old, actor=chief, at=LATER)
        assert publishing.refresh_pages([old.uuid], at=LATER) == {}
        assert not PublishedPage.objects.exists()


class TestUpgrade:
    """Pages that went out before their text was kept."""

    @pytest.fixture
    def keep(self):
        def keep():
            Page.objects.update(live_body=None)
            import_module("articles.migrations.0017_pictures_in_pages").keep_live_texts(
                apps, None
            )
            return Page.objects.get().live_body

        return keep

    def test_finds_the_live_text_in_the_log(self, give, keep):
        page = give("先前的话。")
        give("现在的话。", page)
        page.title, page.body, page.version = "未定", "还没有定的话。", 1
        page.save()
        assert keep() == "现在的话。"

    def test_knows_no_text_of_what_is_not_live(self, give, keep, chief):
        publishing.withdraw_page(give("从前的话。"), actor=chief, at=LATER)
        assert keep() is None
