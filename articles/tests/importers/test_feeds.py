"""Feeds as a wire: three formats read alike, nothing hostile gets through."""

import gzip
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from articles.importers.feeds import (
    FeedProblem,
    Options,
    looks_like_a_feed,
    read_each,
    read_feed,
    read_one,
    sources,
)
from articles.importers.files import SourceProblem
from articles.media.fetch import Fetcher, Limits
from articles.records import ArticleRecord, Refusal
from articles.tests.media.stubs import PUBLIC, Listener, answer, dial_to, resolve_to

ADDRESS = "https://wire.example/feeds/all"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://wire.example/rss.dtd">
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>海风通讯社</title><link>https://wire.example/</link><language>zh-cn</language>
<item>
  <title>渡轮 &amp;lt;首日&amp;gt; 复航</title>
  <link>https://wire.example/2026/ferry</link>
  <guid isPermaLink="false">urn:wire:1</guid>
  <pubDate>Thu, 05 Mar 2026 12:00:00 +0800</pubDate>
  <dc:creator>林晓</dc:creator><dc:creator>何屿</dc:creator>
  <category>交通</category><category>港口</category>
  <description>码头上的人比往常多。</description>
  <content:encoded>&lt;p&gt;全文。&lt;a href="/more"&gt;见&lt;/a&gt;&lt;/p&gt;</content:encoded>
  <media:content url="https://wire.example/small.jpg" type="image/jpeg" width="300"/>
  <media:content url="https://wire.example/large.jpg" type="image/jpeg" width="1600"/>
  <media:credit>何屿 摄</media:credit>
</item></channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">
<title>海风通讯社</title><id>urn:wire</id><updated>2026-03-05T04:00:00Z</updated>
<entry>
  <title>渡轮 &lt;首日&gt; 复航</title>
  <link rel="alternate" href="https://wire.example/2026/ferry"/>
  <link rel="enclosure" type="image/jpeg" href="https://wire.example/large.jpg"/>
  <id>urn:wire:1</id>
  <published>2026-03-05T12:00:00+08:00</published><updated>2026-03-05T12:00:00+08:00</updated>
  <author><name>林晓</name></author><author><name>何屿</name></author>
  <category term="交通"/><category term="港口"/>
  <summary>码头上的人比往常多。</summary>
  <content type="html">&lt;p&gt;全文。&lt;a href="/more"&gt;见&lt;/a&gt;&lt;/p&gt;</content>
</entry></feed>"""

JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "海风通讯社",
        "language": "zh-CN",
        "items": [
            {
                "id": "urn:wire:1",
                "url": "https://wire.example/2026/ferry",
                "title": "渡轮 <首日> 复航",
                "content_html": '<p>全文。<a href="https://wire.example/more">见</a></p>',
                "summary": "码头上的人比往常多。",
                "date_published": "2026-03-05T12:00:00+08:00",
                "authors": [{"name": "林晓"}, {"name": "何屿"}],
                "tags": ["交通", "港口"],
                "image": "https://wire.example/large.jpg",
            }
        ],
    }
)
SAMPLES = {"rss": RSS, "atom": ATOM, "json": JSON}


def records(text: str | bytes, **options: Any) -> list[ArticleRecord | Refusal]:
    """Read a feed's text as articles."""
    data = text if isinstance(text, bytes) else text.encode()
    return read_one(data, ADDRESS, Options(**options))


def rss(*items: str, head: str = "") -> str:
    """Write an RSS feed of items."""
    told = "".join(f"<item>{one}</item>" for one in items)
    return f"{head}<rss version='2.0'><channel><title>w</title>{told}</channel></rss>"


