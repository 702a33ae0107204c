"""The site's own words and its pages, through the door."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from articles import media, publishing
from articles.models.desk import AuditEntry, Image, Page, SiteSettings
from articles.models.reader import Address, Label, PublishedPage, PublishedSite, Purge
from articles.tests.factories import NOON, make_category, make_live
from articles.tests.hidden import HOUR, make_picture
from articles.tests.media.samples import sample
from articles.tests.walk import ask, routes
from articles.tests.workflow.people import make_user
from articles.text.slugs import is_reserved_at_root
from articles.workflow import MoveRefused, sync_roles

pytestmark = pytest.mark.django_db

LATER = NOON + HOUR


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Refuse in one language, whatever was asked for before."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def chief(db: None) -> Any:
    """Give an administrator."""
    sync_roles()
    return make_user("chief", "Administrator")


@pytest.fixture
def writer(db: None) -> Any:
    """Give a writer."""
    sync_roles()
    return make_user("writer", "Writer")


def make_site(**fields: Any) -> SiteSettings:
    """Make the working copy of the site."""
    return SiteSettings.objects.create(**{"name": "海风日报", **fields})


def make_page(**fields: Any) -> Page:
    """Make the working copy of a page."""
    said = {"title": "关于", "slug": "about", "body": "**我们**。", "changed_at": NOON}
    return Page.objects.create(**{**said, **fields})


def publish(page: Page, actor: Any, **fields: Any) -> PublishedPage:
    """Save fields of a page and give it to readers."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save()
    return publishing.publish_page(page, expected=page.version, actor=actor, at=LATER)


class TestSite:
    def test_is_what_was_published_not_what_was_saved(self, client, chief):
        site = make_site(tagline="潮起潮落")
        assert "海风日报" not in client.get("/").content.decode()
        publishing.publish_site(expected=0, actor=chief, at=NOON)
        site.name = "未定的名字"
        site.save()
        page = client.get("/").content.decode()
        assert "海风日报" in page and "潮起潮落" in page
        assert "未定的名字" not in page

    def test_is_refused_to_who_may_not_and_to_who_is_late(self, chief, writer):
        make_site(version=3)
        with pytest.raises(MoveRefused, match="无权"):
            publishing.publish_site(expected=3, actor=writer, at=NOON)
        with pytest.raises(MoveRefused, match="其间"):
            publishing.publish_site(expected=2, actor=chief, at=NOON)
        assert not PublishedSite.objects.exists()

    def test_purges_every_page_once_and_is_logged(self, chief):
        make_site()
        publishing.publish_site(expected=0, actor=chief, at=NOON)
        publishing.publish_site(expected=0, actor=chief, at=LATER)
        assert [purge.keys for purge in Purge.objects.all()] == [["site"]]
        entry = AuditEntry.objects.get(what="publish_site")
        assert (entry.actor, entry.at, "海风日报" in entry.detail) == (
            chief,
            NOON,
            True,
        )

    def test_makes_feeds_stale_where_its_name_changes(self, client, chief):
        make_live()
        had = client.get("/feed/")["ETag"]
        site = make_site()
        publishing.publish_site(expected=0, actor=chief, at=NOON)
        named = client.get("/feed/")
        assert named["ETag"] != had and "海风日报" in named.content.decode()
        version = Label.objects.get(path="/").version
        SiteSettings.objects.update(footer="京ICP备0号")
        publishing.publish_site(expected=site.version, actor=chief, at=LATER)
        assert Label.objects.get(path="/").version == version


