"""Earlier editions of the front page, and the way back to one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t

from articles.admin import columns, schedule
from articles.admin.base import person
from articles.models.desk import Article, FrontEdition, FrontSlot, Standing
from articles.publishing import front
from articles.text.numbers import row_number
from articles.workflow import MoveRefused, policy

Frame = Callable[[HttpRequest], dict[str, Any]]

EDITIONS = 30


def demand(request: HttpRequest) -> User:
    """Give who is there if they may arrange the front page."""
    if not policy.holds(request.user, front.PERMISSION):
        raise PermissionDenied
    return person(request)


@dataclass(frozen=True)
class Past:
    """An edition as its history tells it."""

    edition: FrontEdition
    places: list[tuple[Any, list[dict[str, Any]]]]

    @property
    def who(self) -> str:
        """Name who made it."""
        return columns.person(self.edition.made_by)

    @property
    def when(self) -> SafeString:
        """Say when it was made."""
        return columns.moment(self.edition.at)


def history_view(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Show what each edition was, with the way back to it."""
    user = demand(request)
    before = row_number(request.GET.get("before"))
    editions = FrontEdition.objects.select_related("made_by")
    if before:
        editions = editions.filter(number__lt=before)
    shown = list(editions[: EDITIONS + 1])
    context = {
        **frame(request),
        "title": _t("Front page: earlier editions"),
        "expected": front.edition(),
        "editions": _past(shown[:EDITIONS], user),
        "older": shown[EDITIONS - 1].number if len(shown) > EDITIONS else None,
    }
    return TemplateResponse(request, "admin/front_history.html", context)


def _past(editions: Sequence[FrontEdition], user: User) -> list[Past]:
    uuids = {slot["article"] for one in editions for slot in one.slots}
    known = Article.objects.filter(uuid__in=uuids)
    shown = {str(one) for one in
             policy.visible(user, known).values_list("uuid", flat=True)}  # fmt: skip
    live = known.filter(standing=Standing.LIVE).values_list("uuid", flat=True)
    shown |= {str(one) for one in live}
    return [
        Past(
            edition,
            [
                (name, [_told(slot, shown) for slot in edition.slots
                        if slot["place"] == value])
                for value, name in FrontSlot.Place.choices
            ],
        )
        for edition in editions
    ]  # fmt: skip


def _told(slot: dict[str, Any], shown: set[str]) -> dict[str, Any]:
    told = dict(slot)
    if slot["article"] not in shown:
        told["title"] = _t("An article of another section")
    for name in ("starts_at", "expires_at"):
        if slot[name]:
            told[name] = schedule.readable(datetime.fromisoformat(slot[name]))
    return told


def roll_back_view(request: HttpRequest) -> HttpResponse:
    """Put an earlier edition back, as a new one."""
    user = demand(request)
    number = row_number(request.POST.get("number"))
    try:
        made = front.roll_back(
            number,
            expected=row_number(request.POST.get("expected")),
            actor=user,
            at=timezone.now(),
        )
    except front.Rearranged as refusal:
        messages.error(request, f"{refusal} " + _t("Look at it again, then decide."))
        return HttpResponseRedirect(reverse("admin:front_history"))
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:front_history"))
    said = _t(
        "The front page is as in edition %(number)s again; this is edition %(new)s."
    )
    messages.success(request, said % {"number": number, "new": made.number})
    return HttpResponseRedirect(reverse("admin:front"))
