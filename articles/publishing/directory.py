"""Everything a batch of revisions names, as the desk has it now."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from articles import rendering
from articles.media import Picture, covers, for_image
from articles.models.desk import (
    Author,
    Category,
    Correction,
    Image,
    Revision,
    Source,
    Tag,
)
from articles.models.reader.labels import Kind
from articles.models.reader.pages import CorrectionRef
from articles.publishing import links, pictures
from articles.rendering import article_at, articles_in

SUBJECTS: dict[str, Any] = {
    Kind.AUTHOR: Author,
    Kind.SOURCE: Source,
    Kind.TAG: Tag,
}


@dataclass(frozen=True, slots=True)
class LabelFact:
    """What a label should say, before it is a row; ``parent`` is a key."""

    key: str
    kind: str
    slug: str = ""
    name: str = ""
    description: str = ""
    parent: str | None = None
    position: int = 0
    collective: bool | None = None


FRONT = LabelFact(key="front", kind=Kind.FRONT)


@dataclass(slots=True)
class Directory:
    """The look-ups that composing needs, loaded in a fixed number of queries."""

    facts: dict[str, LabelFact] = field(default_factory=dict)
    pictures: dict[uuid.UUID, Picture] = field(default_factory=dict)
    images: dict[uuid.UUID, Image] = field(default_factory=dict)
    corrections: dict[int, list[CorrectionRef]] = field(default_factory=dict)
    """What was put right in public, by article, oldest first."""
    addresses: dict[uuid.UUID, str] = field(default_factory=dict)
    """Where readers find the articles that the revisions link to."""
    site: Mapping[str, Any] = field(default_factory=dict)
    """What the desk published about the site."""

    @classmethod
    def of(cls, revisions: Iterable[Revision]) -> "Directory":
        """Load all that these revisions name, however many they are."""
        wanted: dict[str, set[str]] = {kind: set() for kind in Kind.values}
        images: set[uuid.UUID] = set()
        linked: set[uuid.UUID] = set()
        shown_before: set[int] = set()
        for revision in revisions:
            if revision.article.edition:
                shown_before.add(revision.article_id)
            for key in _named(revision.content):
                kind, _, uid = key.partition(":")
                wanted[kind].add(uid)
            images |= pictures.named(revision)
            linked |= links.named(revision)
        directory = cls(facts={FRONT.key: FRONT}, site=covers.said_of_the_site())
        directory._load_categories(wanted[Kind.CATEGORY])
        for kind, model in SUBJECTS.items():
            if wanted[kind]:
                directory.add(model.objects.filter(uid__in=wanted[kind]))
        if images:
            directory._load_pictures(images)
        directory.addresses = links.addresses(linked)
        if shown_before:
            directory._load_corrections(shown_before)
        return directory

    @classmethod
    def of_text(cls, body: str) -> "Directory":
        """Load what a text alone names: pictures, and the articles it links to."""
        directory = cls()
        if images := pictures.named_in(body):
            directory._load_pictures(images)
        directory.addresses = links.addresses(articles_in(body))
        return directory

    def add(self, subjects: Iterable[Any]) -> None:
        """Learn subjects that are at hand already; categories need their parents."""
        for one in subjects:
            parent = getattr(one, "parent", None)
            self.facts[one.label_key] = LabelFact(
                key=one.label_key,
                kind=one.kind,
                slug=one.slug,
                name=one.name,
                description=one.description,
                parent=parent and parent.label_key,
                position=getattr(one, "position", 0),
                collective=getattr(one, "signs_as_a_desk", None),
            )

    def trail(self, key: str) -> list[str]:
        """Name a category and those above it, outermost first."""
        keys: list[str] = []
        upward: str | None = key
        while upward is not None:
            keys.insert(0, upward)
            upward = self.facts[upward].parent
        return keys

    def find_picture(self, address: str) -> rendering.Picture | None:
        """Give what readers get of a picture that a text names; None leaves it be."""
        facts = self.pictures.get(pictures.asked_for(address))
        return facts and pictures.for_text(facts)

    def find_link(self, address: str) -> str | None:
        """Give where a link to an article leads; None while that is not out."""
        wanted = article_at(address)
        if wanted is None:
            return None
        article, place = wanted
        path = self.addresses.get(article)
        return path and path + place

    def _load_categories(self, uids: set[str]) -> None:
        loaded: dict[int, Category] = {}
        rows = list(Category.objects.filter(uid__in=uids)) if uids else []
        while rows:
            loaded |= {row.pk: row for row in rows}
            above = {row.parent_id for row in rows} - loaded.keys() - {None}
            rows = list(Category.objects.filter(pk__in=above)) if above else []
        for row in loaded.values():
            row.parent = loaded[row.parent_id] if row.parent_id else None
        self.add(loaded.values())

    def _load_corrections(self, articles: set[int]) -> None:
        for one in Correction.objects.filter(article__in=articles):
            self.corrections.setdefault(one.article_id, []).append(as_ref(one))

    def _load_pictures(self, uuids: set[uuid.UUID]) -> None:
        ready = Image.objects.filter(uuid__in=uuids, status=Image.Status.READY)
        for image in ready:
            facts = for_image(image)
            if facts is not None:
                self.pictures[image.uuid] = facts
                self.images[image.uuid] = image


def as_ref(correction: Correction) -> CorrectionRef:
    """Write a correction as the reader row keeps it."""
    return {
        "kind": correction.kind,
        "text": correction.text,
        "at": correction.at.isoformat(),
    }


def _named(content: dict[str, Any]) -> Iterable[str]:
    """Name every label of a revision by key."""
    for path in content["categories"]:
        yield path[-1]["category"]
    for byline in content["bylines"]:
        yield byline["author"]
    for tag in content["tags"]:
        yield tag["tag"]
    if content["source"]:
        yield content["source"]["source"]