class TestLinks:
    def test_stand_in_their_order_and_lead_only_where_something_is(self, client, chief):
        make_live(categories=(("城市",),))
        site = make_site()
        page, draft = make_page(), make_page(slug="draft", title="未发布")
        publish(page, chief)
        links = [
            {"page": draft}, {"category": make_category("空栏目")},
            {"category": make_category("城市")}, {"page": page},
            {"address": "/archive/", "label": "旧报"},
            {"address": "https://t.example/", "label": "电报"},
            {"page": page, "label": "About", "language": "en"},
        ]  # fmt: skip
        for position, link in enumerate(links):
            site.links.create(place="masthead", position=position, **link)
        publishing.publish_site(expected=0, actor=chief, at=NOON)
        frame = client.get("/").context["frame"]
        assert [one.text for one in frame.navigation] == [
            "城市",
            "关于",
            "旧报",
            "电报",
        ]
        assert frame.navigation[1].address == "/about/"
        english = client.get("/en/").context["frame"].navigation
        assert english[-1].text == "About" and english[-1].address == "/en/about/"
        publishing.withdraw_page(page, actor=chief, at=LATER)
        frame = client.get("/").context["frame"]
        assert "关于" not in [one.text for one in frame.navigation]

    def test_are_all_sections_where_none_is_chosen(self, client, chief):
        make_live(categories=(("城市",),))
        make_site()
        publishing.publish_site(expected=0, actor=chief, at=NOON)
        frame = client.get("/").context["frame"]
        assert [one.path for one in frame.navigation] == [
            "/category/城市/",
            "/archive/",
        ]


class TestColours:
    def test_are_a_style_sheet_of_their_own(self, client, chief):
        make_site(accent_light="#7a1f5c", accent_dark="#d9a3c4")
        assert "theme.css" not in client.get("/").content.decode()
        publishing.publish_site(expected=0, actor=chief, at=NOON)
        link = client.get("/").context["frame"].site.theme
        assert link in client.get("/").content.decode()
        sheet = client.get(link)
        assert sheet["Content-Type"] == "text/css; charset=utf-8"
        assert "immutable" in sheet["Cache-Control"]
        assert "immutable" not in client.get("/theme.css?v=0")["Cache-Control"]
        text = sheet.content.decode()
        assert text.index("#7a1f5c") < text.index("dark") < text.index("#d9a3c4")

    def test_hold_nothing_but_colours(self, client, chief):
        make_site(accent_light="red;}x")
        publishing.publish_site(expected=0, actor=chief, at=NOON)
        assert client.get("/theme.css").content == b""

    def test_of_a_section_are_those_of_its_covers(self, client, chief):
        article = make_live(categories=(("城市",),))
        path = f"/2026/03/05/{article.slug or article.title}/"
        site = make_site()
        section = make_category("城市")
        free = client.get(path).content.decode()
        for hue in (3, 9):
            site.colours.update_or_create(category=section, defaults={"hue": hue})
            publishing.publish_site(expected=0, actor=chief, at=NOON)
            assert f"hue-{hue}" in client.get(path).content.decode()
        assert free.count("hue-") == 1


class TestLogo:
    def test_is_public_while_the_site_has_it(
        self, client, chief, django_capture_on_commit_callbacks
    ):
        picture = make_picture(640, alt="")
        site = make_site(logo=picture)
        files = media.names(media.for_image(picture))
        assert ask(client, f"/media/{min(files)}").status == 404
        with django_capture_on_commit_callbacks(execute=True):
            publishing.publish_site(expected=0, actor=chief, at=NOON)
        assert 'alt="海风日报"' in client.get("/").content.decode()
        assert ask(client, f"/media/{min(files)}").status == 200
        SiteSettings.objects.update(logo=None)
        with django_capture_on_commit_callbacks(execute=True):
            publishing.publish_site(expected=site.version, actor=chief, at=LATER)
        assert ask(client, f"/media/{min(files)}").status == 404

    def test_outlives_an_article_that_shows_it_too(
        self, client, chief, django_capture_on_commit_callbacks
    ):
        picture = make_picture(641)
        make_site(logo=Image.objects.get(pk=picture.pk))
        with django_capture_on_commit_callbacks(execute=True):
            publishing.publish_site(expected=0, actor=chief, at=NOON)
            article = make_live(lead_picture=picture)
            publishing.withdraw(article, actor=None, at=LATER)
        name = min(media.names(media.for_image(picture)))
        assert ask(client, f"/media/{name}").status == 200

    def test_follows_a_new_file_in_the_library(
        self, client, chief, django_capture_on_commit_callbacks
    ):
        picture = make_picture(640)
        make_site(logo=picture)
        publishing.publish_site(expected=0, actor=chief, at=NOON)
        before = media.names(media.for_image(picture))
        media.fill(picture, sample("PNG", 642, 200))
        picture.save()
        with django_capture_on_commit_callbacks(execute=True):
            assert publishing.show_again([picture.uuid], at=LATER) == 1
            assert publishing.show_again([picture.uuid], at=LATER) == 0
        after = media.names(media.for_image(picture))
        page = client.get("/").content.decode()
        assert any(name in page for name in after)
        assert not any(name in page for name in before)
        assert ask(client, f"/media/{min(before)}").status == 404
        assert ask(client, f"/media/{min(after)}").status == 200

    def test_stays_while_its_new_file_cannot_be_shown(self, client, chief, monkeypatch):
        picture = make_picture(640)
        make_site(logo=picture)
        publishing.publish_site(expected=0, actor=chief, at=NOON)
        before = client.get("/").content
        monkeypatch.setattr("articles.publishing.site.for_image", lambda _: None)
        assert publishing.show_again([picture.uuid], at=LATER) == 0
        assert client.get("/").content == before


