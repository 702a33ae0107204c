"""The library: found by words and use, replaced, kept while it is needed, let go."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles import publishing
from articles.media import desk_file, fill, names, private_file
from articles.models.desk import Image, Page, SiteSettings
from articles.models.reader import PublishedArticle, PublishedPage, Purge
from articles.publishing.pictures import files_of
from articles.tests.admin.conftest import filled, said
from articles.tests.factories import NOON, make_article, make_live
from articles.tests.media.samples import drawn, encoded, sample
from articles.tests.workflow.people import make_user
from articles.workflow import revise, roles, sync_roles

pytestmark = pytest.mark.django_db
LIBRARY = "/admin/articles/image/"


def make_picture(alt="渡轮", width=300, **fields):
    """Put a picture into the library."""
    image = Image(created_at=NOON, alt=alt, **fields)
    fill(image, sample("PNG", width, 200))
    image.save()
    return image


def make_page(body, *, live=True):
    """Write a page beside the news, and give it to readers."""
    page = Page.objects.create(
        title="关于本报", slug="about", changed_at=NOON, body=body
    )
    if live:
        sync_roles()
        publisher = make_user("zhou", roles.PUBLISHER)
        publishing.publish_page(page, expected=0, actor=publisher, at=NOON)
    return page


def make_logo(image, *, drafted):
    """Give readers a logo, and put another one into the site's settings."""
    site = SiteSettings.objects.create(name="海风日报", logo_dark=image)
    sync_roles()
    administrator = make_user("guan", roles.ADMINISTRATOR)
    publishing.publish_site(expected=0, actor=administrator, at=NOON)
    SiteSettings.objects.filter(pk=site.pk).update(logo=drafted, logo_dark=None)


def listed(client, query):
    """Name the pictures that a view or a search of the library shows."""
    cl = client.get(f"{LIBRARY}?{query}").context["cl"]
    return {image.alt for image in cl.result_list}


def change(image):
    """Give the address of a picture's form."""
    return f"{LIBRARY}{image.pk}/change/"


class TestSearch:
    @pytest.mark.parametrize("words", ["清晨", "码头", "林晓", "CC", "复航"])
    def test_finds_by_text_credit_licence_and_headline(self, desk, words):
        image = make_picture(
            "清晨", caption="码头", credit="林晓 摄", licence="CC BY 4.0"
        )
        make_picture("别的")
        make_article("渡轮复航", lead_picture=image)
        assert listed(desk, f"q={words}") == {"清晨"}

    def test_tells_nothing_of_headlines_that_are_somebody_elses(self, log_in, writer):
        make_article("密谈", thumbnail=make_picture())
        assert listed(log_in(writer), "q=密谈") == set()


class TestViews:
    def test_show_what_is_wanting(self, desk):
        today = timezone.localdate()
        make_picture("", credit="林晓")
        make_picture("无署名", 301)
        make_picture(
            "将尽", 302, credit="何田", licence_expires=today + timedelta(days=9)
        )
        make_picture(
            "还长", 303, credit="何田", licence_expires=today + timedelta(days=99)
        )
        assert listed(desk, "view=undescribed") == {""}
        assert listed(desk, "view=uncredited") == {"无署名"}
        assert listed(desk, "view=licence") == {"将尽"}

    def test_show_what_nothing_shows(self, desk):
        lead, of_text, named, lost = (
            make_picture(name, 300 + place)
            for place, name in enumerate(("主图", "文中", "列表", "无用"))
        )
        make_live(lead_picture=lead, body=f"![渡轮](image:{of_text.uuid})")
        make_article("草稿", thumbnail=named)
        assert listed(desk, "view=unused") == {lost.alt}

    def test_count_what_a_page_beside_the_news_shows(self, desk):
        live, drafted, lost = (
            make_picture(name, 300 + place)
            for place, name in enumerate(("在页上", "在草稿", "无用"))
        )
        page = make_page(f"![](image:{live.uuid})")
        Page.objects.filter(pk=page.pk).update(body=f"![](image:{drafted.uuid})")
        assert listed(desk, "view=unused") == {lost.alt}
        counted = desk.get(LIBRARY).context["cl"].result_list
        assert {one.alt: one.live for one in counted} == {
            "在页上": 1, "在草稿": 0, "无用": 0,
        }  # fmt: skip

    def test_count_a_logo_as_shown(self, desk):
        live, drafted, lost = (
            make_picture(name, 300 + place)
            for place, name in enumerate(("旧标志", "新标志", "无用"))
        )
        make_logo(live, drafted=drafted)
        assert listed(desk, "view=unused") == {lost.alt}

    def test_show_what_is_here_twice(self, desk):
        make_picture("其一"), make_picture("其二"), make_picture("别的", 301)
        assert listed(desk, "view=twice") == {"其一", "其二"}

    def test_cost_the_same_however_many_pictures(
        self, desk, django_assert_max_num_queries
    ):
        for place in range(12):
            make_picture(str(place), 300 + place)
        with django_assert_max_num_queries(14):
            desk.get(LIBRARY)


