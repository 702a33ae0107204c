"""System checks articles.E001…: a wrong setting is named together with its fix."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from articles.conf import Conf, conf
from articles.models.reader import SearchEntry
from articles.search import desk, published

COUNTS = (
    "page_size",
    "feed_size",
    "comments_size",
    "fetch_timeout",
    "fetch_seconds",
    "fetch_max_bytes",
    "fetch_attempts",
    "picture_max_bytes",
    "picture_max_pixels",
)


@register("newsroom")
def check_newsroom(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Answer what is wrong with `settings.NEWSROOM`, each with its way out."""
    try:
        given = conf()
    except ImproperlyConfigured as error:
        hint = "Remove or rename the key; articles/conf.py lists them all."
        return [Error(str(error), hint=hint, id="articles.E001")]
    problems = (site_url, counts, outlets, names, security_contact, hubs)
    return [problem for one in problems for problem in one(given)]


@register("newsroom")
def check_language(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Answer whether the language that has no prefix is among those offered."""
    if settings.LANGUAGE_CODE in dict(settings.LANGUAGES):
        return []
    return [
        Error(
            f"LANGUAGE_CODE {settings.LANGUAGE_CODE!r} is not in LANGUAGES.",
            hint="Add it to LANGUAGES: its pages are the ones without a prefix.",
            id="articles.E006",
        )
    ]


@register(Tags.database)
def check_search(
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """Answer W007 where articles are not in the search indexes by today's rules."""
    tables = connection.introspection.table_names() if databases else []
    if SearchEntry._meta.db_table not in tables:
        return []
    missing = published.stale() + desk.stale()
    if not missing:
        return []
    return [
        Caution(
            f"Search has entered {missing} articles by other rules than today's, or "
            "not at all.",
            hint="Run manage.py rebuild_search; everything may go on meanwhile.",
            id="articles.W007",
        )
    ]


def site_url(given: Conf) -> list[CheckMessage]:
    """Answer E002 unless absolute addresses can be built from SITE_URL."""
    parts = urlsplit(given.site_url)
    whole = parts.scheme in ("http", "https") and parts.netloc
    if whole and not (parts.path or parts.query or parts.fragment):
        return []
    return [
        Error(
            f"NEWSROOM['SITE_URL'] is {given.site_url!r}.",
            hint="Set SITE_URL to scheme and host alone, as in https://news.example.",
            id="articles.E002",
        )
    ]


def counts(given: Conf) -> list[CheckMessage]:
    """Answer E003 for every number that is not above zero."""
    wrong = [name for name in COUNTS if not is_positive(getattr(given, name))]
    return [
        Error(
            f"NEWSROOM[{name.upper()!r}] is {getattr(given, name)!r}.",
            hint="Give a number above zero, or leave the key out for the default "
            f"{getattr(Conf, name)!r}.",
            id="articles.E003",
        )
        for name in wrong
    ]


def is_positive(value: object) -> bool:
    """Answer whether this is a number above zero (True is not a number)."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def outlets(given: Conf) -> list[CheckMessage]:
    """Answer E004 unless OUTLETS is a tuple of names: a bare text would be letters."""
    names = given.outlets
    if isinstance(names, tuple) and all(isinstance(n, str) and n for n in names):
        return []
    return [
        Error(
            f"NEWSROOM['OUTLETS'] is {names!r}.",
            hint="Give a tuple of names, as in ('新华社', 'Reuters').",
            id="articles.E004",
        )
    ]


def names(given: Conf) -> list[CheckMessage]:
    """Answer E005 unless the newsroom has a name to print."""
    if given.name.strip():
        return []
    return [
        Error(
            "NEWSROOM['NAME'] is empty.",
            hint="Set SITE_NAME: the masthead and every feed print it.",
            id="articles.E005",
        )
    ]


def security_contact(given: Conf) -> list[CheckMessage]:
    """Answer E007 unless security.txt can name the contact as RFC 9116 wants it."""
    contact = given.security_contact
    if not contact or contact.startswith(("mailto:", "https://", "tel:")):
        return []
    return [
        Error(
            f"NEWSROOM['SECURITY_CONTACT'] is {contact!r}.",
            hint="Set SECURITY_CONTACT to mailto:… or https://…, or leave it empty.",
            id="articles.E007",
        )
    ]


def hubs(given: Conf) -> list[CheckMessage]:
    """Answer E008 for every hub that is no address on the web."""
    return [
        Error(
            f"NEWSROOM['WEBSUB_HUBS'] names {hub!r}.",
            hint="Give whole addresses, as in https://hub.example/, comma separated.",
            id="articles.E008",
        )
        for hub in given.websub_hubs
        if not (urlsplit(hub).scheme in ("http", "https") and urlsplit(hub).netloc)
    ]
