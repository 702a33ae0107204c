"""Links between articles: where they lead, and that they follow."""

from datetime import timedelta

import pytest

from articles import publishing
from articles.models.desk import Article
from articles.models.reader import LinkUse, Publication, PublishedArticle, Purge
from articles.tests.factories import NOON, make_article, make_live
from articles.workflow import revise

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def commits(django_capture_on_commit_callbacks):
    """Answer what runs a block as if its transaction had been committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def linking(target, words="渡轮", **fields):
    """Make a live article that links to another."""
    body = f"见[{words}](article:{target.uuid})。"
    return make_live("港口一年", body=body, **fields)


def body_of(article):
    return PublishedArticle.objects.get(uuid=article.uuid).body_html


def moved(article, slug):
    Article.objects.filter(pk=article.pk).update(slug=slug)
    article.refresh_from_db()
    revision = revise(article, actor=None, at=LATER)
    return publishing.update(revision, actor=None, at=LATER)


class TestLinks:
    def test_lead_to_where_readers_find_the_article(self):
        target = make_live("渡轮复航首日")
        assert body_of(linking(target)) == (
            '<p>见<a href="/2026/03/05/渡轮复航首日/">渡轮</a>。</p>'
        )

    def test_lead_to_its_own_language_and_to_a_place_in_it(self):
        target = make_live("Ferry", language="en")
        article = make_live("一", body=f"[x](article:{target.uuid}#s-plan)")
        assert 'href="/en/2026/03/05/ferry/#s-plan"' in body_of(article).lower()

    @pytest.mark.parametrize("body_format", ["markdown", "html"])
    def test_are_plain_words_while_it_is_not_out(self, body_format):
        target = make_article("未发")
        link = f'<a href="article:{target.uuid}">渡轮</a>'
        article = make_live("一", body=f"<p>见{link}。</p>", body_format=body_format)
        assert body_of(article) == "<p>见渡轮。</p>"

    def test_follow_an_address_that_changes(self, commits):
        target = make_live("渡轮复航首日")
        article = linking(target)
        with commits():
            moved(target, "ferry")
        assert 'href="/2026/03/05/ferry/"' in body_of(article)
        last = Publication.objects.filter(article=article.uuid).latest("number")
        assert last.action == "refreshed"
        assert f"article:{article.uuid}" in Purge.objects.latest("id").keys

    def test_go_and_come_back_with_the_article(self, commits):
        target = make_live("渡轮复航首日")
        article = linking(target)
        with commits():
            publishing.withdraw(target, actor=None, at=LATER)
        assert "<a" not in body_of(article)
        with commits():
            publishing.publish(target.revisions.get(), actor=None, at=LATER)
        assert "<a" in body_of(article)

    def test_come_when_both_go_out_together(self, commits):
        one, two = make_article("一"), make_article("二")
        for this, other in ((one, two), (two, one)):
            this.body = f"[另一篇](article:{other.uuid})"
            this.save()
        orders = [
            publishing.Order(article=each, revision=revise(each, actor=None, at=NOON))
            for each in (one, two)
        ]
        with commits():
            publishing.publish_each(orders, actor=None, at=NOON)
        assert "/2026/03/05/二/" in body_of(one)
        assert "/2026/03/05/一/" in body_of(two)

    def test_what_changes_only_in_its_text_moves_no_link(self, commits):
        target = make_live("渡轮复航首日")
        article = linking(target)
        Article.objects.filter(pk=target.pk).update(body="另一段。")
        target.refresh_from_db()
        with commits():
            revision = revise(target, actor=None, at=LATER)
            publishing.update(revision, actor=None, at=LATER)
        assert Publication.objects.filter(article=article.uuid).count() == 1

    def test_are_noted_once_and_forgotten_with_the_page(self, commits):
        target = make_live("渡轮复航首日")
        article = linking(target, words=f"a](article:{target.uuid}) [b")
        assert LinkUse.objects.get().target == target.uuid
        with commits():
            publishing.withdraw(article, actor=None, at=LATER)
        assert not LinkUse.objects.exists()


class TestContents:
    def test_are_kept_of_a_text_with_four_headings(self):
        body = "## 一\n\n### 二\n\n#### 深\n\n## 三\n\n## 四"
        row = PublishedArticle.objects.get(uuid=make_live(body=body).uuid)
        assert [(one["level"], one["text"]) for one in row.contents] == [
            (2, "一"), (3, "二"), (2, "三"), (2, "四"),
        ]  # fmt: skip
        assert f'id="{row.contents[0]["anchor"]}"' in row.body_html

    def test_are_not_of_a_short_one(self):
        row = PublishedArticle.objects.get(uuid=make_live(body="## 一\n\n## 二").uuid)
        assert row.contents is None
