import json
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client

from articles.models.reader import Address, Label, PublishedArticle
from articles.models.reader.labels import Kind
from articles.tests.factories import NOON
from articles.tests.public import feed_rules
from articles.tests.public.feed_rules import NAMES, SITE
from articles.tests.public.rows import make_label, make_rows
from newsroom.delivery.headers import cache_tag

FORMS = {"rss": "feed/", "atom": "feed/atom/", "json": "feed/json/"}
PICTURE = {
    "kind": "photo",
    "enclosure": {
        "url": f"/media/{'0' * 64}.jpg",
        "type": "image/jpeg",
        "bytes": 54321,
        "width": 1200,
        "height": 800,
    },
}
HOSTILE = "控制\x0b字符 ]]> <b>粗</b> & “引号” \x01\ufffe 结束"

pytestmark = pytest.mark.django_db


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    return request.param


def fetch(client: Client, path: str, form: str) -> Any:
    """Get a feed, check it by its format's rules and give it parsed."""
    return feed_rules.check(client.get(f"{path}{FORMS[form]}"), form)


def items(parsed: Any, form: str) -> list[dict[str, Any]]:
    """Give what the three formats say of each item under common names."""
    if form == "json":
        return [
            {
                "id": item["id"],
                "title": item["title"],
                "link": item["url"],
                "summary": item.get("summary", ""),
                "content": item["content_html"],
                "people": [one["name"] for one in item.get("authors", [])],
                "subjects": item.get("tags", []),
                "language": item["language"],
            }
            for item in parsed["items"]
        ]
    if form == "rss":
        return [
            {
                "id": item.findtext("guid"),
                "title": item.findtext("title"),
                "link": item.findtext("link"),
                "summary": item.findtext("description"),
                "content": item.findtext("content:encoded", namespaces=NAMES),
                "people": item.xpath("dc:creator/text()", namespaces=NAMES),
                "subjects": item.xpath("category/text()"),
                "language": item.findtext("dc:language", namespaces=NAMES),
            }
            for item in parsed.iter("item")
        ]
    return [
        {
            "id": entry.findtext("a:id", namespaces=NAMES),
            "title": entry.findtext("a:title", namespaces=NAMES),
            "link": entry.find("a:link[@rel='alternate']", NAMES).get("href"),
            "summary": entry.findtext("a:summary", namespaces=NAMES),
            "content": entry.findtext("a:content", namespaces=NAMES),
            "people": entry.xpath("a:author/a:name/text()", namespaces=NAMES),
            "subjects": entry.xpath("a:category/@term", namespaces=NAMES),
            "language": entry.get("{http://www.w3.org/XML/1998/namespace}lang"),
        }
        for entry in parsed.iter(f"{{{NAMES['a']}}}entry")
    ]


