"""What surrounds every page: head, masthead, footer; one value, no query of its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.utils.translation import to_locale

from articles.conf import Conf, conf
from articles.models.reader import Label, PublishedArticle
from articles.models.reader.labels import Kind
from newsroom.delivery.addresses import interface_language, localized, own_language

OPEN_GRAPH = {"zh-hans": "zh_CN", "zh-hant": "zh_TW", "en": "en_GB"}


def language_tag(code: str) -> str:
    """Write a language code as HTML names it (`zh-hans` is `zh-Hans`)."""
    return to_locale(code).replace("_", "-")


@dataclass(frozen=True)
class Alternate:
    """The same page in an interface language."""

    code: str
    name: str
    path: str

    @property
    def tag(self) -> str:
        """Give the language as HTML names it."""
        return language_tag(self.code)

    @property
    def link(self) -> str:
        """Give the address in that language."""
        return localized(self.path, self.code)

    @property
    def current(self) -> bool:
        """Say whether this is the language of the page."""
        return self.code == interface_language()


@dataclass(frozen=True)
class FeedLink:
    """A feed of the page's list, or of the site."""

    kind: str
    title: str
    type: str
    path: str


FEEDS = (
    ("RSS", "application/rss+xml", "feed/"),
    ("Atom", "application/atom+xml", "feed/atom/"),
    ("JSON", "application/feed+json", "feed/json/"),
)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One page's surroundings, from labels that the page has read anyway."""

    path: str
    labels: Iterable[Label]
    title: str = ""
    description: str = ""
    label: Label | None = None
    """What the page's list is about: its feeds are offered."""
    section: str = ""
    """Key of the top-level category to mark in the masthead."""
    article: PublishedArticle | None = None
    newer: str = ""
    older: str = ""
    indexed: bool = True
    site: Conf = field(default_factory=conf)

    @property
    def front(self) -> Label | None:
        """Give the front label, None while nothing was ever published."""
        return next((one for one in self.labels if one.kind == Kind.FRONT), None)

    @property
    def sections(self) -> list[Label]:
        """Give the live top-level categories in the desk's order."""
        found = {
            one.key: one
            for one in self.labels
            if one.kind == Kind.CATEGORY and one.parent_id is None and one.articles
        }
        return sorted(found.values(), key=lambda one: (one.position, one.path))

    @property
    def window_title(self) -> str:
        """Give the page's title, what it is first and whose it is last."""
        return f"{self.title} · {self.site.name}" if self.title else self.site.name

    @property
    def language(self) -> str:
        """Give the interface language as HTML names it."""
        return language_tag(interface_language())

    @property
    def own_language(self) -> str:
        """Give the interface language in which the page is at home."""
        if self.article is None:
            return interface_language()
        return own_language(self.article.language)

    @property
    def canonical(self) -> str:
        """Give the page's one address, in full."""
        return self.site.site_url + localized(self.path, self.own_language)

    @property
    def printed(self) -> str:
        """Give the canonical address as people read it on paper."""
        return unquote(self.canonical)

    @property
    def default(self) -> str:
        """Give the address for readers of whom no language is known, in full."""
        home = self.own_language if self.article else settings.LANGUAGE_CODE
        return self.site.site_url + localized(self.path, home)

    @property
    def alternates(self) -> list[Alternate]:
        """Give the page in every interface language."""
        return [Alternate(code, name, self.path) for code, name in settings.LANGUAGES]

    @property
    def feeds(self) -> list[FeedLink]:
        """Give the list's own feeds, then the site's."""
        links = []
        if self.label is not None and self.label.kind != Kind.FRONT:
            links += _feeds(self.label.path, f"{self.label.name} · {self.site.name}")
        return links + _feeds("/", self.site.name)

    @property
    def image(self) -> dict[str, Any] | None:
        """Give the picture that link previews show."""
        facts = self.article and (self.article.lead_picture or self.article.picture)
        return facts.get("enclosure") if facts else None

    @property
    def og_locale(self) -> str:
        """Give the page's language as Open Graph names it."""
        return OPEN_GRAPH.get(self.own_language, "zh_CN")

    def keys(self) -> set[str]:
        """Name what the masthead shows, for the caches in between."""
        return {"sections", *(f"name:{one.key}" for one in self.sections)}


def _feeds(path: str, title: str) -> list[FeedLink]:
    return [
        FeedLink(name, f"{title} · {name}", type_, path + rest)
        for name, type_, rest in FEEDS
    ]
