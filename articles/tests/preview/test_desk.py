"""The desk's frames and its page of links: what they show, and to whom."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models.desk import Article, PreviewLink, PreviewVisit
from articles.rendering import RenderRefused
from articles.tests.factories import NOON, make_live
from articles.tests.preview.conftest import PICTURE, page_of
from articles.tests.workflow.people import everyone, make_user, newest, save
from articles.workflow import sharing

pytestmark = pytest.mark.django_db

HERE = ZoneInfo("Asia/Shanghai")
PAGES = ("preview", "preview_page", "as_of", "as_of_page")
EDITING = ("shares", "shares_revoke")


def desk(name, article, **query):
    """Give one of the desk's addresses for an article."""
    address = reverse(f"admin:articles_article_{name}", args=[article.pk])
    return f"{address}?{'&'.join(f'{key}={value}' for key, value in query.items())}"


def at(moment):
    """Write an instant as addresses carry it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"


@pytest.fixture
def client(log_in, writer):
    """Give the writer's browser."""
    return log_in(writer)


class TestPermission:
    """Whoever may see the article sees it; links take who may edit it."""

    @pytest.mark.parametrize("name", PAGES)
    def test_to_look(self, log_in, article, name):
        people = everyone()
        address = desk(name, article, at=at(NOON))
        for who in ("writer", "editor", "publisher", "superuser"):
            assert log_in(people[who]).get(address).status_code == 200, who
        for who in ("other writer", "no role"):
            answer = log_in(people[who]).get(address)
            assert answer.status_code == 403, who
            assert "码头" not in answer.content.decode()

    @pytest.mark.parametrize("name", EDITING)
    def test_to_share(self, log_in, article, link, name):
        people = everyone()
        sent = {"link": "all"}
        for who in ("other writer", "no role"):
            client = log_in(people[who])
            assert client.get(desk("shares", article)).status_code == 403, who
            assert client.post(desk(name, article), sent).status_code == 403, who
        assert PreviewLink.objects.open_at(timezone.now()).count() == 1

    def test_is_asked_of_strangers_by_the_log_in(self, outsider, article):
        for name in (*PAGES, *EDITING):
            answer = outsider.get(desk(name, article))
            assert answer.status_code == 302 and "/login/" in answer["Location"]

    def test_is_refused_alike_for_what_is_not_there(self, client, article):
        for name in (*PAGES, "shares"):
            missing = reverse(f"admin:articles_article_{name}", args=[article.pk + 99])
            assert client.get(missing).status_code == 403

    def test_to_see_a_picture_is_that_of_its_article(self, client, log_in, article):
        text = client.get(desk("preview_page", article)).content.decode()
        name = PICTURE.search(text)[0]
        address = desk("preview_page", article).replace("page/?", f"picture/1/{name}")
        picture = client.get(address)
        assert picture.status_code == 200 and picture.getvalue()
        assert "no-store" in picture["Cache-Control"]
        assert log_in(make_user("qin", "Writer")).get(address).status_code == 403
        assert client.get(f"/media/{name}").status_code == 404
        elsewhere = make_live("别的", created_by=article.created_by)
        mine, theirs = f"/article/{article.pk}/", f"/article/{elsewhere.pk}/"
        foreign = address.replace(mine, theirs)
        assert client.get(foreign).status_code == 404

    def test_to_revoke_takes_a_post(self, client, article, link):
        assert client.get(desk("shares_revoke", article)).status_code == 405


