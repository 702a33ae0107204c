"""Writing a snapshot back gives the working copy what the revision said."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models.desk import Article, Image, Revision, Tag
from articles.models.desk.revisions import snapshot
from articles.tests.factories import NOON, make_article
from articles.workflow import restoring

pytestmark = pytest.mark.django_db


def rich(**fields: Any) -> Article:
    """Make an article with one of everything, and two of what comes in order."""
    picture = Image.objects.create(
        alt="渡轮", origin="https://example.org/a.jpg", created_at=NOON
    )
    return make_article(
        categories=(("金融", "证券"), ("本地",)),
        tags=("港口", "渡轮"),
        bylines=("林晓", "何田"),
        source="海风通讯社",
        lead_picture=picture,
        extra={"k": "v"},
        **fields,
    )


def content_of(article: Article) -> dict[str, Any]:
    """Give what an article says now."""
    return snapshot(Article.objects.whole().get(pk=article.pk))


def empty(article: Article) -> None:
    """Take everything off an article."""
    article.bylines.all().delete()
    article.filings.all().delete()
    article.tagged.all().delete()
    article.title, article.body, article.extra = "改了", "", {}
    article.source = article.lead_picture = None
    article.save()


class TestApply:
    def test_gives_everything_back_in_its_order(self):
        article = rich()
        before = content_of(article)
        empty(article)
        assert content_of(article) != before
        assert restoring.apply(article, before) == []
        assert content_of(article) == before

    def test_takes_off_what_came_since(self):
        article = make_article(categories=())
        before = content_of(article)
        rich_one = content_of(rich(title="另一篇"))
        restoring.apply(article, rich_one)
        restoring.apply(article, before)
        assert content_of(article) == before

    def test_makes_no_revision_and_touches_no_date(self):
        article = rich(due_at=NOON)
        content = content_of(article)
        Article.objects.update(due_at=None, edition=7)
        restoring.apply(article, content | {"title": "别的"})
        assert not Revision.objects.exists()
        after = Article.objects.get()
        assert (after.due_at, after.edition, after.title) == (None, 7, "别的")

    def test_says_what_is_gone_and_restores_the_rest(self):
        article = rich()
        content = content_of(article)
        empty(article)
        Tag.objects.filter(name="港口").delete()
        Image.objects.all().delete()
        sentences = restoring.apply(article, content)
        assert len(sentences) == 2
        assert "渡轮" in sentences[0]
        assert "港口" in sentences[1]
        after = content_of(article)
        assert [one["name"] for one in after["tags"]] == ["渡轮"]
        assert after["lead_picture"] is None
        assert after["bylines"] == content["bylines"]

    def test_does_not_show_what_was_loaded_before(self):
        article = Article.objects.whole().get(pk=rich().pk)
        restoring.apply(article, snapshot(article) | {"tags": []})
        assert list(article.tagged.all()) == []

    def test_takes_the_same_queries_however_much_there_is(self):
        def queries(article: Article) -> int:
            content = content_of(article)
            with CaptureQueriesContext(
                connection,
            ) as seen:
                restoring.apply(article, content)
            return len(seen)

        little = make_article(tags=("甲",), bylines=("林晓",), source="甲社")
        much = make_article(
            tags=tuple(f"词{n}" for n in range(30)),
            bylines=tuple(f"人{n}" for n in range(20)),
            categories=tuple((f"栏{n}",) for n in range(10)),
            source="乙社",
        )
        assert queries(much) == queries(little)
