"""The same page in other languages: the one place that knows which there are.

`switches` are what people click on; `versions` are what crawlers are told (hreflang).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import to_locale

from articles.conf import conf
from articles.models.reader import PublishedArticle, PublishedPage
from newsroom.delivery.addresses import interface_language, localized, own_language

Translations = Sequence[PublishedArticle]
READ_AS = {"zh-hant": "zh-hans"}
"""Whose texts an interface language shows converted, where it has none of its own."""
Written = PublishedArticle | PublishedPage
"""What has a language of its own."""


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


@dataclass(frozen=True)
class Text:
    """The same article in another language, where it is at home."""

    name: str
    article: PublishedArticle
    link: str

    @property
    def tag(self) -> str:
        """Give the language as HTML names it."""
        return language_tag(self.article.language)


def text(article: PublishedArticle) -> Text:
    """Give what a page says of a translation."""
    home = own_language(article.language)
    name = dict(settings.LANGUAGES)[home]
    return Text(name, article, localized(article.path, home))


def home_of(article: Written | None) -> str:
    """Give the interface language in which a page is at home."""
    if article is None:
        return interface_language()
    return own_language(article.language)


def original_of(
    article: PublishedArticle, translations: Translations
) -> PublishedArticle:
    """Give the original of a group, or its oldest text where that is not live."""
    group = [article, *translations]
    oldest = min(group, key=lambda one: (one.published_at, str(one.uuid)))
    return next((one for one in group if one.original is None), oldest)


def switches(
    path: str,
    article: PublishedArticle | None = None,
    translations: Translations = (),
) -> list[Alternate]:
    """Give a page in every interface language, an article's in its translations.

    A language without a text of its own shows the original, Traditional Chinese the
    Simplified text: that it is converted.
    """
    if not translations or article is None:
        return [Alternate(code, name, path) for code, name in settings.LANGUAGES]
    texts = {own_language(one.language): one.path for one in (article, *translations)}
    home = original_of(article, translations).path
    return [
        Alternate(code, name, texts.get(code) or texts.get(READ_AS.get(code, ""), home))
        for code, name in settings.LANGUAGES
    ]


def versions(
    path: str,
    article: PublishedArticle | None,
    translations: Translations = (),
) -> list[Version]:
    """Give a page's address in each language, then for readers of none of them.

    Every text of a group says the same of all of them.
    """
    site, default = conf().site_url, settings.LANGUAGE_CODE
    if article is not None:
        home = original_of(article, translations)
        default = own_language(home.language)
    else:
        home = None
    found = switches(path, article, translations)
    return [
        *(Version(one.tag, site + one.link) for one in found),
        Version("x-default", site + localized(home.path if home else path, default)),
    ]
