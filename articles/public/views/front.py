"""The front page."""

from typing import Any

from articles.conf import conf
from articles.models.reader import Label
from articles.public import fronts
from articles.public.frame import Frame
from articles.public.pages import Page, PublicView
from articles.public.paging import Paging
from articles.public.stories import keys_of


class FrontPage(PublicView):
    """The front page; it also shows at least the first page of all articles."""

    template_name = "paper/front.html"

    def read(self, path: str, **parts: Any) -> Page:
        """Read the newest of the site and of each section, and lay them out."""
        labels = list(Label.objects.around("/"))
        frame = Frame(path=path, labels=labels)
        front = fronts.read(frame.front, frame.sections, arranged=True)
        keys = {"front", "list:front", "read:front"}
        keys |= {f"list:{one.key}" for one in frame.sections}
        context = {
            "front": front,
            # The date is its newest story's: no page changes at midnight.
            "today": max(one.article.day for one in front.stories) if front else None,
            "paging": self.paging(frame.front),
        }
        return Page(frame, context, keys | keys_of(front.stories if front else ()))

    def paging(self, front: Label | None) -> Paging:
        """Say where the list of all articles goes on."""
        return Paging("/", 1, conf().page_size, front.articles if front else 0)
