"""What a part of a feed costs far back in a list, beside the second one: `make bench`."""

import sys
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from articles.tests.public.rows import make_label, make_rows

pytestmark = [pytest.mark.bench, pytest.mark.django_db]

ARTICLES = 20_000
TIMES = 15


class TestParts:
    def test_cost_the_same_at_the_far_end(self, client: Client, settings: Any):
        tag = make_label("tag", "t")
        titles = (f"第{n}条" for n in range(ARTICLES))
        make_rows(titles, tags=[tag], step=timedelta(hours=4))

        def cost(path: str) -> float:
            client.get(path)
            began = time.process_time()
            for _ in range(TIMES):
                assert client.get(path).status_code == 200
            return (time.process_time() - began) / TIMES

        last = -(-ARTICLES // 30)
        near, far = cost("/tag/t/feed/page/2/"), cost(f"/tag/t/feed/page/{last - 1}/")
        sys.stdout.write(
            f"\nOf {ARTICLES} articles: part 2 {near * 1000:.1f} ms,"
            f" part {last - 1} {far * 1000:.1f} ms, {far / near:.2f} times\n"
        )
        assert far < near * 1.5
