"""Paths in an interface language: `/tag/x/` is `/en/tag/x/` to who reads in English."""

from urllib.parse import quote

from django.conf import settings
from django.utils.translation import get_language

SAFE = "/~:@!$&'()*+,;="  # what RFC 3986 allows in a path
PREFIXES = {code: f"/{code}" for code, _ in settings.LANGUAGES}
PREFIXES[settings.LANGUAGE_CODE] = ""


def interface_language() -> str:
    """Answer the code of the language in force."""
    code = get_language()
    return code if code in PREFIXES else settings.LANGUAGE_CODE


def own_language(code: str) -> str:
    """Give the interface language that a text's own language belongs to."""
    primary = code.lower().partition("-")[0]
    for known, _name in settings.LANGUAGES:
        if known.partition("-")[0] == primary:
            return known
    return settings.LANGUAGE_CODE


def localized(path: str, language: str = "") -> str:
    """Give a path as a link: with its language's prefix and safe to put in a header."""
    return PREFIXES[language or interface_language()] + quote(path, safe=SAFE)


def plain(path: str) -> str:
    """Give a requested path without the prefix of the language in force."""
    prefix = PREFIXES[interface_language()]
    return path[len(prefix) :] if prefix and path.startswith(f"{prefix}/") else path