class TestReplace:
    @pytest.fixture
    def image(self):
        image = make_picture()
        make_live(lead_picture=image, body=f"![渡轮](image:{image.uuid})")
        return image

    def replace(self, desk, image, data):
        file = SimpleUploadedFile("新.png", data)
        form = filled(desk, change(image)) | {"file": file}
        return desk.post(change(image), form, follow=True)

    def test_keeps_references_and_renews_the_pages(
        self, desk, image, media_root, django_capture_on_commit_callbacks
    ):
        before = PublishedArticle.objects.get()
        old = files_of(before)
        with django_capture_on_commit_callbacks(execute=True):
            response = self.replace(desk, image, sample("PNG", 500, 400))
        after = PublishedArticle.objects.get()
        assert "1 个在线页面" in said(response)
        assert Image.objects.get().pk == image.pk
        assert not files_of(after) & old
        assert {p.name for p in (media_root / "public").glob("*")} == files_of(after)
        assert after.owner in Purge.objects.latest("pk").keys

    def test_renews_a_page_beside_the_news(
        self, desk, media_root, django_capture_on_commit_callbacks
    ):
        image = make_picture()
        with django_capture_on_commit_callbacks(execute=True):
            make_page(f"![](image:{image.uuid})")
        old = files_of(PublishedPage.objects.get())
        with django_capture_on_commit_callbacks(execute=True):
            response = self.replace(desk, image, sample("PNG", 500, 400))
        row = PublishedPage.objects.get()
        assert "1 个在线页面" in said(response)
        assert not files_of(row) & old and 'width="500"' in row.body_html
        assert {p.name for p in (media_root / "public").glob("*")} == files_of(row)
        assert Purge.objects.latest("pk").keys == [row.owner]

    @pytest.mark.parametrize(
        ("field", "word"),
        [("alt", "清晨"), ("caption", "码头"), ("credit", "林晓 摄")],
    )
    def test_of_its_words_alone_is_on_that_page_too(self, desk, field, word):
        image = make_picture()
        make_page(f"![](image:{image.uuid})")
        desk.post(change(image), filled(desk, change(image)) | {field: word})
        row = PublishedPage.objects.get()
        assert word in row.body_html
        assert Purge.objects.latest("pk").keys == [row.owner]

    def test_leaves_the_pages_of_the_past_their_picture(self, desk, image):
        old = names(PublishedArticle.objects.get().lead_picture)
        self.replace(desk, image, sample("PNG", 500, 400))
        image.refresh_from_db()
        assert all(private_file(image, name) for name in old)

    def test_by_a_file_that_is_here_already_names_the_other(self, desk, image):
        other = make_picture("另一张", 301)
        data = sample("PNG", 301, 200)
        errors = self.replace(desk, image, data).context["adminform"].form.errors
        assert f'href="{change(other)}"' in errors["file"][0]

    def test_by_what_is_no_picture_changes_nothing(self, desk, image):
        response = self.replace(desk, image, b"<svg onload=alert(1)>")
        assert response.context["adminform"].form.errors["file"]
        assert Image.objects.get().content_hash == image.content_hash


