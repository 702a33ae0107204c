"""The pages as Lighthouse sees them on a phone: what does not hang on the clock holds."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from django.conf import settings

from articles.tests.browser.conftest import route
from articles.tests.processes import fetch

pytestmark = pytest.mark.prove

LIGHTHOUSE = Path(settings.BASE_DIR, ".venv/lighthouse/node_modules/.bin/lighthouse")
RUNS = 3
LOST = 3
"""Runs that may end without a trace, as they do on a busy machine."""
PATIENCE = 300
# Nothing has a name but this machine: neither the page nor Chromium leaves it.
FLAGS = (
    "--headless=new --no-sandbox"
    " --host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'"
)
PAGES = ("front", "article", "gallery", "section", "search")
SETTLED = ("accessibility", "best-practices", "seo")
"""Categories without a clock: every audit of theirs has to be passed."""
EXCUSED = {
    "search": {"seo: is-crawlable"},  # Answers are not for crawlers: ADR 0072.
}
STEADY = {
    "bf-cache",
    "cache-insight",
    "cls-culprits-insight",
    "cumulative-layout-shift",
    "dom-size",
    "dom-size-insight",
    "duplicated-javascript",
    "duplicated-javascript-insight",
    "efficient-animated-content",
    "font-display",
    "font-display-insight",
    "layout-shifts",
    "lcp-discovery-insight",
    "lcp-lazy-loaded",
    "legacy-javascript",
    "legacy-javascript-insight",
    "modern-http-insight",
    "modern-image-formats",
    "no-document-write",
    "non-composited-animations",
    "offscreen-images",
    "prioritize-lcp-image",
    "redirects",
    "third-parties-insight",
    "third-party-summary",
    "total-byte-weight",
    "unminified-css",
    "unminified-javascript",
    "unsized-images",
    "unused-css-rules",
    "unused-javascript",
    "uses-http2",
    "uses-long-cache-ttl",
    "uses-optimized-images",
    "uses-passive-event-listeners",
    "uses-rel-preconnect",
    "uses-responsive-images",
    "uses-text-compression",
    "viewport",
    "viewport-insight",
}
"""Audits of performance that look at what was sent, not at how long it took.

`image-delivery-insight` is none of them: it takes a phone's pixels for CSS pixels, and
would have every picture blurred. `uses-responsive-images` knows better.
"""
STYLE = {"body.css", "paper.css"}
"""What a page may wait for before it is painted: its look, kept for the next one."""
LATER = {"gallery": {"comments.css"}}
"""What Lighthouse counts as well, though only what stands behind it waits."""
REQUESTS = 20
WEIGHT = 160_000
"""Bytes of a first visit, its pictures included."""
TIMES = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
    "speed-index": "speed index",
    "server-response-time": "answered",
}
HASH = re.compile(r"\.[0-9a-f]{12}(?=\.\w+$)")


@pytest.fixture(scope="module")
def addresses(site: str, paths: list[str]) -> dict[str, str]:
    """Name a page of every kind that is looked at."""
    ours = [path for path in paths if route(path)[0] == settings.LANGUAGE_CODE]
    articles = [path for path in ours if route(path)[1] == "public:article"]

    def showing(mark: str) -> str:
        return next(path for path in articles if mark in fetch(site + path))

    return {
        "front": "/",
        "article": showing('class="story-picture"'),
        "gallery": showing('class="gallery"'),
        "section": next(path for path in ours if re.match("/category/.", path)),
        "search": next(path for path in ours if path.startswith("/search/?q=")),
    }


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the browser Lighthouse drives, or skip where it or Lighthouse is not here."""
    if shutil.which("node") is None or not LIGHTHOUSE.exists():
        pytest.skip("Lighthouse needs npm to fetch it, and Node.js: make prove")
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("There is no Chromium here: apt install chromium fonts-noto-cjk")
    return program


