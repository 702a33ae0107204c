"""Readers' pages as browsers and checkers see them, on the served site."""

import itertools
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.tests.browser.conftest import route
from articles.tests.processes import fetch

SIZES = {"phone": (390, 844), "desktop": (1440, 900)}
SCHEMES = ("light", "dark")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
LOOKS = list(itertools.product(SIZES, SCHEMES))
in_every_look = pytest.mark.parametrize("look", LOOKS, ids="-".join)
# Contrast changes with the scheme and order with the size: two looks show both.
in_two_looks = pytest.mark.parametrize("look", [LOOKS[1], LOOKS[2]], ids="-".join)


@pytest.fixture
def page(browser, look):
    """Open a page of one size and colour scheme that notes what goes wrong in it."""
    size, scheme = look
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme
    )
    page = context.new_page()
    page.faults = []
    page.on("console", lambda said: page.faults.append(said.text))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("request", lambda asked: page.faults.extend(foreign(asked.url)))
    page.on("response", lambda got: page.faults.extend(missing(got)))
    yield page
    context.close()


def foreign(url):
    """Name an address that is not the site's own."""
    parts = urlsplit(url)
    own = parts.hostname == "127.0.0.1" or parts.scheme == "data"
    return [] if own else [f"asks {url}"]


def missing(response):
    """Name what a page wants and does not get."""
    return [f"{response.status} {response.url}"] if response.status >= 400 else []


def one_of_each(paths):
    """Answer the first path of every route and language."""
    return {route(path): path for path in reversed(paths)}.values()


SHIFT = """() => new Promise((give) => {
    let sum = 0;
    new PerformanceObserver((seen) => {
        for (const one of seen.getEntries()) sum += one.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => give(sum), 100);
})"""


class Visit:
    """What a page takes over the line, as the browser counts it."""

    def __init__(self, page):
        self.hosts, self._kinds, self._sizes = set(), {}, {}
        line = page.context.new_cdp_session(page)
        line.on("Network.responseReceived", self._begun)
        line.on("Network.loadingFinished", self._done)
        line.send("Network.enable")

    def _begun(self, said):
        self._kinds[said["requestId"]] = said["type"]
        self.hosts.add(urlsplit(said["response"]["url"]).netloc)

    def _done(self, said):
        self._sizes[said["requestId"]] = said["encodedDataLength"]

    def bytes_without_pictures(self):
        return sum(
            size for one, size in self._sizes.items() if self._kinds.get(one) != "Image"
        )


class TestPages:
    def test_include_every_kind(self, paths):
        kinds = {
            "front", "front_page", "article", "label", "index", "archive",
            "year", "month", "day", "section", "page",
        }  # fmt: skip
        for language in ("zh-hans", "en"):
            found = {
                name.partition(":")[2]
                for code, name in map(route, paths)
                if code == language
            }
            assert kinds <= found

    def test_are_without_error_in_the_nu_checker(self, site, paths, nu, tmp_path):
        for number, path in enumerate(paths):
            (tmp_path / f"{number}.html").write_text(fetch(site + path), "utf-8")
        names = "\n".join(
            f"{number}.html is {path}" for number, path in enumerate(paths)
        )
        assert nu(tmp_path) == "", names

    @in_every_look
    def test_show_without_fault_and_fit_the_screen(self, site, paths, page):
        wide = []
        for path in one_of_each(paths):
            page.goto(site + path)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append(path)
        assert page.faults == []
        assert wide == []

    @in_two_looks
    def test_are_open_to_everybody(self, site, paths, page):
        found = []
        for path in one_of_each(paths):
            page.goto(site + path)
            report = Axe().run(page, options=RULES)
            if report.violations_count:
                found.append(f"{path}\n{report.generate_report()}")
        assert not found, "\n".join(found)

    def test_of_an_article_are_light_at_first_sight(self, site, paths, browser):
        """Without its pictures: at most 60 kB, all of the site's own, and nothing moves."""
        articles = {path for path in paths if route(path)[1] == "public:article"}
        assert articles
        for path in articles:
            context = browser.new_context(
                viewport=dict(zip(("width", "height"), SIZES["phone"], strict=True))
            )
            page = context.new_page()
            visit = Visit(page)
            page.goto(site + path, wait_until="networkidle")
            assert visit.bytes_without_pictures() <= 60_000, path
            assert visit.hosts == {urlsplit(site).netloc}, path
            assert page.evaluate(SHIFT) == 0, path
            context.close()

    def test_need_no_script(self, site, paths, browser):
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        for path in one_of_each(paths):
            assert page.goto(site + path).ok
            assert page.locator("main h1, main h2").count() or path in ("/", "/en/")
        context.close()
