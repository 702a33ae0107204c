"""What is answered to a question: articles, and what else one might ask."""

from collections import Counter as Tally
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Max, Min, Q

from articles.conf import conf
from articles.models.reader import Counter, Label
from articles.models.reader.labels import Kind
from articles.models.reader.pages import label_keys_of
from articles.public.asking import KINDS, PATH, Asked
from articles.public.found import Hit, Pages
from articles.public.stories import Names, by_key
from articles.search import Query, published
from articles.search.published import Found, of_years
from articles.search.query import loosened, pieces_of
from articles.text.segmentation import fold
from articles.text.slugs import label_slug

NARROW = 5
"""Names of a kind that are offered to narrow a search down."""
PIECES = 4
"""Parts of a question that are looked for one by one where nothing else finds."""


@dataclass(frozen=True)
class Choice:
    """Something to add to a search, or to take from it."""

    label: Label
    asked: Asked
    count: int = 0


@dataclass(frozen=True)
class Way:
    """Something else to ask that does find something."""

    asked: Asked
    total: int


@dataclass
class Answer:
    """All that the page of a search shows."""

    asked: Asked
    labels: list[Label]
    size: int
    within: published.Within | None = None
    found: Found = field(default_factory=lambda: Found(0))
    names: Names = field(default_factory=dict)

    @property
    def chosen(self) -> list[Label]:
        """Give the labels that the search is limited to, as far as there are such."""
        paths = set(self.asked.paths.values())
        return [one for one in self.labels if one.path in paths and one.articles]

    @property
    def hits(self) -> list[Hit]:
        """Give the articles of the page, with what was asked for marked in them."""
        phrases = self.asked.query.phrases
        return [Hit(row, self.names, phrases) for row in self.found.articles]

    @property
    def pages(self) -> Pages:
        """Give the numbered pages."""
        return Pages(PATH, self.asked.number, self.size, self.found.total, self.asked)


def answer(asked: Asked, *, size: int = 0) -> Answer:
    """Read what is asked for, in as many queries at any size; ``size`` to a page."""
    given = Answer(asked, read_labels(asked), size or conf().page_size)
    if not asked.query:
        return given
    chosen = given.chosen
    if len(chosen) < len(asked.slugs):
        return given
    given.within = of_years(asked.first, asked.last, [one.pk for one in chosen])
    given.found = look_up(asked, given.within, size=given.size)
    if given.found.total and not given.found.articles:
        given.asked = asked.at(given.pages.last)
        given.found = look_up(given.asked, given.within, size=given.size)
    keys = label_keys_of(given.found.articles)
    given.names = by_key(Label.objects.filter(key__in=keys))
    return given


def look_up(asked: Asked, within: published.Within, *, size: int) -> Found:
    """Find the articles of a page."""
    return published.find(
        asked.query, within, newest=asked.newest,
        offset=(asked.number - 1) * size, limit=size,
    )  # fmt: skip


def read_labels(asked: Asked) -> list[Label]:
    """Read sections, what the search is limited to, and what is called as it asks."""
    paths = {*asked.paths.values(), *called(asked.query)}
    return list(
        Label.objects.filter(
            Q(kind=Kind.FRONT)
            | Q(kind=Kind.CATEGORY, articles__gt=0)
            | Q(path__in=paths)
        )
    )


def called(query: Query) -> set[str]:
    """Name the addresses of a topic, author or source called exactly as is asked."""
    if not query or query.without:
        return set()
    slugs = {label_slug(query.text), label_slug(fold(query.text))} - {""}
    return {f"/{kind}/{slug}/" for kind in KINDS[1:] for slug in slugs}


def also(answer: Answer) -> list[Label]:
    """Give lists that are called what is asked for: they have pages of their own."""
    query = answer.asked.query
    if not query:
        return []
    paths = called(query)
    name = fold(query.text)
    return [
        one
        for one in answer.labels
        if one.articles
        and (
            one.path in paths or (one.kind == Kind.CATEGORY and fold(one.name) == name)
        )
    ]


def limits(answer: Answer) -> list[Choice]:
    """Give what the search is limited to, each with the search that is not."""
    return [Choice(one, answer.asked.under(one.kind, "")) for one in answer.chosen]


def narrower(answer: Answer) -> Iterable[tuple[str, Sequence[Choice]]]:
    """Give what the articles of the page stand under, the most frequent first."""
    asked = answer.asked
    if answer.found.total <= len(answer.found.articles) and answer.found.total < 5:
        return
    tally: Tally[str] = Tally(
        key for row in answer.found.articles for key in row.label_keys()
    )
    for kind in (Kind.TAG, Kind.AUTHOR, Kind.SOURCE):
        if kind in asked.slugs:
            continue
        choices = [
            Choice(label, asked.under(kind, slugs_of(label)), count)
            for key, count in tally.most_common()
            if (label := answer.names.get(key)) is not None and label.kind == kind
        ]
        if choices:
            yield kind, choices[:NARROW]


def slugs_of(label: Label) -> str:
    """Give a label's path below its kind's."""
    return label.path.removeprefix(f"/{label.kind}/").strip("/")


def ways(answer: Answer) -> list[Way]:
    """Give what else to ask where nothing was found: of everything, or for less."""
    asked = answer.asked
    tries = [asked.everywhere()] if asked.limited else []
    looser = loosened(asked.query)
    if looser is not None:
        tries.append(asked.everywhere().for_other(looser))
    found = counted(tries)
    if found or looser is None:
        return found
    return counted(
        [asked.everywhere().for_other(one) for one in pieces_of(looser)[:PIECES]]
    )


def counted(tries: Iterable[Asked]) -> list[Way]:
    """Keep what finds something."""
    found = [Way(one, published.count(one.query)) for one in tries]
    return [way for way in found if way.total]


def in_tree(labels: Iterable[Label]) -> list[tuple[str, str, int]]:
    """Give sections for a select: slugs, name, and how deep they lie."""
    known = [one for one in labels if one.kind == Kind.CATEGORY and one.articles]
    children: dict[int | None, list[Label]] = {}
    for one in sorted(known, key=lambda one: (one.position, one.path)):
        children.setdefault(one.parent_id, []).append(one)
    found: list[tuple[str, str, int]] = []

    def walk(parent: int | None, depth: int) -> None:
        for one in children.get(parent, ()):
            found.append((slugs_of(one), one.name, depth))
            walk(one.pk, depth + 1)

    walk(None, 0)
    return found


def years() -> list[int]:
    """Give the years in which anything appeared, the newest first."""
    spans = Counter.objects.months().filter(label__path="/").order_by()
    ends = spans.aggregate(first=Min("period"), last=Max("period"))
    if not ends["first"]:
        return []
    return list(range(int(ends["last"][:4]), int(ends["first"][:4]) - 1, -1))
