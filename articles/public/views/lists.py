"""Lists of articles: all of them, and those of one category, tag, author or source."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404

from articles.conf import conf
from articles.models.reader import Counter, Label, Listing
from articles.models.reader.labels import Kind
from articles.models.reader.listings import locate
from articles.models.reader.pages import label_keys_of
from articles.public.frame import Frame
from articles.public.pages import Elsewhere, Page, PublicView
from articles.public.paging import Paging
from articles.public.stories import Names, Story, by_key, keys_of, stories

FAR = 10
"""Pages that may be skipped over before the days of a month are looked up."""


def read_cards(
    path: str,
    counters: Sequence[Counter],
    paging: Paging,
    since: date | None = None,
) -> tuple[list[Story], Names]:
    """Read one page of a list and all the labels it shows."""
    label_id = counters[0].label_id
    place, month = locate(counters, paging.offset)
    if month is not None and place.skip > FAR * paging.size:
        days = Counter.objects.within(f"{month.period}-").filter(label_id=label_id)
        closer = sorted([*counters, *days], key=lambda one: one.period, reverse=True)
        place, _ = locate(closer, paging.offset)
    cards = Listing.objects.page(label_id, place, paging.size, since)
    names = by_key(Label.objects.around(path, keys=label_keys_of(cards)))
    return stories(cards, names), names


class LabelPage(PublicView):
    """A page of the list of one category, tag, author or source."""

    template_name = "paper/list.html"

    def read(self, path: str, **parts: Any) -> Page:
        """Read a numbered page of the label at a path."""
        number = parts.get("number")
        if number == 1:
            raise Elsewhere(path.removesuffix("page/1/"))
        base = path.removesuffix(f"page/{number}/") if number else path
        counters = list(Counter.objects.months().filter(label__path=base))
        if not counters:
            raise Http404
        total = sum(counter.count for counter in counters)
        paging = Paging(base, number or 1, conf().page_size, total).checked()
        shown, names = read_cards(base, counters, paging)
        label = next((one for one in names.values() if one.path == base), None)
        if label is None:  # it moved just now
            raise Http404
        return self.page(label, shown, names, paging)

    def page(
        self, label: Label, shown: list[Story], names: Names, paging: Paging
    ) -> Page:
        """Put together what the list's page shows."""
        lineage = lineage_of(label, names)
        children = [one for one in names.values() if one.parent_id == label.pk]
        children = [one for one in children if one.articles and one.pk != label.pk]
        frame = Frame(
            path=paging.here,
            labels=names.values(),
            title=label.name,
            description=label.description,
            label=label,
            section=lineage[0].key if label.kind == Kind.CATEGORY else "",
            newer=paging.newer,
            older=paging.older,
        )
        context = {
            "label": label,
            "ancestors": lineage[:-1],
            "children": sorted(children, key=lambda one: (one.position, one.path)),
            "stories": shown,
            "paging": paging,
        }
        keys = {f"name:{one.key}" for one in [*lineage, *children]}
        return Page(frame, context, {f"list:{label.key}"} | keys | keys_of(shown))


class EverythingPage(LabelPage):
    """All articles, from the second page on; the first is the front page."""

    def page(
        self, label: Label, shown: list[Story], names: Names, paging: Paging
    ) -> Page:
        """Put together a page of the list of everything."""
        frame = Frame(
            path=paging.here,
            labels=names.values(),
            label=label,
            newer=paging.newer,
            older=paging.older,
        )
        context = {"label": label, "stories": shown, "paging": paging}
        return Page(frame, context, {"list:front"} | keys_of(shown))


def lineage_of(label: Label, names: Names) -> list[Label]:
    """Give a label with those above it, outermost first."""
    by_id = {one.pk: one for one in names.values()}
    line = [label]
    while line[0].parent_id in by_id:
        line.insert(0, by_id[line[0].parent_id])
    return line
