"""Names a text signs with: offered beside it, taken over by a press and not before."""

import pytest

from articles.models.desk import Article, Author, Byline, Revision
from articles.tests.admin.conftest import change_url, filled
from articles.tests.factories import make_article, make_author
from articles.tests.workflow.people import save

pytestmark = pytest.mark.django_db

BODY = "中证网（记者 高改芳 见习记者 乔翔）10月12日，大会召开。\n\n来源：海风通讯社"


@pytest.fixture
def article():
    """Give a saved article that two people sign and nobody is named for."""
    made = make_article(body=BODY)
    save(made, None)
    return made


def bylines():
    return list(Byline.objects.order_by("position").values_list("author__name", "role"))


def press(desk, article, name):
    data = filled(desk, change_url(article)) | {"use_byline": name}
    return desk.post(change_url(article), data)


class TestOffers:
    def test_stand_beside_the_text_with_their_roles(self, desk, article):
        page = desk.get(change_url(article)).content.decode()
        for words in (
            'value="高改芳"',
            'value="乔翔"',
            "见习记者",
            'value="海风通讯社"',
        ):
            assert words in page
        assert page.index('name="_continue"') < page.index('name="use_byline"')

    def test_are_never_taken_over_by_a_save(self, desk, article):
        desk.post(change_url(article), filled(desk, change_url(article)))
        assert bylines() == []
        assert not Author.objects.exists()

    def test_one_press_takes_one_name_and_keeps_what_was_typed(self, desk, article):
        data = filled(desk, change_url(article))
        data |= {"use_byline": "乔翔", "deck": "刚打的副题"}
        assert desk.post(change_url(article), data).status_code == 302
        assert bylines() == [("乔翔", "见习记者")]
        assert Article.objects.get().deck == "刚打的副题"
        latest = Revision.objects.latest("number")
        assert latest.content["bylines"][0]["name"] == "乔翔"
        page = desk.get(change_url(article)).content.decode()
        assert 'value="乔翔"' not in page
        assert 'value="高改芳"' in page

    def test_all_at_once_in_the_texts_order_behind_those_there(self, desk, article):
        Byline.objects.create(article=article, author=make_author("林晓"), role="编辑")
        press(desk, article, "*")
        assert bylines() == [("林晓", "编辑"), ("高改芳", "记者"), ("乔翔", "见习记者")]
        assert Article.objects.get().source.name == "海风通讯社"
        assert b"use_byline" not in desk.get(change_url(article)).content

    def test_a_known_author_is_not_made_twice(self, desk, article):
        known = make_author("高改芳")
        press(desk, article, "高改芳")
        assert Byline.objects.get().author == known
        assert Author.objects.count() == 1

    def test_a_name_the_text_does_not_sign_with_is_not_taken(self, desk, article):
        press(desk, article, "别人")
        assert bylines() == []

    def test_who_may_not_add_authors_is_told_so(self, writer, log_in, article):
        Article.objects.update(created_by=writer)
        make_author("乔翔")
        page = log_in(writer).get(change_url(article)).content.decode()
        assert 'value="乔翔"' in page
        assert 'value="高改芳"' not in page
        assert "高改芳" in page

    def test_a_text_that_cannot_be_rendered_offers_none(self, desk, article):
        Article.objects.update(body="<div>" * 900, body_format="html")
        assert b"use_byline" not in desk.get(change_url(article)).content