class TestItems:
    def test_say_all_that_the_article_says(self, client: Client, form: str):
        finance = make_label("category", "金融", "金融")
        news = make_label("category", "资讯", "资讯", finance)
        people = [
            make_label("author", "lin", "林晓"),
            make_label("author", "desk", "经济组"),
        ]
        row = make_rows(
            ["渡轮复航首日"],
            section=news,
            bylines=people,
            tags=[make_label("tag", "港口", "港口")],
            source=make_label("source", "haifeng", "海风通讯社"),
            deck="码头上的人比往常多。",
            body_html='<p>全文。<a href="/tag/x/">见</a></p>',
        )[0]
        (item,) = items(fetch(client, "/", form), form)
        assert item == {
            "id": f"urn:uuid:{row.uuid}",
            "title": "渡轮复航首日",
            "link": f"{SITE}/2026/03/05/%E6%B8%A1%E8%BD%AE%E5%A4%8D%E8%88%AA%E9%A6%96%E6%97%A5/",
            "summary": "码头上的人比往常多。",
            "content": f'<p>全文。<a href="{SITE}/tag/x/">见</a></p>',
            "people": ["林晓", "经济组"],
            "subjects": ["金融", "资讯", "港口"],
            "language": "zh-Hans",
        }

    def test_are_signed_by_the_source_where_nobody_signs(
        self, client: Client, form: str
    ):
        make_rows(["一"], source=make_label("source", "haifeng", "海风通讯社"))
        assert items(fetch(client, "/", form), form)[0]["people"] == ["海风通讯社"]

    def test_stand_newest_first_and_no_more_than_feed_size(
        self, client: Client, form: str, settings: Any
    ):
        settings.NEWSROOM = {**settings.NEWSROOM, "FEED_SIZE": 3}
        make_rows(f"第{n}条" for n in range(5))
        titles = [item["title"] for item in items(fetch(client, "/", form), form)]
        assert titles == ["第4条", "第3条", "第2条"]

    def test_have_the_lead_picture_as_their_one_enclosure(self, client: Client):
        make_rows(["有图"], lead_picture=PICTURE)
        url = f"{SITE}{PICTURE['enclosure']['url']}"
        rss = fetch(client, "/", "rss").find(".//enclosure")
        assert dict(rss.attrib) == {"url": url, "length": "54321", "type": "image/jpeg"}
        atom = fetch(client, "/", "atom").find(".//a:link[@rel='enclosure']", NAMES)
        assert atom.get("href") == url
        (item,) = fetch(client, "/", "json")["items"]
        assert item["image"] == url
        assert item["attachments"] == [
            {"url": url, "mime_type": "image/jpeg", "size_in_bytes": 54321}
        ]

    def test_keep_a_picture_at_its_one_address_in_every_language(self, client: Client):
        make_rows(["有图"], lead_picture=PICTURE)
        enclosure = fetch(client, "/en/", "rss").find(".//enclosure")
        assert enclosure.get("url") == f"{SITE}{PICTURE['enclosure']['url']}"

    @pytest.mark.parametrize("empty", [None, {}])
    def test_may_have_no_picture(self, client: Client, form: str, empty: Any):
        make_rows(["无图"], lead_picture=empty)
        content = client.get(f"/{FORMS[form]}").content.decode()
        assert "enclosure" not in content
        assert "attachments" not in content

    def test_keep_their_id_when_the_address_changes(self, client: Client, form: str):
        row = make_rows(["渡轮复航"])[0]
        before = items(fetch(client, "/", form), form)[0]
        PublishedArticle.objects.update(path="/2026/03/05/another/", slug="another")
        Label.objects.update(version=7)
        after = items(fetch(client, "/", form), form)[0]
        assert after["id"] == before["id"] == row.uuid.urn
        assert after["link"] != before["link"]

    def test_carry_true_instants(self, client: Client):
        make_rows(["渡轮复航"], updated_at=NOON + timedelta(hours=3, minutes=5))
        rss = fetch(client, "/", "rss")
        assert rss.findtext(".//pubDate") == "Thu, 05 Mar 2026 04:00:00 +0000"
        entry = fetch(client, "/", "atom").find("a:entry", NAMES)
        assert (
            entry.findtext("a:published", namespaces=NAMES)
            == "2026-03-05T04:00:00+00:00"
        )
        assert (
            entry.findtext("a:updated", namespaces=NAMES) == "2026-03-05T07:05:00+00:00"
        )
        (item,) = fetch(client, "/", "json")["items"]
        assert item["date_published"] == "2026-03-05T04:00:00+00:00"
        assert item["date_modified"] == "2026-03-05T07:05:00+00:00"

    def test_survive_control_characters_and_what_could_end_a_section(
        self, client: Client, form: str
    ):
        section = make_label("category", "s", name=HOSTILE[:60], description=HOSTILE)
        make_rows(
            [HOSTILE],
            slug="hostile",
            section=section,
            bylines=[make_label("author", "a", HOSTILE[:60])],
            tags=[make_label("tag", "t", HOSTILE[:60])],
            deck=HOSTILE,
            body_html=f"<p>{HOSTILE}</p>",
        )
        clean = "控制字符 ]]> <b>粗</b> & “引号”  结束"
        for path in ("/", "/category/s/"):
            (item,) = items(fetch(client, path, form), form)
            assert item["title"] == clean
            assert item["people"] == [clean]
            assert item["subjects"] == [clean]
            assert item["content"] == f"<p>{clean}</p>"

    def test_give_the_summary_as_text_that_no_reader_takes_for_markup(
        self, client: Client
    ):
        make_rows(["一"], deck="为什么 <img src=x onerror=alert(1)> 不行 & 行")
        for form in ("rss", "atom"):
            summary = items(fetch(client, "/", form), form)[0]["summary"]
            assert "<" not in summary
            assert "&lt;img" in summary
        (item,) = items(fetch(client, "/", "json"), "json")
        assert item["summary"] == "为什么 <img src=x onerror=alert(1)> 不行 & 行"

    def test_have_absolute_addresses_throughout_the_body(
        self, client: Client, form: str
    ):
        body = (
            '<p><a href="#fn1">1</a> <a href="../other/">他</a> <a href="/tag/x/">签</a>'
            ' <a href="https://example.org/?a=1&amp;b=2">外</a></p>'
            '<figure><img src="/media/a.webp" alt=""></figure>'
        )
        row = make_rows(["正文"], slug="body", body_html=body)[0]
        content = items(fetch(client, "/", form), form)[0]["content"]
        here = f"{SITE}{row.path}"
        assert f'href="{here}#fn1"' in content
        assert f'href="{SITE}/2026/03/05/other/"' in content
        assert f'href="{SITE}/tag/x/"' in content
        assert f'src="{SITE}/media/a.webp"' in content
        assert 'href="https://example.org/?a=1&amp;b=2"' in content


