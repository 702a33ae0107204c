"""Taking a correction that readers have into the draft that was open beside it."""

import json
from collections.abc import Callable

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import workflow
from articles.admin import stale, typed
from articles.admin.article_form import basis
from articles.admin.base import person
from articles.admin.conflicts import Overtaken, named
from articles.admin.reach import article_for
from articles.admin.unsaved import form_url
from articles.models.desk import Article, Revision
from articles.models.desk.revisions import snapshot
from articles.workflow import MoveRefused, restoring
from articles.workflow.merging import Merge, merge
from articles.workflow.revisions import common_base

Wrap = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]


def pages(wrap: Wrap) -> list[URLPattern]:
    """Give the address that takes a correction in."""
    return [path("<int:pk>/merge/", wrap(take_in), name="articles_article_merge")]


@require_POST
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge the correction into the draft, or show what both changed."""
    article_for(request, pk, to_edit=True)
    try:
        with transaction.atomic():
            rows = Article.objects.whole().select_for_update(of=("self",))
            article = rows.get(pk=pk)
            if article.unmerged_number is None:
                messages.info(request, _("There is no correction to take in."))
                return HttpResponseRedirect(form_url(article))
            number = article.unmerged_number
            base, found = _merged(article, number)
            if not found.conflicts:
                _store(request, article, found)
                return HttpResponseRedirect(form_url(article))
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(form_url(article))
    return _show(request, article, found, base=base, number=number)


def _merged(article: Article, number: int) -> tuple[int, Merge]:
    """Merge the draft with a correction, and with others that it lacks besides."""
    correction = Revision.objects.get(article=article, number=number)
    base = common_base(article, number)
    opened = base.content if base else None
    found = merge(opened, snapshot(article), correction.content)
    return base.number if base else 0, found


def _store(request: HttpRequest, article: Article, found: Merge) -> None:
    at = timezone.now()
    missing = restoring.apply(article, found.content)
    note = _("Took correction %(number)s in") % {"number": article.unmerged_number}
    revision = workflow.revise(article, actor=person(request), at=at, note=note)
    Article.objects.filter(pk=article.pk).update(unmerged_number=None)
    said = _("The correction is in the draft now.")
    if revision is not None:
        said = _(
            "The correction is in the draft now, as revision %(number)s: %(what)s."
        ) % {
            "number": revision.number,
            "what": named(found.from_theirs),
        }
    messages.success(request, " ".join([said, *missing]))


def _show(
    request: HttpRequest, article: Article, found: Merge, *, base: int, number: int
) -> HttpResponse:
    post = QueryDict(mutable=True)
    for name, values in typed.as_posted(found.content, article).items():
        post.setlist(name, values)
    desk = typed.desk_values(article)
    post.update(desk)
    now = basis(article)
    post.update({"basis": now, "seen": json.dumps(desk), "merging": str(number)})
    overtaken = Overtaken(
        post=post, now=now, base=base, theirs=number, conflicts=list(found.conflicts),
        from_mine=found.from_mine, from_theirs=found.from_theirs, merging=number,
    )  # fmt: skip
    stale.show(request, overtaken)
    stale.only_show(
        request,
        _("The draft and the correction both changed the same: choose, then save."),
    )
    model_admin = admin.site.get_model_admin(Article)
    return model_admin.changeform_view(request, str(article.pk), form_url(article))
