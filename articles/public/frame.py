"""What surrounds every page: head, masthead, footer; one value, no query of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from django.utils.translation import pgettext

from articles.models.reader import Label, PublishedArticle, PublishedPage
from articles.models.reader.labels import Kind
from articles.models.reader.site import KEY
from articles.public import alternates, structured
from articles.public.alternates import Alternate, Text, Version, language_tag
from articles.public.scripts import is_converted
from articles.public.site import Link, Site, site
from articles.public.stories import Story
from newsroom.delivery.addresses import interface_language, localized

OPEN_GRAPH = {"zh-hans": "zh_CN", "zh-hant": "zh_TW", "en": "en_GB"}


@dataclass(frozen=True)
class FeedLink:
    """A feed of the page's list, or of the site."""

    kind: str
    title: str
    type: str
    path: str

    @property
    def link(self) -> str:
        """Give its address in the language of the page."""
        return localized(self.path)


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
    story: Story | None = None
    """The article with its names, where the page is an article's."""
    translations: Sequence[PublishedArticle] = ()
    """The article in other languages, as far as readers have it."""
    newer: str = ""
    older: str = ""
    indexed: bool = True
    standing: PublishedPage | None = None
    """What the newsroom says of itself, where the page is about that."""
    site: Site = field(default_factory=site)

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
    def navigation(self) -> list[Link]:
        """Give the links below the nameplate: the desk's own, else every section."""
        chosen = self.site.links("masthead", {one.key: one for one in self.sections})
        return chosen or [
            *(
                Link(one.name, localized(one.path), one.path, one.key)
                for one in self.sections
            ),
            Link(pgettext("paper", "Archive"), localized("/archive/"), "/archive/"),
        ]

    @property
    def footer_links(self) -> list[Link]:
        """Give the desk's own links in the footer."""
        return self.site.links("footer", {one.key: one for one in self.sections})

    @property
    def social_links(self) -> list[Link]:
        """Give where else on the web the newsroom is."""
        return self.site.links("social", {})

    @property
    def window_title(self) -> str:
        """Give the page's title, what it is first and whose it is last."""
        return f"{self.title} · {self.site.name}" if self.title else self.site.name

    @property
    def language(self) -> str:
        """Give the interface language as HTML names it."""
        return language_tag(interface_language())

    @property
    def written(self) -> PublishedArticle | PublishedPage | None:
        """Give what the page shows, where that is in a language of its own."""
        return self.article or self.standing

    @property
    def own_language(self) -> str:
        """Give the interface language in which the page is at home."""
        return alternates.home_of(self.written)

    @property
    def converted(self) -> bool:
        """Say whether the article is shown in another script than it was written in."""
        return self.written is not None and is_converted(self.written.language)

    @property
    def original(self) -> str:
        """Give the address at which the article stands as it was written."""
        return localized(self.path, self.own_language)

    @property
    def canonical(self) -> str:
        """Give the page's one address, in full."""
        return self.site.site_url + localized(self.path, self.own_language)

    @property
    def printed(self) -> str:
        """Give the canonical address as people read it on paper."""
        return unquote(self.canonical)

    @property
    def alternates(self) -> list[Alternate]:
        """Give the page in every interface language."""
        return alternates.switches(self.path, self.article, self.translations)

    @property
    def versions(self) -> list[Version]:
        """Give the page's addresses by language, for crawlers."""
        return alternates.versions(self.path, self.article, self.translations)

    @property
    def texts(self) -> list[Text]:
        """Give the article's texts in other languages, each at home."""
        return [alternates.text(one) for one in self.translations]

    @property
    def other_locales(self) -> list[str]:
        """Give the other languages of the page as Open Graph names them."""
        known = (OPEN_GRAPH.get(one.code, "") for one in self.alternates)
        return [one for one in known if one and one != self.og_locale]

    @property
    def trail(self) -> list[Label]:
        """Give the lists above the page, outermost first, with its own list."""
        if self.story is not None:
            return self.story.breadcrumb
        by_id = {one.pk: one for one in self.labels}
        line = [self.label] if self.label and self.label.kind != Kind.FRONT else []
        while line and line[0].parent_id in by_id:
            line.insert(0, by_id[line[0].parent_id])
        return line

    @property
    def structured(self) -> dict[str, Any]:
        """Give what the page says of itself in schema.org's words."""
        return structured.graph(self)

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
        if self.article is None:
            return None
        facts = self.article.lead_picture or self.article.picture
        if facts:
            return facts.get("og") or facts["enclosure"]
        return self.article.cover_file

    @property
    def image_says(self) -> str:
        """Give what that picture shows, in words."""
        facts = self.article and (self.article.lead_picture or self.article.picture)
        return (facts or {}).get("alt", "")

    @property
    def about(self) -> str:
        """Give one sentence about the page, else the site's own."""
        return self.description or self.site.description

    @property
    def og_locale(self) -> str:
        """Give the page's language as Open Graph names it."""
        return OPEN_GRAPH.get(self.own_language, "zh_CN")

    def keys(self) -> set[str]:
        """Name what the masthead shows, for the caches in between."""
        return {KEY, "sections", *(f"name:{one.key}" for one in self.sections)}


def _feeds(path: str, title: str) -> list[FeedLink]:
    return [
        FeedLink(name, f"{title} · {name}", type_, path + rest)
        for name, type_, rest in FEEDS
    ]
