"""What holds for every test: no network, no shared files, and in CI no skipping."""

import gc
import itertools
import logging
import os
import socket
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import client as test_client
from django.utils import translation

from articles.workflow import roles

CI = os.environ.get("CI") == "true"
ENGINES = {
    "sqlite": "django.db.backends.sqlite3",
    "postgresql": "django.db.backends.postgresql",
}
LOOPBACK = ("127.", "::1", "localhost")
FOLDERS = itertools.count()


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out what only means something on the other database."""
    engine = django_settings.DATABASES["default"]["ENGINE"]
    other = {name for name, path in ENGINES.items() if path != engine}
    gone = [item for item in items if other & {m.name for m in item.iter_markers()}]
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if item not in set(gone)]


def pytest_collection_finish() -> None:
    """Look through what was collected for garbage no more: it lives to the end."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one where CI=true."""
    return without_skips((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skipped module into a failed one where CI=true."""
    return without_skips((yield))


def without_skips(report: Any) -> Any:
    """Answer the report, a skip in CI told as the failure it would hide."""
    if CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if report.longrepr else "Skipped"
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: a skip is a failure in CI. {reason}"
    return report


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Give the test database its roles, as `prepare` gives them to a newsroom."""
    with django_db_blocker.unblock():
        roles.sync()


@pytest.fixture(autouse=True, scope="session")
def short_warnings() -> Iterator[None]:
    """Let no refusal bring its traceback into the captured log: there are thousands."""

    def shorten(record: logging.LogRecord) -> bool:
        if record.levelno < logging.ERROR:
            record.exc_info = None
        return True

    log = logging.getLogger("django.request")
    log.addFilter(shorten)
    yield
    log.removeFilter(shorten)


@pytest.fixture(autouse=True, scope="session")
def whole_pages() -> Iterator[None]:
    """Keep the contexts of pages for tests, and copy none for each field and part."""
    store = test_client.store_rendered_templates

    def keep(kept: dict[str, Any], *, template: Any, **rest: Any) -> None:
        name = template.name or ""
        if not name.startswith("django/forms/") and "/_" not in name:
            store(kept, template=template, **rest)

    patch = pytest.MonkeyPatch()
    patch.setattr(test_client, "store_rendered_templates", keep)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    patch = pytest.MonkeyPatch()
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not address[0].startswith(LOOPBACK):
            raise AssertionError(f"A test tried to reach {address!r}.")
        connect(self, address)

    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def media_root(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give each test a folder of its own for pictures; it is made by the first one."""
    # `tmp_path` would make thousands, and look through all of them for each.
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / f"media-{next(FOLDERS)}"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def newsroom_language() -> Iterator[None]:
    """Begin each test in the newsroom's language; a request leaves its own behind."""
    with translation.override(django_settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Answer the folder of test corpora, or skip where there is none."""
    folder = os.environ.get("NEWSROOM_CORPORA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("NEWSROOM_CORPORA names no folder of corpora")
    return Path(folder)
