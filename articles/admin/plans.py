"""What is planned for whom and when: the entries of the calendar and of the day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin import schedule
from articles.models.desk import Article, Byline, Filing, ScheduledMove
from articles.workflow import MOVES, policy
from articles.workflow.facts import Person

PLANNED, DUE, EMBARGO, PUBLISH, WITHDRAW = (
    "planned", "due", "embargo", "publish", "withdraw",
)  # fmt: skip
KINDS: dict[str, str | Promise] = {
    PLANNED: _("planned"),
    DUE: _("due"),
    EMBARGO: _("embargo ends"),
    PUBLISH: _("goes out"),
    WITHDRAW: _("comes down"),
}
COLUMNS = {PLANNED: "planned_for", DUE: "due_at", EMBARGO: "embargoed_until"}
"""The article's own dates; the other two kinds are scheduled moves."""


@dataclass(frozen=True)
class Wanted:
    """Whose entries, of which sections and kinds; empty means all."""

    sections: Collection[int] = ()
    person: int = 0
    kinds: Collection[str] = field(default_factory=lambda: tuple(KINDS))


@dataclass(frozen=True)
class Plan:
    """One thing at one time: an article's date, or a scheduled move."""

    kind: str
    pk: int
    at: datetime
    article: Article
    movable: bool = False
    failed: bool = False

    @property
    def key(self) -> str:
        """Name it on the page and in what is sent."""
        return f"{self.kind}-{self.pk}"

    @property
    def local(self) -> datetime:
        """Give when, on the newsroom's clock."""
        return localtime(self.at)

    @property
    def day(self) -> date:
        """Give the newsroom's day."""
        return self.local.date()

    @property
    def what(self) -> str | Promise:
        """Say what it is."""
        return _t("failed") if self.failed else KINDS[self.kind]

    @property
    def when(self) -> str:
        """Say when, with the offset where the clock shows that hour twice."""
        return schedule.readable(self.at)

    @property
    def typed(self) -> str:
        """Give when as an input takes it."""
        return f"{self.local:%Y-%m-%dT%H:%M}"

    @property
    def was(self) -> str:
        """Give the instant, to be compared when it is moved."""
        return self.at.isoformat()

    @property
    def address(self) -> str:
        """Give the article's form."""
        return reverse("admin:articles_article_change", args=[self.article.pk])


def between(
    user: Person, start: datetime, end: datetime, wanted: Wanted | None = None
) -> list[Plan]:
    """Give what a person may see from start to before end, in order of time.

    A fixed number of queries, however much there is.
    """
    wanted = wanted or Wanted()
    seen = _of(policy.visible(user, Article.objects.order_by()), wanted)
    found = [
        *_dates(user, seen, start, end, wanted.kinds),
        *_moves(user, seen, start, end, wanted.kinds),
    ]
    return sorted(found, key=attrgetter("at", "kind", "pk"))


def _of(articles: "QuerySet[Article]", wanted: Wanted) -> "QuerySet[Article]":
    if wanted.sections:
        filed = Filing.objects.filter(
            article=OuterRef("pk"), category__in=wanted.sections
        )
        articles = articles.filter(Exists(filed))
    if wanted.person:
        signed = Byline.objects.filter(
            article=OuterRef("pk"), author__user=wanted.person
        )
        articles = articles.filter(
            Q(assignee=wanted.person) | Q(created_by=wanted.person) | Q(Exists(signed))
        )
    return articles


def _dates(
    user: Person,
    seen: "QuerySet[Article]",
    start: datetime,
    end: datetime,
    kinds: Collection[str],
) -> Iterable[Plan]:
    columns = {kind: name for kind, name in COLUMNS.items() if kind in kinds}
    span = Q()
    for name in columns.values():
        span |= Q(**{f"{name}__gte": start, f"{name}__lt": end})
    rows = (
        seen.filter(span)
        .prefetch_related("filings", "bylines__author")
        .defer("body", "extra")
    )
    for article in rows if columns else ():
        movable = policy.may_edit(user, article).allowed
        for kind, name in columns.items():
            at = getattr(article, name)
            if at is not None and start <= at < end:
                yield Plan(kind, article.pk, at, article, movable)


def _moves(
    user: Person,
    seen: "QuerySet[Article]",
    start: datetime,
    end: datetime,
    kinds: Collection[str],
) -> Iterable[Plan]:
    # The whole answer is asked for when one is moved; this only spares hopeless tries.
    may = {
        PUBLISH: policy.holds(user, MOVES["schedule"].permission),
        WITHDRAW: policy.holds(user, MOVES["schedule_withdrawal"].permission),
    }
    state = ScheduledMove.State
    rows = (
        ScheduledMove.objects.filter(
            state__in=(state.PENDING, state.FAILED),
            kind__in=[kind for kind in may if kind in kinds],
            at__gte=start,
            at__lt=end,
            article__in=seen.values("pk"),
        )
        .select_related("article")
        .defer("article__body", "article__extra")
    )
    for move in rows:
        failed = move.state == state.FAILED
        yield Plan(
            move.kind, move.pk, move.at, move.article,
            movable=may[move.kind] and not failed, failed=failed,
        )  # fmt: skip


def find(user: Person, kind: str, pk: int) -> Plan | None:
    """Give one entry if the person may see its article."""
    seen = policy.visible(user, Article.objects.all())
    if kind in COLUMNS:
        article: Any = seen.prefetch_related("bylines__author").filter(pk=pk).first()
        at = article and getattr(article, COLUMNS[kind])
        return Plan(kind, pk, at, article) if at else None
    move = (
        ScheduledMove.objects.pending()
        .filter(pk=pk, kind=kind, article__in=seen.order_by().values("pk"))
        .select_related("article", "revision")
        .first()
    )
    return Plan(kind, pk, move.at, move.article) if move else None
