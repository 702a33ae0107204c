"""Under /zh-hant/ the paper is in Traditional characters, and says where they are ours."""

import re

import pytest

from articles.tests.public.rows import make_rows
from articles.tests.public.test_article import tree
from articles.text.traditional import traditional

pytestmark = pytest.mark.django_db

HIDDEN = re.compile(
    r"<script.*?</script>|<[^>]*translate=\"no\"[^>]*>[^<]*|<code>.*?</code>", re.DOTALL
)
BODY = '<p>码头发布 <code>发布()</code> <a href="/tag/发布/">链接</a></p>'


def said(html):
    """Give all that a page says: its text and its descriptions, without addresses."""
    html = HIDDEN.sub("", html)
    spoken = re.findall(r'\s(?:alt|title|aria-label)="([^"]*)"', html)
    return " ".join([re.sub(r"<[^>]*>", " ", html), *spoken])


class TestPages:
    @pytest.mark.parametrize(
        "path", ["/", "/category/城市/", "/2026/03/", "/archive/", "/tag/", "/nowhere/"]
    )
    def test_say_nothing_in_simplified(self, client, site, path):
        html = client.get(f"/zh-hant{path}").content.decode()
        assert '<html lang="zh-Hant">' in html
        assert said(html) == traditional(said(html))

    def test_convert_an_article_but_not_its_code_and_links(self, client, db):
        row = make_rows(["渡轮复航"], deck="码头发布", body_html=BODY)[0]
        page = client.get(f"/zh-hant{row.path}")
        html = page.content.decode()
        assert said(html) == traditional(said(html))
        assert "碼頭發佈 <code>发布()</code>" in html
        assert 'href="/tag/发布/"' in html
        assert "<title>渡輪復航 ·" in html
        assert page.headers["Content-Language"] == "zh-hant"

    def test_say_that_they_are_converted_and_where_the_original_is(self, client, db):
        row = make_rows(["渡轮复航"])[0]
        page = tree(client, f"/zh-hant{row.path}")
        notice = page.find(".//*[@class='converted']")
        assert "由簡體中文自動轉換" in "".join(notice.itertext())
        assert notice.find("a").get("href") == row.path.replace(
            "渡轮复航", "%E6%B8%A1%E8%BD%AE%E5%A4%8D%E8%88%AA"
        )
        assert notice.find("a").get("hreflang") == "zh-Hans"
        for path in (row.path, f"/en{row.path}"):
            assert tree(client, path).find(".//*[@class='converted']") is None

    def test_mark_what_is_converted_as_traditional(self, client, db):
        row = make_rows(["渡轮复航"], deck="码头")[0]
        page = tree(client, f"/zh-hant{row.path}")
        for query in (".//h1", ".//*[@class='deck']", ".//*[@class='prose']"):
            assert page.find(query).get("lang") == "zh-Hant"

    def test_leave_an_original_as_it_was_written(self, client, db):
        title = "裏面的軟件发佈"
        row = make_rows([title], language="zh-Hant", slug="original")[0]
        page = tree(client, f"/zh-hant{row.path}")
        assert page.find(".//h1").text == title
        assert page.find(".//h1").get("lang") == "zh-Hant"
        assert page.find(".//*[@class='converted']") is None
        simplified = tree(client, row.path)
        assert simplified.find(".//h1").text == title
        assert simplified.find(".//h1").get("lang") == "zh-Hant"

    def test_leave_other_languages_alone(self, client, db):
        row = make_rows(["Ferry 渡轮"], language="en-GB", slug="ferry")[0]
        page = tree(client, f"/zh-hant{row.path}")
        assert page.find(".//h1").text == "Ferry 渡轮"
        assert page.find(".//h1").get("lang") == "en-GB"

    def test_have_their_own_tag_for_caches(self, client, db):
        row = make_rows(["渡轮复航"])[0]
        tags = {client.get(p + row.path).headers["ETag"] for p in ("", "/zh-hant")}
        assert len(tags) == 2


class TestHome:
    def test_of_a_traditional_article_is_its_prefix(self, client, db):
        row = make_rows(["港"], language="zh-HK", slug="port")[0]
        for prefix in ("", "/en", "/zh-hant"):
            page = tree(client, prefix + row.path)
            (one,) = page.findall(".//link[@rel='canonical']")
            assert one.get("href") == f"http://localhost:8000/zh-hant{row.path}"

    def test_of_a_simplified_one_has_none(self, client, db):
        row = make_rows(["港"], language="zh-CN", slug="port")[0]
        page = tree(client, f"/zh-hant{row.path}")
        (one,) = page.findall(".//link[@rel='canonical']")
        assert one.get("href") == f"http://localhost:8000{row.path}"


class TestFeeds:
    @pytest.mark.parametrize("form", ["", "atom/", "json/"])
    def test_are_converted_and_say_so(self, client, db, form):
        make_rows(["渡轮复航"], deck="码头", body_html=BODY)
        make_rows(["港口軟件"], language="zh-Hant", slug="original")
        text = client.get(f"/zh-hant/feed/{form}").content.decode()
        for word in ("渡輪復航", "碼頭", "碼頭發佈", "港口軟件", "新聞室", "zh-Hant"):
            assert word in text
        for word in ("渡轮复航", "码头", "zh-Hans"):
            assert word not in text
        assert "发布()" in text
        assert "渡轮复航" in client.get(f"/feed/{form}").content.decode()