class TestDelete:
    def delete(self, desk, image):
        address = f"{LIBRARY}{image.pk}/delete/"
        return desk.post(address, {"post": "yes"}, follow=True)

    def test_takes_row_and_files(
        self, desk, media_root, monkeypatch, django_capture_on_commit_callbacks
    ):
        image = make_picture()
        desk_file(image)
        monkeypatch.setattr("articles.media.uses.FRESH_SECONDS", -1)
        with django_capture_on_commit_callbacks(execute=True):
            self.delete(desk, image)
        assert not Image.objects.exists()
        left = [
            p for p in media_root.rglob("*") if p.is_file() and "locks" not in p.parts
        ]
        assert left == []

    def test_leaves_a_file_that_another_picture_has(
        self, desk, media_root, monkeypatch, django_capture_on_commit_callbacks
    ):
        gone, kept = make_picture("其一"), make_picture("其二")
        monkeypatch.setattr("articles.media.uses.FRESH_SECONDS", -1)
        with django_capture_on_commit_callbacks(execute=True):
            self.delete(desk, gone)
        assert desk_file(kept)

    def test_is_refused_while_a_live_page_shows_it(self, desk):
        lead, of_text = make_picture(), make_picture("文中", 301)
        make_live("渡轮复航", lead_picture=lead, body=f"![x](image:{of_text.uuid})")
        for image in (lead, of_text):
            assert "渡轮复航" in said(self.delete(desk, image))
        assert Image.objects.count() == 2

    def test_is_refused_while_a_draft_shows_it(self, desk):
        chosen, of_text = make_picture(), make_picture("文中", 301)
        make_article("草稿甲", thumbnail=chosen, body=f"![x](image:{of_text.uuid})")
        for image in (chosen, of_text):
            assert "草稿甲" in said(self.delete(desk, image))
        assert Image.objects.count() == 2

    @pytest.mark.parametrize("live", [True, False])
    def test_is_refused_while_a_page_beside_the_news_shows_it(self, desk, live):
        image = make_picture()
        make_page(f"![x](image:{image.uuid})", live=live)
        assert "关于本报" in said(self.delete(desk, image))
        assert Image.objects.exists()

    def test_is_refused_while_readers_see_it_on_a_page_that_is_rewritten(self, desk):
        image = make_picture()
        page = make_page(f"![x](image:{image.uuid})")
        Page.objects.filter(pk=page.pk).update(body="没有图片了。")
        assert "关于本报" in said(self.delete(desk, image))
        assert Image.objects.exists()

    def test_is_refused_while_it_is_the_logo(self, desk):
        live, drafted = make_picture("旧标志"), make_picture("新标志", 301)
        make_logo(live, drafted=drafted)
        for image in (live, drafted):
            assert "本站标志" in said(self.delete(desk, image))
        assert Image.objects.count() == 2

    def test_is_refused_while_the_past_shows_it(self, desk):
        article = make_article(lead_picture=make_picture())
        revise(article, actor=None, at=NOON)
        article.lead_picture = None
        article.save()
        revise(article, actor=None, at=NOON)
        assert "1" in said(self.delete(desk, Image.objects.get()))
        assert Image.objects.exists()

    def test_is_not_a_writers(self, log_in, writer):
        image = make_picture()
        assert self.delete(log_in(writer), image).status_code == 403
        assert Image.objects.exists()

    def test_of_many_leaves_those_that_are_needed(self, desk):
        needed, idle = make_picture("要用"), make_picture("无用", 301)
        make_live("渡轮复航", lead_picture=needed)
        chosen = {"action": "delete_unused", "_selected_action": [needed.pk, idle.pk]}
        response = desk.post(LIBRARY, chosen, follow=True)
        assert "渡轮复航" in said(response)
        assert Image.objects.get() == needed


class TestPage:
    def test_says_where_it_is_shown_as_far_as_one_may_know(self, desk, log_in):
        image = make_picture()
        make_live("渡轮复航", lead_picture=image)
        make_article("密谈", thumbnail=image)
        page = desk.get(change(image)).content.decode()
        assert "渡轮复航" in page and "密谈" in page
        seen = log_in(make_user("other", roles.WRITER)).get(change(image))
        assert "密谈" not in seen.content.decode()

    def test_names_the_page_beside_the_news_that_shows_it(self, desk, log_in):
        image = make_picture()
        page = make_page(f"![](image:{image.uuid})")
        at_the_desk = f"/admin/articles/page/{page.pk}/change/"
        shown = desk.get(change(image)).content.decode()
        assert at_the_desk in shown and 'href="/about/"' in shown
        writer = log_in(make_user("other", roles.WRITER))
        seen = writer.get(change(image)).content.decode()
        assert 'href="/about/"' in seen and at_the_desk not in seen

    def test_keeps_an_unpublished_page_from_who_may_not_see_it(self, desk, log_in):
        image = make_picture()
        make_page(f"![](image:{image.uuid})", live=False)
        assert "关于本报" in desk.get(change(image)).content.decode()
        writer = log_in(make_user("other", roles.WRITER))
        seen = writer.get(change(image)).content.decode()
        assert "关于本报" not in seen and "1 篇不归你的文字" in seen

    def test_of_a_failed_one_says_why_and_tries_again(self, desk, monkeypatch):
        image = Image.objects.create(
            origin="http://x.example/a.jpg", status="failed", failure="没有应答",
            created_at=NOON,
        )  # fmt: skip
        assert "没有应答" in desk.get(change(image)).content.decode()
        monkeypatch.setattr("articles.media.pending.fetch", lambda url: sample())
        desk.post(f"{LIBRARY}{image.pk}/again/")
        image.refresh_from_db()
        assert image.status == "ready"

    def test_leads_to_no_origin_that_is_no_address(self, desk):
        image = make_picture()
        for origin, linked in (("https://x.example/a", 1), ("javascript:alert(1)", 0)):
            Image.objects.filter(pk=image.pk).update(origin=origin)
            page = desk.get(change(image)).content.decode()
            assert origin in page
            assert page.count(f'href="{origin}"') == linked

    def test_keeps_the_credit_that_the_file_names(self, desk):
        exif = {"exif": _credited("林晓 摄")}
        file = SimpleUploadedFile("a.jpg", encoded(drawn(), **exif))
        desk.post(f"{LIBRARY}upload/", {"file": file})
        assert Image.objects.get().credit == "林晓 摄"


def _credited(name):
    exif = drawn().getexif()
    exif[0x013B] = name.encode()
    return exif
