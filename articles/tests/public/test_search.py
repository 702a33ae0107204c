"""The page that finds articles, as a reader uses it."""

import re
from urllib.parse import urlencode

import feedparser
import pytest
from django.utils.html import escape
from lxml import etree

from articles import publishing
from articles.models.desk import Article
from articles.models.reader import PublishedArticle
from articles.search import parse, published
from articles.tests.factories import NOON, make_live
from articles.tests.hidden import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(db) -> None:
    city = {"categories": (("城市", "交通"),), "tags": ("渡轮",), "bylines": ("林晓",)}
    make_live("渡轮复航首日", body="码头上的人比往常多。數位化轉型。", at=NOON, **city)
    make_live(
        "码头的灯", body="灯下有人<b>等船</b>。", at=NOON - DAY, source="海风通讯社"
    )
    make_live(
        "Ferries sail again", body="The ferry is back; ferries wait.",
        language="en", at=NOON - 500 * DAY, **city,
    )  # fmt: skip


def ask(client, prefix: str = "", **given):
    return client.get(f"{prefix}/search/?{urlencode(given)}")


def told(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def titles(response) -> list[str]:
    found = re.findall(r'<h2 class="headline"[^>]*><a [^>]*>(.*?)</a>', told(response))
    return [re.sub("<[^>]*>", "", one).strip() for one in found]


def total(response) -> int:
    return int(re.search(r"<strong>(\d+)</strong>", told(response))[1])


class TestSearch:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("码头", ["码头的灯", "渡轮复航首日"]),
            ("碼頭", ["码头的灯", "渡轮复航首日"]),
            ("船", ["码头的灯"]),
            ("数位化转型", ["渡轮复航首日"]),
            ("ferry", ["Ferries sail again"]),
            ("码头 -灯", ["渡轮复航首日"]),
            ('"sail again"', ["Ferries sail again"]),
            ('"again sail"', []),
        ],
    )
    def test_finds_and_counts(self, client, paper, text, found):
        response = ask(client, q=text)
        assert titles(response) == found
        assert total(response) == len(found)

    def test_marks_what_was_asked_for_in_the_text_as_it_stands(self, client, paper):
        page = told(ask(client, q="数位化"))
        assert "<mark>數位化</mark>轉型" in page
        assert "<mark>码头</mark>的灯" in told(ask(client, q="碼頭"))

    def test_lets_nothing_of_a_question_or_a_text_become_markup(self, client, paper):
        make_live("<script>x</script> 标题", body="`<script>alert(1)</script>` 码头")
        evil = '"><script>alert(2)</script>'
        for text in (evil, "script", "alert"):
            page = ask(client, q=text).content.decode()
            assert "<script>alert" not in page
            assert "<script>x" not in page
        assert escape(evil) in ask(client, q=evil).content.decode()

    def test_orders_by_date_on_request(self, client, paper):
        newest = titles(ask(client, q="码头", sort="date"))
        assert newest == ["渡轮复航首日", "码头的灯"]

    @pytest.mark.parametrize(
        ("given", "found"),
        [
            ({"category": "城市"}, ["渡轮复航首日"]),
            ({"category": "城市/交通"}, ["渡轮复航首日"]),
            ({"tag": "渡轮"}, ["渡轮复航首日"]),
            ({"author": "林晓"}, ["渡轮复航首日"]),
            ({"source": "海风通讯社"}, ["码头的灯"]),
            ({"source": "海风通讯社", "tag": "渡轮"}, []),
            ({"category": "没有的"}, []),
            ({"from": "2026", "to": "2026"}, ["码头的灯", "渡轮复航首日"]),
            ({"to": "2025"}, []),
            ({"from": "0000", "to": "x", "page": "0", "sort": "?"},
             ["码头的灯", "渡轮复航首日"]),
        ],
    )  # fmt: skip
    def test_keeps_to_its_limits_and_ignores_nonsense(
        self, client, paper, given, found
    ):
        response = ask(client, q="码头", **given)
        assert titles(response) == found
        assert total(response) == len(found)

    def test_offers_the_way_out_of_a_limit_and_further_in(self, client, paper):
        page = told(ask(client, q="码头", category="城市"))
        assert f'href="?{urlencode({"q": "码头"})}"' in page
        make_live("码头另一则", tags=("渡轮",))
        make_live("码头又一则", tags=("渡轮",))
        make_live("码头再一则", tags=("渡轮",))
        page = told(ask(client, q="码头"))
        assert f'href="?{escape(urlencode({"q": "码头", "tag": "渡轮"}))}"' in page

    def test_leads_to_a_list_that_is_called_so(self, client, paper):
        for name, path in (
            ("林晓", "/author/"), ("渡轮", "/tag/"), ("渡輪", "/tag/"), ("城市", "/category/"),
        ):  # fmt: skip
            page = told(ask(client, q=name))
            also = page[page.index("ask-also") :]
            assert path in also[:200], name

    def test_has_numbered_pages_whose_links_are_questions(self, client, settings):
        settings.NEWSROOM = {**settings.NEWSROOM, "PAGE_SIZE": 2}
        for number in range(5):
            make_live(f"渡轮{number}", at=NOON + number * DAY)
        shown = [
            title
            for number in (1, 2, 3)
            for title in titles(ask(client, q="渡轮", sort="date", page=number))
        ]
        assert shown == [f"渡轮{number}" for number in (4, 3, 2, 1, 0)]
        page = ask(client, q="渡轮", sort="date", page=2)
        assert total(page) == 5
        link = escape("?" + urlencode({"q": "渡轮", "sort": "date", "page": 3}))
        assert f'href="{link}"' in told(page)
        beyond = titles(ask(client, q="渡轮", sort="date", page=99))
        assert beyond == ["渡轮0"]

    def test_says_what_else_to_ask_where_nothing_is_found(self, client, paper):
        page = told(ask(client, q="码头渡轮"))
        assert f'href="?{urlencode({"q": "码头 渡轮"})}"' in page
        page = told(ask(client, q="码头风光"))
        assert f'href="?{urlencode({"q": "码头"})}"' in page
        assert f'href="?{urlencode({"q": "风光"})}"' not in page
        page = told(ask(client, q="码头", to=2025))
        assert f'href="?{urlencode({"q": "码头"})}"' in page
        assert titles(ask(client, q="没有这样的话")) == []

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "Titles and texts"),
            ("长" * 999, "too much"),
            (" ".join(map(str, range(20))), "too many"),
            ("-码头", "only a minus"),
            ("？？", "no word"),
            ("\0\ud800", "Titles and texts"),
        ],
    )  # fmt: skip
    def test_answers_politely_what_cannot_be_asked(self, client, paper, text, said):
        response = client.get("/en/search/", {"q": text.encode("utf-8", "ignore")})
        assert said in told(response)
        assert titles(response) == []

    def test_speaks_the_language_of_its_address_and_keeps_the_question(
        self, client, paper
    ):
        page = told(ask(client, prefix="/en", q="码头"))
        assert "<strong>2</strong> articles found" in page
        assert f'href="/search/?{urlencode({"q": "码头"})}"' in page
        assert "找到 <strong>2</strong> 篇文章" in told(ask(client, q="码头"))
        assert total(ask(client, prefix="/zh-hant", q="码头")) == 2

    def test_is_kept_by_nobody_but_the_browser_and_not_indexed(self, client, paper):
        response = ask(client, q="码头")
        assert response["Cache-Control"] == "private, no-cache"
        assert '<meta name="robots" content="noindex">' in told(response)
        again = ask(client, q="码头").headers["ETag"]
        assert again == response["ETag"]
        kept = client.get(
            "/search/?" + urlencode({"q": "码头"}), HTTP_IF_NONE_MATCH=again
        )
        assert kept.status_code == 304
        assert kept["Cache-Control"] == "private, no-cache"
        make_live("码头新闻")
        assert ask(client, q="码头")["ETag"] != again
        assert "noindex" not in told(client.get("/search/"))


