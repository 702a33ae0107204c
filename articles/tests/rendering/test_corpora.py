"""Whole corpora through rendering: ``make prove``, with NEWSROOM_CORPORA set.

The ordinary suite has a self-written representative of each class (test_safety,
test_guard, test_pipeline); here every case is tried and counted.
"""

import importlib.util
import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import pytest
from django.conf import settings
from markdown_it import MarkdownIt

from articles.importers.bodies import body_format
from articles.rendering import RenderRefused, embeds, render
from articles.tests.processes import make_environment
from articles.tests.rendering.judge import text_of, verdict

pytestmark = pytest.mark.prove
FRONT_MATTER = re.compile(
    r"\s*(---\r?\n.*?\r?\n---|\+\+\+\r?\n.*?\r?\n\+\+\+)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
SECONDS = 1.0
MEGABYTES = 256
# The command in a process of its own, and how much memory it took at most.
MEASURED = """
import sys
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "render", "--jsonl", "--format", sys.argv[1]])
from articles.tests.processes import peak
print("peak", round(peak()), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def oracle(corpora):
    """Answer the corpora's own judge of sanitised HTML."""
    spec = importlib.util.spec_from_file_location(
        "oracle", corpora / "security" / "oracle.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(line):
    """Say a figure, for the notes."""
    print(f"\n{line}")  # noqa: T201 - make prove shows it


def cases(folder):
    """Read every case of a folder: its id and its payload."""
    files = sorted(folder.glob("*.json"))
    assert files, f"{folder} holds no cases"
    for file in files:
        for case in json.loads(file.read_text("utf-8"))["cases"]:
            parts = case.get("parts")
            payload = "".join(text * n for text, n in parts) if parts else None
            yield case["id"], case["payload"] if payload is None else payload


class TestAttacks:
    @pytest.mark.parametrize("body_format", ["html", "markdown"])
    def test_nothing_hostile_survives(self, corpora, oracle, body_format):
        counts = Counter()
        found = {}
        for name, payload in cases(corpora / "security" / f"xss_{body_format}"):
            counts["cases"] += 1
            try:
                _, theirs = oracle.judge(
                    lambda text: str(render(text, format=body_format).html), payload
                )
            except RenderRefused:
                counts["refused"] += 1
                continue
            ours = verdict(payload, body_format)
            counts.update(
                unsafe=bool([fault for fault in theirs if fault != "not idempotent"]),
                not_idempotent="not idempotent" in theirs,
                beyond_the_allow_list=bool(ours),
            )
            if theirs or ours:
                found[name] = (theirs, ours)
        report(f"xss_{body_format}: {dict(counts)}")
        assert found == {}


class TestPathological:
    @pytest.mark.parametrize("body_format", ["markdown", "html"])
    def test_each_ends_within_a_second_or_is_refused(self, corpora, body_format):
        counts = Counter()
        slow = {}
        render("x", format=body_format)
        for name, payload in cases(corpora / "security" / "markdown"):
            counts["cases"] += 1
            began = time.process_time()
            try:
                render(payload, format=body_format)
            except RenderRefused:
                counts["refused"] += 1
            spent = time.process_time() - began
            if spent > SECONDS:
                slow[name] = spent
        report(f"markdown/ as {body_format}: {dict(counts)}, slow: {slow}")
        assert slow == {}

    @pytest.mark.parametrize("body_format", ["markdown", "html"])
    def test_all_of_them_stay_within_256_megabytes(
        self, corpora, body_format, tmp_path
    ):
        lines = "".join(
            json.dumps({"id": name, "text": payload}) + "\n"
            for name, payload in cases(corpora / "security" / "markdown")
        )
        command = [sys.executable, "-c", MEASURED, body_format]
        done = subprocess.run(
            command,
            input=lines,
            capture_output=True,
            text=True,
            check=True,
            env=make_environment(tmp_path, DEBUG="1", SECRET_KEY="x" * 60)
            | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"},
            cwd=settings.BASE_DIR,
        )
        peak = int(done.stderr.rpartition("peak ")[2])
        answers = done.stdout.count("\n")
        report(
            f"manage.py render as {body_format}: {answers} answers, {peak} MB at most"
        )
        assert answers == lines.count("\n")
        assert peak <= MEGABYTES


class Way(NamedTuple):
    """One way in which two renderers show the same words otherwise."""

    name: str
    evened: Callable[[str], str]


def without(pattern: str) -> Callable[[str], str]:
    """Give a function that takes a pattern out of a text."""
    compiled = re.compile(pattern)
    return lambda text: compiled.sub("", text)


# What evens two texts out, one after the other, until they are equal: the way that did
# it names the class. CommonMark and Python-Markdown read these otherwise, and why is in
# docs/rooms/rendering.md.
WAYS = (
    Way("the same", str),
    Way("spaces: lines that join between wide characters", without(r"\s")),
    Way("marks: emphasis, marks and strikes by other rules", without(r"[*_~=`]")),
    Way("tasks: a box instead of brackets", without(r"[☐☑]|\[[ xX]\]")),
    Way(
        "footnotes: read, and gathered at the end",
        without(r"\[\^[^\]]*\]:?|↩\ufe0e?|\d"),
    ),
    Way("attribute lists: taken, or left as they are", without(r"\{[^{}]*\}")),
    Way("links: addresses with spaces or marks", without(r"\]\([^()]*\)|[\[\]]")),
    Way(
        "raw tags: broken ones are text to one of the two",
        without(r"</?[a-zA-Z][^<>]*>?"),
    ),
    Way("other marks: rules, lists, quotations", without(r"[-+:|#>!\\<\"'()]")),
    Way("order: the same characters, elsewhere", lambda text: "".join(sorted(text))),
)
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
DOCUMENTS = (".md", ".markdown", ".html")
SHARE_OF_OTHERS = 0.03


def documents(corpora):
    """Read every document, without what stands above it: its path and its body."""
    for file in sorted(corpora.rglob("*")):
        within = file.relative_to(corpora).parts
        if file.suffix in DOCUMENTS and file.is_file() and within[0] != "security":
            source = file.read_text("utf-8-sig", "replace")
            found = FRONT_MATTER.match(source)
            yield file.relative_to(corpora), source[found.end() :] if found else source


def same(ours, theirs):
    """Name the way in which two texts are the same, or none."""
    for way in WAYS:
        ours, theirs = way.evened(ours), way.evened(theirs)
        if ours == theirs:
            return way.name
    return None


class TestText:
    def test_is_that_of_every_document(self, corpora):
        """HTML beside html5lib, Markdown beside markdown-it-py; tags of the source
        system, which no renderer knows, stand as one word in both."""
        commonmark = MarkdownIt("commonmark", {"html": True})
        commonmark.enable(["table", "strikethrough"])
        counts, tags, kinds = Counter(), Counter(), Counter()
        differing = []
        for path, source in documents(corpora):
            tags.update(
                re.match(r"\{[{%][-%<]?\s*(\S{0,20})", tag)[1]
                for tag in TAG.findall(source)
            )
            body = TAG.sub("TAG", source)
            kind = body_format(body, html_file=path.suffix == ".html")
            kinds[kind] += 1
            try:
                ours = text_of(str(render(body, format=kind).html))
            except RenderRefused as refusal:
                counts[f"{kind}: refused"] += 1
                differing.append((str(path), str(refusal)))
                continue
            if kind == "html":
                # A card's words stand in the place of a provider's frame.
                linked = embeds.without_frames(body)
                found = "the same" if ours == text_of(linked) else None
            else:
                found = same(ours, text_of(commonmark.render(body)))
            counts[f"{kind}: {found or 'other'}"] += 1
            if found is None:
                differing.append((str(path), ""))
        report(f"documents: {dict(kinds)}")
        for name, count in sorted(counts.items(), key=lambda item: -item[1]):
            report(f"  {count:5}  {name}")
        report(f"tags of source systems: {tags.total()}, {tags.most_common(12)}")
        report(f"other: {differing[:40]}")
        assert counts["html: other"] == 0
        assert counts["markdown: other"] <= kinds["markdown"] * SHARE_OF_OTHERS
        assert counts["markdown: refused"] + counts["html: refused"] <= 5
