"""Does anything hostile run? Chromium looks, without the policy that would stop it.

Texts are shown where they are shown: on the public page, in a preview, in a feed reader
that shows what a feed holds, and at the desk. `make browser` takes a representative of
each class, `make prove` every case of the corpora.
"""

import json
import shutil
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from django.test import Client
from playwright.sync_api import Page, Route, sync_playwright

from articles.models.desk import Article, Revision
from articles.models.reader import PublishedArticle
from articles.rendering import RenderRefused, render
from articles.tests.factories import NOON, make_live
from articles.tests.rendering.test_corpora import cases, report
from articles.tests.rendering.test_safety import CODE, HTML, MARKDOWN
from articles.tests.workflow.people import make_user
from articles.workflow import revise

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
BATCH = 60
SITE = "http://newsroom.example"
# Everything an attack could call to show that it ran, and every way in.
WATCH = """
window.fired = [];
const fire = (how) => () => { window.fired.push(how); };
for (const name of ["alert", "confirm", "prompt", "print", "open", "fetch"])
  window[name] = fire(name);
for (const name of ["sendBeacon"]) navigator[name] = fire(name);
window.XMLHttpRequest = function () { fire("XMLHttpRequest")(); };
window.addEventListener("error", (event) => {
  if (event.message) window.fired.push("error: " + event.message);
});
"""
PROVOKE = """(root) => {
  const found = [...window.fired];
  const events = ["mouseover", "mouseenter", "focus", "click", "toggle", "error", "load",
    "animationstart", "pointerover", "input", "wheel", "copy", "scroll"];
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a");
    if (link && /^https?:$/.test(link.protocol)) event.preventDefault();
  }, true);
  for (const element of document.querySelectorAll(root + " *")) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on")) found.push(element.tagName + " " + name);
      if (/^(href|src|action|formaction|data|poster|xlink:href)$/.test(name)
        && /^[\\s\\u0000-\\u0020]*(javascript|vbscript|data)\\s*:/i.test(value))
        found.push(element.tagName + " " + name + "=" + value);
    }
    if (/^(SCRIPT|IFRAME|OBJECT|EMBED|STYLE|BASE|LINK|META|FORM|SVG|MATH)$/i
      .test(element.tagName)) found.push("<" + element.tagName + ">");
    for (const name of events) element.dispatchEvent(new Event(name, { bubbles: true }));
  }
  return [...found, ...window.fired];
}"""


@pytest.fixture
def article(media_root: Any) -> Article:
    """Give a live article whose page the bodies are put into."""
    return make_live("样张", at=NOON)


class Surfaces:
    """Pages of the site with a batch of texts in them, and where in each they stand."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.public = Client()
        self.desk = Client()
        self.desk.force_login(make_user("chief", is_superuser=True))
        self.pages: list[tuple[str, str, str]] = []

    def show(self, name: str, source: str, body_format: str, html: str) -> None:
        """Put one batch, as rendered and as written, on every surface."""
        PublishedArticle.objects.update(body_html=html)
        path = PublishedArticle.objects.get().path
        self._keep(f"{name}, public page", self.public.get(path), ".prose")
        reader = feedparser.parse(
            self.public.get("/feed/").content, sanitize_html=False
        ).entries[0]
        shown = f"<!doctype html><div class=reader>{reader.content[0].value}</div>"
        self.pages.append((f"{name}, feed reader", shown, ".reader"))
        Article.objects.update(body=source, body_format=body_format)
        self.article.refresh_from_db()
        revision = revise(self.article, actor=None, at=NOON)
        number = revision.number if revision else Revision.objects.latest("id").number
        below = f"/admin/articles/article/{self.article.pk}"
        preview = self.desk.get(f"{below}/preview/page/?revision={number}")
        self._keep(f"{name}, preview", preview, "body" if "refus" in name else ".prose")
        self._keep(f"{name}, desk", self.desk.get(f"{below}/change/"), "textarea")

    def _keep(self, name: str, response: Any, root: str) -> None:
        assert response.status_code == 200, name
        self.pages.append((name, response.content.decode(), root))


def rendered(payloads: list[str], body_format: str) -> tuple[str, str]:
    """Render a batch, each payload for itself; give it as written and as rendered."""
    written, html = [], []
    for payload in payloads:
        try:
            html.append(str(render(payload, format=body_format).html))
        except RenderRefused:
            continue
        written.append(payload)
    return "\n\n".join(written), "".join(f"<div>{one}</div>" for one in html)


def look(pages: list[tuple[str, str, str]]) -> dict[str, list[str]]:
    """Open every page in Chromium and provoke it; give what fired, by page."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("There is no Chromium here: apt install chromium fonts-noto-cjk")
    fired: dict[str, list[str]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"]
        )
        page = browser.new_page(base_url=SITE)
        page.add_init_script(WATCH)
        page.on("dialog", lambda dialog: dialog.dismiss())
        for number, (name, html, root) in enumerate(pages):
            found = _look_at(page, f"{SITE}/{number}", html, root)
            if found:
                fired[name] = found
        browser.close()
    return fired


def _look_at(page: Page, address: str, html: str, root: str) -> list[str]:
    def answer(route: Route) -> None:
        if route.request.url == address:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            route.abort()

    page.unroute_all()
    page.route("**/*", answer)
    page.goto(address, wait_until="domcontentloaded")
    found: list[str] = page.evaluate(PROVOKE, root)
    landed = urlsplit(page.url).path
    return (
        found if landed == urlsplit(address).path else [*found, f"went to {page.url}"]
    )


class TestWatch:
    @pytest.mark.parametrize(
        "html",
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<a href='javascript:alert(1)'>x</a>",
            "<p onmouseover=prompt(1)>x</p>",
            "<iframe srcdoc=x></iframe>",
        ],
    )
    def test_sees_what_runs(self, html):
        assert look([("x", f"<!doctype html><main>{html}</main>", "main")])


class TestNothingFires:
    def test_of_a_representative_of_each_class(self, article):
        surfaces = Surfaces(article)
        safety = {
            "html": [one.replace("{}", CODE) for one in HTML.values()],
            "markdown": [
                one.replace("{{", "{").replace("}}", "}").replace("{}", CODE)
                for one in MARKDOWN.values()
            ],
        }
        for body_format, payloads in safety.items():
            source, html = rendered(payloads, body_format)
            surfaces.show(body_format, source, body_format, html)
        assert look(surfaces.pages) == {}

    @pytest.mark.prove
    @pytest.mark.parametrize("body_format", ["html", "markdown"])
    def test_of_any_case(self, corpora, article, body_format):
        surfaces = Surfaces(article)
        payloads = [
            payload for _, payload in cases(corpora / "security" / f"xss_{body_format}")
        ]
        for start in range(0, len(payloads), BATCH):
            source, html = rendered(payloads[start : start + BATCH], body_format)
            surfaces.show(f"{start}", source, body_format, html)
        fired = look(surfaces.pages)
        report(
            f"xss_{body_format} in Chromium: {len(payloads)} cases on"
            f" {len(surfaces.pages)} pages of 4 kinds, {len(fired)} fired"
        )
        assert fired == {}, json.dumps(fired, ensure_ascii=False)[:2000]
