"""Notes at the desk: in the panel, on a page of the article, and all of them on one."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.admin import columns
from articles.admin.base import person
from articles.admin.frame import frame
from articles.admin.reach import article_for
from articles.models.desk import Article, Note
from articles.text.numbers import row_number
from articles.workflow import MoveRefused, notes

IN_PANEL, PER_PAGE = 20, 50
LINK = re.compile(r"https?://[^\s<>\"'，。；：！？、（）《》「」『』【】“”‘’…]+")
TRAILING = ".,;:!?)]}"
CONFLICT = 409

Wrap = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]


@dataclass(frozen=True)
class Remark:
    """One note as it is shown, whoever wrote it."""

    note: Note

    @property
    def who(self) -> str:
        """Name who wrote it: a colleague, or somebody outside."""
        if self.note.author is None:
            return self.note.outsider or _("somebody outside")
        return columns.person(self.note.author)

    @property
    def when(self) -> SafeString:
        """Say when, as people would."""
        return columns.moment(self.note.created_at)

    @property
    def text(self) -> SafeString:
        """Give the text with its links and names set off."""
        return written(self.note.text, self.note.mentioned.all())


@dataclass(frozen=True)
class Thread:
    """A note with its answers; ``there`` says whether the text still has its passage."""

    note: Note
    there: bool = False

    @property
    def remarks(self) -> list[Remark]:
        """Give the note and its answers, in the order they were written."""
        return [Remark(one) for one in (self.note, *self.note.answers.all())]

    @property
    def closed(self) -> str:
        """Say who resolved it."""
        return columns.person(self.note.resolved_by)


def written(text: str, named: Iterable[User] = ()) -> SafeString:
    """Write plain text as HTML: addresses become links, names of colleagues are bold."""
    names = sorted(
        (name for user in named for name in notes.names_of(user)), key=len, reverse=True
    )
    called = "|".join(re.escape(name) for name in names)
    marks = re.compile(
        f"({LINK.pattern})" + (f"|([@＠](?:{called}))" if called else "|(?!)()"),
        re.IGNORECASE,
    )
    parts, end = [], 0
    for found in marks.finditer(text):
        link, name = found.groups()
        shown = link.rstrip(TRAILING) if link else name
        parts.append(format_html("{}", text[end : found.start()]))
        parts.append(_linked(shown) if link else format_html("<b>{}</b>", shown))
        end = found.start() + len(shown)
    parts.append(format_html("{}", text[end:]))
    return format_html_join("", "{}", ((part,) for part in parts))


def _linked(address: str) -> SafeString:
    return format_html(
        '<a href="{}" rel="noopener noreferrer nofollow" target="_blank">{}</a>',
        address, address,
    )  # fmt: skip


def shown(threads: Iterable[Note], body: str | None = None) -> list[Thread]:
    """Give threads as they are shown; without a body, each by its own article's."""
    return [
        Thread(one, notes.still_there(one, one.article.body if body is None else body))
        for one in notes.with_names(threads)
    ]


def section(article: Article, user: User, at: datetime) -> dict[str, Any]:
    """Give the panel's open threads; queries do not grow with the notes."""
    rows = Note.objects.filter(article=article, resolved_at=None)
    newest = notes.threads(rows).order_by("-id")[:IN_PANEL]
    found = shown(newest, article.body)
    count = notes.counts(article)
    return {
        "threads": found,
        "count": count,
        "more": max(count["open"] - len(found), 0),
        "article": article,
        "place": "panel",
    }


def pages(wrap: Wrap) -> list[URLPattern]:
    """Give the addresses of an article's notes."""
    return [
        path("<int:pk>/notes/", wrap(require_safe(_page)), name="articles_article_notes"),
        path(
            "<int:pk>/notes/write/",
            wrap(require_POST(_write)),
            name="articles_article_note",
        ),
        path(
            "<int:pk>/notes/people/",
            wrap(require_safe(_people)),
            name="articles_article_note_people",
        ),
        path(
            "<int:pk>/notes/<int:note>/resolve/",
            wrap(require_POST(_resolve)),
            name="articles_article_note_resolve",
        ),
    ]  # fmt: skip


def site_pages(wrap: Wrap) -> list[URLPattern]:
    """Give the address of the page of all notes."""
    return [path("notes/", wrap(require_safe(_index)), name="notes")]


def _page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an article's threads; one that somebody came for stands on top."""
    article = article_for(request, pk)
    context = {
        **frame(request, article, _("Notes: %(article)s") % {"article": article}),
        **_threads_page(request, article),
    }
    return TemplateResponse(request, "admin/articles/article/notes.html", context)


