"""The part of an address that names an article or a label."""

import re
import unicodedata

MAX_LENGTH = 80
RESERVED = frozenset({"feed", "page", "index.md"})

RESERVED_AT_ROOT = frozenset({
    "admin", "api", "archive", "articles", "assets", "atom", "author", "authors",
    "category", "categories", "comment", "comments", "corrections", "favicon.ico",
    "feed", "feeds", "healthz", "humans.txt", "index", "index.html", "index.md",
    "llms.txt", "manifest.webmanifest", "media", "metrics", "newsletter",
    "opensearch.xml", "page", "preview", "readyz", "robots.txt", "rss", "search",
    "security.txt", "sitemap.xml", "source", "sources", "static", "tag", "tags",
    "theme.css", "topic", "topics", "wp-admin", "wp-content", ".well-known", "en", "zh",
    "zh-cn", "zh-hans", "zh-hant", "zh-hk", "zh-tw",
})  # fmt: skip
"""First parts of addresses that are the site's own, or that it may need one day."""

MACHINES = (".xml", ".txt", ".css", ".js", ".json", ".ico", ".webmanifest", ".opml")
"""Ends of addresses that programs ask for by habit."""

# What a path segment cannot hold, or what a server, a shell or a copied link
# breaks on: separators, query, fragment, escapes, control and line characters.
IMPOSSIBLE = re.compile(r"[/\\?#%\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# C++, C# and .NET would otherwise all lose what sets them apart from C and NET.
PLUS = re.compile(r"(?<=[0-9a-z+])\+")
SHARP = re.compile(r"(?<=[a-z])#(?![\w#])")
DOT = re.compile(r"(?<![\w.])\.(?=[a-z])")


def slug_for_title(title: str) -> str:
    """Make the slug of an article written here: lower case, Han kept, at most 80."""
    return _shorten(label_slug(title))


def slug_from_stem(stem: str) -> str:
    """Keep an imported file's stem as its slug; only the impossible is replaced."""
    slug = IMPOSSIBLE.sub("-", unicodedata.normalize("NFC", stem))
    return slug.strip(". \t\u00a0\u3000")


def label_slug(name: str) -> str:
    """Make a category's, tag's, author's or source's slug: ``C++`` → c-plus-plus.

    Letters and digits of every script stay, ``+``, ``#`` and a leading dot are
    spelled beside Latin letters, all else becomes ``-``; nothing left gives ``""``.
    """
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).lower())
    text = PLUS.sub("-plus-", text)
    text = DOT.sub("dot-", SHARP.sub("-sharp-", text))
    return "-".join("".join(map(_kept, text)).split())


def is_reserved(slug: str) -> bool:
    """Tell whether an address with this slug would hide one of the site's own."""
    return slug.lower() in RESERVED


def is_reserved_at_root(slug: str) -> bool:
    """Tell whether a page at `/slug/` would hide something of the site's own.

    Figures alone are years; what ends like a file is asked for by machines.
    """
    lower = slug.lower()
    machine = lower.endswith(MACHINES)
    return lower in RESERVED_AT_ROOT or lower.isdecimal() or machine


def _kept(character: str) -> str:
    """Keep letters, digits and marks, drop the invisible, blank the rest."""
    category = unicodedata.category(character)
    if category[0] in "LNM":
        return character
    return "" if category == "Cf" else " "


def _shorten(slug: str) -> str:
    """Cut at a word if one ends in the second half, else between letters."""
    if len(slug) <= MAX_LENGTH:
        return slug
    cut = slug.rfind("-", MAX_LENGTH // 2, MAX_LENGTH + 1)
    if cut < 0:
        cut = MAX_LENGTH
        while unicodedata.category(slug[cut]).startswith("M"):
            cut -= 1
    return slug[:cut].rstrip("-")
