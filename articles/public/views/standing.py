"""Pages beside the news: about, contact, privacy."""

from typing import Any

from django.http import Http404

from articles.models.reader import Label, PublishedPage
from articles.public.frame import Frame
from articles.public.pages import Page, PublicView


class StandingPage(PublicView):
    """One page beside the news."""

    template_name = "paper/page.html"

    def read(self, path: str, **parts: Any) -> Page:
        """Read a live page by its path."""
        page = PublishedPage.objects.filter(path=path).first()
        if page is None:
            raise Http404
        frame = Frame(
            path=path,
            labels=list(Label.objects.around("/")),
            title=page.title,
            description=page.description,
            standing=page,
        )
        return Page(frame, {"page": page}, {page.owner})
