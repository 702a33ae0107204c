"""What is typed is kept at the desk every few seconds; who else is there is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.admin import columns, comparing, typed
from articles.admin.article_form import basis
from articles.admin.base import person
from articles.admin.comparing import Pictures
from articles.admin.fields import with_lf
from articles.admin.reach import article_for
from articles.models.desk import Article, Autosave, Presence, Revision
from articles.models.desk.revisions import snapshot
from articles.workflow import policy, unsaved
from articles.workflow.merging import merge

Wrap = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]

# What a tab sends beside the form's own values.
NOT_OF_THE_FORM = ("csrfmiddlewaretoken", "tab", "typing", "leave", "text", "_move")
FEW = 5


def pages(wrap: Wrap) -> list[URLPattern]:
    """Give the addresses that tabs talk to, and the page of one unsaved text."""
    return [
        path("autosave/", wrap(keep_new), name="articles_article_autosave_new"),
        path("<int:pk>/autosave/", wrap(keep), name="articles_article_autosave"),
        path("unsaved/<int:row>/", wrap(unsaved_text), name="articles_article_unsaved"),
    ]


@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was typed, note who is there, and say who else is and what is newer."""
    article = article_for(request, pk, to_edit=True)
    if request.method == "GET":
        return JsonResponse({"token": get_token(request)})
    at, user = timezone.now(), person(request)
    tab = request.POST.get("tab", "")[:40]
    answer = _keep(request, article, at=at)
    if not tab:
        return JsonResponse(answer)
    if "leave" in request.POST:
        unsaved.leave(user, article, tab=tab, at=at)
        return JsonResponse(answer)
    unsaved.beat(
        user, article, tab=tab, is_typing="typing" in request.POST, at=at
    )  # fmt: skip
    here = unsaved.others(article, user, at=at)
    newer = _newer(article, request.POST.get("basis", ""))
    return JsonResponse(answer | {"here": [told(one) for one in here], "newer": newer})


@require_http_methods(["GET", "POST"])
def keep_new(request: HttpRequest) -> HttpResponse:
    """Keep what was typed into the form of an article that does not exist yet."""
    if not policy.may_write(request.user).allowed:
        raise PermissionDenied
    if request.method == "GET":
        return JsonResponse({"token": get_token(request)})
    return JsonResponse(_keep(request, None, at=timezone.now()))


def _keep(
    request: HttpRequest, article: Article | None, *, at: datetime
) -> dict[str, Any]:
    tab = request.POST.get("tab", "")[:40]
    if "text" not in request.POST or not tab:
        return {}
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name not in NOT_OF_THE_FORM
    }
    seen = request.POST.get("basis", "")[:40]
    user = person(request)
    unsaved.keep(user, article, tab=tab, basis=seen, fields=fields, at=at)
    return {"kept": f"{localtime(at):%H:%M}"}


def _newer(article: Article, seen: str) -> dict[str, Any] | None:
    """Say which revision came while the form was open; None where none did."""
    number = seen.partition("-")[0]
    if seen == basis(article) or number == str(article.latest_number):
        return None
    rows = Revision.objects.filter(article=article, number=article.latest_number)
    one = rows.select_related("created_by").defer("content").first()
    if one is None:
        return None
    return {
        "number": one.number,
        "said": _("%(who)s saved revision %(number)s at %(time)s.")
        % {
            "who": columns.person(one.created_by),
            "number": one.number,
            "time": f"{localtime(one.created_at):%H:%M}",
        },
    }


def told(one: Presence) -> str:
    """Say who has been in an article since when, and whether they are typing."""
    words = {
        "who": columns.person(one.user),
        "time": f"{localtime(one.since):%H:%M}",
    }
    if one.is_typing:
        return _("%(who)s has been in this article since %(time)s (typing)") % words
    return _("%(who)s has been in this article since %(time)s") % words


@dataclass(frozen=True)
class Offer:
    """One text that was typed and not saved."""

    row: Autosave

    @property
    def when(self) -> str:
        """Say when it was typed."""
        at = localtime(self.row.saved_at)
        today = localtime(timezone.now()).date() == at.date()
        return f"{at:%H:%M}" if today else date_format(at, "DATETIME_FORMAT")

    @property
    def title(self) -> str:
        """Name it by its title, for articles that have no other name yet."""
        return next(iter(self.row.fields.get("title", ())), "").strip()


