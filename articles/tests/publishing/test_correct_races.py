"""A correction and something else in the same moment: one of them wins, whole."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from articles import publishing, workflow
from articles.models.desk import Article, Correction, Revision
from articles.models.desk.revisions import snapshot
from articles.models.reader import Publication, PublishedArticle
from articles.tests.factories import NOON, make_live
from articles.workflow import MoveRefused

pytestmark = pytest.mark.django_db(transaction=True)

AT = NOON + timedelta(hours=2)
ROUNDS = 3


def correct(article: Article) -> None:
    live = Revision.objects.get(article=article, number=article.live_number)
    publishing.correct(
        article,
        content={**live.content, "body": "码头上有三十二人。"},
        kind="correction",
        text="人数应为三十二。",
        actor=None,
        at=AT,
    )


def update(article: Article) -> None:
    draft = Revision.objects.get(article=article, number=article.latest_number)
    draft.article = article
    publishing.update(draft, actor=None, at=AT)


def withdraw(article: Article) -> None:
    publishing.withdraw(article, actor=None, at=AT, reason="有误")


def hold(article: Article) -> None:
    publishing.withdraw(article, actor=None, at=AT, reason="法院", ending="hold")


@transaction.atomic
def save(article: Article) -> None:
    article.deck = "又改了一稿。"
    article.save(update_fields=["deck"])
    workflow.revise(article, actor=None, at=AT)


Act = Callable[[Article], None]


def at_once(article: Article, *acts: Act) -> dict[str, str]:
    """Do things to an article as each person saw it, all in the same moment."""
    said: dict[str, str] = {}
    ready = threading.Barrier(len(acts))

    def do(act: Act) -> None:
        try:
            seen = Article.objects.get(pk=article.pk)
            ready.wait(timeout=20)
            act(seen)
            said[act.__name__] = "done"
        except MoveRefused:
            said[act.__name__] = "refused"
        except Exception as fault:  # noqa: BLE001 - the test names whatever happened
            said[act.__name__] = repr(fault)
        finally:
            connection.close()

    crew = [threading.Thread(target=do, args=(act,)) for act in acts]
    for one in crew:
        one.start()
    for one in crew:
        one.join(timeout=40)
    return said


def begun(number: int, **draft: Any) -> Article:
    """Publish an article, and leave a draft open beside it if there is one."""
    article = make_live(f"第{number}篇", body="码头上有二十三人。")
    if draft:
        Article.objects.filter(pk=article.pk).update(**draft)
        article = Article.objects.get(pk=article.pk)
        workflow.revise(article, actor=None, at=NOON)
    return article


def assert_whole(article: Article) -> Article:
    """Compare desk, readers and log, and the working copy with its newest revision."""
    now = Article.objects.get(pk=article.pk)
    newest = Revision.objects.get(article=now, number=now.latest_number)
    assert newest.content == snapshot(now)
    assert now.revisions.count() == now.latest_number
    corrected = Publication.objects.filter(article=now.uuid, action="corrected")
    assert corrected.count() == Correction.objects.filter(article=now).count()
    assert publishing.check() == []
    return now


class TestRaces:
    @pytest.mark.parametrize("other", [update, withdraw, hold])
    def test_with_another_publication_one_wins_and_the_other_is_told(self, other: Act):
        for number in range(ROUNDS):
            article = begun(number, body="草稿写到一半。")
            said = at_once(article, correct, other)
            assert sorted(said.values()) == ["done", "refused"], said
            now = assert_whole(article)
            assert now.body == "草稿写到一半。"
            if said["correct"] == "done":
                row = PublishedArticle.objects.get(uuid=now.uuid)
                assert "三十二" in row.body_html
                assert now.unmerged_number == now.live_number

    def test_with_a_save_nothing_typed_is_lost(self):
        for number in range(ROUNDS):
            article = begun(number)
            said = at_once(article, correct, save)
            # A save that comes second is a draft upon the corrected text.
            assert said["save"] == "done", said
            assert said["correct"] in ("done", "refused"), said
            now = assert_whole(article)
            assert now.deck == "又改了一稿。"
            assert ("三十二" in now.body) == (said["correct"] == "done")

    def test_two_of_the_same_text_are_one(self):
        def again(article: Article) -> None:
            correct(article)

        for number in range(ROUNDS):
            article = begun(number)
            said = at_once(article, correct, again)
            assert sorted(said.values()) == ["done", "refused"], said
            assert_whole(article)
            assert Correction.objects.filter(article=article).count() == 1

    def test_a_withdrawal_and_an_update_are_never_both(self):
        for number in range(ROUNDS):
            article = begun(number, body="草稿写到一半。")
            said = at_once(article, withdraw, update)
            assert sorted(said.values()) == ["done", "refused"], said
            assert_whole(article)
