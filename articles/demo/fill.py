"""Planned articles become rows, and go the desk's own ways: save, move, publish."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from articles import publishing, workflow
from articles.demo import showcase
from articles.demo.pages import make_pages
from articles.demo.people import Staff, staff
from articles.demo.plan import Fate, Planned, plan, random
from articles.demo.rows import make_article, second_thoughts
from articles.demo.texts import THEMES, desk, topics
from articles.models.desk import Article, Category, Revision
from articles.publishing import Order

BATCH = 20
"""Articles to a transaction: a run that was stopped leaves no half article."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a run made, and what was there already."""

    made: int
    found: int


@dataclass(frozen=True, slots=True)
class Case:
    """An article that readers or the desk are to have something done with."""

    planned: Planned
    article: Article
    revision: Revision
    staff: Staff
    seed: int
    at: datetime

    def soon(self, hours: float) -> datetime:
        """Give an instant some hours after the article's own, never in the future."""
        return min(self.at, self.planned.instant + timedelta(hours=hours))

    def reason(self, fragments: Sequence[str]) -> str:
        """Choose a sentence for the log."""
        rng = random(self.seed, "reason", self.planned.index)
        office = rng.choice(self.planned.theme.offices)
        return rng.choice(list(fragments)).format(office=office)


def _silent(count: int) -> None:
    """Tell nobody how far the work is."""


def fill(
    *,
    at: datetime,
    count: int,
    seed: int,
    advance: Callable[[int], None] = _silent,
) -> Filled:
    """Make the planned articles that are missing; a second run changes nothing.

    What a round of the desk brings about (drafts, reviews, schedules, withdrawals)
    is among them. `advance` hears how many articles were dealt with. Beside the plan
    stands one article in each language with every element of a text.
    """
    planned = plan(count, seed=seed, at=at)
    there = set(
        Article.objects.filter(uuid__in=[one.uuid for one in planned]).values_list(
            "uuid", flat=True
        )
    )
    missing = [one for one in planned if one.uuid not in there]
    people = staff()
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        with transaction.atomic():
            _make(batch, people, seed=seed, at=at)
        advance(len(batch))
    with transaction.atomic():
        shown = showcase.add(at=at, seed=seed, people=people)
    if missing or shown:
        _put_others_last(at)
        make_pages(people.publisher, people.administrator, at=at)
    return Filled(made=len(missing), found=len(there))


def _make(batch: Sequence[Planned], people: Staff, *, seed: int, at: datetime) -> None:
    cases = []
    for planned in batch:
        article = make_article(planned, seed=seed, at=at)
        article.created_by = people.writer
        article.save(update_fields=["created_by"])
        revision = _save(article, people, planned.instant)
        cases.append(Case(planned, article, revision, people, seed, at))
    _publish([case for case in cases if case.planned.public], people)
    for case in cases:
        HANDLING[case.planned.fate](case)


def _put_others_last(at: datetime) -> None:
    """Let the demo's sections come before those nobody has given a place yet."""
    ours = {topic.path[0] for _, topic in topics()}
    unplaced = Category.objects.filter(parent=None, position=0)
    for section in unplaced.exclude(name__in=ours):
        section.position = len(THEMES) + 1
        section.save(update_fields=["position"])
        publishing.refresh_label(section, at=at)


def _save(article: Article, people: Staff, at: datetime) -> Revision:
    revision = workflow.revise(article, actor=people.writer, at=at)
    if revision is None:
        raise ValueError(f"{article} says nothing new.")
    # One object, so that what the door writes is seen by every later step.
    revision.article = article
    return revision


def _publish(cases: Sequence[Case], people: Staff) -> None:
    """Take a day's articles through the door together."""
    days: dict[object, list[Case]] = {}
    for case in cases:
        days.setdefault(case.planned.instant.date(), []).append(case)
    for day in days.values():
        orders = [Order(article=one.article, revision=one.revision) for one in day]
        last = max(one.planned.instant for one in day)
        outcomes = publishing.publish_each(orders, actor=people.publisher, at=last)
        for outcome in outcomes:
            if outcome.publication is None:
                raise workflow.MoveRefused(outcome.refusal)


def _nothing(case: Case) -> None:
    """Leave the article as it is."""


def _submit(case: Case) -> None:
    workflow.submit(case.article, actor=case.staff.writer, at=case.soon(1))


def _approve(case: Case) -> None:
    _submit(case)
    workflow.approve(case.article, actor=case.staff.editor, at=case.soon(2))


def _send_back(case: Case) -> None:
    _submit(case)
    note = case.reason(desk().requests)
    workflow.request_changes(
        case.article, actor=case.staff.editor, at=case.soon(2), note=note
    )


def _schedule(case: Case) -> None:
    _approve(case)
    hours = 6 + 3 * (case.planned.index % 20)
    workflow.schedule(
        case.article,
        actor=case.staff.publisher,
        at=case.at,
        when=_full_hour(case.at + timedelta(hours=hours)),
    )


def _embargo(case: Case) -> None:
    until = _full_hour(case.at + timedelta(days=2 + case.planned.index % 5))
    case.article.embargoed_until = case.article.due_at = until
    case.article.save(update_fields=["embargoed_until", "due_at"])
    _submit(case)


def _withdraw(case: Case) -> None:
    publishing.withdraw(
        case.article,
        actor=case.staff.publisher,
        at=case.soon(20),
        reason=case.reason(desk().withdrawn),
    )


def _restore(case: Case) -> None:
    _withdraw(case)
    publishing.publish(case.revision, actor=case.staff.publisher, at=case.soon(44))


def _revise(case: Case) -> Revision:
    story = second_thoughts(case.planned, seed=case.seed)
    case.article.deck, case.article.body = story.deck, story.body
    case.article.body_format = story.body_format
    case.article.save(update_fields=["deck", "body", "body_format"])
    return _save(case.article, case.staff, case.soon(5))


def _update(case: Case) -> None:
    revision = _revise(case)
    publishing.update(
        revision,
        actor=case.staff.publisher,
        at=case.soon(6),
        reason=case.reason(desk().updates),
    )


def _draft_anew(case: Case) -> None:
    _revise(case)


def _plan_withdrawal(case: Case) -> None:
    workflow.schedule_withdrawal(
        case.article,
        actor=case.staff.publisher,
        at=case.at,
        when=_full_hour(case.at + timedelta(days=3 + case.planned.index % 9)),
        reason=case.reason(desk().withdrawn),
    )


def _full_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


HANDLING: dict[Fate, Callable[[Case], None]] = {
    "live": _nothing,
    "draft": _nothing,
    "in_review": _submit,
    "approved": _approve,
    "sent_back": _send_back,
    "scheduled": _schedule,
    "embargoed": _embargo,
    "withdrawn": _withdraw,
    "restored": _restore,
    "updated": _update,
    "newer_draft": _draft_anew,
    "withdrawal_planned": _plan_withdrawal,
}
