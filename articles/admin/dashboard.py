"""The first page: what waits for me, what is planned, what just went out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.admin.columns import Card
from articles.models.desk import (
    Article,
    Byline,
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
JUST = timedelta(days=2)
WENT_OUT = (
    Publication.Action.PUBLISHED,
    Publication.Action.UPDATED,
    Publication.Action.CORRECTED,
    Publication.Action.RESTORED,
)


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One list of the board; ``more`` is the query that shows all of it."""

    name: str
    title: str | Promise
    empty: str | Promise
    articles: list[Article]
    more: str = ""
    moves: Iterable[ScheduledMove] = ()

    @property
    def cards(self) -> list[Card]:
        """Give the articles as the template shows them."""
        return [Card(one, getattr(one, "returned_note", "")) for one in self.articles]


def board(user: Person, *, at: datetime) -> list[Panel]:
    """Give a person's panels, the most pressing first, in a fixed number of queries."""
    mine = policy.visible(user, with_cards(Article.objects.all()))
    if not policy.holds(user, "articles.view_article"):
        return []
    return [
        Panel(
            name="waiting",
            title=_("Waiting for me"),
            empty=_("Nothing waits for you."),
            articles=_waiting(user, mine),
        ),
        Panel(
            name="review",
            title=_("In review"),
            empty=_("Nobody has submitted anything."),
            articles=list(mine.filter(stage=Stage.IN_REVIEW)[:LIMIT]),
            more="stage=in_review",
        ),
        _scheduled(mine),
        Panel(
            name="published",
            title=_("Just published"),
            empty=_("Nothing went out in the last two days."),
            articles=_published(mine, at),
            more="standing=live",
        ),
        Panel(
            name="drafts",
            title=_("My drafts"),
            empty=_("You have no open draft."),
            articles=list(
                mine.filter(stage=Stage.DRAFT, created_by=user.pk).exclude(
                    standing=Standing.LIVE
                )[:LIMIT]
            ),
            more="mine=1&stage=draft",
        ),
    ]


def with_cards(articles: "QuerySet[Article]") -> "QuerySet[Article]":
    """Load what a row of a list shows, and no body."""
    return (
        articles.select_related("thumbnail", "lead_picture", "source", "created_by")
        .prefetch_related(
            Prefetch("bylines", Byline.objects.select_related("author")),
            Prefetch("filings", Filing.objects.select_related("category")),
        )
        .defer("body", "extra")
    )


def _waiting(user: Person, articles: "QuerySet[Article]") -> list[Article]:
    """Give what this person's role is to act on next."""
    if policy.holds(user, "articles.publish_article"):
        ready = articles.filter(stage=Stage.APPROVED).exclude(
            standing=Standing.LIVE, approved_number=F("live_number")
        )
        return list(ready[:LIMIT])
    if policy.holds(user, "articles.approve_article"):
        others = policy.with_last_saver(articles.filter(stage=Stage.IN_REVIEW))
        mine = Q(last_saved_by=user.pk)  # an annotation, which mypy cannot see
        return list(others.exclude(mine)[:LIMIT])
    last = Step.objects.filter(article=OuterRef("pk")).order_by("-id")
    returned = articles.filter(stage=Stage.DRAFT).annotate(
        last_move=Subquery(last.values("move")[:1]),
        returned_number=Subquery(last.values("revision_number")[:1]),
        returned_note=Subquery(last.values("note")[:1]),
    )
    return list(returned.filter(last_move="request_changes")[:LIMIT])


def _scheduled(articles: "QuerySet[Article]") -> Panel:
    moves = (
        ScheduledMove.objects.pending()
        .filter(article__in=articles.order_by().values("pk"))
        .select_related("article", "revision")
        .order_by("at", "id")[:LIMIT]
    )
    return Panel(
        name="scheduled",
        title=_("Scheduled"),
        empty=_("Nothing is planned to go out or to come down."),
        articles=[],
        moves=list(moves),
    )


def _published(articles: "QuerySet[Article]", at: datetime) -> list[Article]:
    """Give what went out last, read from the end of the log, not from all articles."""
    log = Publication.objects.filter(action__in=WENT_OUT).order_by("-id")
    last: dict[Any, datetime] = {}
    for uuid, when in log.values_list("article", "at")[: LIMIT * 6]:
        if at - JUST <= when <= at:
            last.setdefault(uuid, when)
    rows = articles.filter(standing=Standing.LIVE, uuid__in=last)
    for article in (found := list(rows)):
        article.went_out = last[article.uuid]  # type: ignore[attr-defined] # for the row
    return sorted(found, key=lambda one: last[one.uuid], reverse=True)[:LIMIT]
