"""Who may do what: every move, stage, standing and role, against the tests' table."""

from datetime import timedelta

import pytest

from articles.models.desk import Article
from articles.tests.factories import make_article, make_author
from articles.tests.workflow.people import (
    AT,
    NOBODY,
    STATES,
    everyone,
    make_in,
    make_user,
    newest,
)
from articles.tests.workflow.rules import allowed
from articles.workflow import MOVES, policy, roles


@pytest.mark.django_db
class TestMay:
    @pytest.mark.parametrize(("stage", "standing"), STATES)
    def test_says_what_the_table_says(self, stage, standing):
        cast = everyone()
        # Something must wait, or nothing could be cancelled; but an approved text
        # that is about to go out cannot be sent back, which has its own test.
        waits = make_in(stage, standing, by=cast["writer"], scheduled=True)
        free = make_in(stage, standing, by=cast["writer"])
        for role, user in cast.items():
            for move in MOVES:
                article = waits if move == "unschedule" else free
                verdict = policy.may(user, move, article, at=AT)
                expected = allowed(role, move, stage, standing)
                assert verdict.allowed is expected, (role, move, verdict.why_not)
                assert bool(verdict.why_not) is not expected

    @pytest.mark.parametrize("move", MOVES)
    def test_gives_nobody_anything(self, move):
        article = make_in("approved", "live", scheduled=True)
        assert not policy.may(NOBODY, move, article, at=AT).allowed

    def test_names_the_roles_that_may(self, settings):
        verdict = policy.may(
            make_user("lin", roles.WRITER), "publish", make_in("approved", "never"),
            at=AT,
        )  # fmt: skip
        assert "发布人" in verdict.why_not

    def test_lets_a_co_author_submit(self):
        user = make_user("lin", roles.WRITER)
        make_author("林晓", user=user)
        article = make_article(bylines=("林晓",))
        article = make_saved(article)
        assert policy.may(user, "submit", article, at=AT).allowed

    def test_keeps_editors_from_approving_their_own_revision(self):
        editor = make_user("chen", roles.EDITOR)
        own = make_in("in_review", "never", by=editor)
        assert not policy.may(editor, "approve", own, at=AT).allowed
        others = make_in("in_review", "never", by=make_user("lin", roles.WRITER))
        assert policy.may(editor, "approve", others, at=AT).allowed

    def test_lets_a_one_person_newsroom_work(self):
        publisher = make_user("zhao", roles.PUBLISHER)
        own = make_in("in_review", "never", by=publisher)
        assert policy.may(publisher, "approve", own, at=AT).allowed

    @pytest.mark.parametrize("move", ["publish", "update", "restore"])
    def test_lets_nothing_out_before_the_embargo_ends(self, move):
        standing = {"publish": "never", "update": "live", "restore": "withdrawn"}[move]
        article = make_in("approved", standing)
        publisher = make_user("zhao", roles.PUBLISHER)
        article.embargoed_until = AT + timedelta(seconds=1)
        assert not policy.may(publisher, move, article, at=AT).allowed
        article.embargoed_until = AT
        assert policy.may(publisher, move, article, at=AT).allowed

    def test_refuses_what_readers_have_already(self):
        article = make_in("draft", "live")
        Article.objects.filter(pk=article.pk).update(
            stage="approved", approved_number=1, latest_number=1
        )
        article.refresh_from_db()
        publisher = make_user("zhao", roles.PUBLISHER)
        for move in ("update", "schedule", "request_changes"):
            assert not policy.may(publisher, move, article, at=AT).allowed

    def test_keeps_an_approval_that_is_about_to_go_out(self):
        article = make_in("approved", "never", scheduled=True)
        editor = make_user("chen", roles.EDITOR)
        assert not policy.may(editor, "request_changes", article, at=AT).allowed

    def test_refuses_to_submit_an_empty_page(self):
        writer = make_user("lin", roles.WRITER)
        article = make_saved(make_article(body=" \n", created_by=writer))
        assert not policy.may(writer, "submit", article, at=AT).allowed


def make_saved(article: Article) -> Article:
    """Give an article with its first revision."""
    from articles import workflow

    workflow.revise(article, actor=article.created_by, at=AT)
    return newest(article).article


@pytest.mark.django_db
class TestSight:
    def test_shows_writers_their_own_and_no_other(self):
        cast = everyone()
        own = make_article("own", created_by=cast["writer"])
        make_author("林晓", user=cast["writer"])
        signed = make_article("signed", created_by=cast["editor"], bylines=("林晓",))
        make_article("theirs", created_by=cast["other writer"])
        seen = policy.visible(cast["writer"], Article.objects.all())
        assert set(seen) == {own, signed}
        for article in Article.objects.all():
            expected = article in (own, signed)
            assert policy.may_see(cast["writer"], article).allowed is expected
            assert policy.may_edit(cast["writer"], article).allowed is expected

    @pytest.mark.parametrize("role", ["editor", "publisher", "administrator"])
    def test_shows_the_desk_everything(self, role):
        user = everyone()[role]
        make_article("theirs", created_by=make_user("qin", roles.WRITER))
        assert policy.visible(user, Article.objects.all()).count() == 1

    def test_shows_nothing_to_accounts_without_a_role(self):
        make_article("theirs", created_by=(user := make_user("guest")))
        assert not policy.visible(user, Article.objects.all()).exists()
        assert not policy.may_write(user).allowed

    def test_takes_the_same_queries_for_any_number_of_articles(
        self, django_assert_num_queries
    ):
        user = make_user("lin", roles.WRITER)
        for _ in range(3):
            make_article(created_by=user)
        user.has_perm("articles.view_article")
        with django_assert_num_queries(1):
            assert len(policy.visible(user, Article.objects.all())) == 3
