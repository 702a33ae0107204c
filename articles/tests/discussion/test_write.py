"""A reader writes below an article: what is taken, what is refused, what nobody sees."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from articles.models.desk import Article, BannedWord, Comment, Notice
from articles.models.reader import PublishedArticle, PublishedComment
from articles.tests.factories import NOON, make_article, make_live
from articles.tests.workflow.people import HERE, limited, make_user
from articles.workflow import comments, revise, roles

pytestmark = pytest.mark.django_db

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
TEXT = "码头上的人确实比往常多，我早上也在。"


@pytest.fixture
def article(db):
    return make_live("渡轮复航", slug="ferry")


@pytest.fixture
def clock():
    with time_machine.travel(NOON + HOUR, tick=False) as clock:
        yield clock


def address(article):
    return f"/comment/{article.uuid}/"


def filled(client, article, query=""):
    """Open the form and give what a browser would send back."""
    page = client.get(address(article) + query)
    assert page.status_code == 200
    form = page.context["form"]
    data = {field.html_name: field.value() or "" for field in form}
    return {**data, "name": "王先生", "text": TEXT}


def send(client, article, clock, *, wait=10, network="203.0.113.7", **typed):
    """Fill in the form, take some seconds, and send it."""
    data = {**filled(client, article), **typed}
    clock.shift(wait)
    return client.post(address(article), data, REMOTE_ADDR=network)


def show(article, **fields):
    """Give readers a comment."""
    from articles.publishing import decide

    comment = Comment.objects.create(
        article=article, language="zh-Hans", created_at=NOON,
        **{"name": "李女士", "text": "终于通了。", **fields},
    )  # fmt: skip
    decide([comment.pk], Comment.State.SHOWN, actor=chief(), at=NOON)
    return comment


def chief():
    return make_user("root", is_superuser=True)


class TestWriting:
    def test_waits_until_somebody_has_looked(self, client, article, clock):
        response = send(client, article, clock, email="wang@example.com")
        comment = Comment.objects.get()
        assert response.status_code == 303
        own = client.get(response.url).content.decode()
        assert TEXT in own
        assert "wang@example.com" not in own
        assert (comment.state, comment.name, comment.text) == (
            "waiting",
            "王先生",
            TEXT,
        )
        assert not PublishedComment.objects.exists()
        assert TEXT not in client.get("/2026/03/05/ferry/").content.decode()

    def test_sets_no_cookie_and_is_kept_by_nobody(self, client, article, clock):
        page = client.get(address(article))
        response = send(client, article, clock)
        for one in (page, response, client.get(response.url)):
            assert not one.cookies
            assert one.headers["Cache-Control"] == "no-store, private"
            assert "noindex" in one.headers["X-Robots-Tag"]
            assert one.headers["Referrer-Policy"] == "no-referrer"

    def test_needs_no_token_of_djangos(self, article, clock):
        client = Client(enforce_csrf_checks=True)
        assert send(client, article, clock).status_code == 303

    def test_refuses_a_form_of_another_site(self, client, article, clock):
        data = filled(client, article)
        clock.shift(10)
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Origin": "https://elsewhere.example"},
        ):
            assert (
                client.post(address(article), data, headers=headers).status_code == 403
            )
        assert not Comment.objects.exists()

    def test_leaves_out_what_cannot_be_seen(self, client, article, clock):
        send(
            client, article, clock, name=" 王\u202e\n先生 ", text="一\u200b二\x00\r\n三"
        )
        comment = Comment.objects.get()
        assert (comment.name, comment.text) == ("王 先生", "一二\r\n三")

    def test_keeps_the_language_it_was_written_in(self, client, article, clock):
        data = filled(client, article)
        clock.shift(10)
        client.post(f"/en{address(article)}", {**data, "text": "Good news."})
        assert Comment.objects.get().language == "en"


class TestRefusals:
    """Each says why in a sentence, and nothing that was typed is lost."""

    def refused(self, response, sentence):
        assert response.status_code == 422
        html = response.content.decode()
        assert sentence in html, re.findall(
            r'class="(?:write-error|errorlist)[^<]*', html
        )
        assert TEXT in html
        assert "王先生" in html
        return True

    def test_names_what_is_missing_or_wrong(self, client, article, clock):
        response = send(client, article, clock, email="wang")
        assert self.refused(response, "这不是有效的邮箱地址")
        for name, sentence in (
            ("name", "请填写显示在评论上方的名字"),
            ("text", "请填写评论"),
        ):
            response = send(client, article, clock, **{name: " \u200b "})
            assert sentence in response.content.decode()
        assert not Comment.objects.exists()

    def test_too_quick_for_a_person(self, client, article, clock):
        response = send(client, article, clock, wait=1)
        assert self.refused(response, "提交得太快了")
        again = response.context["form"].data
        clock.shift(10)
        assert client.post(address(article), again).status_code == 303

    @pytest.mark.parametrize("seal", ["", "x", "a 1:b"])
    def test_a_seal_that_is_not_ours(self, client, article, clock, seal):
        response = send(client, article, clock, seal=seal)
        assert self.refused(response, "打开得太久了")
        assert (
            client.post(address(article), response.context["form"].data).status_code
            == 303
        )

    def test_a_seal_of_another_article(self, client, article, clock):
        other = filled(client, make_live("另一篇"))
        clock.shift(10)
        response = client.post(address(article), other)
        assert self.refused(response, "打开得太久了")

    def test_a_form_that_was_open_for_days(self, client, article, clock):
        response = send(client, article, clock, wait=2 * 24 * 3600)
        assert self.refused(response, "打开得太久了")

    def test_too_many_links(self, client, article, clock):
        links = " ".join(f"https://{n}.example/" for n in range(4))
        assert self.refused(send(client, article, clock, text=TEXT + links), "链接太多")

    def test_too_long(self, client, article, clock):
        response = send(client, article, clock, text=TEXT + "长" * 3000)
        assert self.refused(response, "3000")

    def test_the_same_again(self, client, article, clock):
        send(client, article, clock)
        response = send(
            client, article, clock, network="198.51.100.1", text=f" {TEXT}！"
        )
        assert self.refused(response, "已经有了")

    def test_many_from_one_network(self, client, article, clock):
        for number in range(5):
            ours = f"203.0.113.{number}"
            text = f"{TEXT}{'甲乙丙丁戊'[number]}"
            assert (
                send(client, article, clock, network=ours, text=text).status_code == 303
            )
        response = send(client, article, clock, network="203.0.113.99")
        assert self.refused(response, "短时间内提交得太多了")
        elsewhere = send(client, article, clock, network="198.51.100.1")
        assert elsewhere.status_code == 303
        clock.shift(11 * MINUTE)
        assert send(client, article, clock, text=f"{TEXT}己").status_code == 303

    def test_many_on_one_article(self, client, article, clock):
        for number in range(60):
            Comment.objects.create(
                article=article, language="zh-Hans", created_at=NOON + HOUR,
                name="x", text=str(number),
            )  # fmt: skip
        assert self.refused(send(client, article, clock), "非常多")
        assert send(client, make_live("另一篇"), clock).status_code == 303

    def test_an_answer_to_what_is_gone(self, client, article, clock):
        shown = show(article)
        data = filled(client, article, f"?to={shown.uuid}")
        assert data["answers"] == str(shown.uuid)
        Comment.objects.update(state=Comment.State.REJECTED)
        PublishedComment.objects.all().delete()
        clock.shift(10)
        response = client.post(address(article), data)
        assert self.refused(response, "已经不在了")
        response = client.post(address(article), response.context["form"].data)
        assert response.status_code == 303


class TestPrograms:
    def test_that_fill_in_every_field_are_told_nothing(self, client, article, clock):
        response = send(client, article, clock, website="https://spam.example")
        assert (response.status_code, response.url) == (303, "/2026/03/05/ferry/")
        assert not Comment.objects.exists()


class TestSuspicion:
    @pytest.mark.parametrize(
        ("typed", "why"),
        [
            ({"text": "看 https://a.example 和 www.b.example"}, "links"),
            ({"text": "快来澳门ＤＵＣＨＡＮＧ玩"}, "word"),
            ({"name": "新闻室"}, "our name"),
            ({"name": "Newsroom"}, "our name"),
            ({"text": "哈" * 25}, "noise"),
            ({"text": "a" + "\u0301\u0302\u0303\u0304\u0305"}, "noise"),
        ],
    )
    def test_holds_it_apart_and_tells_nobody(self, client, article, clock, typed, why):
        BannedWord.objects.create(word="duchang")
        make_user("zhao", roles.PUBLISHER)
        assert send(client, article, clock, **typed).status_code == 303
        comment = Comment.objects.get()
        assert (comment.state, comment.held_for) == ("held", why)
        assert not Notice.objects.exists()

    def test_knows_a_text_from_another_article(self, client, article, clock):
        send(client, make_live("另一篇"), clock, text="加我微信 12345 领红包")
        send(client, article, clock, text="加我微信 98765，领红包！！")
        assert Comment.objects.order_by("pk").last().held_for == "repeated"

    def test_lets_one_link_pass(self, client, article, clock):
        send(client, article, clock, text="时刻表在 https://ferry.example/times")
        assert Comment.objects.get().state == "waiting"


class TestNotices:
    def test_tell_each_moderator_once_until_it_is_read(self, client, article, clock):
        publisher = make_user("zhao", roles.PUBLISHER)
        make_user("lin", roles.WRITER)
        limited(make_user("he", roles.EDITOR), "体育")
        mine = limited(make_user("shi", roles.EDITOR), *HERE)
        send(client, article, clock)
        send(client, article, clock, text="第二条。")
        assert {one.user for one in Notice.objects.all()} == {publisher, mine}
        assert Notice.objects.count() == 2
        Notice.objects.update(read_at=NOON)
        send(client, article, clock, text="第三条。")
        assert Notice.objects.count() == 4


class TestClosed:
    @pytest.mark.parametrize("path", ["get", "post"])
    def test_is_not_there_where_readers_have_nothing_to_comment_on(
        self, client, article, clock, path, settings
    ):
        draft = make_article("草稿")
        revise(draft, actor=None, at=NOON)
        silent = make_live("不开放评论", comments_enabled=False)
        nobody = Article(uuid="00000000-0000-4000-8000-000000000000")
        for one in (draft, silent, nobody):
            assert getattr(client, path)(address(one)).status_code == 404
        settings.NEWSROOM = {**settings.NEWSROOM, "COMMENTS": False}
        assert getattr(client, path)(address(article)).status_code == 404
        assert 'id="comments"' not in client.get("/2026/03/05/ferry/").content.decode()

    def test_keeps_what_was_typed_when_it_closes_meanwhile(
        self, client, article, clock
    ):
        data = filled(client, article)
        PublishedArticle.objects.update(comments_closed=True)
        clock.shift(10)
        response = client.post(address(article), data)
        assert response.status_code == 403
        assert TEXT in response.content.decode()
        assert not Comment.objects.exists()


class TestOwn:
    def test_says_what_became_of_it(self, client, article, clock):
        from articles.publishing import decide

        own = send(client, article, clock).url
        comment = Comment.objects.get()
        assert "编辑部已收到" in client.get(own).content.decode()
        for state, said in (("shown", "已显示在文章下方"), ("spam", "决定不予显示")):
            decide([comment.pk], Comment.State(state), actor=chief(), at=NOON)
            assert said in client.get(own).content.decode()

    def test_erases_all_that_was_said(self, client, article, clock):
        own = send(client, article, clock, email="wang@example.com").url
        assert client.post(own).status_code == 303
        comment = Comment.objects.get()
        assert comment.state == Comment.State.ERASED
        said = (comment.name, comment.email, comment.text, comment.network)
        assert said == ("", "", "", "")
        page = client.get(own).content.decode()
        assert "评论已删除" in page
        assert TEXT not in page

    def test_is_found_by_its_token_alone(self, client, article, clock):
        token = send(client, article, clock).url.split("/")[-2]
        other = comments.token_of(show(article))
        number, seal = token.split("-", 1)
        for wrong in (
            f"{number}-{other.split('-', 1)[1]}",
            number,
            "1-x",
            "x",
            f"99-{seal}",
        ):
            own = reverse("discussion:own", args=[wrong])
            assert client.get(own).status_code == 404
            assert client.post(own).status_code == 404

    def test_cannot_be_erased_from_another_site(self, client, article, clock):
        own = send(client, article, clock).url
        response = client.post(own, headers={"Sec-Fetch-Site": "cross-site"})
        assert response.status_code == 403
        assert Comment.objects.get().text


class TestNetworks:
    def test_are_kept_as_a_sum_that_is_another_each_day(self, client, article, clock):
        send(client, article, clock, network="203.0.113.7")
        network = Comment.objects.get().network
        assert len(network) == 32
        assert network == comments.network_of("203.0.113.200", at=NOON)
        assert network != comments.network_of("203.0.114.7", at=NOON)
        assert network != comments.network_of("203.0.113.7", at=NOON + 24 * HOUR)

    def test_are_told_by_our_own_proxies_alone(self, client, article, clock, settings):
        forged = {"X-Forwarded-For": "192.0.2.1, 198.51.100.9"}
        data = filled(client, article)
        clock.shift(10)
        client.post(address(article), data, headers=forged, REMOTE_ADDR="203.0.113.7")
        here = comments.network_of("203.0.113.7", at=NOON)
        assert Comment.objects.latest("pk").network == here
        settings.NEWSROOM = {**settings.NEWSROOM, "PROXIES": 1}
        data["text"] = "第二条。"
        client.post(address(article), data, headers=forged, REMOTE_ADDR="203.0.113.7")
        there = comments.network_of("198.51.100.9", at=NOON)
        assert Comment.objects.latest("pk").network == there

    def test_are_forgotten_after_two_days_and_refused_texts_after_thirty(
        self, client, article, clock
    ):
        send(client, article, clock)
        kept = show(article)
        gone = show(article, text="垃圾")
        Comment.objects.filter(pk=gone.pk).update(state=Comment.State.SPAM)
        comments.forget_old(at=NOON + 72 * HOUR)
        assert not Comment.objects.exclude(network="").exists()
        assert Comment.objects.get(pk=gone.pk).text == "垃圾"
        comments.forget_old(at=NOON + 31 * 24 * HOUR)
        assert Comment.objects.get(pk=gone.pk).text == ""
        assert Comment.objects.get(pk=kept.pk).text