class TestRecords:
    @pytest.mark.parametrize("form", SAMPLES)
    def test_say_the_same_whatever_the_format(self, form: str):
        (record,) = records(SAMPLES[form], category=("要闻", "国内"))
        assert isinstance(record, ArticleRecord)
        assert record.source_key == "urn:wire:1"
        assert record.title == "渡轮 <首日> 复航"
        assert record.body == '<p>全文。<a href="https://wire.example/more">见</a></p>'
        assert record.body_format == "html"
        assert record.deck == "码头上的人比往常多。"
        assert record.published_at == datetime(2026, 3, 5, 4, tzinfo=UTC)
        assert record.language == "zh-Hans"
        assert record.tags == ("交通", "港口")
        assert record.categories == (("要闻", "国内"),)
        assert [one.name for one in record.bylines] == ["林晓", "何屿"]
        assert record.source_name == "海风通讯社"
        assert record.source_url == "https://wire.example/2026/ferry"
        assert record.lead_picture.url == "https://wire.example/large.jpg"
        assert records(SAMPLES[form], source="本社")[0].source_name == "本社"

    def test_are_known_by_what_they_say_and_not_by_the_feeds_date(self):
        (one,) = records(RSS)
        moved = RSS.replace(
            "<language>", "<lastBuildDate>now</lastBuildDate><language>"
        )
        assert records(moved)[0].raw == one.raw
        assert records(RSS.replace("全文", "改过"))[0].raw != one.raw

    def test_have_a_key_of_their_own_feed_where_the_guid_means_nothing_elsewhere(self):
        assert records(rss("<title>一</title><guid>https://a.example/1</guid>"))[
            0
        ].source_key == ("https://a.example/1")
        feed = json.loads(JSON)
        feed["items"] = [{"id": 7, "content_text": "一\n二\n\n三"}]
        (record,) = records(json.dumps(feed))
        assert record.source_key == f"{ADDRESS}#7"
        assert record.body == "<p>一<br>二</p><p>三</p>"
        (nameless,) = records(rss("<title>无名</title>"))
        assert nameless.source_key.startswith("sha256:")
        (long,) = records(rss(f"<title>x</title><guid>urn:{'x' * 900}</guid>"))
        assert len(long.source_key) == 500

    def test_are_one_where_a_guid_stands_twice(self):
        item = "<title>{}</title><guid>urn:wire:1</guid>"
        titles = [
            one.title for one in records(rss(item.format("新"), item.format("旧")))
        ]
        assert titles == ["新"]

    def test_take_the_first_words_where_there_is_no_headline(self):
        (record,) = records(
            rss("<description>只有 &lt;b&gt;正文&lt;/b&gt;。</description>")
        )
        assert record.title == "只有 正文。"
        assert record.notes

    def test_refuse_an_item_that_says_nothing(self):
        (refusal,) = records(rss("<guid>urn:wire:9</guid>"))
        assert isinstance(refusal, Refusal)
        assert "urn:wire:9" in refusal.reason

    @pytest.mark.parametrize(
        "link",
        ["javascript:alert(1)", "data:text/html,x", "ftp://a.example/", ""],
    )
    def test_link_to_pages_of_the_web_alone(self, link: str):
        (record,) = records(rss(f"<title>一</title><link>{link}</link>"))
        assert record.source_url == ""

    def test_show_a_picture_once(self):
        item = "<title>一</title><description>&lt;img src='https://a.example/p.jpg'&gt;</description><enclosure url='https://a.example/p.jpg' type='image/jpeg' length='1'/>"
        (record,) = records(rss(item))
        assert record.lead_picture is None
        assert record.thumbnail.url == "https://a.example/p.jpg"

    def test_survive_dates_that_are_none(self):
        (record,) = records(rss("<title>一</title><pubDate>gestern</pubDate>"))
        assert record.published_at is None
        assert record.date_problem


