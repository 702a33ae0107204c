"""What is entered when: readers' index by the door, the desk's by every save."""

from datetime import timedelta

import pytest
from django.db import connection

from articles import publishing, workflow
from articles.checks import check_search
from articles.models.desk import Article, Correction
from articles.models.reader import PublishedArticle, SearchEntry
from articles.search import desk, parse, published
from articles.search.published import of_years
from articles.tests.factories import NOON, make_article, make_live
from articles.text import segmentation

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def readers_find(text: str, **more) -> list[str]:
    found = published.find(parse(text), **more)
    assert found.total >= len(found.articles)
    return [row.title for row in found.articles]


def desk_finds(text: str) -> list[str]:
    found = Article.objects.filter(desk.matches(parse(text))).order_by("pk")
    return [article.title for article in found]


def save(article: Article, **fields) -> None:
    Article.objects.filter(pk=article.pk).update(**fields)
    assert workflow.revise(Article.objects.get(pk=article.pk), actor=None, at=NOON)


class TestReaders:
    def test_find_what_is_published_updated_and_no_longer_what_is_withdrawn(self):
        article = make_live("渡轮复航", body="码头上的人很多。", deck="十年之后")
        for word in ("渡轮", "码头上的人", "十年"):
            assert readers_find(word) == ["渡轮复航"]
        save(article, title="渡轮停航", body="桟橋空無一人。")
        assert readers_find("停航") == []
        article.refresh_from_db()
        publishing.update(article.revisions.first(), actor=None, at=NOON + HOUR)
        assert readers_find("停航") == readers_find("空无一人") == ["渡轮停航"]
        assert readers_find("复航") == readers_find("码头上") == []
        article.refresh_from_db()
        publishing.withdraw(article, actor=None, at=NOON + 2 * HOUR)
        assert readers_find("停航") == []
        assert SearchEntry.objects.count() == 0
        article.refresh_from_db()
        publishing.publish(article.revisions.first(), actor=None, at=NOON + 3 * HOUR)
        assert readers_find("停航") == ["渡轮停航"]

    def test_find_the_corrected_text_and_so_does_the_desk(self):
        article = make_live("渡轮复航", body="票价十元。")
        content = dict(article.revisions.get().content, body="票价二十元。")
        publishing.correct(
            article, content=content, kind=Correction.Kind.CORRECTION,
            text="票价有误。", actor=None, at=NOON + HOUR,
        )  # fmt: skip
        assert readers_find("二十元") == desk_finds("二十元") == ["渡轮复航"]
        assert readers_find("价十元") == desk_finds("价十元") == []

    def test_find_nothing_of_markup(self):
        make_live("渡轮", body='[链接](https://a.example/x "题") <b class="k">粗</b>体')
        assert readers_find("粗体") == ["渡轮"]
        for word in ("class", "https", "href", "strong"):
            assert readers_find(word) == []

    def test_cost_no_more_for_a_batch_than_for_one(self, django_assert_num_queries):
        def entering(count: int) -> int:
            rows = [
                PublishedArticle.objects.get(uuid=make_live(f"第{n}篇").uuid)
                for n in range(count)
            ]
            with django_assert_num_queries(2):
                published.write(rows)
            return SearchEntry.objects.count()

        assert entering(1) == 1
        assert entering(20) == 21

    def test_are_not_rewritten_where_nothing_searched_changes(self):
        article = make_live("渡轮复航")
        entry = SearchEntry.objects.get()
        SearchEntry.objects.update(version=0)
        publishing.refresh([article.uuid], at=NOON + HOUR)
        assert SearchEntry.objects.get(pk=entry.pk).version == 0


class TestOrder:
    def test_newest_first_is_the_order_of_lists(self):
        for days in (3, 1, 2):
            make_live(f"渡轮{days}", at=NOON - days * 24 * HOUR)
        make_live("渡轮同刻甲")
        make_live("渡轮同刻乙")
        listed = [row.title for row in PublishedArticle.objects.all()]
        assert readers_find("渡轮", newest=True) == listed
        pages = [
            title
            for offset in (0, 2, 4)
            for title in readers_find("渡轮", newest=True, offset=offset, limit=2)
        ]
        assert pages == listed

    def test_title_counts_more_than_body_and_recent_more_than_old(self):
        filler = "今天天气很好，大家都去海边散步。" * 20
        old = NOON - 24 * HOUR * 365 * 6
        make_live("别的事", body=f"{filler}渡轮。{filler}")
        make_live("渡轮", at=old, body=f"{filler}渡轮渡轮。{filler}")
        assert readers_find("渡轮") == ["渡轮", "别的事"]
        make_live("渡轮新", body=f"{filler}渡轮渡轮。{filler}")
        assert readers_find("渡轮")[0] == "渡轮新"

    def test_saying_it_often_counts_more_than_once(self):
        filler = "今天天气很好，大家都去海边散步。" * 20
        make_live("甲", body=f"{filler}说到渡轮，渡轮又停了，渡轮公司说。{filler}")
        make_live("乙", body=f"{filler}也有人提到渡轮。{filler}")
        assert readers_find("渡轮") == ["甲", "乙"]