class TestPages:
    def test_are_what_was_published_not_what_was_saved(self, client, chief):
        page = make_page()
        assert client.get("/about/").status_code == 404
        publish(page, chief)
        page.title, page.version = "未定的标题", 1
        page.save()
        answer = client.get("/about/")
        assert "<strong>我们</strong>" in answer.content.decode()
        assert "未定的标题" not in answer.content.decode()
        assert client.get("/en/about/").status_code == 200
        assert client.get("/about")["Location"] == "/about/"

    def test_keep_their_addresses(self, client, chief):
        page = make_page()
        publish(page, chief)
        publish(page, chief, slug="us")
        assert client.get("/about/")["Location"] == "/us/"
        publishing.withdraw_page(page, actor=chief, at=LATER)
        assert client.get("/us/").status_code == 410
        assert client.get("/about/").status_code == 410
        publish(page, chief)
        assert client.get("/us/").status_code == 200
        assert publishing.check() == []

    def test_get_no_address_that_is_taken_or_the_sites(self, chief):
        Address.objects.create(path="/old/", owner="article:1", since=NOON)
        with pytest.raises(MoveRefused, match="曾属于"):
            publish(make_page(slug="old"), chief)
        with pytest.raises(MoveRefused, match="网站自用"):
            publish(make_page(slug="search"), chief)
        assert not PublishedPage.objects.exists()

    def test_are_refused_to_who_may_not_and_to_who_is_late(self, chief, writer):
        page = make_page(version=4)
        with pytest.raises(MoveRefused, match="无权"):
            publish(page, writer)
        with pytest.raises(MoveRefused, match="其间"):
            publishing.publish_page(page, expected=3, actor=chief, at=NOON)
        with pytest.raises(MoveRefused, match="并不在线"):
            publishing.withdraw_page(page, actor=chief, at=NOON)

    def test_purge_themselves_and_their_date_where_only_their_text_changes(self, chief):
        page = make_page()
        publish(page, chief)
        assert "site" in Purge.objects.last().keys
        publish(page, chief, body="别的话。")
        assert Purge.objects.last().keys == [page.owner, "sitemap:pages"]


class TestReserved:
    def test_is_all_that_the_site_has_at_its_root(self):
        firsts = {route.pattern.lstrip("^").partition("/")[0] for route in routes()}
        plain = {first for first in firsts if first and not set("<(\\[") & set(first)}
        assert {"theme.css", "archive", "corrections", "preview"} <= plain
        assert not [first for first in plain if not is_reserved_at_root(first)]
        for name in (
            "admin",
            "category",
            "tag",
            "author",
            "source",
            "2026",
            "en",
            "zh-hant",
        ):
            assert is_reserved_at_root(name)
