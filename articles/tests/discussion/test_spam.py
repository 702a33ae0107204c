"""A thousand spam posts leave the page and the queue as usable as they were."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.discussion.forms import sealed
from articles.models.desk import Comment, Notice
from articles.models.reader import PublishedComment
from articles.tests.discussion.test_write import HOUR, MINUTE, TEXT, send, show
from articles.tests.factories import NOON, make_live
from articles.tests.workflow.people import make_user
from articles.workflow import roles

pytestmark = pytest.mark.django_db

WAITS = 50
QUEUE = "/admin/articles/comment/"


def cost(ask: Callable[[], Any], times: int = 3) -> tuple[int, float]:
    """Give the queries of asking, and the least CPU time of some tries."""
    ask()
    with CaptureQueriesContext(connection) as asked:
        ask()
        queries = len(asked)
    spent = []
    for _ in range(times):
        start = time.process_time()
        ask()
        spent.append(time.process_time() - start)
    return queries, min(spent)


def flood(client, articles, number):
    """Post spam from everywhere: some of it linked, some with a word, some merely odd."""
    answers = {}
    for one in range(number):
        article = articles[one % len(articles)]
        text = f"加微信 {one} 领取{chr(0x4E00 + one)}{chr(0x5000 + one)}" + (
            " https://pills.example/a https://pills.example/b" if one % 3 else ""
        )
        data = {
            "name": f"客{one}", "text": text,
            "seal": sealed(article.uuid, at=NOON + HOUR - MINUTE),
        }  # fmt: skip
        network = f"10.{one // 250}.{one % 250}.9"
        response = client.post(f"/comment/{article.uuid}/", data, REMOTE_ADDR=network)
        answers[response.status_code] = answers.get(response.status_code, 0) + 1
    return answers


def full_page(articles):
    """Let as much wait, and be held, as a page of the queue shows."""
    Comment.objects.bulk_create(
        Comment(
            article=articles[one % 20], name="李女士", text=f"第{one}条",
            language="zh-Hans", state=state, created_at=NOON - 24 * HOUR,
        )
        for state in ("waiting", "held")
        for one in range(WAITS)
    )  # fmt: skip


class TestFlood:
    @pytest.mark.parametrize(
        "number", [60, pytest.param(1000, marks=pytest.mark.prove)]
    )
    def test_leaves_the_page_and_the_queue_usable(
        self, client, django_user_model, number
    ):
        chief = make_user("root", is_superuser=True)
        make_user("zhao", roles.PUBLISHER)
        desk = type(client)()
        desk.force_login(chief)
        articles = [make_live(f"第{one}篇") for one in range(20)]
        show(articles[0])
        full_page(articles)
        page = f"/2026/03/05/{articles[0].title}/"
        with time_machine.travel(NOON + HOUR, tick=False) as clock:
            send(client, articles[0], clock, text=TEXT)
            queues = (QUEUE, f"{QUEUE}?state=held", page)
            clients = {page: client}
            before = {q: cost(lambda q=q: clients.get(q, desk).get(q)) for q in queues}
            answers = flood(client, articles, number)
            after = {q: cost(lambda q=q: clients.get(q, desk).get(q)) for q in queues}
        assert answers == {303: number}
        assert Comment.objects.count() == number + 2 + 2 * WAITS
        assert PublishedComment.objects.count() == 1
        for place in queues:
            print(  # noqa: T201 - figures for the notes
                f"{place}: {before[place][0]} → {after[place][0]} queries, "
                f"× {after[place][1] / before[place][1]:.2f} CPU time"
            )
        # What is decided about is more on the page than before, and that is all.
        assert after[page][0] == before[page][0]
        assert all(after[q][0] <= before[q][0] + 1 for q in queues)
        # Each article has told its moderators once, however many posts there were.
        assert Notice.objects.count() <= 2 * len(articles)
        self.clear(desk, number)

    def clear(self, desk, number):
        """One keystroke's worth of work takes away all that links to one host."""
        linked = Comment.objects.filter(host="pills.example").first()
        data = {"action": "spam_alike", "_selected_action": [linked.pk], "index": 0}
        with CaptureQueriesContext(connection) as asked:
            desk.post(f"{QUEUE}?state=held", data)
        left = Comment.objects.filter(state__in=("waiting", "held"))
        taken = number + 1 + 2 * WAITS - left.count()
        print(f"One action took {taken} away, {len(asked)} queries")  # noqa: T201 - as above
        assert not left.filter(host="pills.example").exists()
        assert left.filter(text=TEXT).exists()
        assert len(asked) < 60

    def test_of_one_network_ends_at_the_limit(self, client):
        article = make_live("渡轮")
        with time_machine.travel(NOON + HOUR, tick=False):
            data = {
                "name": "客", "seal": sealed(article.uuid, at=NOON + HOUR - MINUTE),
            }  # fmt: skip
            answers = [
                client.post(
                    f"/comment/{article.uuid}/",
                    {**data, "text": f"第{chr(0x4E00 + one)}次"},
                    REMOTE_ADDR=f"203.0.113.{one % 250}",
                ).status_code
                for one in range(40)
            ]
        assert answers.count(303) == 5
        assert answers.count(422) == 35
