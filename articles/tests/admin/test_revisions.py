"""Old revisions: seen, compared, brought back, given back to readers, by who may."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import publishing
from articles.models.desk import Article, Revision, SectionLimit, Stage, Standing
from articles.models.reader import Publication, PublishedArticle
from articles.tests.admin.conftest import change_url, said
from articles.tests.factories import NOON, make_article, make_category, make_live
from articles.tests.workflow.people import AT, make_user, save
from articles.workflow import roles

pytestmark = pytest.mark.django_db

LogIn = Callable[[User], Client]
PAGES = ("revisions", "compare", "changes")
WAYS = ("bring_back", "roll_back")


def url(page: str, article: Article, *more: int) -> str:
    """Give the address of one of an article's pages."""
    return reverse(f"admin:articles_article_{page}", args=[article.pk, *more])


def write(article: Article, **fields: Any) -> Article:
    """Save an article with other words, as its next revision."""
    Article.objects.filter(pk=article.pk).update(**fields)
    article = Article.objects.get(pk=article.pk)
    save(article, None)
    return Article.objects.get(pk=article.pk)


def make_updated() -> Article:
    """Make an article whose readers had revision 1 and have 2; 3 is a draft."""
    article = write(make_live("渡轮今天复航"), title="渡轮昨天复航")
    revision = article.revisions.get(number=2)
    publishing.update(revision, actor=None, at=AT)
    return write(article, title="渡轮明天复航", body="完全换过的正文。")


def shown(article: Article) -> str:
    """Give the headline that readers have."""
    return PublishedArticle.objects.get(uuid=article.uuid).title


class TestListing:
    def test_says_which_one_readers_have_and_had(self, desk: Client) -> None:
        article = make_updated()
        lines = desk.get(url("revisions", article)).context["lines"]
        assert [line.number for line in lines] == [3, 2, 1]
        assert [line.with_readers for line in lines] == [False, True, False]
        assert [line.had_readers for line in lines] == [False, False, True]
        assert lines[0].grew == lines[0].length - lines[1].length

    def test_costs_the_same_for_one_revision_and_for_many(self, desk: Client) -> None:
        def queries(article: Article) -> int:
            desk.get(url("revisions", article))
            with CaptureQueriesContext(connection) as seen:
                response = desk.get(url("revisions", article))
            assert response.status_code == 200
            return len(seen)

        short, long = make_live("渡轮复航"), make_live("大桥合龙")
        last = long.revisions.get()
        Revision.objects.bulk_create(
            Revision(
                article=long, number=number, content=last.content,
                content_hash=str(number), created_at=NOON,
            )
            for number in range(2, 120)
        )  # fmt: skip
        Article.objects.filter(pk=long.pk).update(latest_number=119)
        assert queries(long) == queries(short)

    def test_goes_on_to_the_older_ones(self, desk: Client) -> None:
        article = make_updated()
        lines = desk.get(url("revisions", article), {"below": "1"}).context["lines"]
        assert [line.number for line in lines] == [1]

    @pytest.mark.parametrize("below", ["x", "-1", "９", "1e3", "99999999999999999999"])
    def test_takes_no_nonsense(self, desk: Client, below: str) -> None:
        response = desk.get(url("revisions", make_updated()), {"below": below})
        assert response.status_code == 200


class TestComparison:
    def compare(self, desk: Client, article: Article, **asked: str) -> Any:
        response = desk.get(url("compare", article), asked)
        assert response.status_code == 200
        return response

    def test_sets_the_draft_beside_what_readers_have(self, desk: Client) -> None:
        context = self.compare(desk, make_updated()).context
        assert (context["one"]["number"], context["other"]["number"]) == (2, 3)
        assert [field.name for field in context["changed"]] == ["title", "body"]

    def test_takes_any_two_and_either_way_round(self, desk: Client) -> None:
        article = make_updated()
        context = self.compare(desk, article, **{"from": "3", "to": "live"}).context
        assert (context["one"]["number"], context["other"]["number"]) == (3, 2)
        title = context["changed"][0]
        assert [(one.kind, one.text) for one in title.spans if one.kind != "same"] == [
            ("gone", "明"),
            ("new", "昨"),
        ]

    def test_names_what_joined_and_left(self, desk: Client) -> None:
        article = make_live(categories=(("要闻",),))
        article.filings.update(category=make_category("金融", "银行"))
        save(article, None)
        (field,) = self.compare(desk, article).context["changed"]
        assert (field.joined, field.left) == (["金融 › 银行"], ["要闻"])

    def test_shows_markup_in_a_text_as_text(self, desk: Client) -> None:
        article = write(make_live(), title="<script>alert(1)</script>")
        page = self.compare(desk, article).content.decode()
        assert "<script>alert" not in page

    @pytest.mark.parametrize("name", ["0", "99", "x", "live"])
    def test_has_nothing_for_a_revision_that_is_not_there(
        self, desk: Client, name: str
    ) -> None:
        article = make_article()
        save(article, None)
        assert desk.get(url("compare", article), {"to": name}).status_code == 404


