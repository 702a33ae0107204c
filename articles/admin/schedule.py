"""The panel's section about time: what is scheduled, and why something is not live."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from articles.models.desk import Article, ScheduledMove, Standing
from articles.workflow import policy
from articles.workflow.reasons import why_not_live

Kind = ScheduledMove.Kind


@dataclass(frozen=True)
class Plan:
    """One scheduled move as the panel tells it."""

    move: ScheduledMove
    remark: str = ""

    @property
    def kind(self) -> str:
        """Name the kind, for the button that cancels it."""
        return self.move.kind

    @property
    def what(self) -> str:
        """Say what is to happen."""
        return self.move.get_kind_display()

    @property
    def when(self) -> str:
        """Say when, with the offset where the clock shows that hour twice."""
        return readable(self.move.at)

    @property
    def number(self) -> int | None:
        """Name the revision it is pinned to."""
        return self.move.revision.number if self.move.revision else None


def section(article: Article, user: User, at: datetime) -> dict[str, Any]:
    """Give what the section shows; queries do not grow with the article's history."""
    pending = [
        Plan(one, _remark(one, article))
        for one in article.scheduled_moves.all()
        if one.state == ScheduledMove.State.PENDING
    ]
    return {
        "pending": pending,
        "may_cancel": policy.may(user, "unschedule", article, at=at).allowed,
        "question": _question(article),
        "reasons": why_not_live(article, at=at),
    }


def suggested(article: Article, *, at: datetime) -> str:
    """Offer the end of the embargo as the time to publish, to the minute after it."""
    until = article.embargoed_until
    if until is None or until <= at:
        return ""
    minute = until.replace(second=0, microsecond=0)
    if minute < until:
        minute += timedelta(minutes=1)
    return f"{localtime(minute):%Y-%m-%dT%H:%M}"


def _question(article: Article) -> str:
    if article.standing == Standing.LIVE:
        return _("Why is revision %(number)s not live?") % {
            "number": article.latest_number
        }
    return _("Why isn’t this live?")


def readable(when: datetime) -> str:
    """Write a time of the newsroom; with its offset where the hour comes twice."""
    local = localtime(when)
    written = date_format(local, "DATETIME_FORMAT")
    other = local.replace(fold=1 - local.fold)
    if other.utcoffset() != local.utcoffset():
        offset = f"{local:%z}"
        return f"{written} (UTC{offset[:3]}:{offset[3:]})"
    return written


def _remark(move: ScheduledMove, article: Article) -> str:
    """A later save or correction leaves a move on its revision: that must be said."""
    if move.revision is None:
        return ""
    number = move.revision.number
    if move.kind == Kind.WITHDRAW:
        live = article.live_number
        if article.standing != Standing.LIVE or live == number:
            return ""
        return _(
            "It was planned when readers had revision %(number)s; they have %(live)s "
            "now. The article comes down all the same."
        ) % {"number": number, "live": live}
    if number == article.latest_number:
        return ""
    return _(
        "Revision %(number)s is newer: it will not go out then. Cancel and schedule "
        "it again once it is approved."
    ) % {"number": article.latest_number}
