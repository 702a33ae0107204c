"""The door: what readers get, what the log says, what is refused."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from articles import publishing
from articles.models.desk import Article, Filing, Revision, ScheduledMove, Stage, Tag
from articles.models.reader import (
    Address,
    Counter,
    Label,
    Listing,
    Publication,
    PublishedArticle,
    Purge,
)
from articles.publishing import actions
from articles.tests.factories import NOON, make_article, make_category, make_live
from articles.workflow import MoveRefused, revise

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
SITEMAPS = {"sitemap", "sitemap:2026-03"}


def revised(article, *, at=NOON, **fields):
    """Save fields on the working copy and give the revision that makes."""
    Article.objects.filter(pk=article.pk).update(**fields)
    article.refresh_from_db()
    return revise(article, actor=None, at=at)


class TestRevise:
    def test_numbers_each_change_and_ignores_a_save_that_changes_nothing(self):
        article = make_article()
        first = revise(article, actor=None, at=NOON)
        again = revise(article, actor=None, at=NOON + HOUR)
        second = revised(article, title="渡轮停航")
        assert (first.number, again, second.number) == (1, None, 2)
        assert second.parent_number == 1

    def test_a_later_save_returns_an_approved_article_to_draft(self):
        article = make_live()
        assert article.stage == Stage.APPROVED
        revised(article, deck="风浪太大")
        assert article.stage == Stage.DRAFT

    def test_the_database_refuses_to_alter_a_revision(self):
        revision = revise(make_article(), actor=None, at=NOON)
        with pytest.raises(IntegrityError), transaction.atomic():
            Revision.objects.filter(pk=revision.pk).update(note="anders")
        Revision.objects.filter(pk=revision.pk).update(note=revision.note)

    def test_keeps_the_names_as_they_stood(self):
        article = make_article(bylines=("林晓",), categories=(("城市", "交通"),))
        content = revise(article, actor=None, at=NOON).content
        assert content["bylines"][0]["name"] == "林晓"
        assert [step["name"] for step in content["categories"][0]] == ["城市", "交通"]


class TestPublish:
    def test_lists_the_article_under_every_label_and_every_ancestor(self):
        article = make_live(
            categories=(("城市", "交通", "水运"),),
            tags=("渡轮",),
            bylines=("林晓",),
            source="海风通讯社",
        )
        page = PublishedArticle.objects.get()
        names = {row.label.name for row in Listing.objects.select_related("label")}
        assert names == {"", "城市", "交通", "水运", "渡轮", "林晓", "海风通讯社"}
        assert page.path == "/2026/03/05/渡轮复航首日/"
        assert Label.objects.get(name="水运").path == "/category/城市/交通/水运/"
        assert article.standing == "live"
        assert publishing.check() == []

    def test_the_log_keeps_the_row_as_composed(self):
        make_live("渡轮复航首日")
        entry = Publication.objects.get()
        assert (entry.action, entry.number, entry.revision_number) == (
            "published",
            1,
            1,
        )
        assert entry.row["title"] == "渡轮复航首日"
        with pytest.raises(IntegrityError), transaction.atomic():
            Publication.objects.update(reason="anders")

    def test_saving_a_live_article_changes_nothing_for_readers(self):
        article = make_live("渡轮复航首日")
        revised(article, title="渡轮停航")
        assert PublishedArticle.objects.get().title == "渡轮复航首日"

    def test_two_articles_of_a_day_with_one_title_get_two_addresses(self):
        make_live("渡轮")
        make_live("渡轮")
        paths = set(PublishedArticle.objects.values_list("path", flat=True))
        assert paths == {"/2026/03/05/渡轮/", "/2026/03/05/渡轮-2/"}

    def test_a_reserved_or_empty_slug_gets_an_address_all_the_same(self):
        make_live("feed")
        article = make_live("！！")
        paths = set(PublishedArticle.objects.values_list("path", flat=True))
        assert paths == {
            "/2026/03/05/feed-2/",
            f"/2026/03/05/{article.uuid.hex[:12]}/",
        }

    def test_is_refused_when_live_under_embargo_or_overtaken(self):
        article = make_live()
        revision = revised(article, title="二稿")
        with pytest.raises(MoveRefused, match="二稿"):
            publishing.publish(revision, actor=None, at=NOON)
        with pytest.raises(MoveRefused):
            publishing.update(revision, actor=None, at=NOON, expected=0)
        held = make_article(embargoed_until=NOON + HOUR)
        draft = revise(held, actor=None, at=NOON)
        with pytest.raises(MoveRefused):
            publishing.publish(draft, actor=None, at=NOON)
        assert PublishedArticle.objects.count() == 1
        publishing.publish(draft, actor=None, at=NOON + HOUR)

    def test_a_batch_refuses_one_and_publishes_the_rest(self):
        drafts = [make_article(f"第{n}篇") for n in "一二三"]
        orders = [
            publishing.Order(article=draft, revision=revise(draft, actor=None, at=NOON))
            for draft in drafts
        ]
        orders[1].expected = 7
        outcomes = publishing.publish_each(orders, actor=None, at=NOON)
        assert [bool(outcome.publication) for outcome in outcomes] == [
            True,
            False,
            True,
        ]
        titles = set(PublishedArticle.objects.values_list("title", flat=True))
        assert titles == {"第一篇", "第三篇"}
        assert publishing.check() == []


class TestUpdate:
    def test_keeps_day_and_guid_moves_the_address_and_the_lists(self):
        article = make_live("渡轮复航首日", tags=("渡轮",))
        article.tags.set([Tag.objects.create(name="码头")])
        revision = revised(article, slug="ferry")
        publishing.update(revision, actor=None, at=NOON + 30 * HOUR)
        page = PublishedArticle.objects.get()
        assert page.path == "/2026/03/05/ferry/"
        assert page.uuid == article.uuid
        assert page.updated_at == NOON + 30 * HOUR
        assert Label.objects.get(name="渡轮").articles == 0
        assert Label.objects.get(name="码头").articles == 1
        old = Address.objects.get(path="/2026/03/05/渡轮复航首日/")
        assert (old.state, old.owner) == ("moved", page.owner)
        assert publishing.check() == []

    def test_a_numbered_address_stays_through_updates(self):
        make_live("渡轮")
        second = make_live("渡轮")
        path = PublishedArticle.objects.get(uuid=second.uuid).path
        publishing.update(revised(second, deck="补充"), actor=None, at=NOON + HOUR)
        assert PublishedArticle.objects.get(uuid=second.uuid).path == path

    def test_a_moved_article_may_move_back(self):
        article = make_live("渡轮")
        publishing.update(revised(article, slug="b"), actor=None, at=NOON + HOUR)
        publishing.update(revised(article, slug="渡轮"), actor=None, at=NOON + 2 * HOUR)
        assert PublishedArticle.objects.get().path == "/2026/03/05/渡轮/"
        assert Address.objects.get(path="/2026/03/05/b/").state == "moved"
        assert publishing.check() == []


class TestWithdraw:
    def test_leaves_no_row_list_or_count_and_says_since_when(self):
        article = make_live(tags=("渡轮",))
        publishing.withdraw(article, actor=None, at=NOON + HOUR, reason="失实")
        assert not PublishedArticle.objects.exists()
        assert not Listing.objects.exists()
        assert not Label.objects.filter(articles__gt=0).exists()
        assert not Counter.objects.filter(count__gt=0).exists()
        gone = Address.objects.get(owner=f"article:{article.uuid}")
        assert (gone.state, gone.since, gone.reason) == ("gone", NOON + HOUR, "失实")
        assert publishing.check() == []

    def test_restoring_brings_back_address_day_and_first_date(self):
        article = make_live()
        path = PublishedArticle.objects.get().path
        publishing.withdraw(article, actor=None, at=NOON + HOUR)
        revision = article.revisions.get()
        revision.article = article
        entry = publishing.publish(revision, actor=None, at=NOON + 48 * HOUR)
        page = PublishedArticle.objects.get()
        assert entry.action == "restored"
        assert (page.path, page.published_at) == (path, NOON)
        assert publishing.check() == []

    def test_what_readers_saw_at_a_time_is_one_look_up(self):
        article = make_live("原题")
        revision = revised(article, title="新题")
        publishing.update(revision, actor=None, at=NOON + HOUR)
        article.refresh_from_db()
        publishing.withdraw(article, actor=None, at=NOON + 2 * HOUR)
        seen = Publication.objects.as_of
        assert seen(article.uuid, NOON - HOUR) is None
        assert seen(article.uuid, NOON).row["title"] == "原题"
        assert seen(article.uuid, NOON + HOUR).row["title"] == "新题"
        assert seen(article.uuid, NOON + 3 * HOUR).row is None


class TestDue:
    def schedule(self, article, kind="publish", at=NOON, **fields):
        """Schedule a move of the article's newest revision."""
        revision = article.revisions.first() if kind == "publish" else None
        return ScheduledMove.objects.create(
            article=article,
            kind=kind,
            revision=revision,
            at=at,
            created_at=NOON,
            **fields,
        )

    def test_makes_what_is_due_once_and_never_early(self):
        article = make_article()
        revise(article, actor=None, at=NOON)
        move = self.schedule(article, at=NOON + HOUR)
        assert publishing.publish_due(at=NOON + HOUR - timedelta(seconds=1)) == []
        (outcome,) = publishing.publish_due(at=NOON + HOUR)
        assert outcome.publication.action == "published"
        assert publishing.publish_due(at=NOON + HOUR) == []
        move.refresh_from_db()
        assert move.state == "done"

    def test_publishes_the_revision_it_is_pinned_to(self):
        article = make_article("排定的题")
        revise(article, actor=None, at=NOON)
        self.schedule(article)
        revised(article, title="后改的题")
        publishing.publish_due(at=NOON)
        assert PublishedArticle.objects.get().title == "排定的题"

    def test_what_an_embargo_forbids_fails_with_its_reason(self):
        article = make_article(embargoed_until=NOON + 2 * HOUR)
        revise(article, actor=None, at=NOON)
        move = self.schedule(article)
        publishing.publish_due(at=NOON + HOUR)
        move.refresh_from_db()
        assert move.state == "failed"
        assert move.failure
        assert not PublishedArticle.objects.exists()

    def test_a_withdrawal_follows_its_publication_in_order(self):
        article = make_article()
        revise(article, actor=None, at=NOON)
        self.schedule(article, kind="withdraw", at=NOON + HOUR)
        self.schedule(article, at=NOON)
        publishing.publish_due(at=NOON + 5 * HOUR)
        actions = Publication.objects.order_by("id").values_list("action", flat=True)
        assert list(actions) == ["published", "withdrawn"]


