"""The same page in other languages: the one place that knows which there are.

`switches` are what people click on; `versions` are what crawlers are told (hreflang).
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import to_locale

from articles.conf import conf
from articles.models.reader import PublishedArticle
from newsroom.delivery.addresses import interface_language, localized, own_language


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
class Version:
    """Where a page is in a language, in full, as crawlers are told."""

    tag: str
    address: str


def home_of(article: PublishedArticle | None) -> str:
    """Give the interface language in which a page is at home."""
    if article is None:
        return interface_language()
    return own_language(article.language)


def switches(path: str) -> list[Alternate]:
    """Give a page in every interface language."""
    return [Alternate(code, name, path) for code, name in settings.LANGUAGES]


def versions(path: str, article: PublishedArticle | None) -> list[Version]:
    """Give a page's address in each language, then for readers of none of them."""
    site = conf().site_url
    default = own_language(article.language) if article else settings.LANGUAGE_CODE
    return [
        *(Version(one.tag, site + one.link) for one in switches(path)),
        Version("x-default", site + localized(path, default)),
    ]
