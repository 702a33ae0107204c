"""The calendar: what is planned, due, under embargo and scheduled, by month and week."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from articles.admin import columns, plans, schedule
from articles.admin.base import person
from articles.admin.plans import Plan, Wanted
from articles.admin.replan import replan, wanted_time
from articles.admin.widgets import tree
from articles.text.numbers import row_number
from articles.workflow import MoveRefused, policy, sections

Wrap = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]
Frame = Callable[[HttpRequest], dict[str, Any]]

PERMISSION = "articles.view_article"
SHOWN = 5
"""Entries of one day in the month; the week shows them all."""
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
FIRST, LAST = date(1970, 1, 1), date(2200, 1, 1)
VIEWS = {"month": _("Month"), "week": _("Week")}


@dataclass(frozen=True)
class Asked:
    """Which days are looked at, and through which filters."""

    view: str
    day: date
    section: int = 0
    person: int = 0
    kinds: tuple[str, ...] = tuple(plans.KINDS)

    @classmethod
    def of(cls, sent: QueryDict, today: date) -> "Asked":
        """Read an address; what makes no sense falls back to this month."""
        view = sent.get("view", "")
        kinds = tuple(kind for kind in plans.KINDS if kind in sent.getlist("kind"))
        return cls(
            view=view if view in VIEWS else "month",
            day=_day(sent.get("date", "")) or today,
            section=row_number(sent.get("section")),
            person=row_number(sent.get("person")),
            kinds=kinds or tuple(plans.KINDS),
        )

    @property
    def span(self) -> tuple[date, date]:
        """Give the first day shown and the one after the last: whole weeks."""
        if self.view == "week":
            start = self.day - timedelta(days=self.day.weekday())
            return start, start + WEEK
        first = self.day.replace(day=1)
        after = (first + timedelta(days=31)).replace(day=1)
        end = after + timedelta(days=-after.weekday() % 7)
        return first - timedelta(days=first.weekday()), end

    def step(self, way: int) -> date:
        """Give a day in the month or week before or after."""
        if self.view == "week":
            return self.day + way * WEEK
        first = self.day.replace(day=1)
        return (first - DAY if way < 0 else first + timedelta(days=31)).replace(day=1)

    def link(self, **changes: Any) -> str:
        """Write the address of another look through the same filters."""
        asked: dict[str, Any] = {"view": self.view, "date": f"{self.day:%Y-%m-%d}"}
        if self.section:
            asked["section"] = self.section
        if self.person:
            asked["person"] = self.person
        if len(self.kinds) < len(plans.KINDS):
            asked["kind"] = self.kinds
        return "?" + urlencode(asked | changes, doseq=True)


@dataclass
class Cell:
    """One day of the page."""

    day: date
    inside: bool
    today: bool
    more_link: str
    plans: list[Plan] = field(default_factory=list)
    limit: int | None = None

    @property
    def shown(self) -> list[Plan]:
        """Give the entries the page has room for."""
        return self.plans[: self.limit]

    @property
    def more(self) -> int:
        """Count those it has no room for."""
        return len(self.plans) - len(self.shown)

    @property
    def name(self) -> str:
        """Write the day in full."""
        return date_format(self.day, "DATE_FORMAT")


def pages(wrap: Wrap, frame: Frame) -> list[URLPattern]:
    """Give the calendar's addresses."""

    def look(request: HttpRequest) -> HttpResponse:
        return calendar_view(request, frame)

    return [
        path("calendar/", wrap(look), name="calendar"),
        path("calendar/move/", wrap(require_POST(move_view)), name="calendar_move"),
    ]


def _demand(request: HttpRequest) -> User:
    if not policy.holds(request.user, PERMISSION):
        raise PermissionDenied
    return person(request)


