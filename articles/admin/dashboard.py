"""The first page: what waits for me, what is late, what is planned, what went out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin import plans, saved
from articles.admin.calendar import midnight
from articles.admin.columns import Card
from articles.models.desk import (
    Article,
    Byline,
    Comment,
    Filing,
    ScheduledMove,
    Stage,
    Standing,
    Step,
)
from articles.models.reader import Publication
from articles.workflow import policy
from articles.workflow.facts import Person

LIMIT = 8
MANY = 100
"""As far as the board counts."""
JUST = timedelta(days=2)
WENT_OUT = (
    Publication.Action.PUBLISHED,
    Publication.Action.UPDATED,
    Publication.Action.CORRECTED,
    Publication.Action.RESTORED,
)

Articles = QuerySet[Article]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One list of the board; ``more`` is the query that shows all of it.

    ``notes`` and ``whens`` say, by article, what stands beside a headline.
    """

    name: str
    title: str | Promise
    empty: str | Promise
    articles: Sequence[Article]
    count: int = 0
    more: str | None = None
    place: str = "admin:articles_article_changelist"
    moves: Iterable[ScheduledMove] = ()
    notes: Mapping[int, str] = field(default_factory=dict)
    whens: Mapping[int, datetime] = field(default_factory=dict)

    @property
    def counted(self) -> str:
        """Give how many there are; beyond a hundred it does not matter."""
        return f"{MANY - 1}+" if self.count >= MANY else str(self.count)

    @property
    def cards(self) -> list[Card]:
        """Give the articles as the template shows them."""
        return [
            Card(one, self.notes.get(one.pk, ""), self.whens.get(one.pk))
            for one in self.articles
        ]


@dataclass
class Draft:
    """A panel before its articles are loaded, all panels' together."""

    name: str
    title: str | Promise
    empty: str | Promise
    pks: list[int]
    more: str | None = None
    moves: Sequence[ScheduledMove] = ()
    notes: Mapping[int, str] = field(default_factory=dict)
    whens: Mapping[int, datetime] = field(default_factory=dict)
    place: str = "admin:articles_article_changelist"

    def filled(self, known: Mapping[int, Article]) -> Panel:
        """Give the panel with its articles."""
        return Panel(
            name=self.name, title=self.title, empty=self.empty, more=self.more,
            articles=[known[pk] for pk in self.pks[:LIMIT] if pk in known],
            count=len(self.moves) or len(self.pks), moves=self.moves[:LIMIT],
            notes=self.notes, whens=self.whens, place=self.place,
        )  # fmt: skip


def board(user: Person, *, at: datetime) -> list[Panel]:
    """Give a person's panels, the most pressing first, in a fixed number of queries."""
    if not policy.holds(user, "articles.view_article"):
        return []
    mine = policy.visible(user, Article.objects.all())
    drafts = [
        _waiting(user, mine),
        _asked(mine, user, at, "late", _("Late"), _("Nothing is late."), saved.overdue),
        _asked(mine, user, at, "assigned", _("Assigned to me"),
               _("Nothing is assigned to you."), saved.assigned),
        _asked(mine, user, at, "due", _("Due"),
               _("Nothing is due within two days."), saved.due),
        Draft("review", _("In review"), _("Nobody has submitted anything."),
              _pks(mine.filter(stage=Stage.IN_REVIEW)), "stage=in_review"),
        _scheduled(mine, at),
        _published(mine, at),
        Draft("drafts", _("My drafts"), _("You have no open draft."),
              _pks(_own_drafts(mine, user)), "mine=1&stage=draft"),
    ]  # fmt: skip
    if policy.holds(user, "articles.moderate_comment"):
        drafts.append(_commented(user))
    wanted = {pk for one in drafts for pk in one.pks[:LIMIT]}
    known = with_cards(Article.objects.all()).in_bulk(wanted)
    return [one.filled(known) for one in drafts]


def today(user: Person, *, at: datetime) -> list[plans.Plan]:
    """Give what the newsroom's day holds for a person, in order of time."""
    day = localtime(at).date()
    end = midnight(day + timedelta(days=1))
    return plans.between(user, midnight(day), end)


def with_cards(articles: "QuerySet[Article]") -> "QuerySet[Article]":
    """Load what a row of a list shows, and no body."""
    return (
        articles.select_related(
            "thumbnail", "lead_picture", "source", "created_by", "assignee"
        )
        .prefetch_related(
            Prefetch("bylines", Byline.objects.select_related("author")),
            Prefetch("filings", Filing.objects.select_related("category")),
        )
        .defer("body", "extra")
    )


