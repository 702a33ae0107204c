"""Whole corpora through the importer, by hand: `make prove`."""

import sys
from pathlib import Path

import html5lib
import pytest
from django.test import Client
from django.utils.html import escape

from articles.importers import Result
from articles.models.desk import ImportSource
from articles.models.reader import Address, PublishedArticle
from articles.tests.importers.posts import AT, items, run

pytestmark = [pytest.mark.prove, pytest.mark.django_db]

UNSEEN = {"script", "style", "template", "title", "noscript"}


def visible(html: str, *, cards: bool = True) -> str:
    """Give what a reader sees of HTML by html5lib's parse, white space folded."""
    words: list[str] = []

    def walk(node) -> None:
        left_out = not cards and "embed" in node.get("class", "").split()
        if isinstance(node.tag, str) and node.tag not in UNSEEN and not left_out:
            words.append(node.text or "")
            for child in node:
                walk(child)
        words.append(node.tail or "")

    walk(html5lib.parseFragment(html, namespaceHTMLElements=False))
    return " ".join("".join(words).split())


def body_of(raw: bytes) -> str:
    """Cut the body out by hand: the reader under test has no say in this."""
    text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    _, _, rest = text.lstrip("\n").partition("---\n")
    return rest.partition("\n---\n")[2]


@pytest.fixture(scope="module", params=["seedlike", "zfe_rebuilt/source"])
def source(request, corpora) -> Path:
    return corpora / request.param


class TestCorpus:
    def test_is_imported_whole_with_its_text_and_once(self, source):
        files = [path for path in source.rglob("*.md") if not path.name.startswith("_")]
        report = run(source)
        counts = report.counts()
        assert counts["read"] == len(files) == counts["created"] + counts["refused"]
        assert counts["refused"] == 0, [item for item in report.items if item.reason]
        self.check_drafts(report, source)
        self.check_text()
        again = run(source)
        assert again.counts()["unchanged"] == len(files)
        assert {one.source_key: one.url for one in again.items} == {
            one.source_key: one.url for one in report.items
        }
        sys.stdout.write(f"\n{source.name}: {counts}\n")

    def check_drafts(self, report, source) -> None:
        """Only what has no readable date stays a draft, and the report says so."""
        undated = {
            key
            for key, raw in self.raw_by_key().items()
            if b"\ndate: Invalid Date\n" in raw
        }
        drafts = {item.source_key for item in report.items if not item.url}
        assert drafts == undated
        reasons = items(report)
        assert all("is not a date" in reasons[key].reason for key in drafts)

    def check_text(self) -> None:
        """Where a player stood there is a card, which says its address."""
        bodies = dict(PublishedArticle.objects.values_list("uuid", "body_html"))
        keys = dict(ImportSource.objects.values_list("article__uuid", "source_key"))
        raw = self.raw_by_key()
        differing = [
            keys[uuid]
            for uuid, body in bodies.items()
            if visible(body_of(raw[keys[uuid]]))
            not in {visible(body), visible(body, cards=False)}
        ]
        assert differing == []

    def raw_by_key(self) -> dict[str, bytes]:
        return {one.source_key: one.raw for one in ImportSource.objects.all()}


class TestOldAddresses:
    def test_of_the_corpus_lead_to_its_articles(self, corpora, client: Client):
        site = corpora / "zfe_rebuilt"
        listed = site / "_site" / "urlmap.tsv"
        report = run(site, redirects=listed)
        known = {item.source_key: item.url for item in report.items}
        lines = listed.read_text(encoding="utf-8").splitlines()
        expected = {}
        for line in lines:
            old, _, file = line.split("\t")
            key = file.removeprefix("source/_posts/")
            if key in known:
                expected["/" + old] = known[key]
        assert report.redirects == len(expected)
        assert len(report.remarks) == len(lines) - len(expected)
        for old, new in list(expected.items())[::20]:
            response = client.get(old)
            assert response.status_code == 301, old
            target = response["Location"].removeprefix("http://testserver")
            shown = client.get(target)
            assert shown.status_code == 200
            title = PublishedArticle.objects.get(path=new).title
            assert escape(title) in shown.content.decode()
        assert Address.objects.filter(path__in=expected).count() == len(expected)


class TestHostileFrontMatter:
    def test_is_refused_or_harmless(self, corpora):
        report = run(corpora / "security" / "frontmatter_hostile")
        found = items(report)
        refused = {key for key, one in found.items() if one.outcome == Result.REFUSED}
        assert refused == {
            "binary.md", "deep_flow.md", "merge_bomb.md", "py_name.md",
            "py_object.md", "py_tuple.md", "recursive.md",
        }  # fmt: skip
        assert all(f"{key}:" in found[key].reason for key in refused)
        assert not PublishedArticle.objects.filter(title="CANARY").exists()
        paths = set(Address.objects.values_list("path", flat=True))
        assert not any("admin" in path.lower().split("/") for path in paths)
        assert PublishedArticle.objects.filter(published_at__gt=AT).count() == 0