class TestRefresh:
    def test_that_is_overtaken_composes_what_the_other_brought(self, monkeypatch):
        article = make_live()
        compose = actions.compose

        def meanwhile(*given, **named):
            monkeypatch.setattr(actions, "compose", compose)
            row = compose(*given, **named)
            publishing.update(revised(article, deck="新的"), actor=None, at=NOON + HOUR)
            return row

        monkeypatch.setattr(actions, "compose", meanwhile)
        (outcome,) = publishing.refresh([article.uuid], at=NOON + HOUR)
        assert outcome.publication and not outcome.refusal
        assert PublishedArticle.objects.get().deck == "新的"
        done = Publication.objects.order_by("pk").values_list("action", flat=True)
        assert list(done)[1:] == ["updated", "refreshed"]

    def test_that_is_always_overtaken_says_so(self, monkeypatch):
        article = make_live()
        compose = actions.compose

        def meanwhile(*given, **named):
            row = compose(*given, **named)
            Article.objects.update(edition=F("edition") + 1)
            return row

        monkeypatch.setattr(actions, "compose", meanwhile)
        (outcome,) = publishing.refresh([article.uuid], at=NOON + HOUR)
        assert outcome.publication is None and outcome.overtaken


class TestRefreshLabel:
    def test_renaming_writes_the_label_and_no_article(self):
        make_live(tags=("渡轮",))
        before = list(PublishedArticle.objects.values())
        tag = Tag.objects.get()
        tag.name = "轮渡"
        tag.save()
        publishing.refresh_label(tag, at=NOON + HOUR)
        assert Label.objects.get(key=tag.label_key).name == "轮渡"
        assert list(PublishedArticle.objects.values()) == before
        assert f"name:{tag.label_key}" in Purge.objects.last().keys

    def test_a_new_slug_moves_the_label_and_all_below_it(self):
        make_live(categories=(("城市", "交通"),))
        city = make_category("城市")
        city.slug = "city"
        city.save()
        publishing.refresh_label(city, at=NOON + HOUR)
        assert Label.objects.get(name="交通").path == "/category/city/交通/"
        old = Address.objects.get(path="/category/城市/交通/")
        assert old.state == "moved"
        assert publishing.check() == []

    def test_a_moved_category_lists_its_articles_under_its_new_parents(self):
        make_live(categories=(("城市", "交通"),))
        make_live("别的", categories=(("经济",),))
        transport = make_category("城市", "交通")
        transport.parent = make_category("经济")
        transport.save()
        publishing.refresh_label(transport, at=NOON + HOUR)
        assert Label.objects.get(name="城市").articles == 0
        assert Label.objects.get(name="经济").articles == 2
        assert Label.objects.get(name="交通").path == "/category/经济/交通/"
        assert publishing.check() == []


