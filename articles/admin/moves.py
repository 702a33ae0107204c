"""Moves as the desk makes them: asked of the policy, made by workflow or the door."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles import publishing, workflow
from articles.models.desk import Article, Ending, Revision, Stage
from articles.models.reader import Publication
from articles.workflow import MOVES, Move, MoveRefused, policy


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One person's wish for one article, and the state in which they saw it."""

    move: str
    article: Article
    actor: User
    at: datetime
    note: str = ""
    when: datetime | None = None
    kind: str | None = None
    ending: str = Ending.GONE
    leads_to: str = ""
    override: str = ""
    seen_number: int | None = None
    seen_edition: int | None = None

    @property
    def expected(self) -> int:
        """Give the edition that the door must find."""
        seen = self.seen_edition
        return self.article.edition if seen is None else seen


def carry_out(wish: Wish) -> str:
    """Make a move and say so; raises MoveRefused with the sentence that says why not."""
    move = check(wish)
    if not wish.override.strip():
        HANDS[wish.move](wish)
        return str(move.done)
    with transaction.atomic():
        workflow.let_pass(
            wish.article, actor=wish.actor, at=wish.at, reason=wish.override
        )
        HANDS[wish.move](wish)
    return str(move.done)


def check(wish: Wish) -> Move:
    """Give the move if it may be made and has all it asks for; else raise MoveRefused."""
    if wish.move not in MOVES:
        raise MoveRefused(_("There is no such move."))
    if wish.seen_number not in (None, wish.article.latest_number):
        raise MoveRefused(
            _("The article changed in the meantime: look at it again, then decide.")
        )
    verdict = policy.may(wish.actor, wish.move, wish.article, at=wish.at)
    let_pass = verdict.overridable and wish.override.strip()
    if not verdict.allowed and not let_pass:
        raise MoveRefused(verdict.why_not)
    move = MOVES[wish.move]
    if {"note", "reason"} & set(move.asks) and not wish.note.strip():
        raise MoveRefused(_("Say why: a note has to go with this move."))
    if "time" in move.asks and wish.when is None:
        raise MoveRefused(_("Say when: this move needs a date and a time."))
    return move


def revision_for(move: str, article: Article) -> Revision:
    """Give the revision that a move brings to readers."""
    number = article.approved_number
    if move == "restore" and article.stage != Stage.APPROVED:
        number = _last_with_readers(article)
    revision = Revision.objects.get(article=article, number=number or 0)
    revision.article = article
    return revision


def _last_with_readers(article: Article) -> int | None:
    log = Publication.objects.filter(article=article.uuid)
    shown = log.exclude(revision_number=None).order_by("-number")
    return shown.values_list("revision_number", flat=True).first()


def _submit(wish: Wish) -> None:
    workflow.submit(wish.article, actor=wish.actor, at=wish.at)


def _request_changes(wish: Wish) -> None:
    workflow.request_changes(wish.article, actor=wish.actor, at=wish.at, note=wish.note)


def _approve(wish: Wish) -> None:
    workflow.approve(wish.article, actor=wish.actor, at=wish.at, note=wish.note)


def _publish(wish: Wish) -> None:
    publishing.publish(
        revision_for(wish.move, wish.article),
        actor=wish.actor,
        at=wish.at,
        expected=wish.expected,
        reason=wish.note,
    )


def _update(wish: Wish) -> None:
    publishing.update(
        revision_for(wish.move, wish.article),
        actor=wish.actor,
        at=wish.at,
        expected=wish.expected,
        reason=wish.note,
    )


def _withdraw(wish: Wish) -> None:
    ending, owner = _ended(wish)
    publishing.withdraw(
        wish.article,
        actor=wish.actor,
        at=wish.at,
        expected=wish.expected,
        reason=wish.note,
        ending=ending,
        leads_to=owner,
    )


def _ended(wish: Wish) -> tuple[Ending, str]:
    """Say what the address of a withdrawn article answers from then on."""
    return workflow.settle_ending(
        wish.article, ending=wish.ending, leads_to=wish.leads_to
    )


def _schedule(wish: Wish) -> None:
    assert wish.when is not None  # noqa: S101 - carry_out has asked for it
    workflow.schedule(wish.article, actor=wish.actor, at=wish.at, when=wish.when)


def _schedule_withdrawal(wish: Wish) -> None:
    assert wish.when is not None  # noqa: S101 - carry_out has asked for it
    workflow.schedule_withdrawal(
        wish.article,
        actor=wish.actor,
        at=wish.at,
        when=wish.when,
        reason=wish.note,
        ending=wish.ending,
        leads_to=wish.leads_to,
    )


def _unschedule(wish: Wish) -> None:
    workflow.unschedule(wish.article, actor=wish.actor, at=wish.at, kind=wish.kind)


def _correct(wish: Wish) -> None:
    raise MoveRefused(_("A correction is written on a page of its own: open it there."))


def _lift_hold(wish: Wish) -> None:
    publishing.lift_hold(
        wish.article, actor=wish.actor, at=wish.at, reason=wish.note
    )  # fmt: skip


HANDS: dict[str, Callable[[Wish], None]] = {
    "submit": _submit,
    "request_changes": _request_changes,
    "approve": _approve,
    "publish": _publish,
    "update": _update,
    "schedule": _schedule,
    "schedule_withdrawal": _schedule_withdrawal,
    "unschedule": _unschedule,
    "correct": _correct,
    "withdraw": _withdraw,
    "restore": _publish,
    "lift_hold": _lift_hold,
}


@dataclass(frozen=True)
class Report:
    """What came of one article in a bulk action: made, or the sentence why not."""

    article: Article
    why_not: str = ""


def carry_out_each(wishes: Sequence[Wish]) -> list[Report]:
    """Make one move with many articles; each is made or refused on its own."""
    if wishes and wishes[0].move in DOORS:
        return _through_the_door(wishes)
    return [_attempt(wish, carry_out) for wish in wishes]


DOORS = {
    "publish": publishing.publish_each,
    "update": publishing.update_each,
    "withdraw": publishing.withdraw_each,
    "restore": publishing.publish_each,
}


def _attempt(wish: Wish, hand: Callable[[Wish], object]) -> Report:
    try:
        hand(wish)
    except MoveRefused as refusal:
        return Report(wish.article, str(refusal))
    return Report(wish.article)


def _through_the_door(wishes: Sequence[Wish]) -> list[Report]:
    """Ask for each, then open the door once for all that may pass."""
    orders: list[publishing.Order] = []
    reports = {
        wish.article.pk: _attempt(wish, lambda one: orders.append(_order(one)))
        for wish in wishes
    }
    if orders:
        first = wishes[0]
        door = DOORS[first.move]
        for outcome in door(orders, actor=first.actor, at=first.at):
            article = outcome.order.article
            reports[article.pk] = Report(article, outcome.refusal)
    return [reports[wish.article.pk] for wish in wishes]


def _order(wish: Wish) -> publishing.Order:
    check(wish)
    if wish.move == "withdraw":
        ending, owner = _ended(wish)
        return publishing.Order(
            article=wish.article, reason=wish.note, ending=ending, leads_to=owner
        )
    revision = revision_for(wish.move, wish.article)
    return publishing.Order(article=wish.article, revision=revision, reason=wish.note)
