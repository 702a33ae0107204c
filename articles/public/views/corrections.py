"""What was put right in public, newest first."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from articles.conf import conf
from articles.models.reader import Label, PublishedCorrection
from articles.public.frame import Frame
from articles.public.pages import Elsewhere, Page, PublicView
from articles.public.paging import Paging
from articles.public.stories import Said, Story

PATH = "/corrections/"


@dataclass(frozen=True)
class Entry:
    """One correction and the article it is about."""

    story: Story
    said: Said


class CorrectionsPage(PublicView):
    """A page of the list of corrections of live articles."""

    template_name = "paper/corrections.html"

    def read(self, path: str, **parts: Any) -> Page:
        """Read a numbered page."""
        number = parts.get("number")
        if number == 1:
            raise Elsewhere(PATH)
        total = PublishedCorrection.objects.count()
        paging = Paging(PATH, number or 1, conf().page_size, total).checked()
        found = PublishedCorrection.objects.select_related("article").defer(
            "article__body_html"
        )[paging.offset : paging.offset + paging.size]
        entries = [
            Entry(Story(one.article, {}), Said(one.kind, one.text, one.at))
            for one in found
        ]
        frame = Frame(
            path=paging.here,
            labels=list(Label.objects.around("/")),
            title=pgettext("paper", "Corrections"),
            newer=paging.newer,
            older=paging.older,
        )
        keys = {"corrections", *(one.story.article.owner for one in entries)}
        return Page(frame, {"entries": entries, "paging": paging}, keys)
