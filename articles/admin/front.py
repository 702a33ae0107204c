"""The page on which the front page is arranged, its history, and the way back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.admin import columns, dashboard, front_history, schedule
from articles.admin.fields import MinuteField
from articles.admin.front_history import Frame, demand
from articles.models.desk import (
    Article,
    FrontEdition,
    FrontSlot,
    ScheduledMove,
    Standing,
)
from articles.models.reader import Placement
from articles.publishing import front
from articles.text.numbers import row_number
from articles.workflow import MoveRefused, policy

Wrap = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]

FOUND = 12
MOST = 60
"""Rows that one page takes."""


class SlotForm(forms.Form):
    """One article's place and time on the front page."""

    article = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)
    position = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    place = forms.ChoiceField(label=_("Place"), choices=FrontSlot.Place.choices)
    starts_at = MinuteField(label=_("From"), required=False)
    expires_at = MinuteField(label=_("Until"), required=False)
    remove = forms.BooleanField(label=_("Take off"), required=False)


@dataclass
class Row:
    """One slot as the page shows it, saved or only wanted."""

    article: Article
    place: str
    seen: bool
    starts_at: Any = None
    expires_at: Any = None
    removed: bool = False
    status: str = ""
    state: str = "unsaved"
    number: int = 0
    form: SlotForm = field(default_factory=SlotForm)

    @property
    def title(self) -> str:
        """Give the headline, where readers have it or the person may see it."""
        if self.seen or self.article.standing == Standing.LIVE:
            return self.article.title
        return _t("An article of another section")

    @property
    def card(self) -> columns.Card:
        """Give the article as lists of the desk show it."""
        return columns.Card(self.article)

    def bind(self, number: int) -> None:
        """Give the row its fields, as the page sends them back."""
        self.number = number
        self.form = SlotForm(
            prefix=f"slot-{number}",
            use_required_attribute=False,
            initial={
                "article": self.article.pk,
                "position": number,
                "place": self.place,
                "starts_at": self.starts_at,
                "expires_at": self.expires_at,
                "remove": self.removed,
            },
        )


@dataclass(frozen=True)
class Found:
    """An article that may be put on the front page."""

    card: columns.Card
    coming: str


def pages(wrap: Wrap, frame: Frame) -> list[URLPattern]:
    """Give the front page's addresses at the desk."""

    def arrange(request: HttpRequest) -> HttpResponse:
        return arrange_view(request, frame)

    def history(request: HttpRequest) -> HttpResponse:
        return front_history.history_view(request, frame)

    return [
        path("front/", wrap(arrange), name="front"),
        path("front/history/", wrap(history), name="front_history"),
        path(
            "front/roll-back/",
            wrap(require_POST(front_history.roll_back_view)),
            name="front_back",
        ),
    ]


