"""Paths in an interface language: `/tag/x/` is `/en/tag/x/` to who reads in English."""

from urllib.parse import quote

from django.conf import settings
from django.utils.translation import get_language

TRADITIONAL = {"hant", "tw", "hk", "mo"}
SAFE = "/~:@!$&'()*+,;="  # what RFC 3986 allows in a path
PREFIXES = {code: f"/{code}" for code, _ in settings.LANGUAGES}
PREFIXES[settings.LANGUAGE_CODE] = ""


def interface_language() -> str:
    """Answer the code of the language in force."""
    code = get_language()
    return code if code in PREFIXES else settings.LANGUAGE_CODE


def own_language(code: str) -> str:
    """Give the interface language that a text's own language belongs to."""
    wanted = interface_code(code)
    known = (one for one, _name in settings.LANGUAGES if interface_code(one) == wanted)
    return next(known, settings.LANGUAGE_CODE)


def interface_code(code: str) -> str:
    """Reduce a language to what tells interfaces apart: Chinese by its script.

    `zh-TW` is `zh-hant`, `zh` is `zh-hans`, `en-GB` is `en`.
    """
    primary, *rest = code.lower().replace("_", "-").split("-")
    if primary != "zh":
        return primary
    return "zh-hant" if TRADITIONAL.intersection(rest) else "zh-hans"


def localized(path: str, language: str = "") -> str:
    """Give a path as a link: with its language's prefix and safe to put in a header."""
    return PREFIXES[language or interface_language()] + quote(path, safe=SAFE)


def unprefixed(path: str) -> str:
    """Give a path without the prefix of whatever language it has one of."""
    for prefix in filter(None, PREFIXES.values()):
        if path.startswith(f"{prefix}/"):
            return path[len(prefix) :]
    return path


def plain(path: str) -> str:
    """Give a requested path without the prefix of the language in force."""
    prefix = PREFIXES[interface_language()]
    return path[len(prefix) :] if prefix and path.startswith(f"{prefix}/") else path