def look(chromium: str, address: str, report: Path) -> dict[str, Any]:
    """Answer what Lighthouse reports of one visit by phone.

    By way of a file: a pipe loses the end of what it says where it gives up.
    """
    report.unlink(missing_ok=True)
    command = [str(LIGHTHOUSE), address, "--quiet", "--output=json"]
    command += [f"--output-path={report}", f"--chrome-flags={FLAGS}"]
    command += ["--no-enable-error-reporting"]
    done = subprocess.run(
        command,
        env={**os.environ, "CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert report.exists(), done.stderr
    return json.loads(report.read_text("utf-8"))


def look_often(chromium: str, address: str, folder: Path) -> list[dict[str, Any]]:
    """Visit a page several times; what Lighthouse itself lost is visited again."""
    seen: list[dict[str, Any]] = []
    lost: list[str] = []
    while len(seen) < RUNS:
        report = look(chromium, address, folder / "report.json")
        if "runtimeError" not in report:
            seen.append(report)
            continue
        lost.append(report["runtimeError"]["code"])
        assert len(lost) <= LOST, lost
    return seen


def failed(report: dict[str, Any], audits: Iterable[str]) -> set[str]:
    """Name the audits that found fault; those with nothing to look at have no score."""
    scores = {name: report["audits"][name]["score"] for name in audits}
    return {name for name, score in scores.items() if score is not None and score < 1}


def of_category(report: dict[str, Any], category: str) -> list[str]:
    """Name the audits that make up a category's score, or stand beside it."""
    return [one["id"] for one in report["categories"][category]["auditRefs"]]


def details(report: dict[str, Any], audit: str) -> list[dict[str, Any]]:
    """Answer the rows that an audit lists, none where it found nothing."""
    return report["audits"][audit].get("details", {}).get("items", [])


def file_name(address: str) -> str:
    """Answer a static file's name without the hash of its content."""
    return HASH.sub("", address.rpartition("/")[2])


def figures(reports: list[dict[str, Any]]) -> str:
    """Sum several visits up: the median of all that a clock has a part in."""

    def scores(category: str) -> list[int]:
        return sorted(
            round(one["categories"][category]["score"] * 100) for one in reports
        )

    fast = scores("performance")
    said = [f"performance {median(fast)} of {fast}"]
    said += [f"{category} {scores(category)[0]}" for category in SETTLED]
    said += [
        f"{words} {median(one['audits'][name]['numericValue'] for one in reports):.0f} ms"
        for name, words in TIMES.items()
    ]
    sent = details(reports[0], "network-requests")
    weight = sum(one["transferSize"] for one in sent)
    machine = median(one["environment"]["benchmarkIndex"] for one in reports)
    return ", ".join(
        [*said, f"{weight} bytes in {len(sent)} requests", f"machine {machine:.0f}"]
    )


class TestLighthouse:
    @pytest.mark.parametrize("kind", PAGES)
    def test_finds_no_fault_that_does_not_hang_on_the_clock(
        self, chromium, site, addresses, kind, tmp_path
    ):
        reports = look_often(chromium, site + addresses[kind], tmp_path)
        print(f"\n{kind}: {figures(reports)}")  # noqa: T201 - the figures go into notes
        for report in reports:
            assert set(report["audits"]) >= STEADY
            faults = {
                f"{category}: {name}"
                for category in SETTLED
                for name in failed(report, of_category(report, category))
            }
            faults |= {f"performance: {name}" for name in failed(report, STEADY)}
            assert faults == EXCUSED.get(kind, set()), addresses[kind]
            awaited = details(report, "render-blocking-resources")
            names = {file_name(one["url"]) for one in awaited}
            assert names <= STYLE | {f"{kind}.css"} | LATER.get(kind, set())
            sent = details(report, "network-requests")
            assert {one["url"].startswith(site) for one in sent} == {True}
            assert len(sent) <= REQUESTS
            assert sum(one["transferSize"] for one in sent) <= WEIGHT
