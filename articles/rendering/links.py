"""Addresses: which are safe, how they are spelled, and how they become absolute."""

import re
from collections.abc import Container
from html import escape, unescape
from urllib.parse import urljoin

from articles.rendering.policy import ID_PREFIX, LINK_SCHEMES, RESOURCE_SCHEMES

# What browsers drop or skip before they look for a scheme, and, stricter, what
# looks like nothing to a person.
DROPPED = re.compile(r"[\t\n\r]")
LEADING = re.compile(
    "^[\x00-\x20\x7f-\xa0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f\u2060"
    "\u3000\ufeff]+"
)
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
HOST = re.compile(
    r"(?:[^\s:/?#@\[\]%<>\"\\^`{|}]+@)?"
    r"([\w-]+(?:\.[\w-]+)*)\.?(?::[0-9]{1,5})?(?=[/?#]|$)"
)
# Everything that is no URL code point, and a per cent sign that escapes nothing.
# A host whose last part is a number is an IPv4 address, however it is written.
NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+", re.IGNORECASE)
BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
IPV4 = re.compile(rf"{BYTE}(?:\.{BYTE}){{3}}")
UNFIT = re.compile(
    r"[^!$&'()*+,\-./:;=?@_~%#0-9A-Za-z\u00a0-\U0010fffd]|%(?![0-9a-fA-F]{2})"
)
TAG_WITH_ADDRESS = re.compile(r"<[a-z][^<>]* (?:href|src|poster|cite|srcset)=[^<>]*>")
# A picture's files are written down by this room, each from the site's root.
FILE = re.compile(r"(?<=[\", ])/(?=[A-Za-z0-9/._-]+ [0-9]+w)")
ADDRESS = re.compile(r'( (?:href|src|poster|cite)=")([^"<>]*)')


def safe_link(value: str) -> str | None:
    """Spell the target of a link as the URL standard wants it, or refuse it."""
    address = _spelled(value, LINK_SCHEMES)
    if address and address.startswith("#") and address not in ("#", "#top"):
        return "#" + prefixed(address[1:])
    return address


def safe_resource(value: str) -> str | None:
    """Spell the address of a picture or a recording, or refuse it."""
    address = _spelled(value, RESOURCE_SCHEMES)
    return None if not address or address.startswith("#") else address


def prefixed(identifier: str) -> str:
    """Put an id into the name space that belongs to texts."""
    identifier = re.sub(r"\s+", "-", identifier.strip())[:120]
    if identifier.startswith(ID_PREFIX):
        return identifier
    return ID_PREFIX + identifier


def is_foreign(address: str) -> bool:
    """Tell whether a spelled address names a host of its own."""
    return address.startswith(("http://", "https://"))


def absolute_urls(html: str, base: str) -> str:
    """Make every relative address in safe HTML absolute, for feeds.

    It joins nothing but a relative address to ``base``, so safe HTML stays safe.
    """

    def joined(found: re.Match[str]) -> str:
        address = unescape(found[2])
        if SCHEME.match(address):
            return found[0]
        return found[1] + escape(urljoin(base, address))

    root = escape(urljoin(base, "/"))

    def told(tag: re.Match[str]) -> str:
        written = tag[0]
        if " srcset=" in written:
            written = FILE.sub(root, written)
        return ADDRESS.sub(joined, written)

    return TAG_WITH_ADDRESS.sub(told, html)


def _spelled(value: str, schemes: Container[str]) -> str | None:
    address = LEADING.sub("", DROPPED.sub("", value)).rstrip()
    if address.startswith("//"):
        address = "https:" + address
    found = SCHEME.match(address)
    if found:
        scheme = found[1].lower()
        if scheme not in schemes:
            return None
        address = scheme + address[found.end(1) :]
        if scheme in RESOURCE_SCHEMES and not _has_host(address):
            return None
    head, mark, fragment = UNFIT.sub(_escaped, address).partition("#")
    return head + mark + fragment.replace("#", "%23")


def _has_host(address: str) -> bool:
    _, slashes, rest = address.partition("://")
    found = HOST.match(rest) if slashes else None
    if not found:
        return False
    numeric = NUMBER.fullmatch(found[1].rpartition(".")[2])
    return not numeric or bool(IPV4.fullmatch(found[1]))


def _escaped(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8"))