def _pks(articles: Articles) -> list[int]:
    return list(articles.values_list("pk", flat=True)[:MANY])


def _asked(
    articles: Articles,
    user: Person,
    at: datetime,
    key: str,
    title: Promise | str,
    empty: Promise | str,
    keep: Callable[[Articles, Person, datetime], Articles],
) -> Draft:
    """Give a panel that is also a saved view; by due date, where there is one."""
    found = keep(articles, user, at).order_by(
        F("due_at").asc(nulls_last=True),
        F("priority").desc(nulls_last=True),
        "pk",
    )
    rows = list(found.values_list("pk", "due_at")[:MANY])
    whens = {pk: due_at for pk, due_at in rows if due_at}
    return Draft(key, title, empty, [pk for pk, _ in rows], f"view={key}", whens=whens)


def _own_drafts(articles: Articles, user: Person) -> Articles:
    own = articles.filter(stage=Stage.DRAFT, created_by=user.pk)
    return own.exclude(standing=Standing.LIVE)


def _waiting(user: Person, articles: Articles) -> Draft:
    """Give what this person's role is to act on next."""
    title, empty = _("Waiting for me"), _("Nothing waits for you.")
    if policy.holds(user, "articles.publish_article"):
        ready = articles.filter(stage=Stage.APPROVED).exclude(
            standing=Standing.LIVE, approved_number=F("live_number")
        )
        return Draft("waiting", title, empty, _pks(ready), "stage=approved")
    if policy.holds(user, "articles.approve_article"):
        others = policy.with_last_saver(articles.filter(stage=Stage.IN_REVIEW))
        mine = Q(last_saved_by=user.pk)  # an annotation, which mypy cannot see
        pks = _pks(others.exclude(mine))
        return Draft("waiting", title, empty, pks, "stage=in_review")
    last = Step.objects.filter(article=OuterRef("pk")).order_by("-id")
    returned = articles.filter(stage=Stage.DRAFT).annotate(
        last_move=Subquery(last.values("move")[:1]),
        returned_note=Subquery(last.values("note")[:1]),
    )
    back: Any = returned.filter(last_move="request_changes")
    notes = dict(back.values_list("pk", "returned_note")[:MANY])
    return Draft(
        "waiting", title, empty, list(notes), "mine=1&stage=draft", notes=notes
    )


def _commented(user: Person) -> Draft:
    """Give the articles on which readers' comments wait, the longest waiting first."""
    waiting = Q(comments__state=Comment.State.WAITING)
    asked = policy.moderated(user, Article.objects.order_by()).filter(waiting)
    rows: Any = asked.annotate(
        number=Count("comments"), since=Min("comments__created_at")
    )
    found = list(rows.order_by("since").values_list("pk", "number", "since")[:MANY])
    notes = {
        pk: ngettext("%(count)s comment waits", "%(count)s comments wait", number)
        % {"count": number}
        for pk, number, _since in found
    }
    return Draft(
        "comments", _("Comments to look at"), _("No reader’s comment waits."),
        list(notes), "state=waiting", notes=notes,
        whens={pk: since for pk, _number, since in found},
        place="admin:articles_comment_changelist",
    )  # fmt: skip


def _scheduled(articles: Articles, at: datetime) -> Draft:
    """Give what goes out or comes down today, from now on."""
    end = midnight(localtime(at).date() + timedelta(days=1))
    moves = (
        ScheduledMove.objects.pending()
        .filter(article__in=articles.order_by().values("pk"), at__gte=at, at__lt=end)
        .select_related("article", "revision")
        .defer("article__body", "article__extra", "revision__content")
        .order_by("at", "id")[:MANY]
    )
    return Draft(
        "scheduled", _("Scheduled today"),
        _("Nothing more goes out or comes down today."),
        [], "view=scheduled", list(moves),
    )  # fmt: skip


def _published(articles: Articles, at: datetime) -> Draft:
    """Give what went out last, read from the end of the log, not from all articles."""
    log = Publication.objects.filter(action__in=WENT_OUT).order_by("-id")
    last: dict[Any, datetime] = {}
    for uuid, when in log.values_list("article", "at")[:MANY]:
        if at - JUST <= when <= at:
            last.setdefault(uuid, when)
    rows = articles.order_by().filter(standing=Standing.LIVE, uuid__in=last)
    whens = {pk: last[uuid] for pk, uuid in rows.values_list("pk", "uuid")}
    pks = sorted(whens, key=lambda pk: whens[pk], reverse=True)
    return Draft(
        "published", _("Just published"),
        _("Nothing went out in the last two days."),
        pks, "standing=live", whens=whens,
    )  # fmt: skip
