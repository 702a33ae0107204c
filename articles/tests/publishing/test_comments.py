"""The door for comments: what is decided at the desk is what readers have."""

from datetime import timedelta

import pytest

from articles import publishing
from articles.models.desk import Article, AuditEntry, Comment
from articles.models.reader import PublishedArticle, PublishedComment, Purge
from articles.publishing.clock import IDLE
from articles.tests.factories import NOON, make_category, make_live
from articles.tests.workflow.people import ELSEWHERE, HERE, limited, make_user
from articles.workflow import MoveRefused, revise, roles

pytestmark = pytest.mark.django_db

State = Comment.State
MINUTE = timedelta(minutes=1)


@pytest.fixture
def chief(db):
    return make_user("zhao", roles.PUBLISHER)


@pytest.fixture
def article(db):
    return make_live("渡轮复航", slug="ferry")


def write(article, text="终于通了。", *, at=NOON, **fields):
    return Comment.objects.create(
        article=article, text=text, created_at=at,
        **{"name": "李女士", "language": "zh-Hans", **fields},
    )  # fmt: skip


def shown(article):
    """Give the texts that readers have, in order."""
    rows = PublishedComment.objects.filter(article__uuid=article.uuid)
    return [row.text for row in rows]


def decide(comments, decision, actor):
    pks = [one.pk for one in comments]
    return publishing.decide(pks, State(decision), actor=actor, at=NOON)


class TestDecide:
    def test_shows_and_takes_away(self, article, chief):
        comment = write(article)
        assert shown(article) == []
        assert decide([comment], "shown", chief) == (1, 0)
        assert shown(article) == ["终于通了。"]
        assert decide([comment], "shown", chief) == (0, 1)
        for refusal in ("rejected", "spam"):
            decide([comment], refusal, chief)
            assert shown(article) == []
            decide([comment], "shown", chief)

    def test_tells_readers_nothing_that_is_the_desks(self, article, chief):
        decide([write(article, email="li@example.com", network="n")], "shown", chief)
        row = PublishedComment.objects.get()
        told = " ".join(str(value) for value in vars(row).values())
        assert "li@example.com" not in told

    def test_orders_by_thread_and_time(self, article, chief):
        first = write(article, "一")
        second = write(article, "二", at=NOON + MINUTE)
        late = write(article, "一之二", at=NOON + 3 * MINUTE, parent=first)
        answer = write(article, "一之一", at=NOON + 2 * MINUTE, parent=first)
        decide([late, second, first, answer], "shown", chief)
        assert shown(article) == ["一", "一之一", "一之二", "二"]

    def test_keeps_the_place_of_what_was_answered(self, article, chief):
        head = write(article, "一")
        answer = write(article, "一之一", at=NOON + MINUTE, parent=head)
        decide([head, answer], "shown", chief)
        decide([head], "spam", chief)
        assert shown(article) == ["", "一之一"]
        decide([answer], "rejected", chief)
        assert shown(article) == []

    def test_purges_the_articles_whose_comments_change_and_no_other(
        self, article, chief
    ):
        other = make_live("另一篇")
        held = [write(one, state=State.HELD) for one in (article, other)]
        before = Purge.objects.count()
        decide(held, "spam", chief)
        assert Purge.objects.count() == before
        decide([held[0]], "shown", chief)
        assert Purge.objects.latest("pk").keys == [f"comments:{article.uuid}"]

    def test_is_logged_without_a_word_of_what_was_said(self, article, chief):
        comment = write(article)
        decide([comment], "shown", chief)
        entry = AuditEntry.objects.get(what="comment_shown")
        assert (entry.actor, entry.article, entry.detail) == (
            chief, article, f"№ {comment.pk}",
        )  # fmt: skip

    def test_leaves_what_is_not_theirs(self, article):
        editor = limited(make_user("he", roles.EDITOR), *HERE)
        elsewhere = make_live("别处", categories=(ELSEWHERE,))
        both = [write(article), write(elsewhere)]
        assert decide(both, "shown", editor) == (1, 1)
        assert shown(elsewhere) == []
        writer = make_user("lin", roles.WRITER)
        assert decide([both[1]], "shown", writer) == (0, 1)

    def test_costs_the_same_queries_for_one_and_for_hundreds(
        self, article, chief, django_assert_max_num_queries
    ):
        many = [write(article, str(number), state=State.HELD) for number in range(400)]
        with django_assert_max_num_queries(25) as asked:
            decide(many[:1], "spam", chief)
        one = len(asked)
        with django_assert_max_num_queries(one):
            decide(many[1:], "spam", chief)


