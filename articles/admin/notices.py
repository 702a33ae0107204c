"""What I am told: the bell, the list of notices, and what each of us wants to hear."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.admin import columns
from articles.admin.base import person
from articles.models.desk import Notice, NoticeChoice, Occasion
from articles.text.numbers import row_number
from articles.workflow import notices

PER_PAGE = 50

Wrap = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]


@dataclass(frozen=True)
class Line:
    """One notice as the list shows it."""

    notice: Notice

    @property
    def sentence(self) -> str:
        """Say what happened."""
        return notices.sentence(self.notice)

    @property
    def words(self) -> str:
        """Give the reason, or the note."""
        return notices.words(self.notice)

    @property
    def when(self) -> SafeString:
        """Say when, as people would."""
        return columns.moment(self.notice.at)


def unread(request: HttpRequest) -> Any:
    """Count a person's unread notices when the page shows them: one query, or none."""
    return SimpleLazyObject(
        lambda: notices.shown(person(request)).filter(read_at=None).count()
    )


def pages(wrap: Wrap) -> list[URLPattern]:
    """Give the addresses of the notices, wrapped as the desk's."""
    return [
        path("notices/", wrap(require_safe(_index)), name="notices"),
        path("notices/read/", wrap(require_POST(_read_all)), name="notices_read"),
        path("notices/choices/", wrap(_choices), name="notice_choices"),
        path("notices/<int:pk>/", wrap(require_safe(_open)), name="notice_open"),
        path("notices/<int:pk>/read/", wrap(require_POST(_read)), name="notice_read"),
    ]


def _index(request: HttpRequest) -> HttpResponse:
    """List a person's own notices, the newest first."""
    rows = notices.shown(person(request))
    which = request.GET.get("which", "")
    if which == "unread":
        rows = rows.filter(read_at=None)
    rows = rows.select_related("article", "note", "actor").defer(
        "article__body", "article__extra"
    )
    page = Paginator(rows.order_by("-id"), PER_PAGE).get_page(request.GET.get("p"))
    own = {
        "title": _("Notices"),
        "lines": [Line(one) for one in page.object_list],
        "page": page,
        "which": which,
        "notices_unread": unread(request),
        "here": request.get_full_path(),
    }
    context = admin.site.each_context(request) | own
    return TemplateResponse(request, "admin/notices.html", context)


def _open(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to what a notice is about, and mark it read."""
    notice = _own(request, pk)
    Notice.objects.filter(pk=pk, read_at=None).update(read_at=timezone.now())
    if notice.article_id is None:
        return HttpResponseRedirect(reverse("admin:notices"))
    if notice.note_id is None:
        address = reverse("admin:articles_article_change", args=[notice.article_id])
        return HttpResponseRedirect(address)
    thread = notice.note.parent_id or notice.note_id if notice.note else 0
    page = reverse("admin:articles_article_notes", args=[notice.article_id])
    return HttpResponseRedirect(f"{page}?note={thread}#note-{thread}")


def _read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice read, or unread again."""
    notice = _own(request, pk)
    notice.read_at = None if "unread" in request.POST else timezone.now()
    notice.save(update_fields=["read_at"])
    return _back(request)


def _read_all(request: HttpRequest) -> HttpResponse:
    """Mark all read that were there when the page was opened."""
    rows = notices.shown(person(request)).filter(read_at=None)
    if last := row_number(request.POST.get("last")):
        rows = rows.filter(pk__lte=last)
    rows.update(read_at=timezone.now())
    return _back(request)


def _own(request: HttpRequest, pk: int) -> Notice:
    """Find one of a person's own notices; others' are not there."""
    mine = notices.told_to(person(request)).select_related("note")
    if notice := mine.filter(pk=pk).first():
        return notice
    raise Http404


def _back(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(wanted if safe else reverse("admin:notices"))


def _choices(request: HttpRequest) -> HttpResponse:
    """Show, and take, how a person wants to hear of each occasion."""
    user = person(request)
    if request.method == "POST":
        with transaction.atomic():
            for occasion in Occasion:
                NoticeChoice.objects.update_or_create(
                    user=user, occasion=occasion,
                    defaults={
                        "at_the_desk": f"desk-{occasion}" in request.POST,
                        "by_mail": f"mail-{occasion}" in request.POST,
                    },
                )  # fmt: skip
        messages.success(request, _("From now on you hear what you chose."))
        return HttpResponseRedirect(reverse("admin:notice_choices"))
    chosen = notices.choices_of([user.pk])
    rows = [
        (one, *chosen.get((user.pk, one.value), notices.default_of(one.value)))
        for one in Occasion
    ]
    own = {"title": _("What I want to hear"), "rows": rows, "address": user.email}
    context = admin.site.each_context(request) | own
    return TemplateResponse(request, "admin/notice_choices.html", context)
