"""How fast an import is, beside what it cannot do without: `make bench`."""

import sys
import time

import nh3
import pytest
from django.db import connection

from articles.importers import hexo
from articles.records import ArticleRecord
from articles.rendering import render
from articles.tests.importers.posts import run

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

HEXO = 123
"""Posts a CPU-second that Hexo 8 builds of this corpus, on an idle machine."""


def cpu(work) -> float:
    """Give the CPU seconds of a piece of work."""
    began = time.process_time()
    work()
    return time.process_time() - began


class TestImport:
    def test_posts_a_cpu_second(self, corpora):
        source = corpora / "zfe_rebuilt"
        records = [one for one in hexo.read(source) if isinstance(one, ArticleRecord)]
        count = len(records)
        clean = cpu(lambda: [nh3.clean(one.body) for one in records])
        rendering = cpu(lambda: [render(one.body, format="html") for one in records])
        reading = cpu(lambda: list(hexo.read(source)))
        first = cpu(lambda: run(source))
        second = cpu(lambda: run(source))
        sys.stdout.write(
            f"\n{connection.vendor}: {count / first:.0f} posts a CPU-second"
            f" ({count / first / HEXO:.1f} × Hexo), again {count / second:.0f};"
            f" of each post's time reading {reading / first:.0%},"
            f" rendering {rendering / first:.0%};"
            f" {first / clean:.0f} × one nh3.clean of the same bodies\n"
        )
        assert count / first > HEXO
        assert second < first / 3
