"""A reader row with the names it stands under: what templates are given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import pgettext_lazy

from articles.models.reader import Label, PublishedArticle

Names = Mapping[str, Label]

RETRACTION = "retraction"
KINDS = {
    "correction": pgettext_lazy("paper", "Correction"),
    "clarification": pgettext_lazy("paper", "Clarification"),
    "update": pgettext_lazy("paper", "Update"),
    RETRACTION: pgettext_lazy("paper", "Retraction"),
}


def by_key(labels: QuerySet[Label]) -> Names:
    """Read labels in one query and give each by its key."""
    return {label.key: label for label in labels}


@dataclass(frozen=True)
class Signature:
    """Who signs an article, and as what."""

    label: Label
    role: str


@dataclass(frozen=True)
class Said:
    """One correction as readers are told of it."""

    kind: str
    text: str
    at: datetime

    @property
    def name(self) -> str:
        """Give the kind in the language of the page."""
        return str(KINDS.get(self.kind, self.kind))


@dataclass(frozen=True)
class Story:
    """One article as a page, a card or a neighbour's link shows it."""

    article: PublishedArticle
    names: Names

    def _named(self, keys: Iterable[str]) -> list[Label]:
        return [self.names[key] for key in keys if key in self.names]

    @cached_property
    def breadcrumb(self) -> list[Label]:
        """Give the first category with those above it, outermost first."""
        paths = self.article.refs["categories"]
        return self._named(paths[0]) if paths else []

    @property
    def section(self) -> Label | None:
        """Give the innermost category of the breadcrumb."""
        return self.breadcrumb[-1] if self.breadcrumb else None

    @property
    def hue_key(self) -> str:
        """Name what decides the colour of the cover: the outermost category."""
        paths = self.article.refs["categories"]
        return paths[0][0] if paths else "front"

    @property
    def other_sections(self) -> list[Label]:
        """Give the innermost categories of the other paths."""
        return self._named(path[-1] for path in self.article.refs["categories"][1:])

    @property
    def bylines(self) -> list[Signature]:
        """Give the people and desks that sign, in order."""
        return [
            Signature(self.names[byline["label"]], byline["role"])
            for byline in self.article.refs["bylines"]
            if byline["label"] in self.names
        ]

    @property
    def source(self) -> Label | None:
        """Give where the article comes from."""
        return self.names.get(self.article.refs["source"] or "")

    @property
    def signed_by(self) -> list[Signature]:
        """Give who signs, or the source where nobody does."""
        if not self.bylines and self.source is not None:
            return [Signature(self.source, "")]
        return self.bylines

    @property
    def tags(self) -> list[Label]:
        """Give the tags."""
        return self._named(self.article.refs["tags"])

    @property
    def plays(self) -> bool:
        """Say whether the text has cards in whose place a script may put a player."""
        return '<figure class="embed ' in self.article.body_html

    @property
    def pictured(self) -> bool:
        """Say whether there is a picture for lists."""
        return bool(self.thumbnail)

    @property
    def thumbnail(self) -> dict[str, Any] | None:
        """Give the picture that lists show."""
        return self.article.picture or self.article.lead_picture

    @property
    def summary(self) -> str:
        """Give the deck, or the beginning of the text."""
        return self.article.deck or self.article.excerpt

    @property
    def said_of_it(self) -> list[Said]:
        """Give what was put right in public, oldest first."""
        return [
            Said(one["kind"], one["text"], datetime.fromisoformat(one["at"]))
            for one in self.article.corrections or ()
        ]

    @property
    def corrections(self) -> list[Said]:
        """Give what stands below the text: all but retractions."""
        return [one for one in self.said_of_it if one.kind != RETRACTION]

    @property
    def retractions(self) -> list[Said]:
        """Give what stands above the text, so that nobody reads on unwarned."""
        return [one for one in self.said_of_it if one.kind == RETRACTION]

    @property
    def updated(self) -> bool:
        """Say whether the article was changed after the minute it was published."""
        published, updated = self.article.published_at, self.article.updated_at
        return published.replace(second=0, microsecond=0) != updated.replace(
            second=0, microsecond=0
        )

    @property
    def keys(self) -> set[str]:
        """Name what the article's card shows, for the caches in between."""
        shown = [*self.breadcrumb, *(one.label for one in self.bylines)]
        if self.source:
            shown.append(self.source)
        return {self.article.owner, *(f"name:{label.key}" for label in shown)}


def stories(articles: Iterable[PublishedArticle], names: Names) -> list[Story]:
    """Join articles with their names."""
    return [Story(article, names) for article in articles]


def keys_of(shown: Iterable[Story]) -> set[str]:
    """Name what some cards show together."""
    return {key for story in shown for key in story.keys}
