"""Old addresses: 301 to where it is now, 410 where it was withdrawn."""

import unicodedata
from datetime import timedelta
from urllib.parse import unquote

import pytest

from articles import publishing
from articles.models.desk import Article, Category, Tag
from articles.models.reader import PublishedArticle
from articles.tests.factories import NOON, make_article, make_category, make_live
from articles.workflow import revise

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=2)


def leads_to(client, path: str) -> str:
    """Give the place an old address leads to in one step, decoded."""
    response = client.get(path)
    assert response.status_code == 301, (path, response.status_code)
    assert client.get(response["Location"]).status_code == 200
    return unquote(response["Location"])


@pytest.fixture
def article(db: None) -> Article:
    return make_live("渡轮复航", categories=(("城市", "交通"),), tags=("渡轮",))


@pytest.fixture
def page(article: Article) -> PublishedArticle:
    return PublishedArticle.objects.get()


def move_category(name: str, **fields: str) -> None:
    Category.objects.filter(name=name).update(**fields)
    publishing.refresh_label(Category.objects.get(name=name), at=LATER)


class TestMoved:
    def test_an_articles_old_slug_leads_to_the_new_one(self, client, article, page):
        Article.objects.filter(pk=article.pk).update(slug="新址")
        article.refresh_from_db()
        revision = revise(article, actor=None, at=LATER)
        publishing.update(revision, actor=None, at=LATER)
        assert leads_to(client, page.path) == "/2026/03/05/新址/"
        assert leads_to(client, f"/en{page.path}?utm_source=a&b=%E4%B8%AD") == (
            "/en/2026/03/05/新址/?utm_source=a&b=中"
        )

    def test_a_category_takes_along_all_that_stands_under_it(self, client, article):
        move_category("城市", slug="都市")
        for below in ("", "交通/", "feed/", "feed/atom/", "交通/feed/json/"):
            assert leads_to(client, f"/category/城市/{below}") == (
                f"/category/都市/{below}"
            )

    def test_a_tags_numbered_pages_lead_to_its_new_ones(self, client, article):
        tag = Tag.objects.get(name="渡轮")
        Tag.objects.filter(pk=tag.pk).update(slug="ferry")
        publishing.refresh_label(Tag.objects.get(pk=tag.pk), at=LATER)
        response = client.get("/en/tag/渡轮/page/2/?x=1")
        assert response["Location"] == "/en/tag/ferry/page/2/?x=1"
        assert leads_to(client, "/tag/渡轮") == "/tag/ferry/"

    def test_any_imported_address_leads_here(self, client, article, page):
        old = ["/p/102.html", "/?p=102", "/旧站/文章.html", "/old/post/", "/a b/"]
        paths = dict.fromkeys(old, page.owner)
        assert publishing.redirect(paths, at=NOON) == {}
        for path in ("/p/102.html", "/p/102.html?share=1", "/旧站/文章.html"):
            assert leads_to(client, path).split("?")[0] == page.path
        for path in ("/old/post", "/old/post/index.html", "/a%20b/", "/en/old/post/"):
            assert leads_to(client, path).endswith(page.path)

    def test_a_missing_last_slash_is_added(self, client, article, page):
        assert leads_to(client, page.path[:-1]) == page.path
        assert leads_to(client, f"/en{page.path[:-1]}?a=1") == f"/en{page.path}?a=1"
        assert leads_to(client, "/category/城市/交通") == "/category/城市/交通/"
        assert leads_to(client, "/category/城市/feed/atom").endswith("/feed/atom/")
        assert leads_to(client, "/archive?x=1") == "/archive/?x=1"
        assert leads_to(client, "/2026/03") == "/2026/03/"
        assert client.get("/nowhere").status_code == 404

    def test_decomposed_unicode_leads_to_the_composed_address(self, client, db):
        make_live("Café", slug="café")
        path = PublishedArticle.objects.get().path
        decomposed = unicodedata.normalize("NFD", path)
        assert decomposed != path
        assert leads_to(client, decomposed) == path
        assert leads_to(client, decomposed[:-1]) == path

    def test_no_address_leads_off_the_site(self, client, article, page):
        publishing.redirect({"//evil.example/": page.owner}, at=NOON)
        for path in ("//evil.example", "//evil.example/", "/%2fevil.example"):
            response = client.get("/", PATH_INFO=unquote(path))
            if response.status_code == 301:
                assert response["Location"].startswith("/2026/"), path

    def test_costs_few_queries(
        self, client, article, page, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(2):
            client.get(page.path[:-1])


class TestGone:
    @pytest.fixture
    def withdrawn(self, article: Article, page: PublishedArticle) -> PublishedArticle:
        make_live("同栏目的另一篇", categories=(("城市", "交通"),))
        publishing.redirect({"/p/7.html": page.owner}, at=NOON)
        article.refresh_from_db()
        publishing.withdraw(article, actor=None, at=LATER, reason="内情：律师来函")
        return page

    def test_a_withdrawn_article_says_when_and_offers_its_section(
        self, client, withdrawn
    ):
        response = client.get(withdrawn.path)
        assert response.status_code == 410
        html = response.content.decode()
        assert "2026年3月7日 12:00" in html
        assert unquote(html).count("/category/城市/交通/") == 1
        assert (
            "7 March 2026, 12:00" in client.get(f"/en{withdrawn.path}").content.decode()
        )

    def test_it_says_no_word_of_the_article_or_of_the_reason(self, client, withdrawn):
        for path in (withdrawn.path, f"/en{withdrawn.path}", withdrawn.path[:-1]):
            html = unquote(client.get(path).content.decode())
            assert "渡轮复航" not in html
            assert "内情" not in html

    def test_so_do_its_other_addresses(self, client, withdrawn):
        for path in ("/p/7.html", withdrawn.path[:-1]):
            assert client.get(path).status_code == 410

    def test_a_restored_article_is_there_again(self, client, withdrawn, article):
        article.refresh_from_db()
        revision = article.revisions.get()
        publishing.publish(revision, actor=None, at=LATER + timedelta(hours=1))
        assert client.get(withdrawn.path).status_code == 200
        assert leads_to(client, "/p/7.html") == withdrawn.path

    def test_an_empty_section_is_not_offered(self, client, article, page):
        article.refresh_from_db()
        publishing.withdraw(article, actor=None, at=LATER)
        response = client.get(page.path)
        assert response.status_code == 410
        assert "城市" not in response.content.decode()


class TestNeverThere:
    def test_an_unpublished_articles_old_address_is_not_known(self, client, db):
        draft = make_article("草稿")
        publishing.redirect({"/p/1.html": f"article:{draft.uuid}"}, at=NOON)
        response = client.get("/p/1.html")
        assert response.status_code == 404
        assert b"410" not in response.content

    def test_an_empty_label_is_not_known(self, client, article, page):
        article.refresh_from_db()
        publishing.withdraw(article, actor=None, at=LATER)
        assert client.get("/tag/渡轮/").status_code == 404
        assert client.get("/category/城市/").status_code == 404
        make_category("空")
        assert client.get("/category/空/").status_code == 404