def above(
    user: User, article: Article | None, *, at: datetime, tab: str = ""
) -> dict[str, Any]:
    """Give what stands above the form: who else is there, and what was not saved.

    A form that came back holds what its own ``tab`` has kept.
    """
    stored = article if article is not None and article.pk else None
    rows = [
        row for row in unsaved.offers(user, stored)[:FEW] if row.tab != (tab or None)
    ]
    return {
        "here": [told(one) for one in unsaved.others(stored, user, at=at)]
        if stored
        else [],
        "offers": [Offer(row) for row in rows if _says_more(row, stored)],
        "autosave_url": reverse("admin:articles_article_autosave", args=[stored.pk])
        if stored
        else reverse("admin:articles_article_autosave_new"),
    }


def _says_more(row: Autosave, article: Article | None) -> bool:
    """Say whether a text says anything that is not saved already."""
    post = typed_in(row)
    if article is None:
        return any(post.get(name, "").strip() for name in ("title", "deck", "body"))
    names = ("title", "deck", "body", "slug", "source_url", *typed.DESK)
    saved = {name: getattr(article, name) for name in names} | typed.desk_values(
        article
    )
    if any(with_lf(post.get(name, "")) != with_lf(saved[name] or "") for name in names):
        return True
    content = snapshot(Article.objects.whole().get(pk=article.pk))
    return bool(merge(content, typed.as_snapshot(post, content), content).from_mine)


def typed_in(row: Autosave) -> Any:
    """Give an unsaved text as the form that it was."""
    post = QueryDict(mutable=True)
    for name, values in row.fields.items():
        post.setlist(name, values)
    return post


def with_presence(articles: "QuerySet[Article]") -> "QuerySet[Article]":
    """Load with each article of a list who has it open, in one query."""
    here = unsaved.present(at=timezone.now())
    return articles.prefetch_related(Prefetch("presences", here, to_attr="here"))


def mark(article: Article) -> SafeString | str:
    """Say in a list who has an article open."""
    names = dict.fromkeys(
        columns.person(one.user) for one in getattr(article, "here", ())
    )
    if not names:
        return ""
    said = _("open: %(who)s") % {"who": _(", ").join(names)}
    return format_html('<span class="here">{}</span>', said)


@require_http_methods(["GET", "POST"])
def unsaved_text(request: HttpRequest, row: int) -> HttpResponse:
    """Compare what one typed with what is saved; take it back, or throw it away."""
    kept = Autosave.objects.filter(user=person(request), pk=row).first()
    if kept is None:
        raise PermissionDenied
    article = None
    if kept.article_id is not None:
        article = article_for(request, kept.article_id, to_edit=True)
    elif not policy.may_write(request.user).allowed:
        raise PermissionDenied
    if request.method == "GET":
        return _compared(request, kept, article)
    if request.POST.get("do") == "throw":
        unsaved.forget(person(request), pk=kept.pk)
        messages.success(request, _("Thrown away: the article is as it was saved."))
        return HttpResponseRedirect(form_url(article))
    return _taken_back(request, kept, article)


def form_url(article: Article | None) -> str:
    """Give the address of an article's form, or of the form of a new one."""
    if article is None:
        return reverse("admin:articles_article_add")
    return reverse("admin:articles_article_change", args=[article.pk])


def _taken_back(
    request: HttpRequest, kept: Autosave, article: Article | None
) -> HttpResponse:
    """Show the form with what was typed; it is saved when the person saves it."""
    offer = Offer(kept)
    post = typed_in(kept)
    post["taken_back"] = str(kept.pk)
    typed.put(request, post)
    request.desk_shown = (  # type: ignore[attr-defined] # read by `stale`
        _("This is what you typed at %(time)s. It is not saved yet.")
        % {"time": offer.when}
    )
    model_admin = admin.site.get_model_admin(Article)
    pk = str(article.pk) if article else None
    return model_admin.changeform_view(request, pk, form_url(article))


def _compared(
    request: HttpRequest, kept: Autosave, article: Article | None
) -> HttpResponse:
    saved = snapshot(Article.objects.whole().get(pk=article.pk)) if article else {}
    mine = typed.as_snapshot(typed_in(kept), saved)
    for name in ("categories", "tags", "bylines"):
        if article and not merge(saved, {**saved, name: mine[name]}, saved).from_mine:
            mine[name] = saved[name]
    found = comparing.compare(saved, mine, Pictures.of(saved, mine))
    context = {
        **admin.site.each_context(request),
        "title": _("What you typed and did not save"),
        "opts": Article._meta,
        "article": article,
        "offer": Offer(kept),
        "back": form_url(article),
        "differences": comparing.changed(found),
    }
    template = "admin/articles/article/unsaved.html"
    return TemplateResponse(request, template, context)
