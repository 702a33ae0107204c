"""The form: text to the byte, a revision for each change."""

import statistics
import sys
import time
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models.desk import Article, Note, Revision, Tag
from articles.tests.admin.conftest import change_url, filled, said
from articles.tests.factories import (
    NOON,
    make_article,
    make_author,
    make_category,
    make_live,
)
from articles.tests.workflow.people import save

ADD = "/admin/articles/article/add/"

BODIES = [
    "一行\n两行\n",
    "一行\r\n两行\r\n",
    "旧机\r换行\r",
    "混合\r\n换行\n和\r回车",
    "\n\n  以空行和空格开头，也以空格结尾  \n\n",
    "\u3000\u3000全角缩进\n\ttab\n",
    "末尾没有换行",
]


@pytest.mark.django_db
class TestSaving:
    @pytest.mark.parametrize("body", BODIES)
    def test_untouched_changes_no_byte_and_makes_no_revision(self, desk, body):
        article = make_article(body=body, deck=body, tags=("港口",), bylines=("林晓",))
        save(article, None)
        before = Article.objects.values().get()
        response = desk.post(change_url(article), filled(desk, change_url(article)))
        assert response.status_code == 302
        after = Article.objects.values().get()
        assert after | {"changed_at": None} == before | {"changed_at": None}
        assert Revision.objects.count() == 1

    def test_keeps_each_lines_own_end_where_one_line_changed(self, desk):
        article = make_article(body="甲\r\n乙\n丙\r\n丁")
        save(article, None)
        data = filled(desk, change_url(article))
        data["body"] = data["body"].replace("丙", "丙丙")
        desk.post(change_url(article), data)
        assert Article.objects.get().body == "甲\r\n乙\n丙丙\r\n丁"

    def test_makes_a_revision_and_returns_to_draft(self, desk, chief):
        article = make_article()
        save(article, None)
        Article.objects.update(stage="approved", approved_number=1)
        data = filled(desk, change_url(article)) | {"title": "新题", "note": "换题"}
        desk.post(change_url(article), data)
        article.refresh_from_db()
        revision = Revision.objects.latest("number")
        assert (article.stage, article.latest_number) == ("draft", 2)
        assert (revision.note, revision.created_by) == ("换题", chief)
        assert revision.content["title"] == "新题"

    def test_of_a_live_article_changes_nothing_for_readers(self, desk, client):
        article = make_live("旧题", at=NOON)
        path = desk.get(change_url(article)).context["panel"]["live"].path
        data = filled(desk, change_url(article)) | {"title": "新题"}
        response = desk.post(change_url(article), data, follow=True)
        assert "第 1 版" in said(response)
        page = client.get(path).content.decode()
        assert "旧题" in page
        assert "新题" not in page

    def test_of_a_date_makes_no_revision(self, desk):
        article = make_article()
        save(article, None)
        data = filled(desk, change_url(article)) | {"due_at": "2026-03-09T18:30"}
        desk.post(change_url(article), data)
        article.refresh_from_db()
        assert article.due_at == datetime(2026, 3, 9, 10, 30, tzinfo=UTC)
        assert article.latest_number == 1

    def test_leaves_the_seconds_of_an_embargo(self, desk):
        until = datetime(2026, 3, 9, 10, 30, 59, 5, tzinfo=UTC)
        article = make_article(embargoed_until=until)
        save(article, None)
        data = filled(desk, change_url(article)) | {"title": "新题"}
        desk.post(change_url(article), data)
        assert Article.objects.get().embargoed_until == until


