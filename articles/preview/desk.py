"""The desk's frames: any revision, and any past state, as readers' page."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

from csp.decorators import csp_replace
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.shortcuts import render as render_template
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from articles.conf import conf
from articles.models.desk import Article, Revision
from articles.models.reader import Publication
from articles.preview import guard, pictures
from articles.preview.show import Render, Shown, of_publication, of_revision, show
from articles.publishing.pictures import named
from articles.rendering import RenderRefused
from articles.workflow import policy
from newsroom.delivery.addresses import interface_language, own_language

View = Callable[..., Any]
Wrap = Callable[[Any], Any]


class Reach(Protocol):
    """What the desk offers: an article for who may see it, else PermissionDenied."""

    def __call__(self, request: HttpRequest, pk: int) -> Article:
        """Give it."""


class Drafted(Protocol):
    """What the desk offers: the revision that a posted form would make."""

    def __call__(self, request: HttpRequest, pk: int | None) -> Revision:
        """Give it, or raise PermissionDenied."""


def safe(view: View) -> View:
    """Let a view be read only."""
    only: View = require_safe(view)
    return only


def framed(view: View) -> View:
    """Let a page stand in a frame of the desk, and of nobody else."""
    decorated: View = csp_replace(guard.FRAMED)(xframe_options_sameorigin(safe(view)))
    return decorated


def posted(view: View) -> View:
    """Let what is sent be shown in a frame of the desk, and of nobody else."""
    only: View = require_POST(view)
    decorated: View = csp_replace(guard.FRAMED)(xframe_options_sameorigin(only))
    return decorated


def desk_pages(
    render: Render, article_for: Reach, drafted: Drafted
) -> Callable[[Wrap], list[URLPattern]]:
    """Give what adds the frames to an article's addresses at the desk."""

    def unsaved(request: HttpRequest, pk: int | None = None) -> HttpResponse:
        revision = drafted(request, pk)
        below = pictures.below_of(named(revision))
        return _framed(request, lambda: _composed(revision), render, lambda _: below)

    def page(request: HttpRequest, pk: int) -> HttpResponse:
        article = article_for(request, pk)
        revision = _revision(article, request.GET.get("revision", ""))
        return _framed(request, lambda: _composed(revision), render, _saved(article))

    def as_of(request: HttpRequest, pk: int) -> HttpResponse:
        article = article_for(request, pk)
        at = _instant(request.GET.get("at", ""))
        return _framed(request, lambda: _past(article, at), render, _saved(article))

    def picture(
        request: HttpRequest, pk: int, number: int, name: str
    ) -> HttpResponseBase:
        article = article_for(request, pk)
        revision = _revision(article, str(number))
        return guard.private(pictures.send(named(revision), name))

    def unsaved_picture(
        request: HttpRequest, among: str, name: str
    ) -> HttpResponseBase:
        if not policy.holds(request.user, "articles.view_image"):
            raise PermissionDenied
        return guard.private(pictures.send(pictures.listed(among), name))

    def pages(wrap: Wrap) -> list[URLPattern]:
        below, name = "<int:pk>/preview", "articles_article"
        return [
            path(f"{below}/page/", wrap(framed(page)), name=f"{name}_preview_page"),
            path(
                f"{below}/picture/<int:number>/<str:name>",
                wrap(safe(picture)),
                name=f"{name}_preview_picture",
            ),
            path(
                "<int:pk>/as-of/page/", wrap(framed(as_of)), name=f"{name}_as_of_page"
            ),
            path(f"{below}/unsaved/", wrap(posted(unsaved)), name=f"{name}_typed"),
            path("preview/unsaved/", wrap(posted(unsaved)), name=f"{name}_typed_new"),
            path(
                "preview/picture/<str:among>/<str:name>",
                wrap(safe(unsaved_picture)),
                name=f"{name}_typed_picture",
            ),
        ]

    return pages


def _framed(
    request: HttpRequest,
    give: Callable[[], Shown | None],
    render: Render,
    below: Callable[[Shown], str],
) -> HttpResponse:
    """Answer a frame with what is given, or with the reason why there is nothing."""
    reason = ""
    try:
        shown = give()
    except RenderRefused as refusal:
        shown, reason = None, str(refusal)
    if shown is None:
        return nothing(request, reason)
    page = show(
        request,
        shown,
        render=render,
        template="preview/frame.html",
        context={"framed": "paper/article.html"},
        pictures=below(shown),
        language=own_language(shown.row.language),
    )
    return guard.private(page)


def nothing(request: HttpRequest, reason: str) -> HttpResponse:
    """Answer a frame that has nothing to show, with the reason where there is one."""
    context = {"site": conf(), "language": interface_language(), "reason": reason}
    return guard.private(render_template(request, "preview/empty.html", context))


def _saved(article: Article) -> Callable[[Shown], str]:
    """Say where a saved revision's pictures are: any name will do, it is cut off."""
    name = "admin:articles_article_preview_picture"

    def below(shown: Shown) -> str:
        args = [article.pk, shown.row.revision_number, "-"]
        return reverse(name, args=args).removesuffix("-")

    return below


def _composed(revision: Revision) -> Shown:
    return of_revision(revision, at=timezone.now())


def _past(article: Article, at: datetime) -> Shown | None:
    entry = Publication.objects.as_of(article.uuid, at)
    if entry is None:
        return None
    if entry.revision_number is None:
        return None
    revision = article.revisions.filter(number=entry.revision_number).first()
    return of_publication(entry, revision)


def _revision(article: Article, asked: str) -> Revision:
    """Give the revision asked for, the newest where none is."""
    if not asked:
        asked = str(article.latest_number)
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= 9):
        raise Http404
    revision = get_object_or_404(article.revisions, number=int(asked))
    revision.article = article
    return revision


def _instant(asked: str) -> datetime:
    """Read an instant as the shell writes it, with its offset."""
    try:
        at = datetime.fromisoformat(asked)
    except ValueError as error:
        raise Http404 from error
    if at.tzinfo is None:
        raise Http404
    return at.astimezone(UTC)