class TestErase:
    def test_leaves_the_row_and_nothing_of_what_was_said(self, article, chief):
        comment = write(article, email="li@example.com", host="a.example")
        decide([comment], "shown", chief)
        assert publishing.erase([comment.pk], actor=chief, at=NOON) == 1
        comment.refresh_from_db()
        assert (comment.state, comment.decided_by) == (State.ERASED, chief)
        left = (comment.name, comment.email, comment.text, comment.host)
        assert left == ("", "", "", "")
        assert shown(article) == []
        assert decide([comment], "shown", chief) == (0, 1)

    def test_is_for_moderators_and_for_who_wrote_it(self, article):
        comment = write(article)
        writer = make_user("lin", roles.WRITER)
        assert publishing.erase([comment.pk], actor=writer, at=NOON) == 0
        assert publishing.erase([comment.pk], actor=None, at=NOON) == 0
        own = publishing.erase([comment.pk], actor=None, at=NOON, by_its_writer=True)
        assert own == 1


class TestAnswer:
    def test_shows_the_comment_and_stands_below_its_thread(self, article, chief):
        head = write(article, "一")
        reply = write(article, "一之一", at=NOON + MINUTE, parent=head)
        made = publishing.answer(
            reply, " 谢谢指正。 ", actor=chief, at=NOON + 2 * MINUTE
        )
        assert made.parent == head
        rows = PublishedComment.objects.all()
        assert [(row.text, row.by_newsroom) for row in rows] == [
            ("", False), ("一之一", False), ("谢谢指正。", True),
        ]  # fmt: skip

    @pytest.mark.parametrize("text", ["", "  \n"])
    def test_needs_words(self, article, chief, text):
        with pytest.raises(MoveRefused):
            publishing.answer(write(article), text, actor=chief, at=NOON)

    def test_is_for_moderators(self, article):
        with pytest.raises(MoveRefused):
            publishing.answer(
                write(article), "好", actor=make_user("lin", roles.WRITER), at=NOON
            )


class TestArticle:
    def test_takes_its_comments_with_it_and_brings_them_back(self, article, chief):
        decide([write(article), write(article, "二")], "shown", chief)
        publishing.withdraw(article, actor=chief, at=NOON)
        assert not PublishedComment.objects.exists()
        publishing.publish(article.revisions.get(), actor=chief, at=NOON)
        assert len(shown(article)) == 2

    def test_keeps_them_when_its_text_changes(self, article, chief):
        decide([write(article)], "shown", chief)
        Article.objects.filter(pk=article.pk).update(body="改过。")
        article.refresh_from_db()
        publishing.update(revise(article, actor=chief, at=NOON), actor=chief, at=NOON)
        assert shown(article) == ["终于通了。"]

    def test_is_decided_about_while_it_is_withdrawn(self, article, chief):
        comment = write(article)
        publishing.withdraw(article, actor=chief, at=NOON)
        decide([comment], "shown", chief)
        assert not PublishedComment.objects.exists()
        publishing.publish(article.revisions.get(), actor=chief, at=NOON)
        assert shown(article) == ["终于通了。"]

    def test_can_be_closed_and_opened_again(self, article, chief):
        for closed in (True, False):
            publishing.close_comments(article, closed=closed, actor=chief, at=NOON)
            row = PublishedArticle.objects.get(uuid=article.uuid)
            assert row.comments_closed is closed
        with pytest.raises(MoveRefused):
            publishing.close_comments(
                article, closed=True, actor=make_user("lin", roles.WRITER), at=NOON
            )


class TestClock:
    def test_forgets_with_the_worker(self, article):
        write(article, network="n", at=NOON - timedelta(days=3))
        (forget,) = [one for one in IDLE if one.name == "comments"]
        forget.do(NOON)
        assert Comment.objects.get().network == ""


def test_a_category_of_its_own_is_a_section_of_its_own(article, chief):
    """A limit follows the filing as it is now."""
    editor = limited(make_user("he", roles.EDITOR), *ELSEWHERE)
    comment = write(article)
    assert decide([comment], "shown", editor) == (0, 1)
    article.filings.update(category=make_category(*ELSEWHERE))
    assert decide([comment], "shown", editor) == (1, 0)


class TestCheck:
    def test_finds_and_repairs_what_readers_should_not_have(self, article, chief):
        first, second = write(article), write(article, "早班也开吗？", at=NOON + MINUTE)
        decide([first, second], "shown", chief)
        assert publishing.check() == []
        PublishedComment.objects.filter(uuid=first.uuid).delete()
        PublishedComment.objects.filter(uuid=second.uuid).update(text="别的话")
        said = ["/2026/03/05/ferry/: readers have other comments than the desk shows."]
        assert publishing.check() == said
        assert publishing.repair(at=NOON) == said
        assert shown(article) == ["终于通了。", "早班也开吗？"]
        assert publishing.check() == []

    def test_finds_what_is_shown_though_nobody_decided_so(self, article):
        comment = write(article)
        page = PublishedArticle.objects.get()
        PublishedComment.objects.create(
            uuid=comment.uuid, article=page, thread=comment.uuid, thread_at=NOON,
            at=NOON, text=comment.text, language="zh-Hans",
        )  # fmt: skip
        assert len(publishing.check()) == 1
        publishing.repair(at=NOON)
        assert shown(article) == []
        assert publishing.check() == []
