"""Moves for many articles at once: the same door, and a report on each."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.base import person
from articles.admin.fields import MinuteField
from articles.admin.moves import Report, Wish, carry_out_each
from articles.models.desk import Article
from articles.workflow import MOVES, policy

IN_BULK = (
    "submit",
    "request_changes",
    "approve",
    "publish",
    "update",
    "schedule",
    "unschedule",
    "withdraw",
    "restore",
)
NAMED = 20


class MoveActionForm(ActionForm):
    """The line above the list: which move, why, and when."""

    reason = forms.CharField(
        required=False,
        max_length=500,
        label="",
        widget=forms.TextInput(
            attrs={
                "placeholder": _("Reason or note (to withdraw, to send back)"),
                "aria-label": _("Reason or note (to withdraw, to send back)"),
            }
        ),
    )
    when = MinuteField(
        required=False,
        label="",
        widget=forms.DateTimeInput(
            attrs={
                "type": "datetime-local",
                "aria-label": _("When (to schedule)"),
                "title": _("When (to schedule)"),
            }
        ),
    )


def action(move: str) -> Callable[[Any, HttpRequest, "QuerySet[Article]"], None]:
    """Make the bulk action of one move of the table."""

    def make(
        model_admin: Any, request: HttpRequest, articles: "QuerySet[Article]"
    ) -> None:
        given = given_with(request)
        at = timezone.now()
        wishes = [
            Wish(move=move, article=article, actor=person(request), at=at, **given)
            for article in loaded(articles)
        ]
        tell(request, move, carry_out_each(wishes))

    make.__name__ = f"bulk_{move}"
    described = admin.action(description=MOVES[move].label)  # type: ignore[arg-type] # lazy
    return described(make)


def loaded(articles: "QuerySet[Article]") -> list[Article]:
    """Load the chosen articles with all that the policy asks of each."""
    chosen = policy.with_last_saver(articles).defer(None)
    return list(
        chosen.prefetch_related("scheduled_moves", "filings", "bylines__author")
    )


def given_with(request: HttpRequest) -> dict[str, Any]:
    """Read what was given in the line above the list; what is no time is none."""
    try:
        when = MinuteField(required=False).clean(request.POST.get("when", ""))
    except forms.ValidationError:
        when = None
    return {"note": request.POST.get("reason", ""), "when": when}


def tell(request: HttpRequest, move: str, reports: list[Report]) -> None:
    """Say what was done, and for each article that was not, why not."""
    made = [report for report in reports if not report.why_not]
    refused = [report for report in reports if report.why_not]
    if made:
        said = ngettext(
            "%(move)s: %(count)s article done.",
            "%(move)s: %(count)s articles done.",
            len(made),
        )
        messages.success(
            request, said % {"move": MOVES[move].label, "count": len(made)}
        )
    if refused:
        head = ngettext(
            "%(move)s: %(count)s article was left as it is.",
            "%(move)s: %(count)s articles were left as they are.",
            len(refused),
        ) % {"move": MOVES[move].label, "count": len(refused)}
        lines = format_html_join(
            "",
            "<li>{}: {}</li>",
            ((report.article, report.why_not) for report in refused[:NAMED]),
        )
        rest = len(refused) - NAMED
        more = _t("… and %(count)s more.") % {"count": rest} if rest > 0 else ""
        messages.warning(request, format_html("{}<ul>{}</ul>{}", head, lines, more))


ACTIONS = tuple(action(move) for move in IN_BULK)
