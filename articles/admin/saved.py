"""Saved views of the list of articles, and the questions that the dashboard shares."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.filters import Lookups, SelectFilter
from articles.models.desk import Article, ScheduledMove, Stage, Standing
from articles.workflow import lateness
from articles.workflow.facts import Person

SOON = timedelta(days=2)
"""How near a due date counts as due soon."""

# Above the list: name, and what the address says.
VIEWS = (
    (_("All"), ""),
    (_("Mine"), "mine=1"),
    (_("Assigned to me"), "view=assigned"),
    (_("In review"), "stage=in_review"),
    (_("Due soon"), "view=due"),
    (_("Late"), "view=late"),
    (_("Approved"), "stage=approved"),
    (_("Live"), "standing=live"),
    (_("Live with a newer draft"), "view=newer"),
    (_("On hold"), "view=held"),
    (_("Withdrawn"), "standing=withdrawn"),
)

Articles = QuerySet[Article]

UNFINISHED = Q(stage__in=(Stage.DRAFT, Stage.IN_REVIEW)) & ~Q(
    standing=Standing.WITHDRAWN
)
"""What a due date still means something for: nobody has approved it."""


def assigned(articles: Articles, user: Person, at: datetime) -> Articles:
    """Keep what a person is to do and nobody has brought to readers yet."""
    return articles.filter(assignee=user.pk).exclude(
        standing=Standing.LIVE, latest_number=F("live_number")
    )


def due(articles: Articles, user: Person, at: datetime) -> Articles:
    """Keep what is due within two days."""
    return articles.filter(UNFINISHED, due_at__gte=at, due_at__lt=at + SOON)


def overdue(articles: Articles, user: Person, at: datetime) -> Articles:
    """Keep what should have been approved by now, and whose scheduled move is late."""
    moves = lateness.late_moves(at=at).order_by().filter(article=OuterRef("pk"))
    failed = lateness.unanswered().order_by().filter(article=OuterRef("pk"))
    past = UNFINISHED & Q(due_at__lt=at)
    return articles.filter(past | Q(Exists(moves)) | Q(Exists(failed)))


def newer(articles: Articles, user: Person, at: datetime) -> Articles:
    """Keep what readers have while the desk is further."""
    return articles.filter(standing=Standing.LIVE, latest_number__gt=F("live_number"))


def held(articles: Articles, user: Person, at: datetime) -> Articles:
    """Keep what is under a legal hold."""
    return articles.filter(held_since__isnull=False)


def scheduled(articles: Articles, user: Person, at: datetime) -> Articles:
    """Keep what has a move to come."""
    moves = ScheduledMove.objects.pending().filter(article=OuterRef("pk"))
    return articles.filter(Exists(moves))


QUESTIONS: dict[str, tuple[Any, Callable[[Articles, Person, datetime], Articles]]] = {
    "assigned": (_("assigned to me"), assigned),
    "due": (_("due soon"), due),
    "late": (_("late"), overdue),
    "scheduled": (_("scheduled"), scheduled),
    "newer": (_("live with a newer draft"), newer),
    "held": (_("on hold"), held),
}


class QuestionFilter(SelectFilter):
    """By what is asked most."""

    title, parameter_name = _("which"), "view"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        """Offer the questions."""
        return [(key, name) for key, (name, _keep) in QUESTIONS.items()]

    def queryset(self, request: HttpRequest, queryset: Articles) -> Articles:
        """Keep what answers the question."""
        if self.value() not in QUESTIONS:
            return queryset
        _name, keep = QUESTIONS[self.value() or ""]
        return keep(queryset, request.user, timezone.now())
