"""The front of a section: its lead, its newest, and what lies below it."""

from typing import Any

from django.http import Http404

from articles.conf import conf
from articles.models.reader import Label
from articles.public import fronts
from articles.public.frame import Frame
from articles.public.pages import Page, PublicView
from articles.public.paging import Paging
from articles.public.stories import keys_of


class SectionFront(PublicView):
    """A top-level category; it also shows the first page of its list."""

    template_name = "paper/section.html"

    def read(self, path: str, **parts: Any) -> Page:
        """Read a section's newest and its subsections', and lay them out."""
        labels = list(Label.objects.around(path))
        label = next((one for one in labels if one.path == path), None)
        if label is None or not label.articles:
            raise Http404
        below = [one for one in labels if one.parent_id == label.pk and one.articles]
        below.sort(key=lambda one: (one.position, one.path))
        front = fronts.read(label, below)
        paging = Paging(path, 1, conf().page_size, label.articles)
        frame = Frame(
            path=path,
            labels=labels,
            title=label.name,
            description=label.description,
            label=label,
            section=label.key,
            older=paging.older,
        )
        shown = front.stories if front else []
        context = {
            "front": front,
            "label": label,
            "children": below,
            "paging": paging,
            "today": max((one.article.day for one in shown), default=None),
        }
        keys = {f"read:{label.key}"}
        for one in (label, *below):
            keys |= {f"list:{one.key}", f"name:{one.key}"}
        return Page(frame, context, keys | keys_of(shown))
