"""An article's revisions: listed, compared, brought back, given back to readers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from articles import publishing, workflow
from articles.admin import columns, comparing, history
from articles.admin.base import person
from articles.admin.frame import frame
from articles.admin.reach import article_for
from articles.models.desk import Article, Revision
from articles.text.numbers import row_number
from articles.workflow import MoveRefused, policy, restoring

Wrap = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]

ROLL_BACK = "correct"
"""Giving readers an earlier text takes what publishing another text takes."""


def pages(wrap: Wrap) -> list[URLPattern]:
    """Give the addresses of the list, the comparison and the two ways back."""
    name = "articles_article"
    return [
        path("<int:pk>/revisions/", wrap(listing), name=f"{name}_revisions"),
        path("<int:pk>/compare/", wrap(comparison), name=f"{name}_compare"),
        path(
            "<int:pk>/revisions/<int:number>/restore/",
            wrap(bring_back),
            name=f"{name}_bring_back",
        ),
        path(
            "<int:pk>/revisions/<int:number>/roll-back/",
            wrap(roll_back),
            name=f"{name}_roll_back",
        ),
    ]


@require_safe
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """List the revisions, newest first, a page at a time."""
    article = article_for(request, pk)
    newest = row_number(request.GET.get("below")) or article.latest_number
    shown = history.lines(article, newest)
    older = shown[-1].number - 1 if shown else 0
    verdict = policy.may(person(request), ROLL_BACK, article, at=timezone.now())
    context = {
        **frame(request, article, _("Revisions")),
        "lines": shown,
        "zone": get_current_timezone_name(),
        "older": older,
        "newer": min(newest + history.PAGE, article.latest_number)
        if newest < article.latest_number
        else 0,
        "may_edit": policy.may_edit(request.user, article).allowed,
        "may_roll_back": verdict.allowed,
        "why_no_roll_back": verdict.why_not,
    }
    return TemplateResponse(request, "admin/articles/article/revisions.html", context)


@require_safe
def comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """Set two revisions side by side, or one with what readers have."""
    article = article_for(request, pk)
    newer = _named(article, request.GET.get("to", "") or "latest")
    older = _named(article, request.GET.get("from", "") or _usual(article, newer))
    one, other = _revision(article, older), _revision(article, newer)
    pictures = comparing.Pictures.of(one.content, other.content)
    found = comparing.compare(one.content, other.content, pictures)
    sides = _sides(article, one, other)
    context = {
        **frame(request, article, _("Compare revisions")),
        "one": sides[0],
        "other": sides[1],
        "sides": sides,
        "changed": comparing.changed(found),
        "same": [field.label for field in found if not field.changed],
        "inline": request.GET.get("view") == "inline",
    }
    return TemplateResponse(request, "admin/articles/article/compare.html", context)


@require_POST
def bring_back(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Make an old revision the newest of the working copy; readers keep what they have."""
    article = article_for(request, pk, to_edit=True)
    old = get_object_or_404(Revision, article=article, number=number)
    try:
        with transaction.atomic():
            missing = _bring_back(request, article, old)
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(_address("revisions", article))
    for sentence in missing:
        messages.warning(request, sentence)
    return HttpResponseRedirect(_address("change", article))


