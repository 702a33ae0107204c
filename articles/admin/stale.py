"""How the form's view meets what was saved since, typed elsewhere, or corrected."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin import comparing, typed, unsaved
from articles.admin.base import person
from articles.admin.comparing import Difference, Pictures
from articles.admin.conflicts import Overtaken, bring_up_to_date, by_of
from articles.models.desk import Article, Revision
from articles.text.numbers import row_number
from articles.workflow import policy
from articles.workflow.revisions import common_base
from articles.workflow.unsaved import forget

LOOK_FIRST = gettext_lazy(
    "The move was not made: somebody else’s changes are in it now. "
    "Look at them, then press again."
)


def catch_up(
    request: HttpRequest, articles: "QuerySet[Article]", object_id: str
) -> None:
    """Lock the article and merge what was posted with what it says now."""
    if not object_id.isdecimal():
        return
    locked = articles.whole().select_for_update(of=("self",))  # type: ignore[attr-defined] # ours
    article = locked.filter(pk=object_id).first()
    if article is None or not policy.may_edit(request.user, article).allowed:
        return
    overtaken = bring_up_to_date(request, article)
    if overtaken is not None:
        show(request, overtaken)


def show(request: HttpRequest, overtaken: Overtaken) -> None:
    """Let the form be read as it was brought up to date."""
    typed.put(request, overtaken.post)
    request.desk_overtaken = overtaken  # type: ignore[attr-defined] # for the form


def only_show(request: HttpRequest, sentence: str) -> None:
    """Let the form be shown filled, with a sentence why, and not be saved."""
    request.desk_shown = sentence  # type: ignore[attr-defined] # for the form


def is_shown(request: HttpRequest) -> bool:
    """Say whether the form is only shown."""
    return bool(getattr(request, "desk_shown", ""))


def is_news(request: HttpRequest) -> bool:
    """Say whether what was saved holds what the person has not seen."""
    overtaken = _overtaken(request)
    return bool(overtaken and overtaken.from_theirs)


def brief(form: Any, request: HttpRequest) -> None:
    """Tell a form what is still open."""
    overtaken = _overtaken(request)
    form.conflicts = overtaken.conflicts if overtaken else ()
    form.only_shown = getattr(request, "desk_shown", "")


def context(request: HttpRequest, article: Article | None) -> dict[str, Any]:
    """Give the form's page what stands above the text."""
    at, user = timezone.now(), person(request)
    overtaken = _overtaken(request)
    tab = "" if is_shown(request) else request.POST.get("tab", "")[:40]
    found: dict[str, Any] = {
        "overtaken": overtaken if overtaken and overtaken.conflicts else None,
        "only_shown": getattr(request, "desk_shown", ""),
        "taken_back": request.POST.get("taken_back", ""),
        "tab": tab,
        "merging": request.POST.get("merging", ""),
        **unsaved.above(user, article, at=at, tab=tab),
    }
    if found["overtaken"] and overtaken and article:
        found["overtaken_by"] = by_of(article, overtaken.theirs)
    if article is not None and article.unmerged_number and not found["merging"]:
        found["correction"] = correction(article)
    return found


def correction(article: Article) -> dict[str, Any] | None:
    """Give what readers were given that the draft has not yet."""
    revision = (
        Revision.objects.filter(article=article, number=article.unmerged_number or 0)
        .select_related("created_by")
        .first()
    )
    if revision is None:
        return None
    base = common_base(article, revision.number)
    before = base.content if base else {}
    pictures = Pictures.of(before, revision.content)
    found: list[Difference] = comparing.compare(before, revision.content, pictures)
    return {"revision": revision, "differences": comparing.changed(found)}


def settle(request: HttpRequest, article: Article) -> None:
    """What is saved is no longer unsaved, nor a correction still to be taken in."""
    forget(
        person(request),
        tab=request.POST.get("tab", "")[:40],
        pk=row_number(request.POST.get("taken_back")) or None,
    )
    if article.pk and request.POST.get("merging") == str(article.unmerged_number):
        waiting = Article.objects.filter(pk=article.pk)
        waiting.filter(unmerged_number=article.unmerged_number or 0).update(
            unmerged_number=None
        )
        article.unmerged_number = None


def said(request: HttpRequest) -> str:
    """Say what came from whom, where two people's changes were brought together."""
    overtaken = _overtaken(request)
    sentence = overtaken.said if overtaken else ""
    return f"{sentence} {_('Look it over once more.')}" if sentence else ""


def _overtaken(request: HttpRequest) -> Overtaken | None:
    found: Overtaken | None = getattr(request, "desk_overtaken", None)
    return found
