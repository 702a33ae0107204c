"""Giving an entry of the calendar another time: asked of the policy, and logged."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _

from articles import workflow
from articles.admin import plans, schedule
from articles.admin.plans import Plan
from articles.models.desk import Article, Ending, ScheduledMove
from articles.models.reader import Address
from articles.workflow import MoveRefused, audit, policy

Moment = TypeVar("Moment", date, datetime)


def replan(
    user: User, plan: Plan, *, was: str, when: datetime, at: datetime
) -> datetime:
    """Give an entry another time and say which; raises MoveRefused where it may not be.

    ``was`` is the instant the person saw: where it is another now, somebody was faster.
    """
    if parse_datetime(was) != plan.at:
        raise MoveRefused(
            _("Somebody else moved it to %(time)s in the meantime.")
            % {"time": plan.when}
        )
    if plan.kind in plans.COLUMNS:
        _set_date(user, plan, when, at=at)
    else:
        _schedule(user, plan, when, at=at)
    return when


def _set_date(user: User, plan: Plan, when: datetime, *, at: datetime) -> None:
    verdict = policy.may_edit(user, plan.article)
    if not verdict.allowed:
        raise MoveRefused(verdict.why_not)
    column = plans.COLUMNS[plan.kind]
    with transaction.atomic():
        # The date as it was seen is the claim; text saved meanwhile is left alone.
        claimed = Article.objects.filter(
            pk=plan.article.pk, **{column: plan.at}
        ).update(**{column: when, "changed_at": at})
        if not claimed:
            raise MoveRefused(
                _("The article changed in the meantime: look at it again, then decide.")
            )
        audit.record(
            audit.Kind.SETTING, f"replan_{plan.kind}", actor=user, at=at,
            article=plan.article,
            detail=f"{schedule.readable(plan.at)} → {schedule.readable(when)}",
        )  # fmt: skip


def _schedule(user: User, plan: Plan, when: datetime, *, at: datetime) -> None:
    """Schedule the same move again at another time, as whoever first planned it did."""
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=plan.article.pk)
        move = (
            ScheduledMove.objects.pending()
            .select_related("revision")
            .filter(pk=plan.pk, at=plan.at)
            .first()
        )
        if move is None:
            raise MoveRefused(_("It was made or cancelled in the meantime."))
        if move.kind == ScheduledMove.Kind.WITHDRAW:
            workflow.schedule_withdrawal(
                article, actor=user, at=at, when=when, reason=move.reason,
                ending=move.ending or Ending.GONE, leads_to=_typed(move.leads_to or ""),
            )  # fmt: skip
            return
        if move.revision and move.revision.number != article.approved_number:
            raise MoveRefused(
                _("It is pinned to revision %(number)s, which is not the approved one "
                  "any more: schedule it anew from its form.")
                % {"number": move.revision.number}
            )  # fmt: skip
        workflow.schedule(article, actor=user, at=at, when=when)


def _typed(owner: str) -> str:
    """Write an owner of the ledger as a person names it."""
    kind, _colon, name = owner.partition(":")
    if kind == "article":
        return name
    current = Address.objects.filter(owner=owner, state=Address.State.CURRENT)
    return current.values_list("path", flat=True).first() or owner


def wanted_time(day: str, when: str, plan: Plan) -> datetime:
    """Read the new time: a moment as typed, or another day at the same time of day."""
    zone = get_current_timezone()
    if day:
        new_day = _read(parse_date, day)
        local = localtime(plan.at)
        return _existing(
            datetime.combine(new_day, local.time(), zone).replace(fold=local.fold)
        )
    typed = _read(parse_datetime, when)
    return _existing(typed.replace(tzinfo=zone))


def _read(parse: Callable[[str], Moment | None], text: str) -> Moment:
    """Parse a date or a time, or say that it is none."""
    try:
        found = parse(text)
    except ValueError:
        found = None
    if found is None:
        raise MoveRefused(_("This is no date and time."))
    return found


def _existing(moment: datetime) -> datetime:
    """Refuse an hour that the newsroom's clock leaves out that night."""
    # By way of UTC: a time in its own zone is given back as it is.
    there = localtime(moment.astimezone(UTC))
    if there.replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise MoveRefused(
            _("%(time)s does not exist: the clock goes forward then. "
              "Choose another time.") % {"time": f"{moment:%Y-%m-%d %H:%M}"}
        )  # fmt: skip
    return moment