def _threads_page(request: HttpRequest, article: Article) -> dict[str, Any]:
    state = _state(request)
    wanted = row_number(request.GET.get("note"))
    all_of_it = Note.objects.filter(article=article)
    rows = _in_state(all_of_it, state).exclude(pk=wanted)
    page = _paged(request, notes.threads(rows))
    came_for = notes.threads(all_of_it.filter(pk=wanted)) if wanted else ()
    return {
        "came_for": shown(came_for, article.body),
        "threads": shown(page, article.body),
        "page": page,
        "state": state,
        "count": notes.counts(article),
        "article": article,
        "place": "page",
    }


def _index(request: HttpRequest) -> HttpResponse:
    """List the threads of all articles that somebody may see, as they chose."""
    user, which, state = person(request), request.GET.get("which", ""), _state(request)
    rows = notes.concerning(user, notes.visible(user), which)
    found = notes.threads(_in_state(rows, state)).select_related(
        "author__author", "link", "resolved_by", "article"
    )
    page = _paged(request, found.defer("article__extra"))
    own = {
        "title": _("Notes"),
        "threads": shown(page),
        "page": page,
        "which": which,
        "state": state,
        "place": "all",
        "here": request.get_full_path(),
        "kinds": [
            ("", _("All articles")),
            ("me", _("Mentions of me")),
            ("mine", _("I wrote in")),
            ("ours", _("My articles")),
        ],
    }  # fmt: skip
    context = admin.site.each_context(request) | own
    return TemplateResponse(request, "admin/notes.html", context)


def _write(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a note or an answer."""
    article = article_for(request, pk)
    sent = request.POST
    try:
        note = notes.write(
            article,
            author=person(request),
            at=timezone.now(),
            text=sent.get("text", ""),
            answers=row_number(sent.get("answers")) or None,
            passage=sent.get("passage", ""),
            seen_number=row_number(sent.get("seen_number")) or None,
        )
    except MoveRefused as refusal:
        return _refused(request, article, str(refusal))
    return _done(request, article, note.parent_id or note.pk, _("Your note is there."))


def _resolve(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    """Close a thread, or open it again."""
    article = article_for(request, pk)
    thread = Note.objects.filter(article=article, pk=note, parent=None).first()
    if thread is None:
        raise Http404
    thread.article = article
    if "reopen" in request.POST:
        notes.reopen(thread, actor=person(request))
        return _done(request, article, note, _("The note is open again."))
    notes.resolve(thread, actor=person(request), at=timezone.now())
    return _done(request, article, note, _("The note is resolved."))


def _people(request: HttpRequest, pk: int) -> HttpResponse:
    """Complete a name, of those who may see the article."""
    article = article_for(request, pk)
    found = notes.may_be_mentioned(article, request.GET.get("q", "")[:80])
    shown = Counter(columns.person(user) for user in found)
    people = [
        {
            "name": columns.person(user),
            "username": user.get_username(),
            "insert": columns.person(user)
            if shown[columns.person(user)] == 1
            else user.get_username(),
        }
        for user in found
    ]
    return JsonResponse({"people": people})


def _done(
    request: HttpRequest, article: Article, thread: int, said: str
) -> HttpResponse:
    """Show the notes as they are now: a part of the page, or the page."""
    if _by_script(request):
        return _part(request, article)
    messages.success(request, said)
    return _back(request, article, thread)


def _refused(request: HttpRequest, article: Article, why_not: str) -> HttpResponse:
    if _by_script(request):
        return JsonResponse({"why_not": why_not}, status=CONFLICT)
    messages.error(request, why_not)
    return _back(request, article, row_number(request.POST.get("answers")) or None)


def _part(request: HttpRequest, article: Article) -> HttpResponse:
    given = section(article, person(request), timezone.now())
    template = "admin/articles/article/_panel_notes.html"
    return HttpResponse(render_to_string(template, {"section": given}, request))


def _back(request: HttpRequest, article: Article, thread: int | None) -> HttpResponse:
    place = request.POST.get("place")
    mark = f"#note-{thread}" if thread else "#notes"
    if place == "panel":
        address = reverse("admin:articles_article_change", args=[article.pk])
    elif place == "all":
        address, mark = reverse("admin:notes"), ""
    else:
        address = reverse("admin:articles_article_notes", args=[article.pk])
        address += f"?note={thread}" if thread else ""
    return HttpResponseRedirect(address + mark)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _state(request: HttpRequest) -> str:
    state = request.GET.get("state", "open")
    return state if state in ("open", "resolved", "all") else "open"


def _in_state(rows: Any, state: str) -> Any:
    if state == "all":
        return rows
    return rows.filter(resolved_at__isnull=state == "open")


def _paged(request: HttpRequest, rows: Any) -> "Page[Note]":
    return Paginator(rows.order_by("-id"), PER_PAGE).get_page(request.GET.get("p"))
