"""A served site with generated articles, a Chromium, and the Nu checker."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright

from articles.tests.processes import fetch, make_environment, manage, serving

ARTICLES = "60"
EACH = 2
"""Pages looked at of every route, in each language."""
STAND_FOR_ALL = {"public:front", "public:article", "discussion:write"}
WRITER = {"DJANGO_SUPERUSER_USERNAME": "chief", "DJANGO_SUPERUSER_EMAIL": "c@d.example"}
PASSWORD = "one for these tests"
NU = Path(settings.BASE_DIR, ".venv/node/node_modules/vnu-jar/build/dist/vnu.jar")
LINK = re.compile(r'<a\s[^>]*?href="([^"#?]+)')


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here: it needs a browser or the checker, and takes its time."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a site as in production, with a hundred pages; give its address."""
    environment = make_environment(
        tmp_path_factory.mktemp("site"),
        SECRET_KEY="a key as long as one of the keys that sign something elsewhere",
        DJANGO_SUPERUSER_PASSWORD=PASSWORD,
        **WRITER,
    )
    manage(environment, "prepare")
    manage(environment, "make_demo", "--articles", ARTICLES, "--force")
    manage(environment, "createsuperuser", "--noinput")
    with serving(environment) as (_process, address):
        yield address


@pytest.fixture(scope="session")
def paths(site: str) -> list[str]:
    """Find pages by following links as a reader would: some of every route.

    In Traditional Chinese some routes stand for all: its pages are the others, converted.
    """
    # Nobody links to questions, so two are asked beside.
    waiting = ["/", "/en/", "/search/?q=%E7%A0%81%E5%A4%B4", "/en/search/?q=harbour"]
    seen, found = set(waiting), {}
    while waiting:
        path = waiting.pop(0)
        kind = route(path)
        if kind[0] == "zh-hant" and kind[1] not in STAND_FOR_ALL:
            continue
        kept = found.setdefault(kind, [])
        if len(kept) >= EACH:
            continue
        kept.append(path)
        for link in LINK.findall(fetch(site + path)):
            target = urlsplit(urljoin(site + path, link))
            if target.netloc == urlsplit(site).netloc and target.path not in seen:
                seen.add(target.path)
                if is_page(target.path):
                    waiting.append(target.path)
    return [path for kept in found.values() for path in kept]


def route(path: str) -> tuple[str, str]:
    """Answer the language and the name of the route that a path belongs to."""
    first = path.split("/")[1]
    language = first if first in ("en", "zh-hant") else settings.LANGUAGE_CODE
    with translation.override(language):
        return language, resolve(urlsplit(path).path).view_name


def is_page(path: str) -> bool:
    """Answer whether readers get HTML there, as far as the address tells."""
    try:
        return not re.search(r"feed|media|admin|\.\w+$", f"{route(path)} {path}")
    except Resolver404:
        return False


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start Chromium, or skip where there is none.

    While it runs there is a loop in this thread, and Django touches no database then:
    it must be gone before another room's tests begin.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("There is no Chromium here: apt install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def nu() -> Any:
    """Give a function that answers what the Nu checker says of a folder."""
    if shutil.which("java") is None or not NU.exists():
        pytest.skip("The Nu checker needs Java, and npm to fetch it: make .venv/node")

    def check(folder: Path) -> str:
        command = ["java", "-jar", str(NU), "--errors-only", "--stdout", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.stderr == "", done.stderr
        return done.stdout

    return check
