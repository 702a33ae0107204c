"""The front page: the lead, what else is new, and a band for each section."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from articles.conf import conf
from articles.models.reader import Label, Listing, PublishedArticle
from articles.models.reader.pages import label_keys_of
from articles.public.frame import Frame
from articles.public.pages import Page, PublicView
from articles.public.paging import Paging
from articles.public.stories import Story, by_key, keys_of

LEAD_AMONG = 5
"""The lead is the newest story with a picture among these, else simply the newest."""
SECOND = 5
"""Stories in the secondary column."""
BAND = 5
"""Stories in a section's band: one with its picture, the others by headline."""


@dataclass(frozen=True)
class Band:
    """A section on the front page."""

    label: Label
    feature: Story
    others: Sequence[Story]


@dataclass(frozen=True)
class Front:
    """The stories of the front page by place; each stands in one place only."""

    lead: Story
    second: Sequence[Story]
    bands: Sequence[Band]
    rest: Sequence[Story]
    """What is as new as the page's other stories and had no place among them."""

    @property
    def stories(self) -> list[Story]:
        """Give every story of the page."""
        shown = [self.lead, *self.second, *self.rest]
        for band in self.bands:
            shown += [band.feature, *band.others]
        return shown


class FrontPage(PublicView):
    """The front page; it also shows at least the first page of all articles."""

    template_name = "paper/front.html"

    def read(self, path: str, **parts: Any) -> Page:
        """Read the newest of the site and of each section, and lay them out."""
        labels = list(Label.objects.around("/"))
        frame = Frame(path=path, labels=labels)
        newest = Listing.objects.newest_each(
            [one.pk for one in (frame.front, *frame.sections) if one],
            max(conf().page_size, SECOND + BAND + 1),
        )
        found = PublishedArticle.objects.cards().in_bulk(
            {pk for pks in newest.values() for pk in pks}
        )
        names = by_key(Label.objects.filter(key__in=label_keys_of(found.values())))
        stories = {pk: Story(article, names) for pk, article in found.items()}
        lists = {
            label_id: [stories[pk] for pk in pks if pk in stories]
            for label_id, pks in newest.items()
        }
        front = frame.front and lay_out(frame.front, frame.sections, lists)
        keys = {"list:front", *(f"list:{one.key}" for one in frame.sections)}
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


def lay_out(
    front: Label, sections: Sequence[Label], lists: dict[int, list[Story]]
) -> Front | None:
    """Give each story its place, None where there is no story at all."""
    newest = lists.get(front.pk, [])
    if not newest:
        return None
    pictured = [one for one in newest[:LEAD_AMONG] if one.pictured]
    lead = pictured[0] if pictured else newest[0]
    second = [one for one in newest[: SECOND + 1] if one is not lead][:SECOND]
    placed = {lead.article.pk, *(one.article.pk for one in second)}
    bands = []
    for section in sections:
        own = [one for one in lists[section.pk] if one.article.pk not in placed][:BAND]
        if own:
            feature = next((one for one in own if one.pictured), own[0])
            others = [one for one in own if one is not feature]
            bands.append(Band(section, feature, others))
            placed |= {one.article.pk for one in own}
    first_page = newest[: conf().page_size]
    rest = [one for one in first_page if one.article.pk not in placed]
    return Front(lead, second, bands, rest)