class TestFeed:
    @pytest.mark.parametrize("kind", ["category", "tag", "author", "source"])
    def test_holds_what_its_list_holds(self, client: Client, form: str, kind: str):
        label = make_label(kind, "这一个", "这一个")
        other = make_label(kind, "另一个", "另一个")
        given = {
            "category": lambda one: {"section": one},
            "tag": lambda one: {"tags": [one]},
            "author": lambda one: {"bylines": [one]},
            "source": lambda one: {"source": one},
        }[kind]
        make_rows(["我的"], **given(label))
        make_rows(["别人的"], **given(other))
        parsed = fetch(client, f"/{kind}/这一个/", form)
        assert [item["title"] for item in items(parsed, form)] == ["我的"]
        assert (
            "这一个 · " in client.get(f"/{kind}/这一个/{FORMS[form]}").content.decode()
        )

    def test_of_a_category_holds_its_subcategories_articles(
        self, client: Client, form: str
    ):
        finance = make_label("category", "金融", "金融")
        make_rows(["深处"], section=make_label("category", "资讯", "资讯", finance))
        for path in ("/category/金融/", "/category/金融/资讯/"):
            assert len(items(fetch(client, path, form), form)) == 1

    def test_names_itself_and_its_page(self, client: Client, form: str):
        make_rows(["一"], tags=[make_label("tag", "a b", "a b")])
        for prefix in ("", "/en"):
            parsed = fetch(client, f"{prefix}/tag/a b/", form)
            page = f"{SITE}{prefix}/tag/a%20b/"
            itself = f"{page}{FORMS[form]}"
            if form == "json":
                assert (parsed["home_page_url"], parsed["feed_url"]) == (page, itself)
            elif form == "rss":
                assert parsed.findtext("channel/link") == page
                assert parsed.find("channel/a:link", NAMES).get("href") == itself
            else:
                links = {
                    link.get("rel"): link.get("href")
                    for link in parsed.findall("a:link", NAMES)
                }
                assert links == {"alternate": page, "self": itself}

    def test_links_to_pages_in_the_language_it_was_asked_in(
        self, client: Client, form: str
    ):
        make_rows(["一"], slug="one")
        ours = items(fetch(client, "/en/", form), form)[0]
        theirs = items(fetch(client, "/", form), form)[0]
        assert ours["link"] == f"{SITE}/en/2026/03/05/one/"
        assert theirs["link"] == f"{SITE}/2026/03/05/one/"
        assert ours["id"] == theirs["id"]

    def test_speaks_the_language_of_its_articles(self, client: Client):
        make_rows(["One"], language="en")
        assert fetch(client, "/", "rss").findtext("channel/language") == "en"
        make_rows(["二"])
        Label.objects.update(version=9)
        assert fetch(client, "/", "rss").findtext("channel/language") == "zh-Hans"

    def test_keeps_its_id_when_its_list_moves(self, client: Client):
        tag = make_label("tag", "old", "旧名")
        make_rows(["一"], tags=[tag])
        before = fetch(client, "/tag/old/", "atom").findtext("a:id", namespaces=NAMES)
        Label.objects.filter(pk=tag.pk).update(slug="new", path="/tag/new/", version=9)
        after = fetch(client, "/tag/new/", "atom").findtext("a:id", namespaces=NAMES)
        assert before == after

    def test_of_an_empty_site_is_valid_and_empty(self, client: Client, form: str):
        assert items(fetch(client, "/", form), form) == []
        make_label(Kind.FRONT)
        assert items(fetch(client, "/", form), form) == []

    def test_of_a_label_without_articles_is_not_there(self, client: Client, form: str):
        make_label("tag", "leer")
        make_rows(["一"])
        assert client.get(f"/tag/leer/{FORMS[form]}").status_code == 404
        assert client.get(f"/tag/nie/{FORMS[form]}").status_code == 404

    def test_of_a_moved_list_leads_to_where_it_is(self, client: Client, form: str):
        tag = make_label("tag", "new")
        make_rows(["一"], tags=[tag])
        Address.objects.create(
            path="/tag/old/", owner=tag.key, state=Address.State.MOVED, since=NOON
        )
        for prefix in ("", "/en"):
            moved = client.get(f"{prefix}/tag/old/{FORMS[form]}")
            assert moved.status_code == 301
            assert moved["Location"] == f"{prefix}/tag/new/{FORMS[form]}"

    def test_answers_safe_methods_only(self, client: Client, form: str):
        assert client.post(f"/{FORMS[form]}").status_code == 405
        head = client.head(f"/{FORMS[form]}")
        assert (head.status_code, head.content) == (200, b"")

    @pytest.mark.parametrize("number", [1, 20, 2000])
    def test_takes_four_queries_at_any_size(
        self, client: Client, form: str, number: int, django_assert_num_queries: Any
    ):
        tag = make_label("tag", "t")
        make_rows((f"第{n}条" for n in range(number)), tags=[tag])
        for path in ("/", "/tag/t/"):
            with django_assert_num_queries(4):
                assert client.get(f"{path}{FORMS[form]}").status_code == 200


