"""Limits by section: what SQL answers for a list, Python answers for each article."""

import pytest
from django.contrib.auth.models import User

from articles.models.desk import Article, Category, Notice, SectionLimit
from articles.tests.factories import make_article, make_author, make_category
from articles.tests.workflow.people import (
    AT,
    ELSEWHERE,
    HERE,
    limited,
    make_in,
    make_user,
    the_whole_desk,
)
from articles.workflow import policy, roles, submit

BELOW = (*HERE, "突发")


def rows(owner: User) -> dict[str, Article]:
    """Make an article for every place, and two of somebody's own."""
    return {
        "here": make_article("here", categories=(HERE,)),
        "below": make_article("below", categories=(BELOW,)),
        "elsewhere": make_article("elsewhere", categories=(ELSEWHERE,)),
        "both": make_article("both", categories=(ELSEWHERE, BELOW)),
        "nowhere": make_article("nowhere", categories=()),
        "own": make_article("own", categories=(ELSEWHERE,), created_by=owner),
        "signed": make_article("signed", categories=(ELSEWHERE,), bylines=("何田",)),
    }


@pytest.mark.django_db
class TestReach:
    def test_is_the_section_all_below_it_and_ones_own(self):
        editor = limited(make_user("he", roles.EDITOR), *HERE)
        make_author("何田", user=editor)
        made = rows(editor)
        seen = set(policy.visible(editor, Article.objects.all()))
        assert seen == {made[n] for n in ("here", "below", "both", "own", "signed")}

    def test_is_the_same_in_a_list_and_for_each_article(self):
        cast = the_whole_desk()
        limited(cast["writer"], *HERE)
        make_author("何田", user=cast["section editor"])
        rows(cast["writer"])
        for role, account in cast.items():
            user = User.objects.get(pk=account.pk)
            seen = set(policy.visible(user, Article.objects.all()))
            for article in Article.objects.all():
                case = (role, article.title)
                may = policy.may_see(user, article).allowed
                assert (article in seen) is may, case
                assert policy.may_edit(user, article).allowed is may, case

    def test_never_widens_what_a_role_sees(self):
        writer = limited(make_user("lin", roles.WRITER), *HERE)
        made = rows(writer)
        assert set(policy.visible(writer, Article.objects.all())) == {made["own"]}

    def test_does_not_hold_for_superusers(self):
        root = limited(make_user("root", is_superuser=True), *HERE)
        made = rows(root)
        assert policy.visible(root, Article.objects.all()).count() == len(made)

    def test_costs_the_same_for_any_number_of_articles(self, django_assert_num_queries):
        editor = limited(make_user("he", roles.EDITOR), *HERE)
        rows(editor)
        policy.sees_all(editor)
        with django_assert_num_queries(1):
            assert len(policy.visible(editor, Article.objects.all())) == 4

    def test_gives_the_same_article_once(self):
        editor = limited(make_user("he", roles.EDITOR), *HERE)
        SectionLimit.objects.create(user=editor, category=make_category(*BELOW))
        article = make_article(categories=(HERE, BELOW), created_by=editor)
        assert list(policy.visible(editor, Article.objects.all())) == [article]


@pytest.mark.django_db
class TestDecisions:
    def test_are_not_for_ones_own_article_of_another_section(self):
        publisher = limited(make_user("shi", roles.PUBLISHER), *HERE)
        article = make_in("in_review", "never", by=publisher)
        article.filings.update(category=make_category(*ELSEWHERE))
        assert policy.may_edit(publisher, article).allowed
        assert not policy.may(publisher, "approve", article, at=AT).allowed
        assert not policy.may(publisher, "withdraw", article, at=AT).allowed

    def test_leave_handing_in_to_whoever_wrote_it(self):
        writer = limited(make_user("lin", roles.WRITER), *HERE)
        article = make_in("draft", "never", by=writer)
        article.filings.update(category=make_category(*ELSEWHERE))
        assert policy.may(writer, "submit", article, at=AT).allowed

    def test_reach_the_editors_of_the_section_only(self):
        cast = the_whole_desk()
        other = limited(make_user("tang", roles.EDITOR), *ELSEWHERE)
        article = make_in("draft", "never", by=cast["writer"])
        submit(article, actor=cast["writer"], at=AT)
        told = {notice.user for notice in Notice.objects.filter(occasion="submitted")}
        assert told == {cast["editor"], cast["section editor"]}
        assert other not in told


@pytest.mark.django_db
class TestFiling:
    def test_is_for_ones_own_sections(self):
        editor = limited(make_user("he", roles.EDITOR), *HERE)
        make_category(*BELOW), make_category(*ELSEWHERE)
        may = {
            one.name for one in Category.objects.all()
            if policy.may_file(editor, one).allowed
        }  # fmt: skip
        assert may == {"要闻", "突发"}
        assert "体育" in policy.may_file(editor, make_category(*ELSEWHERE)).why_not
