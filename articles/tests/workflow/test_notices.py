"""What people are told: each once, as they chose, and only of what they may see."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from articles.models.desk import Article, Notice, NoticeChoice, Occasion, SectionLimit
from articles.tests.factories import make_article, make_author, make_category
from articles.tests.workflow.people import AT, make_user
from articles.workflow import notices, roles

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
    """The writer's article, filed under 要闻."""
    return make_article("渡轮复航首日", created_by=writer)


def told(occasion: str, *users: User, **about: Any) -> list[tuple[str, bool, bool]]:
    """Tell people and say who heard, at the desk and by mail."""
    made = notices.tell(occasion, users=users, at=AT, **about)
    return [(one.user.username, one.at_the_desk, one.by_mail) for one in made]


class TestTell:
    def test_tells_each_person_once(
        self, article: Article, writer: User, editor: User
    ) -> None:
        heard = told(Occasion.CHANGES, writer, editor, writer, article=article)
        assert heard == [("lin", True, True), ("chen", True, True)]
        assert Notice.objects.count() == 2

    def test_leaves_out_who_did_it(
        self, article: Article, writer: User, editor: User
    ) -> None:
        heard = told(Occasion.NOTED, writer, editor, article=article, actor=editor)
        assert heard == [("lin", True, False)]

    def test_mails_only_what_is_pressing(self, article: Article, writer: User) -> None:
        by_mail = {
            one.value
            for one in Occasion
            if told(one, writer, article=article)[0][2]
        }  # fmt: skip
        assert by_mail == {"mentioned", "assigned", "changes", "failed"}

    def test_does_as_people_chose(self, article: Article, writer: User) -> None:
        NoticeChoice.objects.create(
            user=writer, occasion=Occasion.NOTED, at_the_desk=False, by_mail=True
        )
        NoticeChoice.objects.create(
            user=writer, occasion=Occasion.CHANGES, at_the_desk=False, by_mail=False
        )
        assert told(Occasion.NOTED, writer, article=article) == [("lin", False, True)]
        assert told(Occasion.CHANGES, writer, article=article) == []
        assert told(Occasion.APPROVED, writer, article=article) == [
            ("lin", True, False)
        ]

    def test_tells_nobody_who_has_left(self, article: Article) -> None:
        gone = make_user("gone", roles.EDITOR)
        outside = make_user("outside", roles.EDITOR)
        User.objects.filter(pk=gone.pk).update(is_active=False)
        User.objects.filter(pk=outside.pk).update(is_staff=False)
        # The caller's own rows are older than the change.
        assert told(Occasion.NOTED, gone, outside, article=article) == []

    def test_tells_nobody_of_what_they_may_not_see(self, article: Article) -> None:
        other = make_user("qin", roles.WRITER)
        abroad = make_user("song", roles.EDITOR)
        at_home = make_user("he", roles.EDITOR)
        limit_to(abroad, "国际")
        limit_to(at_home, "要闻")
        heard = told(Occasion.NOTED, other, abroad, at_home, article=article)
        assert heard == [("he", True, False)]

    def test_tells_of_what_has_no_article(self, editor: User) -> None:
        assert told(Occasion.FAILED, editor, text="晚了") == [("chen", True, True)]

    def test_costs_the_same_for_many(
        self, article: Article, editor: User, django_assert_num_queries: Any
    ) -> None:
        few = [make_user(f"e{number}", roles.EDITOR) for number in range(2)]
        many = [make_user(f"m{number}", roles.EDITOR) for number in range(20)]
        for user in (*few, *many):
            limit_to(user, "要闻")
        with django_assert_num_queries(11):
            assert len(told(Occasion.NOTED, *few, article=article)) == 2
        with django_assert_num_queries(11):
            assert len(told(Occasion.NOTED, *many, article=article)) == 20

    def test_costs_the_same_for_a_batch(
        self, writer: User, django_assert_num_queries: Any
    ) -> None:
        batch = [
            notices.Telling(
                occasion=Occasion.WENT_OUT,
                users=[writer],
                article=make_article(f"第{number}篇", created_by=writer),
                at=AT,
            )
            for number in range(20)
        ]
        with django_assert_num_queries(10):
            assert len(notices.tell_each(batch)) == 20


class TestPeopleOf:
    def test_names_who_began_signs_and_is_to_do_it(
        self, article: Article, writer: User, editor: User
    ) -> None:
        signer = make_user("su", roles.WRITER)
        article.bylines.create(author=make_author("苏", user=signer))
        article.assignee = editor
        assert notices.people_of(article) == [writer, editor, signer]

    def test_names_nobody_twice(self, article: Article, writer: User) -> None:
        article.bylines.create(author=make_author("林", user=writer))
        article.assignee = writer
        assert notices.people_of(article) == [writer]


def limit_to(user: User, *category: str) -> None:
    """Limit an account to a section."""
    SectionLimit.objects.create(user=user, category=make_category(*category))
