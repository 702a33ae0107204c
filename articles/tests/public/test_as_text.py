"""An article as Markdown: everything readers see, and an address that lasts."""

import json
from typing import Any

import pytest
from django.test import Client

from articles import publishing
from articles.tests.factories import NOON, make_live
from articles.tests.hidden import HOUR, revised
from articles.tests.public.rows import make_label, make_rows
from articles.tests.public.test_article import PHOTO
from articles.tests.site import correct

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"


def read(client: Client, path: str) -> tuple[dict[str, Any], str]:
    """Give what stands above an article's Markdown, and the Markdown."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    text = answer.content.decode()
    _, head, body = text.split("---\n", 2)
    lines = (line.split(": ", 1) for line in head.splitlines())
    return {name: json.loads(value) for name, value in lines}, body


class TestArticleText:
    def test_says_what_the_article_is_and_all_that_it_says(self, client: Client):
        row = make_rows(
            ["渡轮复航首日"],
            section=make_label("category", "城市"),
            bylines=[make_label("author", "林晓")],
            tags=[make_label("tag", "渡轮")],
            source=make_label("source", "海风通讯社"),
            source_url="https://haifeng.example/1",
            deck="码头上的人比往常多。",
            lead_picture=PHOTO,
            body_html='<h2>始末</h2><p>全文，<a href="/tag/x/">见</a>。</p>',
        )[0]
        head, body = read(client, f"{row.path}index.md")
        address = (
            f"{SITE}/2026/03/05/%E6%B8%A1%E8%BD%AE%E5%A4%8D%E8%88%AA%E9%A6%96%E6%97%A5/"
        )
        assert head == {
            "title": "渡轮复航首日",
            "description": "码头上的人比往常多。",
            "url": address,
            "published": "2026-03-05T12:00:00+08:00",
            "updated": "2026-03-05T12:00:00+08:00",
            "language": "zh-Hans",
            "authors": ["林晓"],
            "source": "海风通讯社",
            "original": "https://haifeng.example/1",
            "section": ["城市"],
            "tags": ["渡轮"],
            "image": f"{SITE}/media/o.jpg?1200",
        }
        assert body.strip().split("\n\n") == [
            "# 渡轮复航首日",
            "码头上的人比往常多。",
            f"![清晨的码头]({SITE}/media/o.jpg?1200)",
            "首班渡轮离岸。 何屿 摄",
            "## 始末",
            f"全文，[见]({SITE}/tag/x/)。",
        ]

    def test_shows_what_was_put_right_above_the_text(self, client: Client):
        live = make_live("渡轮")
        correct(live, text="班次有误。")
        _head, body = read(client, f"/{live.day:%Y/%m/%d}/渡轮/index.md")
        parts = body.strip().split("\n\n")
        assert parts[1] == "> **更正** (2026-03-05): 班次有误。"

    def test_belongs_to_the_page_and_the_page_names_it(self, client: Client):
        row = make_rows(["Harbour"], language="en")[0]
        answer = client.get(f"{row.path}index.md")
        assert answer["Link"] == f'<{SITE}/en{row.path}>; rel="canonical"'
        assert answer["Content-Language"] == "en"
        named = (
            f'<link rel="alternate" type="text/markdown" href="/en{row.path}index.md">'
        )
        assert named in client.get(f"/en{row.path}").content.decode()
        assert client.get(f"/en{row.path}index.md").status_code == 200

    def test_moves_and_goes_with_the_article(self, client: Client):
        live = make_live("渡轮", slug="former")
        former, present = (f"/{live.day:%Y/%m/%d}/{one}/" for one in ("former", "new"))
        publishing.update(revised(live, slug="new"), actor=None, at=NOON + HOUR)
        answer = client.get(f"{former}index.md")
        assert (answer.status_code, answer["Location"]) == (301, f"{present}index.md")
        live.refresh_from_db()
        publishing.withdraw(live, actor=None, at=NOON + 2 * HOUR)
        assert client.get(f"{present}index.md").status_code == 410
        assert client.get(f"/{live.day:%Y/%m/%d}/never/index.md").status_code == 404

    @pytest.mark.parametrize("number", [1, 20])
    def test_takes_two_queries(
        self, client: Client, number: int, django_assert_num_queries: Any
    ):
        rows = make_rows(f"第{n}条" for n in range(number))
        with django_assert_num_queries(2):
            client.get(f"{rows[0].path}index.md")