class TestFrame:
    def test_shows_the_revision_asked_for(self, client, article, writer):
        Article.objects.filter(pk=article.pk).update(body="第二版正文。")
        save(Article.objects.get(pk=article.pk), writer)
        first = client.get(desk("preview_page", article, revision=1)).content.decode()
        newest_one = client.get(desk("preview_page", article)).content.decode()
        assert "第一版正文" in first and "第二版正文" in newest_one

    @pytest.mark.parametrize("number", ["9", "0", "-1", "x", "９", "9" * 20])
    def test_knows_no_revision_of_another_article(self, client, article, number):
        for name in ("preview", "preview_page"):
            address = desk(name, article, revision=number)
            assert client.get(address).status_code == 404

    def test_may_be_framed_by_the_desk_and_the_rest_may_not(self, client, article):
        frame = client.get(desk("preview_page", article))
        assert frame["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in frame["Content-Security-Policy"]
        assert frame["Referrer-Policy"] == "no-referrer"
        assert "no-store" in frame["Cache-Control"]
        for name in ("preview", "shares"):
            around = client.get(desk(name, article))
            assert around["X-Frame-Options"] == "DENY"
            assert "frame-ancestors 'none'" in around["Content-Security-Policy"]

    def test_is_in_the_articles_own_language(self, client, article, writer):
        Article.objects.filter(pk=article.pk).update(language="en", slug="night")
        save(Article.objects.get(pk=article.pk), writer)
        text = client.get(desk("preview_page", article)).content.decode()
        assert '<html lang="en">' in text
        assert f"/en/{NOON:%Y}" in text or "/en/20" in text

    def test_says_when_a_text_cannot_be_shown(self, client, article, monkeypatch):
        def refuse(*_args, **_more):
            raise RenderRefused("嵌套太深")

        monkeypatch.setattr(publishing, "compose", refuse)
        answer = client.get(desk("preview_page", article))
        assert answer.status_code == 200 and "嵌套太深" in answer.content.decode()


class TestAsOf:
    @pytest.fixture
    def told(self, writer):
        """Give an article that went out at noon, changed at one, came down at two."""
        article = make_live("改过的稿子", body="正午的正文。", created_by=writer)
        Article.objects.filter(pk=article.pk).update(body="一点的正文。")
        save(Article.objects.get(pk=article.pk), writer)
        hour = timedelta(hours=1)
        publishing.update(newest(article), actor=None, at=NOON + hour)
        article = Article.objects.get(pk=article.pk)
        publishing.withdraw(article, actor=None, at=NOON + 2 * hour, reason="核实")
        return Article.objects.get(pk=article.pk)

    def test_shows_what_readers_had(self, client, told):
        for minutes, body in ((0, "正午"), (59, "正午"), (60, "一点"), (119, "一点")):
            moment = NOON + timedelta(minutes=minutes)
            frame = client.get(desk("as_of_page", told, at=at(moment)))
            assert body in frame.content.decode(), minutes
            shell = client.get(desk("as_of", told, at=at(moment))).content.decode()
            assert "<iframe" in shell

    def test_says_when_there_was_nothing(self, client, told):
        for minutes, word in ((-1, "还没有发布"), (120, "已于")):
            moment = NOON + timedelta(minutes=minutes)
            shell = client.get(desk("as_of", told, at=at(moment))).content.decode()
            assert word in shell and "<iframe" not in shell
            frame = client.get(desk("as_of_page", told, at=at(moment)))
            assert "正文" not in frame.content.decode()

    def test_reads_times_as_they_are_typed(self, client, told):
        local = NOON.astimezone(HERE)
        written = [
            f"{local:%Y-%m-%dT%H:%M:%S}",
            f"{local:%Y-%m-%dT%H:%M:%S}%2B08:00",
            f"{local:%Y-%m-%dT%H:%M:%S}+08:00",
            at(NOON),
        ]
        for one in written:
            shell = client.get(desk("as_of", told, at=one))
            assert shell.context["at"] == NOON, one
        for bad in ("x", "2026-13-40T00:00", "0001-01-01T00:00", "9" * 30):
            answer = client.get(desk("as_of", told, at=bad))
            assert answer.status_code == 200, bad
        assert client.get(desk("as_of_page", told, at="x")).status_code == 404


class TestShares:
    def make(self, client, article, **more):
        data = {
            "revision": "1",
            "recipient": "王律师",
            "span": "7",
            "may_comment": "on",
        }
        return client.post(desk("shares", article), data | more)

    def test_are_made_and_listed_with_their_address(self, client, article, outsider):
        assert self.make(client, article).status_code == 302
        (link,) = PreviewLink.objects.all()
        assert link.expires_at - link.created_at == timedelta(days=7)
        page = client.get(desk("shares", article)).content.decode()
        assert f"http://localhost:8000{page_of(link)}" in page
        outsider.get(page_of(link))
        page = client.get(desk("shares", article)).content.decode()
        assert "127.0.0.1" in page and "打开过 1 次" in page

    def test_in_english_lead_to_the_english_page(self, client, article, share):
        Article.objects.filter(pk=article.pk).update(language="en")
        link = share(newest(article))
        page = client.get(desk("shares", article)).content.decode()
        assert f"http://localhost:8000{page_of(link, 'en')}" in page

    def test_may_end_with_a_day(self, client, article):
        last = timezone.localdate() + timedelta(days=3)
        self.make(client, article, span="date", until=f"{last:%Y-%m-%d}")
        (link,) = PreviewLink.objects.all()
        over = datetime.combine(last + timedelta(days=1), datetime.min.time(), HERE)
        assert link.expires_at == over

    @pytest.mark.parametrize(
        "more",
        [
            {"span": "date"},
            {"span": "date", "until": "2020-01-01"},
            {"span": "date", "until": "9999-12-31"},
            {"span": "date", "until": "2040-01-01"},
            {"span": "365"},
            {"revision": "99"},
            {"revision": "x"},
            {"recipient": "长" * 201},
        ],
    )
    def test_are_refused_with_the_reason_beside_the_field(self, client, article, more):
        answer = self.make(client, article, **more)
        assert answer.status_code == 200
        assert "errorlist" in answer.content.decode()
        assert not PreviewLink.objects.exists()

    def test_take_no_revision_of_another_article(self, client, article, writer):
        other = make_live("别的", created_by=writer)
        Article.objects.filter(pk=other.pk).update(body="又改。")
        save(Article.objects.get(pk=other.pk), writer)
        assert self.make(client, article, revision="2").status_code == 200
        assert not PreviewLink.objects.exists()

    def test_are_revoked_one_or_all(self, client, article, share, revision, outsider):
        first, second, third = (share(revision) for _ in range(3))
        address = desk("shares_revoke", article)
        client.post(address, {"link": first.pk})
        assert outsider.get(page_of(first)).status_code == 410
        assert outsider.get(page_of(second)).status_code == 200
        client.post(address, {"link": "all"})
        assert outsider.get(page_of(third)).status_code == 410
        assert client.post(address, {"link": "x"}).status_code == 404
        assert (
            page_of(second) not in client.get(desk("shares", article)).content.decode()
        )

    def test_show_what_outsiders_call_themselves_as_text(self, client, link, outsider):
        browser = {"User-Agent": "<script>alert(1)</script>"}
        outsider.get(page_of(link), headers=browser)
        page = client.get(desk("shares", link.article)).content.decode()
        assert "<script>alert" not in page and "&lt;script&gt;" in page

    def test_cost_the_same_however_many(
        self, client, article, share, revision, django_assert_num_queries, outsider
    ):
        outsider.get(page_of(share(revision)))
        with CaptureQueriesContext(connection) as few:
            client.get(desk("shares", article))
        count = len(few)
        for _ in range(7):
            outsider.get(page_of(share(revision)))
        with django_assert_num_queries(count):
            client.get(desk("shares", article))


class TestPanel:
    def test_counts_what_is_open_and_names_the_last_visit(
        self, client, article, share, revision, outsider
    ):
        form = reverse("admin:articles_article_change", args=[article.pk])
        before = client.get(form).content.decode()
        assert desk("preview", article).rstrip("?") in before
        outsider.get(page_of(share(revision)))
        expired = share(revision)
        rows = PreviewLink.objects.filter(pk=expired.pk)
        rows.update(expires_at=timezone.now())
        text = client.get(form).content.decode()
        assert "1 个链接有效" in text and "最近访问：王律师" in text
        assert timedelta(days=7) == sharing.USUAL
        assert PreviewVisit.objects.count() == 1
