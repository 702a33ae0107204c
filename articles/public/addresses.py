"""Whole addresses, as feeds, sitemaps and other machines need them."""

from articles.conf import conf
from newsroom.delivery.addresses import localized


def absolute(path: str, language: str = "") -> str:
    """Give a public path's whole address in a language, else in the one in force."""
    return conf().site_url + localized(path, language)
