"""The desk's pages for the site itself: what they refuse, and when readers see it."""

import re

import pytest
from django.contrib.auth.models import Permission

from articles.media import fill
from articles.models.desk import AuditEntry, Image, Page, SiteSettings
from articles.models.reader import PublishedPage, PublishedSite
from articles.tests.factories import NOON
from articles.tests.media.samples import sample
from articles.tests.workflow.people import make_user

pytestmark = pytest.mark.django_db

SITE = "/admin/articles/sitesettings/"
LINK = {"place": "footer", "position": "0", "label": "", "language": "", "id": "",
        "category": "", "page": "", "address": ""}  # fmt: skip


@pytest.fixture
def chief(log_in):
    return log_in(make_user("chief", "Administrator"))


def sent(links=(), **fields):
    """Give the site's form as a browser sends it."""
    data = {
        "name": "海风日报", "tagline": "", "description": "", "organisation": "",
        "email": "", "footer": "", "accent_light": "", "accent_dark": "", "logo": "",
        "logo_dark": "", "seen": "0", "links-TOTAL_FORMS": str(len(links)),
        "links-INITIAL_FORMS": "0", "colours-TOTAL_FORMS": "0",
        "colours-INITIAL_FORMS": "0",
    }  # fmt: skip
    for number, link in enumerate(links):
        data |= {f"links-{number}-{k}": v for k, v in {**LINK, **link}.items()}
    return data | fields


def said(response):
    """Give the words of a page."""
    return response.content.decode()


class TestSite:
    def test_opens_with_what_the_settings_say(self, chief):
        assert "新闻室 Newsroom" in said(chief.get(SITE))
        assert SiteSettings.objects.count() == 1

    def test_is_saved_first_and_published_when_asked(self, chief):
        chief.get(SITE)
        assert chief.post(SITE, sent(_continue="1")).status_code == 302
        assert not PublishedSite.objects.exists()
        assert "读者还看不到" in said(chief.get(SITE))
        assert chief.post(SITE, sent(_publish="1", seen="1")).status_code == 302
        assert PublishedSite.objects.get().content["name"] == "海风日报"
        whats = AuditEntry.objects.filter(what__contains="_site")
        assert [one.what for one in whats] == [
            "publish_site", "change_site", "change_site",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("field", "colour", "why"),
        [
            ("accent_light", "#f0806c", "深一些"),
            ("accent_dark", "#b5301f", "浅一些"),
            ("accent_light", "tomato", "不是颜色"),
        ],
    )
    def test_refuses_a_colour_nobody_can_read(self, chief, field, colour, why):
        chief.get(SITE)
        answer = chief.post(SITE, sent(**{field: colour}))
        assert answer.status_code == 200 and why in said(answer)
        assert SiteSettings.objects.get().version == 0

    @pytest.mark.parametrize(
        ("link", "why"),
        [
            ({"label": "x"}, "只通向一处"),
            ({"address": "javascript:alert(1)", "label": "x"}, "开头"),
            ({"address": "//evil.example", "label": "x"}, "开头"),
            ({"address": "/archive/"}, "请写明"),
        ],
    )
    def test_refuses_a_link_that_leads_nowhere(self, chief, link, why):
        chief.get(SITE)
        assert why in said(chief.post(SITE, sent([link])))

    def test_is_not_saved_over_somebody_elses_save(self, chief):
        chief.get(SITE)
        SiteSettings.objects.update(name="别人的名字", version=1)
        answer = chief.post(SITE, sent())
        assert answer.status_code == 200 and "其间有别人保存过" in said(answer)
        assert SiteSettings.objects.get().name == "别人的名字"

    def test_shows_a_logo_uncropped(self, chief):
        image = Image(alt="海风日报", created_at=NOON)
        fill(image, sample(width=900, height=200))
        image.save()
        SiteSettings.objects.create(name="海风日报", logo=image)
        picture = f"/admin/articles/image/{image.pk}/file/?size=large"
        assert f'src="{picture}"' in said(chief.get(SITE, follow=True))


