"""Whole addresses, as feeds, sitemaps and other machines need them."""

from urllib.parse import quote, unquote

from articles.conf import conf
from articles.text.clean import strip_controls
from newsroom.delivery.addresses import localized

WRITTEN = "%:/?#[]@!$&'()*+,;=~"  # all that may stand in a whole address as it is


def absolute(path: str, language: str = "") -> str:
    """Give a public path's whole address in a language, else in the one in force."""
    return conf().site_url + localized(path, language)


def legible(address: str) -> str:
    """Give a whole address as people read it, where it can be copied back from that."""
    told = unquote(address)
    whole = quote(told, safe=WRITTEN) == address and not set(told) & set(" \u3000%")
    return told if whole else address


def elsewhere(address: str) -> str:
    """Give an address on the web; imports bring whatever stood in a file."""
    clean = strip_controls(address)
    return (
        quote(clean, safe=WRITTEN) if clean.startswith(("http://", "https://")) else ""
    )
