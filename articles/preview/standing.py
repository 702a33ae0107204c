"""The desk's frame of a page beside the news, as it is being typed; nothing is saved."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone, translation

from articles.models.desk import Page
from articles.models.reader import PublishedPage
from articles.preview import guard, pictures
from articles.preview.desk import Wrap, nothing, posted
from articles.publishing import Directory, standing
from articles.publishing.pictures import named_in
from articles.workflow import MoveRefused
from newsroom.delivery.addresses import own_language


class RenderPage(Protocol):
    """What the public room offers: a page beside the news from its row."""

    def __call__(
        self,
        request: HttpRequest,
        page: PublishedPage,
        *,
        template: str,
        context: Mapping[str, Any],
    ) -> HttpResponse:
        """Answer the page."""


def page_frames(
    render: RenderPage, drafted: Callable[[HttpRequest], Page]
) -> Callable[[Wrap], list[URLPattern]]:
    """Give what adds the frame to the desk's addresses of pages.

    ``drafted`` gives the page that a posted form would make, or raises PermissionDenied.
    """

    def typed(request: HttpRequest) -> HttpResponse:
        page = drafted(request)
        directory = Directory.of_text(page.body)
        try:
            row = standing.composed(page, directory, at=timezone.now())
        except MoveRefused as refusal:
            return nothing(request, str(refusal))
        below = pictures.below_of(named_in(page.body))
        row.body_html = pictures.readdressed_text(row.body_html, below)
        with translation.override(own_language(row.language)):
            shown = render(
                request,
                row,
                template="preview/frame.html",
                context={"framed": "paper/page.html"},
            )
        return guard.private(shown)

    def pages(wrap: Wrap) -> list[URLPattern]:
        return [
            path("preview/unsaved/", wrap(posted(typed)), name="articles_page_typed")
        ]

    return pages