class TestBringBack:
    def bring_back(self, desk: Client, article: Article, number: int, seen: int) -> Any:
        address = url("bring_back", article, number)
        return desk.post(address, {"seen_number": str(seen)}, follow=True)

    def test_makes_a_new_revision_and_changes_nothing_for_readers(
        self, desk: Client
    ) -> None:
        article = make_updated()
        before = shown(article)
        log = Publication.objects.count()
        response = self.bring_back(desk, article, 1, 3)
        article = Article.objects.get(pk=article.pk)
        assert (article.title, article.latest_number) == ("渡轮今天复航", 4)
        assert article.stage == Stage.DRAFT
        assert (shown(article), Publication.objects.count()) == (before, log)
        assert article.revisions.get(number=4).note
        assert "4" in said(response)

    def test_is_refused_where_somebody_saved_meanwhile(self, desk: Client) -> None:
        article = make_updated()
        self.bring_back(desk, article, 1, 2)
        assert Article.objects.get(pk=article.pk).latest_number == 3

    def test_files_nothing_where_the_person_may_not(self, log_in: LogIn) -> None:
        article = make_live(categories=(("体育",), ("要闻",)))
        article.filings.filter(category=make_category("体育")).delete()
        save(article, None)
        editor = make_user("chen", roles.EDITOR)
        SectionLimit.objects.create(user=editor, category=make_category("要闻"))
        self.bring_back(log_in(editor), article, 1, 2)
        article = Article.objects.get(pk=article.pk)
        assert article.latest_number == 2
        assert [one.category.name for one in article.filings.all()] == ["要闻"]

    def test_says_what_no_longer_exists(self, desk: Client) -> None:
        article = make_live(tags=("渡轮",))
        article = write(article, title="别的")
        for tagged in article.tagged.all():
            tag = tagged.tag
            tagged.delete()
            tag.delete()
        save(article, None)
        assert "渡轮" in said(self.bring_back(desk, article, 1, 3))


class TestRollBack:
    def roll_back(
        self, desk: Client, article: Article, number: int, **given: str
    ) -> Any:
        data = {"seen_edition": str(article.edition), "reason": "数字有误", **given}
        return desk.post(url("roll_back", article, number), data, follow=True)

    def test_gives_readers_what_they_had_and_leaves_the_draft(
        self, desk: Client
    ) -> None:
        article = make_updated()
        self.roll_back(desk, article, 1)
        assert shown(article) == "渡轮今天复航"
        article = Article.objects.get(pk=article.pk)
        assert (article.title, article.latest_number) == ("渡轮明天复航", 3)
        assert Publication.objects.first().reason == "数字有误"  # type: ignore[union-attr] # there is one

    @pytest.mark.parametrize(
        ("number", "given"),
        [
            (3, {}),
            (2, {}),
            (1, {"reason": " "}),
            (1, {"seen_edition": "1"}),
        ],
    )
    def test_is_refused_with_a_reason(
        self, desk: Client, number: int, given: dict[str, str]
    ) -> None:
        article = make_updated()
        response = self.roll_back(desk, article, number, **given)
        assert shown(article) == "渡轮昨天复航"
        assert said(response)

    def test_is_refused_where_readers_have_nothing(self, desk: Client) -> None:
        article = make_updated()
        publishing.withdraw(article, actor=None, at=AT, reason="核实中")
        self.roll_back(desk, Article.objects.get(pk=article.pk), 1)
        assert Article.objects.get(pk=article.pk).standing == Standing.WITHDRAWN

    @pytest.mark.parametrize("role", [roles.WRITER, roles.EDITOR])
    def test_takes_who_may_publish(self, log_in: LogIn, role: str) -> None:
        article = make_updated()
        user = make_user("someone", role)
        Article.objects.filter(pk=article.pk).update(created_by=user)
        response = self.roll_back(log_in(user), article, 1)
        assert response.status_code == 403
        assert shown(article) == "渡轮昨天复航"


class TestReach:
    def test_keeps_a_writer_from_somebody_elses_article(
        self, log_in: LogIn, writer: User
    ) -> None:
        article = make_updated()
        client = log_in(writer)
        for page in PAGES:
            assert client.get(url(page, article)).status_code == 403, page
        for way in WAYS:
            assert client.post(url(way, article, 1)).status_code == 403, way
        assert Article.objects.get(pk=article.pk).latest_number == 3

    def test_lets_a_writer_see_their_own(self, log_in: LogIn, writer: User) -> None:
        article = make_updated()
        Article.objects.filter(pk=article.pk).update(created_by=writer)
        for page in PAGES:
            assert log_in(writer).get(url(page, article)).status_code == 200, page

    def test_sends_a_stranger_to_the_log_in(self, client: Client) -> None:
        article = make_updated()
        for page in PAGES:
            assert client.get(url(page, article)).status_code == 302, page

    @pytest.mark.parametrize("way", WAYS)
    def test_changes_nothing_by_a_link(self, desk: Client, way: str) -> None:
        assert desk.get(url(way, make_updated(), 1)).status_code == 405

    def test_is_one_click_from_the_form(self, desk: Client) -> None:
        article = make_updated()
        page = desk.get(change_url(article)).content.decode()
        assert f"{url('compare', article)}?from=live" in page