class TestField:
    @pytest.mark.parametrize(
        "path", ["/", "/en/", "/category/城市/", "/archive/", "/no-such-page/"]
    )
    def test_stands_on_every_page_and_needs_no_script(self, client, paper, path):
        page = client.get(path).content.decode()
        forms = re.findall(r"<form[^>]*>", page)
        prefix = "/en" if path == "/en/" else ""
        assert forms
        for form in forms:
            assert f'action="{prefix}/search/"' in form
            assert 'method="get"' in form
        assert page.count('name="q"') == len(forms)

    def test_stands_where_an_article_was_withdrawn(self, client, paper):
        article = Article.objects.get(title="码头的灯")
        row = PublishedArticle.objects.get(uuid=article.uuid)
        publishing.withdraw(article, actor=None, at=NOON + DAY)
        response = client.get(row.path)
        assert response.status_code == 410
        assert b'name="q"' in response.content
        assert published.count(parse("灯")) == 0


class TestFeed:
    def test_gives_the_newest_of_what_is_found(self, client, paper):
        feed = client.get("/search/feed/", {"q": "码头"})
        assert feed.status_code == 200
        parsed = feedparser.parse(feed.content)
        assert [one.title for one in parsed.entries] == ["渡轮复航首日", "码头的灯"]
        assert parsed.feed.title.startswith("“码头”")
        assert parsed.feed.link.endswith(f"/search/?{urlencode({'q': '码头'})}")
        limited = client.get("/search/feed/atom/", {"q": "码头", "tag": "渡轮"})
        entries = feedparser.parse(limited.content).entries
        assert [one.title for one in entries] == ["渡轮复航首日"]
        found = client.get("/search/feed/json/", {"q": "ferry"}).json()
        assert [one["title"] for one in found["items"]] == ["Ferries sail again"]

    def test_is_asked_again_for_nothing_until_something_is_published(
        self, client, paper, django_assert_num_queries
    ):
        feed = client.get("/search/feed/", {"q": "码头"})
        assert feed["Cache-Control"] == "private, no-cache"
        again = {"HTTP_IF_NONE_MATCH": feed["ETag"]}
        with django_assert_num_queries(2):
            kept = client.get("/search/feed/", {"q": "码头"}, **again)
        assert kept.status_code == 304
        make_live("码头新闻", at=NOON + DAY)
        assert client.get("/search/feed/", {"q": "码头"}, **again).status_code == 200

    def test_is_offered_by_the_page_and_absent_without_a_question(self, client, paper):
        page = told(ask(client, q="码头"))
        link = f"/search/feed/?{urlencode({'q': '码头'})}"
        assert page.count(f'href="{link}"') == 2
        assert client.get("/search/feed/").status_code == 404
        assert client.get("/search/feed/", {"q": "？"}).status_code == 404


class TestOpenSearch:
    def test_tells_browsers_how_to_ask(self, client, paper):
        page = client.get("/").content.decode()
        assert 'rel="search" type="application/opensearchdescription+xml"' in page
        response = client.get("/opensearch.xml")
        assert response["Content-Type"] == "application/opensearchdescription+xml"
        root = etree.fromstring(response.content)
        space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
        assert 0 < len(root.findtext("o:ShortName", namespaces=space)) <= 16
        urls = {
            one.get("type"): one.get("template") for one in root.findall("o:Url", space)
        }
        asked = urls["text/html"].replace("{searchTerms}", "码头")
        assert total(client.get(asked.partition("localhost:8000")[2])) == 2
