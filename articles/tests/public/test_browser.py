"""The pages as the Nu checker, axe and a browser window see them."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, Route, sync_playwright

from articles.models.reader import (
    Address,
    Label,
    MostRead,
    PublishedPage,
    PublishedSite,
    Related,
)
from articles.models.reader.labels import Kind
from articles.tests.factories import NOON
from articles.tests.public.rows import make_label, make_rows
from articles.tests.public.test_article import PHOTO

LATER = NOON + timedelta(hours=1)

pytestmark = [pytest.mark.django_db, pytest.mark.browser]

ROOT = Path(settings.BASE_DIR)
CHECKER = ROOT / ".venv/node/node_modules/vnu-jar/build/dist/vnu.jar"
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BODY = """<p>渡轮<em>不是</em>最快的选择。<sup id="s-1"><a href="#s-2">1</a></sup></p>
<h2>小标题</h2><blockquote><p>“慢，也是一种服务。”</p></blockquote>
<ul><li>首班</li></ul><table><thead><tr><th scope="col">线路</th></tr></thead>
<tbody><tr><td>环岛</td></tr></tbody></table><p id="s-2">注。</p>"""
RULES = {
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag2aaa",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
    ],
    "resultTypes": ["violations"],
}
SAID = {
    "name": "海风日报", "tagline": "潮起潮落", "footer": "京ICP备0号", "email": "a@b.example",
    "links": [
        {"place": place, "label": label, "language": "", "section": "", "page": "",
         "address": address}
        for place, label, address in (
            ("footer", "关于", "/about/"), ("social", "微博", "https://weibo.example/"),
        )
    ],
}  # fmt: skip
WORD = (
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
)
ADDRESS = "https://www.example.com/very/long/path/to/some/resource?with=query#fragment"
WINDOWS = ((390, "light", ""), (820, "dark", "/en"), (1440, "dark", ""))


@pytest.fixture
def pages(client: Client, site: Any) -> dict[str, str]:
    """Give every kind of page, in both languages, by its path."""
    photo = make_rows(
        ["有图的一篇"],
        section=site.city,
        published_at=LATER,
        lead_picture=PHOTO,
        body_html=BODY,
    )
    english = make_rows(["A quiet harbour"], language="en", deck="Nobody hears it.")
    endless = make_rows(
        [f"{WORD}成立一百周年"],
        section=site.city,
        published_at=LATER,
        deck=f"见{ADDRESS}",
        bylines=[make_label(Kind.AUTHOR, "m", name="Maximiliane-Henriette " * 3)],
        tags=[make_label(Kind.TAG, "long", name=WORD)],
    )
    make_label(Kind.TAG, "x", name="<标签> & “引号”")
    Address.objects.create(path="/alt/", owner="tag:alt", state="gone", since=NOON)
    paths = ["/", "/page/2/", "/category/城市/", "/tag/渡轮/page/2/", "/author/林晓/"]
    paths += [
        "/feeds/",
        "/archive/",
        "/category/",
        "/tag/",
        "/author/",
        "/source/",
        "/2026/",
    ]
    paths += ["/2026/03/", "/2026/03/05/", "/alt/", "/nowhere/", site.newest.path]
    paths += ["/corrections/", "/about/"]
    paths += ["/search/", "/search/?q=渡轮 -五", "/search/?q=没有&category=城市"]
    paths += [photo[0].path, english[0].path, endless[0].path]
    PublishedPage.objects.create(
        path="/about/", title="关于我们", language="zh-Hans", body_html=BODY,
        published_at=NOON, updated_at=LATER,
    )  # fmt: skip
    PublishedSite.objects.create(changed_at=NOON, content=SAID)
    front, city = (Label.objects.get(path=p) for p in ("/", "/category/城市/"))
    for position, row in enumerate(site.rows[:4]):
        Related.objects.create(article=photo[0], other=row, score=1 / (1 + position))
        for label in (front, city):
            MostRead.objects.create(label=label, position=position, article=row)
    return {
        prefix + path: client.get(prefix + path).content.decode()
        for path in paths
        for prefix in ("", "/en")
    }


@contextmanager
def opened(pages: dict[str, str], **window: Any) -> Iterator[Page]:
    """Open a window that is answered from the pages alone; skip without Chromium.

    A context manager and no fixture: while it is open, Django refuses the database.
    """
    if CHROMIUM is None:
        pytest.skip("there is no chromium; on Debian: apt-get install chromium")

    def answer(route: Route) -> None:
        asked = urlsplit(route.request.url)
        path = unquote(asked.path + (f"?{asked.query}" if asked.query else ""))
        if path in pages:
            route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
        elif asked.path.startswith("/static/"):
            route.fulfill(path=ROOT / unquote(asked.path)[1:])
        else:
            route.fulfill(status=404)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_context(**window).new_page()
        page.route("**/*", answer)
        yield page
        browser.close()


class TestMarkup:
    def test_is_valid_html(self, pages, tmp_path):
        if shutil.which("java") is None or not CHECKER.exists():
            pytest.skip("the Nu checker needs Java and npm; then: make browser")
        names = {f"{number}.html": path for number, path in enumerate(pages)}
        for name, path in names.items():
            (tmp_path / name).write_text(pages[path], encoding="utf-8")
        checked = subprocess.run(
            ["java", "-jar", str(CHECKER), "--format", "json", str(tmp_path)],
            capture_output=True,
            check=False,
            text=True,
        )
        found = json.loads(checked.stderr)["messages"]
        assert [
            (names[Path(one["url"]).name], one["message"], one.get("extract"))
            for one in found
            if one["type"] != "info" or one.get("subType") == "warning"
        ] == []


class TestPages:
    @pytest.mark.parametrize(("width", "scheme", "prefix"), WINDOWS)
    def test_are_accessible_and_fit_the_window(self, pages, width, scheme, prefix):
        window = {"width": width, "height": 900}
        with opened(pages, viewport=window, color_scheme=scheme) as page:
            for path in pages:
                if path.startswith("/en/") != bool(prefix):
                    continue
                page.goto(f"http://paper.test{path}")
                violations = Axe().run(page, options=RULES).response["violations"]
                assert [
                    (path, one["id"], one["nodes"][0]["html"]) for one in violations
                ] == []
                overflow = "document.documentElement.scrollWidth - innerWidth"
                assert page.evaluate(overflow) <= 0, (path, width)

    def test_need_no_script(self, pages):
        with opened(pages, java_script_enabled=False) as page:
            page.goto("http://paper.test/")
            page.get_by_role("link", name="有图的一篇").click()
            assert page.get_by_role("heading", level=1).inner_text() == "有图的一篇"
            page.keyboard.press("Tab")
            assert page.get_by_role("link", name="跳到正文").is_visible()

    def test_print_leaves_the_article_with_its_address(self, pages):
        path = next(path for path in pages if "有图的一篇" in path)
        with opened(pages, viewport={"width": 820, "height": 900}) as page:
            page.goto(f"http://paper.test{path}")
            page.emulate_media(media="print")
            address = page.locator(".printed")
            assert address.inner_text() == f"http://localhost:8000{path}"
            assert address.is_visible()
            for gone in (".sections", ".colophon", ".skip", ".languages", ".share"):
                assert not page.locator(gone).first.is_visible()