class TestPurge:
    def keys(self):
        """Give the keys of the newest purge."""
        return set(Purge.objects.order_by("pk").last().keys)

    def test_names_lists_neighbours_and_archives_of_what_came(self):
        older = make_live("旧闻", at=NOON - HOUR)
        newer = make_live("新闻", at=NOON + HOUR)
        make_live("居中", at=NOON)
        section = Label.objects.get(kind="category")
        assert {
            "list:front",
            f"list:{section.key}",
            "list:2026-03-05",
            f"beside:{older.uuid}",
            f"beside:{newer.uuid}",
        } <= self.keys()

    def test_an_update_of_the_text_touches_its_own_pages_only(self):
        article = make_live("旧闻", at=NOON - HOUR)
        make_live("新闻")
        revision = revised(article, body="改过的正文。")
        publishing.update(revision, actor=None, at=NOON + HOUR)
        assert self.keys() == {f"article:{article.uuid}", *SITEMAPS}

    def test_a_new_title_reaches_the_neighbours_pages(self):
        article = make_live("旧闻", at=NOON - HOUR)
        newer = make_live("新闻")
        revision = revised(article, title="改题", slug="旧闻")
        publishing.update(revision, actor=None, at=NOON + HOUR)
        own = {f"article:{article.uuid}", *SITEMAPS}
        elsewhere = {f"beside:{newer.uuid}", f"translations:{article.uuid}"}
        assert self.keys() == own | elsewhere

    def test_an_article_without_a_section_stands_beside_others_on_the_front(self):
        first = make_live("甲", categories=(), at=NOON - HOUR)
        make_live("乙", categories=())
        assert f"beside:{first.uuid}" in self.keys()

    def test_is_rolled_back_with_the_change(self):
        article = make_article()
        revision = revise(article, actor=None, at=NOON)
        with pytest.raises(RuntimeError), transaction.atomic():
            publishing.publish(revision, actor=None, at=NOON)
            raise RuntimeError
        assert not Purge.objects.exists()
        assert not PublishedArticle.objects.exists()


class TestCounters:
    def test_a_large_month_is_split_into_days(self, monkeypatch):
        monkeypatch.setattr("articles.publishing.lists.SPLIT_ABOVE", 2)
        for hours in (0, 24, 48, 49):
            make_live(f"第{hours}", at=NOON + hours * HOUR)
        section = Counter.objects.filter(label__kind="category")
        days = dict(section.filter(is_day=True).values_list("period", "count"))
        assert days == {"2026-03-05": 1, "2026-03-06": 1, "2026-03-07": 2}
        assert section.get(period="2026-03").split
        assert publishing.check() == []

    def test_check_sees_and_repair_mends_a_wrong_count(self):
        article = make_live()
        Counter.objects.update(count=5)
        Label.objects.filter(kind="category").update(articles=9)
        Listing.objects.filter(label__kind="front").delete()
        filing = Filing.objects.get(article=article)
        assert len(publishing.check()) >= 3
        publishing.repair(at=NOON)
        assert publishing.check() == []
        assert filing.category.label_key in Label.objects.values_list("key", flat=True)