class TestPages:
    def add(self, client, **fields):
        data = {
            "title": "关于",
            "slug": "about",
            "language": "zh-Hans",
            "body": "我们。",
        }
        return client.post("/admin/articles/page/add/", {**data, **fields})

    def test_are_written_published_and_withdrawn(self, chief, client):
        assert self.add(chief, _continue="1").status_code == 302
        assert not PublishedPage.objects.exists()
        page = Page.objects.get()
        address = f"/admin/articles/page/{page.pk}/change/"
        data = {"title": "关于", "slug": "about", "language": "zh-Hans", "body": "我。"}
        chief.post(address, {**data, "seen": "0", "_publish": "1"})
        assert "<p>我。</p>" in said(client.get("/about/"))
        assert "在线" in said(chief.get(address))
        chief.post(address, {**data, "seen": "1", "_withdraw": "1"})
        assert client.get("/about/").status_code == 410

    @pytest.mark.parametrize("slug", ["search", "2026", "a/b", "a?b", "robots.txt"])
    def test_get_no_address_that_is_none_or_the_sites(self, chief, slug):
        answer = self.add(chief, slug=slug)
        assert answer.status_code == 200 and not Page.objects.exists()

    def test_are_not_saved_over_somebody_elses_save(self, chief):
        page = Page.objects.create(title="一", slug="about", changed_at=NOON, version=2)
        data = {"title": "二", "slug": "about", "language": "zh-Hans", "seen": "1"}
        answer = chief.post(f"/admin/articles/page/{page.pk}/change/", data)
        assert answer.status_code == 200 and "其间有别人保存过" in said(answer)
        assert Page.objects.get().title == "一"

    def test_say_how_a_picture_is_named_where_no_script_runs(self, chief):
        form = said(chief.get("/admin/articles/page/add/"))
        assert "![](image:…)" in form
        assert form.count('name="body"') == 1 and 'name="seen"' in form

    def test_are_only_shown_to_who_may_only_look(self, log_in):
        page = Page.objects.create(
            title="一", slug="about", body="我。", changed_at=NOON
        )
        looker = make_user("lin", is_staff=True)
        looker.user_permissions.add(Permission.objects.get(codename="view_page"))
        form = said(log_in(looker).get(f"/admin/articles/page/{page.pk}/change/"))
        assert "我。" in form and "data-writing" not in form

    def test_are_the_publishers_to_publish(self, log_in):
        assert self.add(log_in(make_user("lin", "Writer"))).status_code == 403
        assert (
            self.add(log_in(make_user("zhou", "Publisher")), _publish="1").status_code
            == 302
        )
        assert PublishedPage.objects.get().title == "关于"


class TestPagePreview:
    ADDRESS = "/admin/articles/page/preview/unsaved/"
    TYPED = {"title": "关于", "slug": "about", "language": "zh-Hans"}

    def test_shows_what_is_typed_as_readers_would_get_it_and_stores_nothing(
        self, chief, client
    ):
        shown = chief.post(self.ADDRESS, self.TYPED | {"body": "**我们**在码头。"})
        assert "<strong>我们</strong>在码头。" in said(shown)
        assert ">关于</h1>" in said(shown)
        assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
        assert "no-store" in shown["Cache-Control"]
        assert "noindex" in shown["X-Robots-Tag"]
        assert not Page.objects.exists() and not PublishedPage.objects.exists()
        assert client.get("/about/").status_code == 404

    def test_speaks_the_language_of_the_page(self, chief):
        for language, word in (("en", "As of"), ("zh-Hans", "更新于")):
            typed = self.TYPED | {"language": language, "body": "x"}
            assert word in said(chief.post(self.ADDRESS, typed))

    def test_shows_pictures_to_the_desk_alone(self, chief, client):
        image = Image(created_at=NOON)
        fill(image, sample("PNG", 300, 200))
        image.save()
        typed = self.TYPED | {"body": f"![码头](image:{image.uuid})"}
        shown = said(chief.post(self.ADDRESS, typed))
        address = re.search(r'<img [^>]*src="([^"]+)"', shown)[1]
        assert chief.get(address).getvalue()
        assert client.get(address).status_code == 302

    def test_of_an_empty_form_or_of_too_much_says_how_it_is(self, chief):
        assert ">无题</h1>" in said(chief.post(self.ADDRESS, {}))
        nested = self.TYPED | {"body": "- " * 40 + "x"}
        assert "同时开启了超过 30 层" in said(chief.post(self.ADDRESS, nested))

    def test_opens_to_those_who_write_pages(self, log_in):
        editor = log_in(make_user("editor", "Editor"))
        assert editor.post(self.ADDRESS, self.TYPED).status_code == 403
