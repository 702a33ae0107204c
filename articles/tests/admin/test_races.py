"""Two people press the button in the same moment: one is served, one is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from articles.models.desk import Article, Revision, Step
from articles.models.reader import Publication
from articles.tests.admin.conftest import change_url, filled, move_url
from articles.tests.workflow.people import everyone, make_in

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Do things in threads that all start together; give what came of each."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        start.wait()
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@pytest.fixture
def clients(transactional_db: None) -> list[Client]:
    """Give two people who may do everything with articles."""
    cast = everyone()
    pair = [Client(), Client()]
    for client, role in zip(pair, ("publisher", "administrator"), strict=True):
        client.force_login(cast[role])
    return pair


class TestSaveAndSave:
    def test_one_is_saved_the_other_keeps_what_was_typed(self, clients):
        article = make_in("draft", "never")
        url = change_url(article)
        forms = [
            filled(client, url) | {"body": f"第 {number} 个人写的"}
            for number, client in enumerate(clients)
        ]
        answers = at_once(
            *(
                lambda client=client, form=form: client.post(url, form)
                for client, form in zip(clients, forms, strict=True)
            )
        )
        codes = sorted(answer.status_code for answer in answers)
        assert codes == [200, 302]
        (refused,) = (number for number in (0, 1) if answers[number].status_code == 200)
        assert forms[refused]["body"] in answers[refused].content.decode()
        assert Revision.objects.count() == 2
        assert Article.objects.get().body == forms[1 - refused]["body"]


class TestMoveAndMove:
    @pytest.mark.parametrize(
        ("stage", "move"), [("in_review", "approve"), ("approved", "publish")]
    )
    def test_is_made_once(self, clients, stage, move):
        article = make_in(stage, "never")
        url = move_url(article)
        at_once(
            *(
                lambda client=client: client.post(url, {"move": move})
                for client in clients
            )
        )
        made = Step if move == "approve" else Publication
        assert made.objects.count() == 1


class TestSaveAndPublish:
    def test_readers_get_the_approved_text_whoever_is_first(self, clients):
        article = make_in("approved", "never")
        url = change_url(article)
        form = filled(clients[0], url) | {"title": "还没有人看过"}
        at_once(
            lambda: clients[0].post(url, form),
            lambda: clients[1].post(move_url(article), {"move": "publish"}),
        )
        article.refresh_from_db()
        assert (article.stage, article.latest_number) == ("draft", 2)
        assert article.title == "还没有人看过"
        published = Publication.objects.filter(article=article.uuid)
        # Published first, or refused because the text had changed; never the new text.
        assert [entry.revision_number for entry in published] in ([1], [])
        assert article.live_number == (1 if published else None)
