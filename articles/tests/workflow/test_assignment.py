"""Assignment: to whom an article may be given, who is told, what the log says."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from articles.models.desk import Article, AuditEntry, Notice, Occasion, SectionLimit
from articles.tests.factories import make_article, make_category
from articles.tests.workflow.people import AT, make_user
from articles.workflow import MoveRefused, assignment, policy, roles
from articles.workflow.assignment import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer() -> User:
    """Whoever began the article."""
    return make_user("lin", roles.WRITER)


@pytest.fixture
def editor() -> User:
    """An editor without limits."""
    return make_user("chen", roles.EDITOR)


@pytest.fixture
def article(writer: User) -> Article:
    """The writer's article."""
    return make_article("渡轮复航首日", created_by=writer)


def task(who: User | None = None, priority: int | None = None) -> Task:
    """Give a task due tomorrow."""
    return Task(assignee=who, due_at=AT + timedelta(days=1), priority=priority)


class TestAssign:
    def test_sets_tells_and_logs(
        self, article: Article, writer: User, editor: User
    ) -> None:
        assert assignment.assign(article, task(writer, 4), actor=editor, at=AT)
        article.refresh_from_db()
        assert (article.assignee, article.priority) == (writer, 4)
        notice = Notice.objects.get()
        assert (notice.user, notice.occasion) == (writer, Occasion.ASSIGNED)
        entry = AuditEntry.objects.get()
        assert (entry.what, entry.actor, entry.article) == ("assign", editor, article)
        assert "lin" in entry.detail

    def test_says_nothing_where_nothing_changes(
        self, article: Article, writer: User, editor: User
    ) -> None:
        assignment.assign(article, task(writer), actor=editor, at=AT)
        assert not assignment.assign(article, task(writer), actor=editor, at=AT)
        assert AuditEntry.objects.count() == Notice.objects.count() == 1

    def test_is_told_once_though_the_date_moves(
        self, article: Article, writer: User, editor: User
    ) -> None:
        assignment.assign(article, task(writer), actor=editor, at=AT)
        assignment.assign(article, task(writer, 1), actor=editor, at=AT)
        assert Notice.objects.count() == 1

    def test_opens_the_article_to_whoever_gets_it(
        self, article: Article, editor: User
    ) -> None:
        other = make_user("qin", roles.WRITER)
        assert not policy.may_edit(other, article).allowed
        assert other in assignment.people_for(article)
        assignment.assign(article, task(other), actor=editor, at=AT)
        assert policy.may_edit(other, article).allowed
        assert article in policy.visible(other, Article.objects.all())
        assignment.assign(article, task(), actor=editor, at=AT)
        assert article not in policy.visible(other, Article.objects.all())

    def test_goes_to_no_one_who_could_not_have_it(
        self, article: Article, editor: User
    ) -> None:
        abroad = make_user("song", roles.EDITOR)
        SectionLimit.objects.create(user=abroad, category=make_category("国际"))
        gone = make_user("gone", roles.EDITOR, is_active=False)
        idle = make_user("idle")
        for user in (idle, abroad, gone):
            with pytest.raises(MoveRefused):
                assignment.assign(article, task(user), actor=editor, at=AT)
        article.refresh_from_db()
        assert article.assignee is None
        assert not Notice.objects.exists()
        assert not {idle, abroad, gone} & set(assignment.people_for(article))

    def test_only_by_whoever_may_edit(self, article: Article, editor: User) -> None:
        other = make_user("qin", roles.WRITER)
        with pytest.raises(MoveRefused):
            assignment.assign(article, task(editor), actor=other, at=AT)
