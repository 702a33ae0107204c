"""A front of stories: the lead, what else is new, bands, and what is read most."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Value

from articles.conf import conf
from articles.models.reader import Label, Listing, PublishedArticle
from articles.models.reader.pages import label_keys_of
from articles.public.stories import Story, by_key

LEAD_AMONG = 5
"""The lead is the newest story with a picture among these, else simply the newest."""
SECOND = 5
"""Stories in the secondary column."""
BAND = 5
"""Stories in a section's band: one with its picture, the others by headline."""

READ = "read"
"""The place of what is read most."""

Places = Mapping[str, Sequence[int]]
"""The articles that the desk put into a place, in order."""


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
    read: Sequence[Story] = ()
    """What is read most; these may stand elsewhere on the page, too."""

    @property
    def stories(self) -> list[Story]:
        """Give every story of the page."""
        shown = [self.lead, *self.second, *self.rest, *self.read]
        for band in self.bands:
            shown += [band.feature, *band.others]
        return shown


def read(
    front: Label | None, sections: Sequence[Label], *, arranged: bool = False
) -> Front | None:
    """Read the newest of a list and of those below it, and lay them out.

    Three queries, whatever is there; ``arranged`` lets what the desk placed come first.
    """
    newest = Listing.objects.newest_each(
        [one.pk for one in (front, *sections) if one],
        max(conf().page_size, SECOND + BAND + 1),
    )
    wanted = {pk for pks in newest.values() for pk in pks}
    found, places = load(wanted, front.pk if front else 0, arranged=arranged)
    names = by_key(Label.objects.filter(key__in=label_keys_of(found.values())))
    stories = {pk: Story(article, names) for pk, article in found.items()}
    lists = {
        label_id: [stories[pk] for pk in pks if pk in stories]
        for label_id, pks in newest.items()
    }
    placed = {place: [stories[pk] for pk in pks] for place, pks in places.items()}
    return lay_out(front, sections, lists, placed) if front else None


def load(
    pks: Iterable[int], label_id: int, *, arranged: bool
) -> tuple[dict[int, PublishedArticle], Places]:
    """Read these articles, those read most and those placed, in one query."""
    cards = PublishedArticle.objects.cards().order_by()
    newest = cards.filter(pk__in=set(pks)).annotate(place=Value(""), position=Value(0))
    others = [
        cards.filter(most_read__label=label_id).annotate(
            place=Value(READ), position=F("most_read__position")
        )
    ]
    if arranged:
        others.append(
            cards.filter(placements__isnull=False).annotate(
                place=F("placements__place"), position=F("placements__position")
            )
        )
    found: dict[int, PublishedArticle] = {}
    stands: list[tuple[str, int, int]] = []
    row: Any
    for row in newest.union(*others, all=True):
        found[row.pk] = row
        if row.place:
            stands.append((row.place, row.position, row.pk))
    places: dict[str, list[int]] = {}
    for place, _position, pk in sorted(stands):
        places.setdefault(place, []).append(pk)
    return found, places


def lay_out(
    front: Label,
    sections: Sequence[Label],
    lists: dict[int, list[Story]],
    placed: Mapping[str, Sequence[Story]],
) -> Front | None:
    """Give each story its place, the desk's first; None where there is no story."""
    newest = lists.get(front.pk, [])
    if not newest:
        return None
    lead, second = top(newest, placed)
    shown = {lead.article.pk, *(one.article.pk for one in second)}
    bands = []
    for section in sections:
        own = [one for one in lists[section.pk] if one.article.pk not in shown][:BAND]
        if own:
            feature = next((one for one in own if one.pictured), own[0])
            others = [one for one in own if one is not feature]
            bands.append(Band(section, feature, others))
            shown |= {one.article.pk for one in own}
    first_page = newest[: conf().page_size]
    rest = [one for one in first_page if one.article.pk not in shown]
    return Front(lead, second, bands, rest, placed.get(READ, ()))


def top(
    newest: Sequence[Story], placed: Mapping[str, Sequence[Story]]
) -> tuple[Story, list[Story]]:
    """Give the lead and the second column; open places take the newest stories."""
    leads = placed.get("lead", ())
    second = list(placed.get("second", ()))
    pinned = {one.article.pk for one in second}
    free = [one for one in newest if one.article.pk not in pinned]
    if leads:
        lead = leads[0]
    else:
        # Where the desk put everything there is into the column, its first one leads.
        among = free or [*newest]
        pictured = [one for one in among[:LEAD_AMONG] if one.pictured]
        lead = pictured[0] if pictured else among[0]
    others = [*second, *free]
    taken = {lead.article.pk}
    column: list[Story] = []
    for one in others:
        if one.article.pk not in taken and len(column) < SECOND:
            taken.add(one.article.pk)
            column.append(one)
    return lead, column
