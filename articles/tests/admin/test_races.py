"""Two people press the button in the same moment: nothing typed is lost, each is told."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from articles import publishing
from articles.models.desk import Article, Autosave, Revision, ScheduledMove, Step
from articles.models.reader import Publication
from articles.tests.admin.conftest import change_url, filled, move_url
from articles.tests.workflow.people import everyone, make_in

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/admin/articles/article/"
TAGS = re.compile(r"<[^>]+>|\s")


def at_once(*deeds: Callable[[], object]) -> list[Any]:
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


@dataclass
class Scene:
    """Two people before one article, and all that either of them typed or was told."""

    clients: list[Client]
    stage: str = "draft"
    standing: str = "never"
    typed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.article = make_in(self.stage, self.standing)
        self.url = change_url(self.article)

    def save(self, who: int, text: str, name: str = "body") -> Callable[[], Any]:
        """Open the form now, and give the deed of saving what is typed into it."""
        form = filled(self.clients[who], self.url) | {name: text}
        self.typed.append(text)
        return lambda: self.clients[who].post(self.url, form)

    def autosave(self, who: int, text: str) -> Callable[[], Any]:
        """Give the deed of a tab that keeps what is typed in it."""
        form = filled(self.clients[who], self.url) | {"body": text}
        form |= {"tab": f"t{who}", "text": "1"}
        self.typed.append(text)
        url = self.url.replace("/change/", "/autosave/")
        return lambda: self.clients[who].post(url, form)

    def move(self, who: int, name: str, **fields: str) -> Callable[[], Any]:
        """Give the deed of pressing the button of a move, on the state seen now."""
        article = Article.objects.get(pk=self.article.pk)
        data = {
            "move": name,
            "seen_number": str(article.latest_number),
            "seen_edition": str(article.edition),
            **fields,
        }
        return lambda: self.clients[who].post(move_url(article), data)

    def bring_back(self, who: int, number: int) -> Callable[[], Any]:
        """Give the deed of bringing an old revision back."""
        seen = Article.objects.get(pk=self.article.pk).latest_number
        url = self.url.replace("/change/", f"/revisions/{number}/restore/")
        data = {"seen_number": str(seen), "seen": str(seen)}
        return lambda: self.clients[who].post(url, data)

    def bulk(self, who: int, name: str, **fields: str) -> Callable[[], Any]:
        """Give the deed of making a move with what is ticked in the list."""
        data = {"action": f"bulk_{name}", "_selected_action": [self.article.pk]}
        return lambda: self.clients[who].post(LIST, data | fields)

    def is_told(self, who: int) -> bool:
        """Say whether the next page tells somebody that it did not work."""
        said = self.clients[who].get(LIST).context["messages"]
        return any(message.level_tag == "error" for message in said)

    def play(self, *deeds: Callable[[], Any]) -> tuple[Any, Any]:
        """Let two deeds happen at once; afterwards nothing is lost and all agrees."""
        one, other = at_once(*deeds)
        answers = " ".join(
            TAGS.sub("", answer.content.decode()) for answer in (one, other)
        )
        mine = {"article": self.article}
        kept = [*Revision.objects.filter(**mine).values_list("content", flat=True)]
        kept += [*Autosave.objects.filter(**mine).values_list("fields", flat=True)]
        for text in self.typed:
            assert text in str(kept) or TAGS.sub("", text) in answers, text
        assert publishing.check() == []
        self.article.refresh_from_db()
        return one, other


def save_and_save(clients: list[Client]) -> None:
    """Two save the same paragraph: one is saved, the other sees both."""
    scene = Scene(clients)
    answers = scene.play(*(scene.save(n, f"第 {n} 个人写的") for n in (0, 1)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200, 302]
    loser = answers[0] if answers[0].status_code == 200 else answers[1]
    shown = TAGS.sub("", loser.content.decode())
    assert "个人写的" in shown
    assert [one.field for one in loser.context["overtaken"].conflicts] == ["body"]
    assert scene.article.latest_number == 2


def save_and_save_elsewhere(clients: list[Client]) -> None:
    """Two save different fields: both are in the newest revision."""
    scene = Scene(clients)
    scene.play(
        scene.save(0, "一个人的导语", "deck"), scene.save(1, "另一个人的题", "title")
    )
    article = scene.article
    assert (article.deck, article.title) == ("一个人的导语", "另一个人的题")
    assert article.latest_number == 3


def save_and_publish(clients: list[Client]) -> None:
    """Readers get the approved text whoever is first, or nothing and somebody is told."""
    scene = Scene(clients, "approved")
    scene.play(scene.save(0, "还没有人看过"), scene.move(1, "publish"))
    article = scene.article
    assert (article.stage, article.latest_number) == ("draft", 2)
    log = Publication.objects.filter(article=article.uuid)
    numbers = [entry.revision_number for entry in log]
    assert numbers in ([1], [])
    assert article.live_number == (1 if numbers else None)
    assert scene.is_told(1) is not bool(numbers)


def publish_and_withdraw(clients: list[Client]) -> None:
    """An update and a withdrawal: one after the other, or one is refused and told."""
    scene = Scene(clients, "approved", "live")
    scene.play(
        scene.move(0, "update"),
        scene.move(1, "withdraw", move_note="核实中", move_ending="gone"),
    )
    log = Publication.objects.filter(article=scene.article.uuid).order_by("number")
    actions = [entry.action for entry in log]
    assert actions in (["published", "updated"], ["published", "withdrawn"])
    loser = 0 if actions[-1] == "withdrawn" else 1
    assert scene.is_told(loser)
    assert scene.article.standing == ("live" if loser else "withdrawn")


def restore_and_save(clients: list[Client]) -> None:
    """An old revision comes back while somebody saves: both are revisions, or shown."""
    scene = Scene(clients)
    first = filled(clients[0], scene.url) | {"body": "第二版的正文"}
    clients[0].post(scene.url, first)
    _, saved = scene.play(scene.bring_back(0, 1), scene.save(1, "正在写的第三版"))
    revisions = Revision.objects.filter(article=scene.article).order_by("number")
    texts = [one.content["body"] for one in revisions]
    if saved.status_code == 200:
        assert saved.context["overtaken"].conflicts
        assert texts[-1] == texts[0]
    else:
        assert "正在写的第三版" in texts


def autosave_and_save(clients: list[Client]) -> None:
    """What one tab keeps while another saves is kept, and offered."""
    scene = Scene(clients)
    scene.play(scene.autosave(0, "只打了一半的字"), scene.save(1, "另一个人存的"))
    assert scene.article.body == "另一个人存的"
    (offer,) = clients[0].get(scene.url).context["offers"]
    assert offer.row.fields["body"] == ["只打了一半的字"]


def bulk_and_save(clients: list[Client]) -> None:
    """A bulk publication and a save: readers never get what nobody approved."""
    scene = Scene(clients, "approved")
    scene.play(scene.bulk(0, "publish"), scene.save(1, "没人批准的字"))
    log = Publication.objects.filter(article=scene.article.uuid)
    assert [entry.revision_number for entry in log] in ([1], [])
    assert scene.article.body == "没人批准的字"
    assert scene.article.stage == "draft"


def schedule_and_save(clients: list[Client]) -> None:
    """A plan stays on the revision it was made for, or is refused and that is said."""
    scene = Scene(clients, "approved")
    plan = scene.move(0, "schedule", move_when="2099-01-01T08:00")
    scene.play(plan, scene.save(1, "排期之后写的"))
    planned = ScheduledMove.objects.filter(article=scene.article)
    assert [one.revision.number for one in planned] in ([1], [])
    assert scene.is_told(0) is not bool(planned)
    assert scene.article.body == "排期之后写的"
    if planned:
        panel = clients[1].get(scene.url).context["panel"]
        (pending,) = next(s["pending"] for _, s in panel["sections"] if "pending" in s)
        assert pending.remark


PAIRS = (
    save_and_save,
    save_and_save_elsewhere,
    save_and_publish,
    publish_and_withdraw,
    restore_and_save,
    autosave_and_save,
    bulk_and_save,
    schedule_and_save,
)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.__name__)
class TestPairs:
    def test_lose_nothing_and_show_every_conflict(self, clients, pair):
        pair(clients)

    @pytest.mark.prove
    def test_lose_nothing_in_fifty_tries(self, clients, pair):
        for _ in range(50):
            pair(clients)


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
