"""What readers say, below the article and on its further pages."""

from datetime import timedelta
from uuid import UUID

import pytest

from articles.models.reader import PublishedComment
from articles.tests.factories import NOON
from articles.tests.public.rows import make_rows
from articles.tests.public.test_article import tree

pytestmark = pytest.mark.django_db

SPACE = "/comment/"


def say(article, number, *, thread=None, **fields):
    """Put a comment below an article."""
    return PublishedComment.objects.create(
        uuid=UUID(int=number), article=article, thread=(thread or UUID(int=number)),
        thread_at=NOON + timedelta(minutes=thread.int if thread else number),
        at=NOON + timedelta(minutes=number),
        **{"name": f"读者{number}", "text": f"第{number}条", "language": "zh-Hans", **fields},
    )  # fmt: skip


@pytest.fixture
def article(db):
    return make_rows(["渡轮"], slug="ferry")[0]


def texts(page):
    found = page.findall(".//*[@class='comment-text']")
    return ["".join(one.itertext()).strip() for one in found]


class TestComments:
    def test_stand_below_the_article_oldest_first(self, client, article):
        for number in (2, 1, 3):
            say(article, number)
        page = tree(client, article.path)
        assert texts(page) == ["第1条", "第2条", "第3条"]
        assert page.find(".//*[@id='comments-title']/span").text == "3"

    def test_say_who_answers_for_the_newsroom(self, client, article):
        head = say(article, 1)
        say(article, 2, thread=head.uuid, by_newsroom=True, name="")
        html = client.get(article.path).content.decode()
        assert '<span class="comment-mark">编辑部</span>' in html
        assert "<b>新闻室 Newsroom</b>" in html

    def test_are_text_and_nothing_else(self, client, article):
        evil = "<script>alert(1)</script> & \"x\"\n\nhttps://spam.example/ 'y'"
        say(article, 1, text=evil, name="<b>我</b>")
        html = client.get(article.path).content.decode()
        section = html[html.index('id="comments"') :]
        assert "<script" not in section
        assert "<b>我" not in section.replace("<b>&lt;b&gt;我", "")
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;" in section
        assert "<p>https://spam.example/" in section
        assert 'href="https://spam' not in html

    def test_keep_the_place_of_one_that_was_removed(self, client, article):
        head = say(article, 1, text="", name="")
        say(article, 2, thread=head.uuid)
        html = client.get(article.path).content.decode()
        assert "这条评论已被移除" in html
        assert html.count(f"?to={head.uuid}") == 0

    def test_say_their_language(self, client, article):
        say(article, 1, text="Good news.", language="en")
        page = tree(client, article.path)
        assert page.find(".//*[@class='comment-text']").get("lang") == "en"

    def test_lead_to_the_form_and_to_an_answer(self, client, article):
        one = say(article, 1)
        for prefix in ("", "/en"):
            html = client.get(prefix + article.path).content.decode()
            form = f"{prefix}{SPACE}{article.uuid}/"
            assert f'href="{form}"' in html
            assert f'href="{form}?to={one.uuid}"' in html

    def test_bring_their_style_with_them_and_no_form(self, client, article):
        html = client.get(article.path).content.decode()
        # The article is shown without waiting for it.
        before, _, after = html.partition('class="story-text"')
        assert "paper/comments.css" not in before
        assert "paper/comments.css" in after
        section = html[html.index('id="comments"') :].partition("</section>")[0]
        assert "<form" not in section


class TestWithout:
    def test_nothing_is_said_where_the_article_says_no(self, client, db):
        row = make_rows(["渡轮"], slug="ferry", comments_enabled=False)[0]
        say(row, 1)
        html = client.get(row.path).content.decode()
        assert "comments" not in html
        assert client.get(f"{row.path}comments/page/2/").status_code == 404

    def test_closed_ones_stay_and_take_no_more(self, client, db):
        row = make_rows(["渡轮"], slug="ferry", comments_closed=True)[0]
        say(row, 1)
        html = client.get(row.path).content.decode()
        assert "第1条" in html
        assert "评论已关闭" in html
        assert SPACE not in html


class TestPages:
    @pytest.fixture(autouse=True)
    def small(self, settings):
        settings.NEWSROOM = {**settings.NEWSROOM, "COMMENTS_SIZE": 3}

    def test_go_on_from_the_article(self, client, article):
        for number in range(1, 8):
            say(article, number)
        assert texts(tree(client, article.path)) == ["第1条", "第2条", "第3条"]
        second = tree(client, f"{article.path}comments/page/2/")
        assert texts(second) == ["第4条", "第5条", "第6条"]
        third = tree(client, f"{article.path}comments/page/3/")
        assert texts(third) == ["第7条"]
        older = [one.get("href") for one in second.findall(".//*[@rel='next']")]
        assert f"{article.path}comments/page/3/" in older
        newer = [one.get("href") for one in second.findall(".//*[@rel='prev']")]
        assert article.path in newer

    def test_end(self, client, article):
        say(article, 1)
        assert client.get(f"{article.path}comments/page/2/").status_code == 404
        first = client.get(f"{article.path}comments/page/1/")
        assert (first.status_code, first.url) == (301, article.path)
        assert client.get("/2026/03/05/none/comments/page/2/").status_code == 404

    def test_cost_the_same_queries_at_any_number(
        self, client, article, django_assert_max_num_queries
    ):
        def count(path):
            with django_assert_max_num_queries(9) as asked:
                client.get(path)
            return len(asked)

        before = count(article.path)
        for number in range(1, 41):
            say(article, number)
        assert count(article.path) == before
        pages = {count(f"{article.path}comments/page/{n}/") for n in (2, 7, 13)}
        assert len(pages) == 1