class TestConditionalGet:
    def test_answers_304_after_two_queries(
        self, client: Client, form: str, django_assert_num_queries: Any
    ):
        make_rows(f"第{n}条" for n in range(20))
        whole = client.get(f"/{FORMS[form]}")
        for headers in (
            {"if-none-match": whole["ETag"]},
            {"if-modified-since": whole["Last-Modified"]},
        ):
            with django_assert_num_queries(2):
                again = client.get(f"/{FORMS[form]}", headers=headers)
            assert (again.status_code, again.content) == (304, b"")
            assert again["ETag"] == whole["ETag"]
            assert again["Cache-Control"] == whole["Cache-Control"]
            assert "Cache-Tag" not in again

    def test_follows_its_own_list_alone(self, client: Client, form: str):
        ours, theirs = make_label("tag", "ours"), make_label("tag", "theirs")
        make_rows(["一"], tags=[ours])
        make_rows(["二"], tags=[theirs])
        seen = {
            path: client.get(f"{path}{FORMS[form]}")["ETag"]
            for path in ("/", "/tag/ours/", "/tag/theirs/")
        }
        make_rows(["三"], tags=[ours], published_at=NOON + timedelta(days=1))
        Label.objects.filter(slug="ours").update(changed_at=NOON + timedelta(days=1))
        answers = {
            path: client.get(
                f"{path}{FORMS[form]}", headers={"if-none-match": etag}
            ).status_code
            for path, etag in seen.items()
        }
        assert answers == {"/": 200, "/tag/ours/": 200, "/tag/theirs/": 304}

    def test_sees_two_changes_within_one_second(self, client: Client, form: str):
        make_rows(["一"])
        before = client.get(f"/{FORMS[form]}")
        make_rows(["二"])
        after = client.get(
            f"/{FORMS[form]}",
            headers={
                "if-none-match": before["ETag"],
                "if-modified-since": before["Last-Modified"],
            },
        )
        assert after.status_code == 200
        assert "二" in after.content.decode()

    def test_tells_formats_and_languages_apart(self, client: Client):
        make_rows(["一"])
        paths = [
            f"{prefix}/{rest}" for prefix in ("", "/en") for rest in FORMS.values()
        ]
        assert len({client.get(path)["ETag"] for path in paths}) == len(paths)

    def test_follows_the_newsrooms_own_settings(self, client: Client, settings: Any):
        make_rows(["一"])
        before = client.get("/feed/")["ETag"]
        settings.NEWSROOM = {**settings.NEWSROOM, "NAME": "另一家报纸"}
        after = client.get("/feed/", headers={"if-none-match": before})
        assert after.status_code == 200

    def test_dates_the_feed_by_the_lists_last_change(self, client: Client):
        """An article that left changes the list but is no item to take a date from."""
        make_rows(["一"])
        Label.objects.update(changed_at=NOON + timedelta(days=2))
        response = client.get("/feed/")
        parsed = feed_rules.check(response, "rss")
        assert parsed.findtext("channel/lastBuildDate") == (
            "Sat, 07 Mar 2026 04:00:00 +0000"
        )
        assert response["Last-Modified"] == "Sat, 07 Mar 2026 04:00:00 GMT"
        atom = fetch(client, "/", "atom")
        assert (
            atom.findtext("a:updated", namespaces=NAMES) == "2026-03-07T04:00:00+00:00"
        )


