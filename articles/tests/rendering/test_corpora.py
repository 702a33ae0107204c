"""Whole corpora through rendering: ``make prove``, with NEWSROOM_CORPORA set.

The ordinary suite has a self-written representative of each class (test_safety,
test_guard, test_pipeline); here every case is tried and counted.
"""

import importlib.util
import json
import re
import time
from collections import Counter

import pytest

from articles.rendering import RenderRefused, render
from articles.tests.rendering.judge import text_of, verdict

pytestmark = pytest.mark.prove
FRONT_MATTER = re.compile(r"\s*---\r?\n.*?\r?\n---[ \t]*\r?\n", re.DOTALL)
SECONDS = 1.0


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


class TestText:
    @pytest.mark.parametrize("folder", ["zfe_rebuilt/source", "seedlike"])
    def test_is_that_of_every_document(self, corpora, folder):
        differing = []
        files = sorted((corpora / folder).rglob("*.md"))
        assert files
        for file in files:
            source = file.read_text("utf-8-sig")
            body = (
                source[found.end() :] if (found := FRONT_MATTER.match(source)) else ""
            )
            assert body, f"{file} has no front matter"
            html = str(render(body, format="html").html)
            if text_of(html) != text_of(body):
                differing.append(str(file.relative_to(corpora)))
        report(f"{folder}: {len(files)} documents, {len(differing)} with other text")
        assert differing == []
