"""The banner of every desk page: what is late, since when, and what failed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.admin import columns
from articles.admin.base import person
from articles.admin.reach import article_for
from articles.models.desk import Article, ScheduledMove
from articles.workflow import MOVES, lateness, policy
from articles.workflow.lateness import Signs, Trouble

SHOWN = 3
"""Moves named in the banner; the list of scheduled moves has them all."""

Wrap = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]


@dataclass(frozen=True)
class Banner:
    """What the banner says; ``mild`` where readers miss nothing so far."""

    said: str
    mild: bool
    moves: list[ScheduledMove]
    failed: list[ScheduledMove]
    may_answer: bool


def banner(request: HttpRequest, *, at: datetime) -> Banner | None:
    """Give the banner for a person, None where all is well: one query then."""
    user = request.user
    if not isinstance(user, User) or not user.is_staff:
        return None
    signs = lateness.signs(User.objects.filter(pk=user.pk), at=at)
    publishes = policy.holds(user, MOVES["unschedule"].permission)
    late = visible(user, lateness.late_moves(at=at)) if _is_late(signs) else []
    failed = visible(user, lateness.unanswered()) if signs.failed else []
    said = _sentence(signs, publishes=publishes)
    if not said and not failed:
        return None
    mild = signs.trouble == Trouble.STANDING_IN and not failed
    return Banner(said, mild, late, failed, publishes)


def visible(user: User, moves: Any) -> list[ScheduledMove]:
    """Give the first of some moves whose articles a person may see."""
    seen = policy.visible(user, Article.objects.order_by()).values("pk")
    return list(moves.filter(article__in=seen).select_related("article")[:SHOWN])


def _is_late(signs: Signs) -> bool:
    return signs.trouble == Trouble.LATE


def _sentence(signs: Signs, *, publishes: bool) -> str:
    """Say what is wrong with the clock, to whom it concerns."""
    since = columns.relative(signs.since, signs.at) if signs.since else ""
    if signs.trouble == Trouble.LATE:
        return _("Scheduled moves are late; the first was due %(since)s.") % {
            "since": since
        }
    if signs.trouble == Trouble.STOPPED:
        if not since:
            return _("Nobody makes the scheduled moves: neither worker nor web server.")
        return _("Nobody makes the scheduled moves; the last look was %(since)s.") % {
            "since": since
        }
    if signs.trouble == Trouble.STANDING_IN and publishes:
        if not since:
            return _("The worker does not run. Web processes stand in for it.")
        return _(
            "The worker was last seen %(since)s. Web processes stand in for it."
        ) % {"since": since}
    return ""


def pages(wrap: Wrap) -> list[URLPattern]:
    """Give the address at which a failed move is put aside."""
    return [
        path(
            "<int:pk>/failed/<int:move>/",
            wrap(require_POST(answer)),
            name="articles_article_failed",
        )
    ]


def answer(request: HttpRequest, pk: int, move: int) -> HttpResponse:
    """Put a failed move aside: somebody has seen it."""
    article = article_for(request, pk)
    if not policy.holds(request.user, MOVES["unschedule"].permission):
        raise PermissionDenied
    failed = lateness.unanswered().filter(pk=move, article=article).first()
    if failed is None:
        exists = ScheduledMove.objects.filter(pk=move, article=article).exists()
        if not exists:
            raise Http404
        messages.info(request, _("Somebody has dealt with it already."))
    elif lateness.answer(failed, actor=person(request), at=timezone.now()):
        messages.success(request, _("Put aside. Nothing is scheduled in its place."))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
