"""Moves as the desk makes them: asked of the policy, made by workflow or the door."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles import publishing, workflow
from articles.models.desk import Article, Revision, Stage
from articles.models.reader import Publication
from articles.workflow import MOVES, MoveRefused


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
    seen_number: int | None = None
    seen_edition: int | None = None

    @property
    def expected(self) -> int:
        """Give the edition that the door must find."""
        seen = self.seen_edition
        return self.article.edition if seen is None else seen


def carry_out(wish: Wish) -> str:
    """Make a move and say so; raises MoveRefused with the sentence that says why not."""
    if wish.move not in MOVES:
        raise MoveRefused(_("There is no such move."))
    if wish.seen_number not in (None, wish.article.latest_number):
        raise MoveRefused(
            _("The article changed in the meantime: look at it again, then decide.")
        )
    move = workflow.demand(wish.move, wish.article, actor=wish.actor, at=wish.at)
    if move.asks in ("note", "reason") and not wish.note.strip():
        raise MoveRefused(_("Say why: a note has to go with this move."))
    if move.asks == "time" and wish.when is None:
        raise MoveRefused(_("Say when: this move needs a date and a time."))
    HANDS[wish.move](wish)
    return str(move.done)


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
    publishing.withdraw(
        wish.article,
        actor=wish.actor,
        at=wish.at,
        expected=wish.expected,
        reason=wish.note,
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
    )


def _unschedule(wish: Wish) -> None:
    workflow.unschedule(wish.article, actor=wish.actor, at=wish.at, kind=wish.kind)


HANDS: dict[str, Callable[[Wish], None]] = {
    "submit": _submit,
    "request_changes": _request_changes,
    "approve": _approve,
    "publish": _publish,
    "update": _update,
    "schedule": _schedule,
    "schedule_withdrawal": _schedule_withdrawal,
    "unschedule": _unschedule,
    "withdraw": _withdraw,
    "restore": _publish,
}


@dataclass(frozen=True)
class Report:
    """What came of one article in a bulk action: made, or the sentence why not."""

    article: Article
    why_not: str = ""


def carry_out_each(
    move: str, articles: Sequence[Article], *, actor: User, at: datetime, note: str = ""
) -> list[Report]:
    """Make one move with many articles; each is made or refused on its own."""
    if move in DOORS:
        return _through_the_door(move, articles, actor=actor, at=at, note=note)
    reports = []
    for article in articles:
        wish = Wish(move=move, article=article, actor=actor, at=at, note=note)
        try:
            carry_out(wish)
            reports.append(Report(article))
        except MoveRefused as refusal:
            reports.append(Report(article, str(refusal)))
    return reports


DOORS = {
    "publish": publishing.publish_each,
    "update": publishing.update_each,
    "withdraw": publishing.withdraw_each,
    "restore": publishing.publish_each,
}


def _through_the_door(
    move: str, articles: Sequence[Article], *, actor: User, at: datetime, note: str
) -> list[Report]:
    reports: dict[int, Report] = {}
    orders = []
    for article in articles:
        verdict = workflow.policy.may(actor, move, article, at=at)
        if not verdict.allowed:
            reports[article.pk] = Report(article, verdict.why_not)
        elif MOVES[move].asks == "reason" and not note.strip():
            why_not = _("Say why: a note has to go with this move.")
            reports[article.pk] = Report(article, why_not)
        else:
            revision = None if move == "withdraw" else revision_for(move, article)
            order = publishing.Order(article=article, revision=revision, reason=note)
            orders.append(order)
    for outcome in DOORS[move](orders, actor=actor, at=at):
        article = outcome.order.article
        reports[article.pk] = Report(article, outcome.refusal)
    return [reports[article.pk] for article in articles]