class TestWithin:
    def test_keeps_to_labels_and_years(self):
        from articles.models.reader import Label

        make_live("渡轮一", at=NOON - 24 * HOUR * 365, categories=(("城市", "交通"),))
        make_live("渡轮二", categories=(("城市",),), tags=("港口",))
        make_live("渡轮三", categories=(("文化",),), tags=("港口",))

        def under(*names: str) -> list[str]:
            labels = Label.objects.filter(name__in=names).values_list("pk", flat=True)
            within = of_years(None, None, list(labels))
            found = readers_find("渡轮", within=within, newest=True)
            assert published.count(parse("渡轮"), within) == len(found)
            return found

        assert under("城市") == ["渡轮二", "渡轮一"]
        assert under("交通") == ["渡轮一"]
        assert under("城市", "港口") == ["渡轮二"]
        assert readers_find("渡轮", within=of_years(2025, 2025)) == ["渡轮一"]
        assert len(readers_find("渡轮", within=of_years(2026, None))) == 2
        assert readers_find("渡轮", within=of_years(2027, None)) == []


class TestDesk:
    def test_finds_drafts_by_text_and_by_name_from_the_moment_they_are_saved(self):
        article = make_article(
            "渡轮复航", bylines=("林晓",), tags=("港口",), body="**码头**<b>上</b>的人",
            source="海风通讯社", slug="ferry-again",
        )  # fmt: skip
        assert desk_finds("渡轮") == []
        workflow.revise(article, actor=None, at=NOON)
        for text in ("渡輪", "码头", "林晓", "港口", "通讯社", "ferry-again"):
            assert desk_finds(text) == ["渡轮复航"], text
        save(article, title="渡轮停航")
        assert desk_finds("复航") == []
        assert desk_finds("停航") == ["渡轮停航"]
        assert readers_find("停航") == []


@pytest.fixture
def five(db) -> None:
    for number in range(5):
        make_live(f"渡轮第{number}班")
    save(make_article("未发的渡轮"), deck="一")


class TestRebuild:
    def test_enters_everything_and_again_changes_nothing(self, five):
        before = list(SearchEntry.objects.values())
        SearchEntry.objects.all().delete()
        assert readers_find("渡轮") == []
        assert published.stale() == 5
        heard: list[tuple[int, int]] = []
        assert published.rebuild(progress=lambda *one: heard.append(one)) == 5
        assert heard[0] == (0, 5)
        assert heard[-1] == (5, 5)
        assert list(SearchEntry.objects.values()) == before
        assert published.rebuild() == 5
        assert list(SearchEntry.objects.values()) == before
        assert len(readers_find("渡轮")) == 5
        assert desk.rebuild() == 6
        assert len(desk_finds("渡轮")) == 6

    def test_can_keep_to_what_is_stale(self, five, monkeypatch):
        assert published.rebuild(only_stale=True) == 0
        assert desk.rebuild(only_stale=True) == 0
        SearchEntry.objects.filter(title__contains="3").update(version=0)
        assert published.stale() == published.rebuild(only_stale=True) == 1
        assert published.stale() == 0

    def test_is_asked_for_by_a_check_when_the_rules_change(self, five):
        assert check_search(None) == check_search(None, databases=["default"]) == []
        SearchEntry.objects.update(version=segmentation.VERSION + 1)
        assert check_search(None) == []
        (warning,) = check_search(None, databases=["default"])
        assert warning.id == "articles.W007"
        assert "5 articles" in warning.msg
        assert "rebuild_search" in warning.hint

    def test_leaves_the_index_without_a_trace_of_what_it_replaced(self, five):
        published.rebuild()
        published.rebuild()
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                table = f"{SearchEntry._meta.db_table}_fts"
                cursor.execute(
                    f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)"
                )
        assert published.count(parse("渡轮")) == 5