class TestGuard:
    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (b"", "empty"),
            (b" \n\0\0", "empty"),
            (b"<html><body>no</body></html>", "neither"),
            (b'{"items": []}', "no JSON Feed"),
            (b'{"version": "https://jsonfeed.org/version/1", ', "no JSON"),
            (b"[" * 100_000, "neither"),
            (b'{"a":' * 100_000, "no JSON"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
            (b"x" * (10 * 1024 * 1024 + 1), "larger"),
            (b"<rss><channel>" + b"<a>" * 5000 + b"</channel></rss>", "deep"),
        ],
    )
    def test_refuses_what_is_no_feed_with_a_sentence(self, data: bytes, why: str):
        with pytest.raises(FeedProblem, match=why):
            read_feed(data)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
    def test_refuses_entities_in_any_encoding_at_once(self, encoding: str):
        lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
        head = f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY l0 'lol'>{lol}]>"
        began = time.process_time()
        with pytest.raises(FeedProblem, match="entities"):
            read_feed(rss("<title>&l11;</title>", head=head).encode(encoding))
        assert time.process_time() - began < 1

    @pytest.mark.parametrize(
        "entity",
        [
            "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
            "<!ENTITY % x SYSTEM 'http://127.0.0.1/x.dtd'> %x;",
            "<!entity x 'y'>",
        ],
    )
    def test_refuses_what_would_read_files_or_addresses(self, entity: str):
        head = f"<!DOCTYPE rss [{entity}]>"
        with pytest.raises(FeedProblem, match="entities"):
            read_feed(rss("<title>&x;</title>", head=head).encode())

    def test_expands_no_xinclude_and_runs_no_stylesheet(self, tmp_path: Path):
        secret = tmp_path / "secret"
        secret.write_text("geheim", encoding="utf-8")
        head = f"<?xml-stylesheet type='text/xsl' href='file://{secret}'?>"
        include = (
            f"<title>一<xi:include xmlns:xi='http://www.w3.org/2001/XInclude'"
            f" href='file://{secret}' parse='text'/></title>"
        )
        (record,) = records(rss(include, head=head))
        assert "geheim" not in record.title + record.body

    def test_never_takes_bytes_for_a_file(self, tmp_path: Path):
        secret = tmp_path / "feed.xml"
        secret.write_text(RSS, encoding="utf-8")
        with pytest.raises(FeedProblem):
            read_feed(str(secret).encode())

    def test_tells_feeds_from_other_exports(self):
        for sample in SAMPLES.values():
            assert looks_like_a_feed(sample.encode())
        wxr = RSS.replace("<rss ", "<rss xmlns:wp='http://wordpress.org/export/1.2/' ")
        for other in (wxr, "<html>", '{"db": []}', "---\ntitle: x\n---\n", ""):
            assert not looks_like_a_feed(other.encode())


class TestFolder:
    def test_refuses_a_bad_file_and_reads_the_others(self, tmp_path: Path):
        (tmp_path / "a.xml").write_text(RSS, encoding="utf-8")
        (tmp_path / "b.json").write_text("{}", encoding="utf-8")
        (tmp_path / "c.md").write_text("# no", encoding="utf-8")
        found = list(read_each(sources.find(tmp_path), tmp_path, Options()))
        assert [type(one) for one in found] == [ArticleRecord, Refusal]
        assert found[1].source_key == "b.json"

    def test_says_when_there_is_none(self, tmp_path: Path):
        with pytest.raises(SourceProblem, match="no feeds"):
            sources.find(tmp_path)
        with pytest.raises(SourceProblem, match="no such"):
            sources.find(tmp_path / "nowhere")


class TestAddress:
    def get(
        self,
        stub: Listener,
        monkeypatch: pytest.MonkeyPatch,
        conditions: sources.Conditions = sources.NOTHING,
        **limits: Any,
    ) -> sources.Answer:
        """Fetch a feed from a stub that plays the public internet."""
        fetcher = Fetcher(
            Limits(seconds=3.0, silence=0.5, **limits),
            resolve=resolve_to(PUBLIC),
            dial=dial_to(stub),
        )
        monkeypatch.setattr(sources, "fetcher_of", lambda max_bytes: fetcher)
        return sources.get("http://wire.example/feed", conditions)

    def test_gives_the_feed_and_its_version(self, monkeypatch: pytest.MonkeyPatch):
        packed = gzip.compress(RSS.encode())
        script = answer(packed, Content_Encoding="gzip", ETag='"1"', Last_Modified="x")
        with Listener(script) as stub:
            found = self.get(stub, monkeypatch)
        assert found.data == RSS.encode()
        assert found.conditions == sources.Conditions('"1"', "x")

    def test_asks_only_for_a_newer_one(self, monkeypatch: pytest.MonkeyPatch):
        with Listener(answer(status="304 Not Modified")) as stub:
            before = sources.Conditions('"1"', "Thu, 05 Mar 2026 04:00:00 GMT")
            found = self.get(stub, monkeypatch, before)
        assert found == sources.Answer(None, before)
        assert 'If-None-Match: "1"' in stub.heads[0]
        assert "If-Modified-Since: Thu, 05 Mar" in stub.heads[0]

    def test_says_why_it_got_nothing(self, monkeypatch: pytest.MonkeyPatch):
        for script in (answer(status="500 No"), answer(b"x" * 2000)):
            with Listener(script) as stub, pytest.raises(SourceProblem, match="wire"):
                self.get(stub, monkeypatch, max_bytes=1000)

    def test_reaches_nothing_inside_the_network(self):
        for address in (
            "http://127.0.0.1/feed",
            "http://localhost/",
            "http://10.1.1.1/",
        ):
            with pytest.raises(SourceProblem, match=r"127\.0|localhost|10\.1"):
                sources.get(address)
