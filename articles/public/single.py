"""One page from its row, wherever the row comes from: an article's, one beside the news."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from articles.models.reader import Label, PublishedArticle, PublishedPage
from articles.public.alternates import Alternate
from articles.public.frame import Frame
from articles.public.scripts import render
from articles.public.stories import Names, Story, by_key


@dataclass(frozen=True, kw_only=True)
class DraftFrame(Frame):
    """The surroundings of a page that is not public: it stands elsewhere, unlisted."""

    stands_at: str = ""
    """Its path without a language, where it can be had in each; none says it cannot."""

    @property
    def alternates(self) -> list[Alternate]:
        """Give this page, not the public one, in every interface language."""
        if not self.stands_at:
            return []
        return [
            Alternate(one.code, one.name, self.stands_at) for one in super().alternates
        ]


def surroundings(story: Story, names: Names) -> dict[str, Any]:
    """Give what the frame of an article's page is made of, public or not."""
    return {
        "path": story.article.path,
        "labels": names.values(),
        "title": story.article.title,
        "description": story.summary,
        "section": story.breadcrumb[0].key if story.breadcrumb else "",
        "article": story.article,
        "story": story,
    }


def render_beside(
    request: HttpRequest,
    article: PublishedArticle,
    *,
    template: str,
    context: Mapping[str, Any],
    stands_at: str,
    title: str,
    status: int = 200,
) -> HttpResponse:
    """Show a page that belongs to a live article and is not its own, under its masthead.

    ``template`` extends the base; the page stands at ``stands_at`` in every language,
    unlisted, and is for the caller to keep out of caches.
    """
    names = by_key(Label.objects.around("/", keys=article.label_keys()))
    story = Story(article, names)
    about = surroundings(story, names) | {
        "title": title,
        "article": None,
        "story": None,
    }
    frame = DraftFrame(**about, indexed=False, stands_at=stands_at)
    return render(
        request, template, {"frame": frame, "story": story, **context}, status=status
    )


def render_draft(
    request: HttpRequest,
    article: PublishedArticle,
    labels: Mapping[str, Label],
    *,
    template: str,
    context: Mapping[str, Any],
    stands_at: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show a row that is not public as its page would be; saves and caches nothing.

    ``template`` extends the article's page. The row and the labels may be unsaved.
    """
    story = Story(article, labels)
    frame = DraftFrame(
        **surroundings(story, labels), indexed=False, stands_at=stands_at
    )
    return render(
        request, template, {"frame": frame, "story": story, **context}, status=status
    )


def surroundings_of_page(page: PublishedPage) -> dict[str, Any]:
    """Give what the frame of a page beside the news is made of, public or not."""
    return {
        "path": page.path,
        "labels": list(Label.objects.around("/")),
        "title": page.title,
        "description": page.description,
        "standing": page,
    }


def render_page_draft(
    request: HttpRequest,
    page: PublishedPage,
    *,
    template: str,
    context: Mapping[str, Any],
) -> HttpResponse:
    """Show a page beside the news that is not public as it would be; saves nothing.

    ``template`` extends the page's. The row may be unsaved.
    """
    frame = DraftFrame(**surroundings_of_page(page), indexed=False)
    return render(request, template, {"frame": frame, "page": page, **context})
