"""One tag in another's place: new revisions, the same approvals."""

import pytest

from articles.models.desk import Article, Revision, Tag
from articles.tests.factories import make_article
from articles.tests.workflow.people import AT, make_user, save
from articles.workflow import roles
from articles.workflow.retag import retag


@pytest.mark.django_db
class TestRetag:
    def test_keeps_stage_and_approval(self):
        article = make_article(tags=("AI", "港口"))
        save(article, None)
        Article.objects.update(stage="approved", approved_number=1)
        old, new = Tag.objects.get(name="AI"), Tag.objects.create(name="人工智能")
        (revision,) = retag(
            list(Article.objects.all()),
            old=old, new=new, actor=make_user("zhao", roles.PUBLISHER), at=AT, note="并",
        )  # fmt: skip
        article = Article.objects.get()
        assert (article.stage, article.approved_number) == ("approved", 2)
        assert revision.number == article.latest_number == 2
        names = [tag["name"] for tag in revision.content["tags"]]
        assert names == ["人工智能", "港口"]

    def test_does_not_double_a_tag_that_is_there(self):
        article = make_article(tags=("AI", "人工智能"))
        save(article, None)
        retag(
            [article],
            old=Tag.objects.get(name="AI"), new=Tag.objects.get(name="人工智能"),
            actor=make_user("zhao", roles.PUBLISHER), at=AT, note="",
        )  # fmt: skip
        content = Revision.objects.latest("number").content
        assert [tag["name"] for tag in content["tags"]] == ["人工智能"]
