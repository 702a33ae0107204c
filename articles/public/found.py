"""What a page of found articles is made of: hits, numbered pages, its surroundings."""

from dataclasses import dataclass
from functools import cached_property

from articles.public.alternates import Alternate, Version
from articles.public.asking import PATH, Asked
from articles.public.frame import FEEDS, FeedLink, Frame
from articles.public.paging import Paging
from articles.public.stories import Story
from articles.rendering import visible_text
from articles.search.query import Phrase
from articles.text.highlights import Piece, marked, snippet

LENGTH = {"zh": 96, "ja": 96}
"""Characters of a snippet, by language."""
LATIN_LENGTH = 210


@dataclass(frozen=True)
class Hit(Story):
    """An article that was found, with what was asked for marked in it."""

    phrases: tuple[Phrase, ...] = ()

    @cached_property
    def headline(self) -> list[Piece]:
        """Give the title in pieces."""
        return marked(self.article.title, self.phrases)

    @cached_property
    def passage(self) -> list[Piece]:
        """Give the part of deck or text that answers best, else how it begins."""
        length = LENGTH.get(self.article.language[:2], LATIN_LENGTH)
        # A footnote's way back is no part of what it says.
        body = visible_text(self.article.body_html).replace("↩", "")
        return (
            snippet(self.article.deck, self.phrases, length)
            or snippet(body, self.phrases, length)
            or [Piece(self.summary)]
        )


@dataclass(frozen=True)
class Pages(Paging):
    """The numbered pages of an answer; a number is part of the question."""

    asked: Asked

    def at(self, number: int) -> str:
        """Give the address of a page, from the page of the search."""
        return self.asked.at(number).link


@dataclass(frozen=True)
class QueryAlternate(Alternate):
    """The same answer in another language."""

    query: str = ""

    @property
    def link(self) -> str:
        """Give the address with the question."""
        return super().link + self.query


@dataclass(frozen=True)
class QueryFeed(FeedLink):
    """The feed of an answer."""

    query: str = ""

    @property
    def link(self) -> str:
        """Give its address with the question."""
        return super().link + self.query


@dataclass(frozen=True, kw_only=True)
class SearchFrame(Frame):
    """The surroundings of an answer: its address has a question in it."""

    asked: Asked

    @property
    def question(self) -> str:
        """Give the question as the end of an address."""
        return self.asked.link if self.asked.query.text else ""

    @property
    def canonical(self) -> str:
        """Give the page's one address, in full."""
        return super().canonical + self.question

    @property
    def alternates(self) -> list[Alternate]:
        """Give the page in every interface language."""
        return [
            QueryAlternate(one.code, one.name, one.path, self.question)
            for one in super().alternates
        ]

    @property
    def feeds(self) -> list[FeedLink]:
        """Give the answer's own feeds, then the site's."""
        asked = self.asked.at(1).by(newest=False)
        if not asked.query:
            return super().feeds
        title = f"“{asked.query.text}” · {self.site.name}"
        own = [
            QueryFeed(name, f"{title} · {name}", type_, PATH + rest, asked.link)
            for name, type_, rest in FEEDS
        ]
        return [*own, *super().feeds]

    @property
    def versions(self) -> list[Version]:
        """Answers are for people: crawlers are told of the empty page alone."""
        return [] if self.question else super().versions
