"""Pages beside the news: about, contact, privacy."""

from typing import Any

from django.http import Http404

from articles.models.reader import PublishedPage
from articles.public.frame import Frame
from articles.public.pages import Page, PublicView
from articles.public.single import surroundings_of_page


class StandingPage(PublicView):
    """One page beside the news."""

    template_name = "paper/page.html"

    def read(self, path: str, **parts: Any) -> Page:
        """Read a live page by its path."""
        page = PublishedPage.objects.filter(path=path).first()
        if page is None:
            raise Http404
        frame = Frame(**surroundings_of_page(page))
        return Page(frame, {"page": page}, {page.owner})