@require_POST
def roll_back(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give readers a revision they had before; the working copy is not touched."""
    article = article_for(request, pk)
    if not policy.holds(
        request.user, workflow.MOVES[ROLL_BACK].permission
    ):  # nothing else about the article could help
        raise PermissionDenied
    old = get_object_or_404(Revision, article=article, number=number)
    old.article = article
    try:
        _roll_back(request, article, old)
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        said = _(
            "Readers have revision %(number)s again. The working copy is as it was."
        )
        messages.success(request, said % {"number": number})
    return HttpResponseRedirect(_address("revisions", article))


def _bring_back(request: HttpRequest, article: Article, old: Revision) -> list[str]:
    """Write an old revision back as a new one; say what no longer exists."""
    seen = row_number(request.POST.get("seen_number"))
    locked = Article.objects.select_for_update().get(pk=article.pk)
    if seen != locked.latest_number:
        raise MoveRefused(
            _("The article changed in the meantime: look at it again, then decide.")
        )
    filed = {filing.category_id for filing in article.filings.all()}
    fresh = Article.objects.whole().get(pk=article.pk)
    missing = restoring.apply(fresh, old.content)
    _only_where_allowed(request, fresh, filed)
    made = workflow.revise(
        fresh,
        actor=person(request),
        at=timezone.now(),
        note=_("Revision %(number)s brought back") % {"number": old.number},
    )
    if made is None:
        said = _("The text is the same as revision %(number)s already.")
        messages.info(request, said % {"number": old.number})
    else:
        said = _(
            "Revision %(old)s is back as revision %(new)s of the working copy. "
            "Nothing changed for readers."
        )
        messages.success(request, said % {"old": old.number, "new": made.number})
    return [str(one) for one in missing]


def _only_where_allowed(
    request: HttpRequest, article: Article, filed: set[int]
) -> None:
    """Refuse to file an article, by way of an old revision, where one may not."""
    now = article.filings.select_related("category").all()
    for filing in now:
        if filing.category_id in filed:
            continue
        verdict = policy.may_file(request.user, filing.category)
        if not verdict.allowed:
            raise MoveRefused(verdict.why_not)


def _roll_back(request: HttpRequest, article: Article, old: Revision) -> None:
    now = timezone.now()
    verdict = policy.may(person(request), ROLL_BACK, article, at=now)
    if not verdict.allowed:
        raise MoveRefused(verdict.why_not)
    if old.number == article.live_number:
        raise MoveRefused(_("Readers have this revision now."))
    if not history.was_with_readers(article, old.number):
        raise MoveRefused(
            _("Readers never had this revision: it cannot be given back.")
        )
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise MoveRefused(_("Say why: a reason has to go with this."))
    seen = row_number(request.POST.get("seen_edition"))
    publishing.update(
        old,
        actor=person(request),
        at=now,
        expected=seen or article.edition,
        reason=reason,
    )


def _usual(article: Article, newer: int) -> str:
    """Compare with what readers have, else with the revision before."""
    if article.live_number and article.live_number != newer:
        return "live"
    return str(max(newer - 1, 1))


def _named(article: Article, name: str) -> int:
    """Give the number that an address names; 404 where there is none.

    The form offers the two names in the words of the desk.
    """
    live, latest = article.live_number, article.latest_number
    known = {
        "live": live, pgettext("revision", "live"): live,
        "latest": latest, pgettext("revision", "latest"): latest,
    }  # fmt: skip
    number = known[name] if name in known else row_number(name)
    if not number:
        raise Http404(_("Readers have nothing of this article now."))
    return number


def _revision(article: Article, number: int) -> Revision:
    found = article.revisions.select_related("created_by")
    return get_object_or_404(found, number=number)


def _sides(article: Article, one: Revision, other: Revision) -> list[dict[str, Any]]:
    """Give what stands above the two sides of a comparison, with the ways onward."""
    left, right = _side(article, one), _side(article, other)
    for side, address in (
        (left, "from={}&to=" + str(other.number)),
        (right, "from=" + str(one.number) + "&to={}"),
    ):
        number = side["number"]
        if number > 1:
            side["earlier"] = address.format(number - 1)
        if number < article.latest_number:
            side["later"] = address.format(number + 1)
    return [left, right]


def _side(article: Article, revision: Revision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "who": columns.person(revision.created_by),
        "when": columns.moment(revision.created_at),
        "note": revision.note,
        "live": revision.number == article.live_number,
        "latest": revision.number == article.latest_number,
    }


def _address(page: str, article: Article) -> str:
    return reverse(f"admin:articles_article_{page}", args=[article.pk])