@pytest.mark.django_db
class TestNewArticle:
    def blank(self, desk, **fields):
        return filled(desk, ADD) | {"title": "银行行长", "body": "正文"} | fields

    def test_belongs_to_whoever_began_it(self, log_in, writer):
        make_author("林晓", user=writer)
        client = log_in(writer)
        client.post(ADD, self.blank(client))
        article = Article.objects.get()
        assert (article.created_by, article.latest_number) == (writer, 1)
        assert [byline.author.name for byline in article.bylines.all()] == ["林晓"]

    @pytest.mark.parametrize(
        ("fields", "slug"),
        [
            ({}, "银行行长"),
            ({"in_pinyin": "on"}, "yin-hang-hang-zhang"),
            ({"slug": "000_F55.aa ee"}, "000_F55.aa ee"),
        ],
    )
    def test_gets_its_address(self, desk, fields, slug):
        desk.post(ADD, self.blank(desk, **fields))
        assert Article.objects.get().slug == slug

    @pytest.mark.parametrize("slug", ["feed", "page", "a/b", "a?b", "a#b", "a%20b"])
    def test_is_refused_an_address_that_cannot_be(self, desk, slug):
        response = desk.post(ADD, self.blank(desk, slug=slug))
        assert response.context["adminform"].form.errors["slug"]
        assert not Article.objects.exists()

    def test_takes_tags_apart_at_chinese_separators(self, desk):
        Tag.objects.create(name="GDP")
        desk.post(ADD, self.blank(desk, tag_names="港口，gdp、新 能源；利率,港口"))
        tags = {tagged.tag.name for tagged in Article.objects.get().tagged.all()}
        assert tags == {"港口", "GDP", "新 能源", "利率"}

    def test_is_filed_in_the_order_chosen(self, desk):
        one, two = make_category("金融", "证券"), make_category("本地")
        desk.post(ADD, self.blank(desk, filed_under=[str(two.pk), str(one.pk)]))
        filings = Article.objects.get().filings.all()
        assert [filing.category for filing in filings] == [two, one]

    def test_is_refused_a_category_that_is_gone(self, desk):
        response = desk.post(ADD, self.blank(desk, filed_under=["987654"]))
        assert response.context["adminform"].form.errors["filed_under"]

    def test_counts_bylines_from_one(self, desk):
        article = make_article(bylines=("林晓", "何田"))
        form = filled(desk, change_url(article))
        assert [form[f"bylines-{number}-position"] for number in (0, 1)] == ["1", "2"]
        swapped = {"bylines-0-position": "2", "bylines-1-position": "1"}
        desk.post(change_url(article), form | swapped)
        names = [one.author.name for one in article.bylines.order_by("position")]
        assert names == ["何田", "林晓"]

    def test_numbers_bylines_as_they_stand(self, desk):
        first, second = make_author("林晓"), make_author("何田")
        rows = {
            "bylines-TOTAL_FORMS": "2",
            "bylines-0-author": str(second.pk),
            "bylines-0-position": "5",
            "bylines-1-author": str(first.pk),
            "bylines-1-position": "2",
        }
        desk.post(ADD, self.blank(desk, **rows))
        bylines = Article.objects.get().bylines.all()
        assert [(one.author, one.position) for one in bylines] == [
            (first, 0),
            (second, 1),
        ]


def grow(article: Article, *, revisions: int, notes: int, by: User) -> None:
    """Give an article a past: revisions, and notes by several people."""
    content = Revision.objects.get(article=article, number=1).content
    Revision.objects.bulk_create(
        Revision(
            article=article, number=number, parent_number=number - 1,
            content=content | {"deck": f"第 {number} 稿"}, content_hash=str(number),
            created_at=NOON, created_by=by,
        )
        for number in range(2, revisions + 1)
    )  # fmt: skip
    Article.objects.filter(pk=article.pk).update(latest_number=revisions)
    Note.objects.bulk_create(
        Note(
            article=article,
            text=f"第 {number} 条",
            created_at=NOON,
            author=by,
            revision_number=1,
        )
        for number in range(notes)
    )


@pytest.mark.django_db
class TestCost:
    def counted(self, desk, article: Article) -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(change_url(article)).status_code == 200
        return [query["sql"] for query in seen.captured_queries]

    def test_is_the_same_for_a_long_past(self, desk, chief):
        young, old = (make_article(title, bylines=("林晓",)) for title in "新旧")
        for article in (young, old):
            save(article, chief)
        grow(young, revisions=1, notes=1, by=chief)
        grow(old, revisions=500, notes=200, by=chief)
        desk.get(change_url(young))
        few, many = (self.counted(desk, article) for article in (young, old))
        assert len(many) == len(few), set(many) - set(few)

    @pytest.mark.bench
    def test_opens_in_the_time_of_a_short_one(self, desk, chief, capsys):
        young, old = make_article("新稿", body="短。"), make_article("旧稿")
        for article in (young, old):
            save(article, chief)
        grow(young, revisions=1, notes=1, by=chief)
        grow(old, revisions=500, notes=200, by=chief)
        times: dict[int, list[float]] = {young.pk: [], old.pk: []}
        for _ in range(20):
            for article in (young, old):
                began = time.perf_counter()
                desk.get(change_url(article))
                times[article.pk].append(time.perf_counter() - began)
        short, long = (statistics.median(times[one.pk]) for one in (young, old))
        with capsys.disabled():
            said = f"{long * 1000:.0f} ms, {long / short:.2f} × a new one"
            sys.stdout.write(f"\nchange form: {said}\n")
        assert long < short * 3
