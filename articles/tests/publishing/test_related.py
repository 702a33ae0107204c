"""Which articles go together, and that a withdrawn one goes with none."""

import pytest

from articles import publishing
from articles.models.desk import Article
from articles.models.reader import Label, PublishedArticle, Purge, Related
from articles.publishing import related
from articles.publishing.related import SHOWN
from articles.tests.factories import NOON, make_live
from articles.tests.hidden import HOUR, revised

pytestmark = pytest.mark.django_db


def near(title: str) -> list[str]:
    """Give the titles on an article's page, the nearest first."""
    row = PublishedArticle.objects.get(title=title)
    return [one.title for one in Related.objects.cards(row, SHOWN)]


def purged() -> set[str]:
    """Give the keys that the last change touched."""
    return set(Purge.objects.last().keys)


class TestRelated:
    def test_share_subjects_and_the_rare_ones_count_most(self):
        for number in range(6):
            make_live(f"港口第{number}号", tags=("港口",), categories=(("港口",),))
        make_live("灯塔修复", tags=("港口", "灯塔"), categories=(("港口",),))
        make_live("灯塔点亮", tags=("港口", "灯塔"), categories=(("港口",),))
        assert near("灯塔点亮")[0] == "灯塔修复"
        assert len(near("灯塔点亮")) == SHOWN

    def test_speak_of_the_same(self):
        make_live("渡轮票价上调一元", tags=("交通",), body="讨论票价。")
        make_live("地铁延长运营时间", tags=("交通",), body="末班车推迟。")
        make_live("渡轮票价听证会召开", tags=("交通",), body="听证会。")
        assert near("渡轮票价听证会召开")[0] == "渡轮票价上调一元"

    def test_are_never_of_another_language_or_without_a_common_subject(self):
        make_live("甲", tags=("渡轮",), categories=(("城市",),))
        make_live("Ferries", tags=("渡轮",), categories=(("城市",),), language="en")
        make_live("乙", categories=(("文化",),))
        assert near("Ferries") == near("乙") == near("甲") == []

    def test_a_new_one_joins_what_it_goes_with_and_purges_that_page(self):
        old = make_live("灯塔修复", tags=("灯塔",))
        make_live("灯塔点亮", tags=("灯塔",), at=NOON + HOUR)
        assert near("灯塔修复") == ["灯塔点亮"]
        assert f"related:{old.uuid}" in purged()

    def test_a_page_keeps_the_nearest(self):
        make_live("灯塔修复", tags=("灯塔", "港口"))
        make_live("灯塔修复完工", tags=("灯塔", "港口"))
        for number in range(SHOWN + 2):
            make_live(f"货轮第{number}号", tags=("港口",), categories=(("货运",),))
        assert near("灯塔修复")[0] == "灯塔修复完工"
        assert len(near("灯塔修复")) == SHOWN

    def test_a_withdrawn_one_is_shown_nowhere_and_purges_where_it_was(self, client):
        first = make_live("灯塔修复", tags=("灯塔",))
        second = make_live("灯塔点亮", tags=("灯塔",))
        page = PublishedArticle.objects.get(uuid=first.uuid).path
        shown = client.get(page)
        assert "灯塔点亮" in shown.content.decode()
        publishing.withdraw(second, actor=None, at=NOON + HOUR)
        assert near("灯塔修复") == []
        assert "灯塔点亮" not in client.get(page).content.decode()
        assert f"article:{second.uuid}" in purged()

    def test_follow_a_change_of_subjects(self):
        make_live("灯塔修复", tags=("灯塔",), categories=(("港口",),))
        make_live("街市重开", tags=("街市",), categories=(("城市",),))
        article = Article.objects.get(title="街市重开")
        article.tags.set(Article.objects.get(title="灯塔修复").tags.all())
        publishing.update(revised(article, deck="灯塔下。"), actor=None, at=NOON + HOUR)
        assert near("街市重开") == ["灯塔修复"]

    def test_cost_a_batch_no_more_queries_than_one(self, django_assert_max_num_queries):
        for number in range(30):
            make_live(f"第{number}篇", tags=(f"标签{number % 5}",))
        rows = list(PublishedArticle.objects.all())
        labels = {label.key: label for label in Label.objects.all()}
        for some in (rows[:1], rows):
            with django_assert_max_num_queries(9):
                related.relate(some, labels)
