"""What a link opens, for whom, and what it tells nobody."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles import publishing
from articles.models.desk import (
    Article,
    AuditEntry,
    PreviewLink,
    PreviewVisit,
    Revision,
)
from articles.models.reader import Label, PublishedArticle, Purge
from articles.tests.factories import make_live
from articles.tests.preview.conftest import PICTURE, expire, page_of
from articles.tests.workflow.people import make_user, newest, save
from articles.workflow import MoveRefused, roles, sharing

pytestmark = pytest.mark.django_db


def private(answer):
    """Say whether nothing on the way may keep, index or pass on an answer."""
    return (
        answer["Cache-Control"] == "no-store, private"
        and "noindex, nofollow" in answer["X-Robots-Tag"]
        and answer["Referrer-Policy"] == "no-referrer"
        and "ETag" not in answer
        and "Last-Modified" not in answer
        and not answer.cookies
    )


class TestPage:
    def test_shows_the_revision_as_readers_would_get_it(self, outsider, link):
        page = outsider.get(page_of(link))
        text = page.content.decode()
        assert page.status_code == 200
        for said in (
            "码头夜班的三十年",
            "灯塔还亮着",
            "第一版正文",
            "何田",
            "夜班",
            "人物",
        ):
            assert said in text
        assert "paper/article.html" in [one.name for one in page.templates]

    def test_says_what_it_is_in_both_languages(self, outsider, link):
        chinese = outsider.get(page_of(link)).content.decode()
        english = outsider.get(page_of(link, "en")).content.decode()
        assert "第 1 版预览" in chinese and "未发布" in chinese and "王律师" in chinese
        assert "Preview of revision 1" in english and "not published" in english
        assert f'href="{page_of(link, "en")}" hreflang="en"' in chinese

    def test_stays_with_its_revision_when_the_article_is_saved(
        self, outsider, link, article, writer
    ):
        Article.objects.filter(pk=article.pk).update(body="第二版正文。")
        save(Article.objects.get(pk=article.pk), writer)
        text = outsider.get(page_of(link)).content.decode()
        assert "第一版正文" in text and "第二版正文" not in text

    def test_says_when_readers_have_it_or_another(self, outsider, share, writer):
        article = make_live("在线的稿子", created_by=writer)
        link = share(newest(article))
        assert "内容与已发布的一致" in outsider.get(page_of(link)).content.decode()
        row = PublishedArticle.objects.get(uuid=article.uuid)
        page = outsider.get(page_of(link))
        assert page.context["story"].article.updated_at == row.updated_at
        Article.objects.filter(pk=article.pk).update(body="改过的正文。")
        save(Article.objects.get(pk=article.pk), writer)
        later = share(newest(article))
        assert "尚未以此内容发布" in outsider.get(page_of(later)).content.decode()

    def test_is_kept_indexed_and_passed_on_by_nobody(self, outsider, link):
        page = outsider.get(page_of(link))
        text = page.content.decode()
        assert private(page)
        assert '<meta name="robots" content="noindex, nofollow, noarchive">' in text
        assert '<meta name="referrer" content="no-referrer">' in text
        assert 'rel="canonical"' not in text and "og:" not in text
        policy = page["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy and "script" not in policy
        assert page["X-Frame-Options"] == "DENY"
        assert outsider.head(page_of(link)).status_code == 200
        assert private(outsider.head(page_of(link)))

    def test_lets_no_text_set_another_referrer_policy(self, outsider, share, article):
        body = '<img src="https://x.example/a.png" referrerpolicy="unsafe-url">'
        Article.objects.filter(pk=article.pk).update(
            body=f'{body}<a href="https://x.example/" ping="https://x.example/p">x</a>'
            '<meta name="referrer" content="unsafe-url">',
            body_format="html",
        )
        save(Article.objects.get(pk=article.pk), article.created_by)
        text = outsider.get(page_of(share(newest(article)))).content.decode()
        assert "https://x.example/a.png" in text
        assert "unsafe-url" not in text and "ping=" not in text

    def test_names_what_readers_do_not_know_and_leads_nowhere(self, outsider, link):
        text = outsider.get(page_of(link)).content.decode()
        assert "<span>夜班</span>" in text and "<span>何田</span>" in text
        assert 'href=""' not in text and "/tag/" not in text.replace('/tag/"', "")
        assert not Label.objects.filter(name="夜班").exists()

    def test_does_nothing_but_note_the_visit(self, outsider, link, article):
        before = Article.objects.filter(pk=article.pk).values().get()
        outsider.get(page_of(link))
        assert Article.objects.filter(pk=article.pk).values().get() == before
        assert not PublishedArticle.objects.exists()
        assert not Label.objects.exists() and not Purge.objects.exists()
        assert Revision.objects.count() == 1

    def test_is_in_no_sitemap_and_no_robots_txt(self, outsider, link):
        make_live("别的")
        for address in ("/robots.txt", "/sitemap.xml", "/sitemap-2026-03.xml", "/"):
            assert "preview/" not in outsider.get(address).content.decode()


class TestPictures:
    def test_are_seen_through_the_link_alone(self, outsider, link):
        text = outsider.get(page_of(link)).content.decode()
        name = PICTURE.search(text)[0]
        assert f"{page_of(link)}picture/{name}" in text
        assert f"/media/{name}" not in text
        picture = outsider.get(f"{page_of(link)}picture/{name}")
        assert picture.status_code == 200 and private(picture)
        assert picture.getvalue()
        assert picture["Content-Type"] in ("image/avif", "image/webp", "image/jpeg")
        assert outsider.get(f"/media/{name}").status_code == 404

    def test_close_with_the_link(self, outsider, link, writer, article):
        text = outsider.get(page_of(link)).content.decode()
        name = PICTURE.search(text)[0]
        sharing.revoke(article, actor=writer, at=timezone.now())
        assert outsider.get(f"{page_of(link)}picture/{name}").status_code == 410

    def test_are_those_of_the_revision_and_no_others(self, outsider, link, share):
        other = make_live("别的", created_by=link.created_by)
        name = PICTURE.search(outsider.get(page_of(link)).content.decode())[0]
        elsewhere = page_of(share(newest(other)))
        assert outsider.get(f"{elsewhere}picture/{name}").status_code == 404
        for bad in ("x", "..%2f..%2foriginals", f"{'0' * 64}.webp", f"{name}%0a"):
            assert outsider.get(f"{page_of(link)}picture/{bad}").status_code == 404


class TestTokens:
    def test_that_are_wrong_are_all_alike(
        self, outsider, link, django_assert_num_queries
    ):
        token = sharing.token_of(link)
        number, _, digest = token.partition("-")
        wrong = [
            f"{number}-{digest[:-1]}",
            f"{number}-{'A' * 43}",
            f"{int(number) + 1}-{digest}",
            f"0{token}",
            f"{token}x",
            number,
            "no-token",
            "９-x",
            f"{'9' * 30}-{digest}",
        ]
        answers = []
        for one in wrong:
            with django_assert_num_queries(1):
                answers.append(outsider.get(f"/preview/{one}/"))
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content for answer in answers}) == 1
        assert all(private(answer) for answer in answers)
        assert not PreviewVisit.objects.exists()

    def test_of_one_link_open_no_other(self, outsider, link, share, revision):
        other = share(revision)
        digest = sharing.token_of(link).partition("-")[2]
        assert outsider.get(f"/preview/{other.pk}-{digest}/").status_code == 404

    def test_die_with_the_secret_key(self, outsider, link, settings):
        address = page_of(link)
        settings.SECRET_KEY = "another key for the newsroom"
        assert outsider.get(address).status_code == 404

    def test_of_a_lost_row_do_not_open_the_next_of_its_number(
        self, outsider, link, share, revision
    ):
        token = page_of(link)
        link.created_at += timedelta(microseconds=1)
        link.save()
        assert outsider.get(token).status_code == 404

    def test_are_stored_nowhere(self, link):
        digest = sharing.token_of(link).partition("-")[2]
        rows = [*PreviewLink.objects.values(), *AuditEntry.objects.values()]
        assert digest not in str(rows)


class TestClosed:
    @pytest.mark.parametrize("why", ["expired", "revoked", "orphaned", "held"])
    def test_links_say_nothing_of_the_article(self, outsider, link, article, why):
        now = timezone.now()
        outsider.get(page_of(link))
        if why == "expired":
            expire(link)
        elif why == "revoked":
            sharing.revoke(article, actor=link.created_by, at=now)
        elif why == "orphaned":
            User.objects.filter(pk=link.created_by.pk).update(is_active=False)
        else:
            Article.objects.filter(pk=article.pk).update(held_since=now)
        answer = outsider.get(page_of(link))
        assert answer.status_code == 410 and private(answer)
        text = answer.content.decode()
        for said in ("码头", "灯塔", "王律师", "第 1 版"):
            assert said not in text
        never = outsider.get("/preview/1-x/").content.decode()
        assert text == never
        kinds = list(link.visits.order_by("id").values_list("kind", flat=True))
        assert kinds == ["read", "refused"]

    def test_links_open_again_when_the_hold_is_lifted(self, outsider, link, article):
        rows = Article.objects.filter(pk=article.pk)
        rows.update(held_since=timezone.now())
        assert outsider.get(page_of(link)).status_code == 410
        rows.update(held_since=None)
        assert outsider.get(page_of(link)).status_code == 200

    def test_links_stay_closed_to_the_second_they_expire(self, link):
        at = link.expires_at
        assert sharing.state(link, at=at - timedelta(microseconds=1)) == "open"
        assert sharing.state(link, at=at) == "expired"

    def test_links_of_one_who_may_no_longer_see_it_stay_open(
        self, outsider, link, article
    ):
        """As the manual says: until somebody revokes them."""
        rows = Article.objects.filter(pk=article.pk)
        rows.update(created_by=make_user("qin", roles.WRITER))
        assert outsider.get(page_of(link)).status_code == 200


class TestShare:
    def test_lasts_a_week_unless_said_otherwise(self, link):
        assert link.expires_at - link.created_at == timedelta(days=7)

    @pytest.mark.parametrize("days", [0, -1, 91])
    def test_lasts_no_longer_than_ninety_days(self, share, revision, days):
        now = timezone.now()
        with pytest.raises(MoveRefused):
            share(revision, at=now, expires_at=now + timedelta(days=days))
        assert not PreviewLink.objects.exists()

    def test_takes_who_may_edit_the_article(self, share, revision):
        with pytest.raises(MoveRefused):
            share(revision, maker=make_user("qin", roles.WRITER))
        assert not PreviewLink.objects.exists()

    def test_and_revocation_are_in_the_audit_log(self, link, article, writer):
        now = timezone.now()
        assert sharing.revoke(article, actor=writer, at=now, only=link.pk) == 1
        assert sharing.revoke(article, actor=writer, at=now) == 0
        log = AuditEntry.objects.filter(kind="share").order_by("id")
        assert [one.what for one in log] == ["share", "revoke"]
        assert all("王律师" in one.detail and one.actor == writer for one in log)

    def test_of_another_article_is_not_revoked_by_its_number(self, link, writer):
        other = make_live("别的", created_by=writer)
        assert sharing.revoke(other, actor=writer, at=timezone.now(), only=link.pk) == 0
        link.refresh_from_db()
        assert link.revoked_at is None


class TestVisits:
    def test_tell_when_who_came_and_with_what(self, outsider, link):
        outsider.get(page_of(link), headers={"User-Agent": "Reader/1 " + "x" * 400})
        (visit,) = link.visits.all()
        assert (visit.kind, visit.address) == ("read", "127.0.0.1")
        assert visit.browser.startswith("Reader/1") and len(visit.browser) == 200

    def test_are_one_while_somebody_reloads(self, outsider, link):
        for _ in range(3):
            outsider.get(page_of(link))
        outsider.get(page_of(link), headers={"User-Agent": "another"})
        assert link.visits.count() == 2

    def test_are_not_counted_for_headers_alone(self, outsider, link):
        outsider.head(page_of(link))
        assert link.visits.count() == 0


class TestRow:
    def test_is_the_one_publishing_would_write(self, outsider, link, revision, article):
        """Nothing but the pictures' addresses differs from the public page's article."""
        drafted = outsider.get(page_of(link)).content.decode()
        publishing.publish(revision, actor=None, at=timezone.now())
        live = PublishedArticle.objects.get(uuid=article.uuid)
        public = outsider.get(live.path).content.decode()
        for page in (drafted, public):
            assert live.body_html in page
        assert drafted.count("<figure") == public.count("<figure")