def calendar_view(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Show a month or a week."""
    user = _demand(request)
    today = localtime(timezone.now()).date()
    asked = Asked.of(request.GET, today)
    start, end = asked.span
    within = sections.below([asked.section]) if asked.section else frozenset()
    found = plans.between(
        user, midnight(start), midnight(end),
        Wanted(within, asked.person, asked.kinds),
    )  # fmt: skip
    context = {
        **frame(request),
        "title": heading(asked),
        "asked": asked,
        "weeks": _weeks(asked, found, today),
        "week_days": [date_format(start + n * DAY, "D") for n in range(7)],
        "count": len(found),
        "kinds": [(kind, name, kind in asked.kinds) for kind, name in plans.KINDS.items()],
        "views": [(name, asked.link(view=view), view == asked.view)
                  for view, name in VIEWS.items()],
        "earlier": asked.link(date=asked.step(-1)),
        "later": asked.link(date=asked.step(1)),
        "now": asked.link(date=today),
        "categories": tree(),
        "people": people(),
        "moving": request.GET.get("move", ""),
        "here": asked.link(),
        "zone": get_current_timezone(),
    }  # fmt: skip
    return TemplateResponse(request, "admin/calendar.html", context)


def heading(asked: Asked) -> str:
    """Name the month or the week."""
    if asked.view == "month":
        return date_format(asked.day, "YEAR_MONTH_FORMAT")
    start, end = asked.span
    last = date_format(end - DAY, pgettext("last day of a week", "DATE_FORMAT"))
    return f"{date_format(start, 'DATE_FORMAT')} – {last}"


def people() -> list[tuple[int, str]]:
    """Give everybody who works at the desk, by name."""
    staff = User.objects.filter(is_staff=True, is_active=True).order_by("username")
    return [(one.pk, columns.person(one)) for one in staff]


def _weeks(asked: Asked, found: Sequence[Plan], today: date) -> list[list[Cell]]:
    start, end = asked.span
    cells = {
        day: Cell(
            day=day,
            inside=asked.view == "week" or day.month == asked.day.month,
            today=day == today,
            more_link=asked.link(view="week", date=day),
            limit=SHOWN if asked.view == "month" else None,
        )
        for day in days(start, end)
    }
    for plan in found:
        cells[plan.day].plans.append(plan)
    row = list(cells.values())
    return [row[number : number + 7] for number in range(0, len(row), 7)]


def days(start: date, end: date) -> Iterator[date]:
    """Give the days from start to before end."""
    while start < end:
        yield start
        start += DAY


def midnight(day: date) -> datetime:
    """Give the instant at which a day of the newsroom begins."""
    return datetime.combine(day, time.min, get_current_timezone())


def move_view(request: HttpRequest) -> HttpResponse:
    """Give one entry another time; answers JSON where it is asked for."""
    user, sent = _demand(request), request.POST
    kind, pk = sent.get("kind", ""), row_number(sent.get("pk"))
    if kind not in plans.KINDS:
        raise Http404
    plan = plans.find(user, kind, pk)
    try:
        if plan is None:
            raise MoveRefused(_t("It was made or cancelled in the meantime."))
        when = wanted_time(sent.get("day", ""), sent.get("when", ""), plan)
        replan(user, plan, was=sent.get("was", ""), when=when, at=timezone.now())
    except MoveRefused as refusal:
        return _refused(request, str(refusal))
    return _moved(request, user, plan, when)


def _refused(request: HttpRequest, why_not: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"why_not": why_not}, status=409)
    messages.error(request, why_not)
    return _back(request)


def _moved(
    request: HttpRequest, user: User, plan: Plan, when: datetime
) -> HttpResponse:
    said: str | Promise = _t("%(title)s: %(what)s, %(time)s.") % {
        "title": plan.article.title,
        "what": plan.what,
        "time": schedule.readable(when),
    }
    if not _wants_json(request):
        messages.success(request, str(said))
        return _back(request)
    pk = plan.pk
    if plan.kind not in plans.COLUMNS:
        # A move that is scheduled again is another row.
        pending = plan.article.scheduled_moves.filter(kind=plan.kind, state="pending")
        pk = pending.values_list("pk", flat=True).first() or pk
    new = Plan(plan.kind, pk, when, plan.article)
    return JsonResponse(
        {
            "said": str(said),
            "pk": pk,
            "was": new.was,
            "typed": new.typed,
            "day": f"{new.day:%Y-%m-%d}",
            "time": f"{new.local:%H:%M}",
        }
    )


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _back(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("next", "")
    home = reverse("admin:calendar")
    safe = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(wanted if safe and wanted.startswith(home) else home)


def _day(text: str) -> date | None:
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if found and FIRST <= found <= LAST else None