def arrange_view(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Show the slots; take changes of order, place and time, and save them as one."""
    user, now = demand(request), timezone.now()
    if request.method != "POST":
        context = {"rows": saved_rows(user, at=now), "expected": front.edition()}
        return _page(request, frame, user, now, context)
    rows = sent_rows(request.POST, user)
    expected = row_number(request.POST.get("expected"))
    context = {"rows": rows, "expected": expected, "dirty": True}
    if "_save" in request.POST:
        done = _save(request, rows, expected, user, now, context)
        if done:
            return HttpResponseRedirect(reverse("admin:front"))
    elif "add" in request.POST:
        _add(request, rows, user, now)
    elif "move" in request.POST:
        _move(rows, request.POST["move"])
    return _page(request, frame, user, now, context)


def _page(
    request: HttpRequest,
    frame: Frame,
    user: User,
    now: datetime,
    context: dict[str, Any],
) -> HttpResponse:
    rows = sorted(context["rows"], key=lambda row: row.place != FrontSlot.Place.LEAD)
    for number, row in enumerate(rows):
        if not row.form.errors:
            row.bind(number)
    query = request.POST.get("q", "").strip()
    places = [
        {
            "value": value,
            "name": name,
            "room": front.PLACES[value],
            "rows": [row for row in rows if row.place == value],
            "open": front.PLACES[value]
            - sum(row.place == value and row.state == "on" for row in rows),
        }
        for value, name in FrontSlot.Place.choices
    ]
    return TemplateResponse(
        request,
        "admin/front.html",
        {
            **frame(request),
            "title": _t("Front page"),
            **context,
            "places": places,
            "count": len(rows),
            "q": query,
            "found": find(user, query, {row.article.pk for row in rows}, at=now),
            "newest": FrontEdition.objects.select_related("made_by").first(),
        },
    )


def saved_rows(user: User, *, at: datetime) -> list[Row]:
    """Give the slots as they are saved, each with the sentence that says how it is."""
    slots = list(front.slots())
    articles = _articles([slot.article_id for slot in slots])
    seen = _seen(user, articles)
    stands = {
        (place, article)
        for place, article in Placement.objects.values_list("place", "article__uuid")
    }
    rows = []
    for slot in slots:
        row = Row(
            article=articles[slot.article_id],
            place=slot.place,
            seen=slot.article_id in seen,
            starts_at=slot.starts_at,
            expires_at=slot.expires_at,
        )
        on = (slot.place, row.article.uuid) in stands
        row.state, row.status = _status(slot, row.article, on=on, at=at)
        rows.append(row)
    return rows


def _status(
    slot: FrontSlot, article: Article, *, on: bool, at: datetime
) -> tuple[str, str]:
    """Say why readers have it there, or why not yet, or no more."""
    if slot.expires_at and slot.expires_at <= at:
        return "over", _t("Its time is over.")
    if slot.starts_at and slot.starts_at > at:
        return "waits", _t("From %(time)s") % {
            "time": schedule.readable(slot.starts_at)
        }
    if on:
        return "on", _t("Readers have it here now.")
    if article.standing == Standing.WITHDRAWN:
        return "waits", _t("It is withdrawn: it is back here once it is restored.")
    if article.standing != Standing.LIVE:
        when = coming(article)
        if not when:
            return "waits", _t("It is not live, and not scheduled.")
        return "waits", _t("It comes when it goes live: %(time)s") % {"time": when}
    return "waits", _t("No room: it moves up when another ends.")


def coming(article: Article) -> str:
    """Say when an article goes out, from what is loaded."""
    planned = [
        move.at
        for move in article.scheduled_moves.all()
        if move.kind == ScheduledMove.Kind.PUBLISH
    ]
    return schedule.readable(planned[0]) if planned else ""


def _articles(pks: Iterable[int]) -> dict[int, Article]:
    pending = Prefetch("scheduled_moves", ScheduledMove.objects.pending())
    found = dashboard.with_cards(Article.objects.all()).prefetch_related(pending)
    return found.in_bulk(set(pks))


def _seen(user: User, pks: Iterable[int]) -> set[int]:
    mine = policy.visible(user, Article.objects.filter(pk__in=list(pks)).order_by())
    return set(mine.values_list("pk", flat=True))


def sent_rows(sent: QueryDict, user: User) -> list[Row]:
    """Give the rows as they were sent, in their order; unknown articles are left out."""
    count = min(row_number(sent.get("rows")), MOST)
    bound = [SlotForm(sent, prefix=f"slot-{number}") for number in range(count)]
    valid = {one: one.is_valid() for one in bound}
    asked = {one.cleaned_data.get("article") or 0: one for one in bound}
    known = set(FrontSlot.objects.values_list("article", flat=True))
    seen = _seen(user, asked)
    articles = _articles(seen | (known & asked.keys()))
    rows = []
    for one in sorted(bound, key=lambda one: one.cleaned_data.get("position") or 0):
        article = articles.get(one.cleaned_data.get("article") or 0)
        place = one.cleaned_data.get("place")
        if article is None or not place:
            continue
        row = Row(
            article=article,
            place=place,
            seen=article.pk in seen,
            starts_at=one["starts_at"].value(),
            expires_at=one["expires_at"].value(),
            removed=one.cleaned_data.get("remove", False),
            status=_t("Not saved yet."),
            number=bound.index(one),
        )
        if not valid[one]:
            row.form = one
        rows.append(row)
    return rows


def _save(
    request: HttpRequest,
    rows: Sequence[Row],
    expected: int,
    user: User,
    now: datetime,
    context: dict[str, Any],
) -> bool:
    """Save what was sent as an edition; say why not where it may not be."""
    if any(row.form.errors for row in rows if not row.removed):
        messages.error(request, _t("One of the times is no date and time."))
        return False
    clean = MinuteField(required=False).clean
    wanted = [
        front.Placing(
            place=row.place,
            article=row.article,
            starts_at=clean(row.starts_at),
            expires_at=clean(row.expires_at),
        )
        for row in rows
        if not row.removed
    ]
    note = request.POST.get("note", "")[:500]
    try:
        made = front.arrange(wanted, expected=expected, actor=user, at=now, note=note)
    except front.Rearranged:
        context["theirs"] = FrontEdition.objects.select_related("made_by").first()
        context["expected"] = front.edition()
        return False
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(
        request, _t("Saved as edition %(number)s.") % {"number": made.number}
    )
    return True


def _add(request: HttpRequest, rows: list[Row], user: User, now: datetime) -> None:
    """Put an article at the end of a place's rows; it is not saved yet."""
    place, _colon, pk = request.POST["add"].partition(":")
    may = front.candidates(user, at=now).filter(pk=row_number(pk)).exists()
    if place not in front.PLACES or not may:
        messages.error(request, _t("Only what is live or scheduled can be put there."))
        return
    article = _articles([row_number(pk)])[row_number(pk)]
    rows.append(Row(article, place, seen=True, status=_t("Not saved yet.")))


def _move(rows: list[Row], wish: str) -> None:
    """Move a row up or down, past the end of its place into the next."""
    number, _colon, way = wish.partition(":")
    rows.sort(key=lambda row: row.place != FrontSlot.Place.LEAD)
    here = next(
        (i for i, row in enumerate(rows) if row.number == row_number(number)), -1
    )
    there = here + (-1 if way == "up" else 1)
    if here < 0:
        return
    beside = rows[there].place if 0 <= there < len(rows) else None
    if beside == rows[here].place:
        rows[here], rows[there] = rows[there], rows[here]
    else:
        rows[here].place = (
            FrontSlot.Place.LEAD if way == "up" else FrontSlot.Place.SECOND
        )


def find(user: User, query: str, besides: set[int], *, at: datetime) -> list[Found]:
    """Give articles to put on the page: what was searched, else the newest."""
    found = front.candidates(user, at=at).exclude(pk__in=besides)
    if query:
        found = found.filter(
            Q(title__icontains=query) | Q(deck__icontains=query) | Q(slug=query)
        )
    pks = list(
        found.order_by("-changed_at", "-pk").values_list("pk", flat=True)[:FOUND]
    )
    articles = _articles(pks)
    return [
        Found(columns.Card(articles[pk]), coming(articles[pk]))
        for pk in pks
        if pk in articles
    ]