class TestHeaders:
    def test_name_all_that_the_feed_shows(self, client: Client, form: str):
        finance = make_label("category", "金融", "金融", uid="c1")
        row = make_rows(
            ["一"],
            section=finance,
            bylines=[make_label("author", "lin", uid="a1")],
            tags=[make_label("tag", "港口", uid="t1")],
        )[0]
        response = client.get(f"/tag/港口/{FORMS[form]}")
        shown = {
            "site",
            "list:tag:t1",
            f"article:{row.uuid}",
            "name:front",
            "name:category:c1",
            "name:author:a1",
            "name:tag:t1",
        }
        assert response["Cache-Tag"] == cache_tag(shown)
        assert response["Cache-Control"] == client.get("/")["Cache-Control"]
        assert "Set-Cookie" not in response
        assert "Vary" not in response or "Cookie" not in response["Vary"]

    def test_are_the_same_for_head(self, client: Client, form: str):
        make_rows(["一"])
        got, head = client.get(f"/{FORMS[form]}"), client.head(f"/{FORMS[form]}")
        assert got.headers == head.headers


class TestFeedparser:
    def test_reads_every_field(self, client: Client):
        make_rows(
            ["渡轮复航"],
            bylines=[make_label("author", "lin", "林晓")],
            tags=[make_label("tag", "港口", "港口")],
            lead_picture=PICTURE,
        )
        for path in ("/feed/", "/feed/atom/"):
            parsed = feedparser.parse(client.get(path).content)
            (entry,) = parsed.entries
            assert entry.title == "渡轮复航"
            assert entry.author == "林晓"
            assert [tag.term for tag in entry.tags] == ["港口"]
            assert entry.content[0].value == "<p>渡轮复航的全文。</p>"
            assert entry.enclosures[0].type == "image/jpeg"
            assert entry.published_parsed[:5] == (2026, 3, 5, 4, 0)

    def test_json_keeps_chinese_readable(self, client: Client):
        make_rows(["渡轮复航"])
        content = client.get("/feed/json/").content.decode()
        assert "渡轮复航" in content
        assert json.loads(content)["version"] == "https://jsonfeed.org/version/1.1"
