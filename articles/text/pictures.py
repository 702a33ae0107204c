"""Which pictures a source text names, by address: HTML and Markdown alike."""

import html
import re

SCHEME = "image:"
"""What stands before the UUID of a picture from the library."""

_UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_FROM_LIBRARY = re.compile(rf"\b{SCHEME}({_UUID})", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"""(?:\bsrc\s{0,3}=\s{0,3}["']?|!\[[^\]\n]{0,500}\]\(\s{0,3}<?)"""
    r"""(https?://[^\s"'<>]{1,1900})""",
    re.IGNORECASE,
)
# Tags whose `src` is no picture; looked for just before it.
_OTHER = re.compile(r"<(?:audio|embed|iframe|script|source|track|video)\b[^<>]*$", re.I)
_LOOK_BACK = 300


def from_library(body: str) -> set[str]:
    """Give the UUIDs of the library's pictures that a text names."""
    if SCHEME not in body:
        return set()
    return {found.lower() for found in _FROM_LIBRARY.findall(body)}


def elsewhere(body: str) -> list[str]:
    """Give the addresses of pictures on the web that a text shows, each once."""
    if "://" not in body:
        return []
    found = []
    for match in _ELSEWHERE.finditer(body):
        before = body[max(0, match.start() - _LOOK_BACK) : match.start()]
        if not _OTHER.search(before):
            found.append(
                _trimmed(html.unescape(match[1]), in_brackets=match[0].startswith("!"))
            )
    return list(dict.fromkeys(found))


def _trimmed(address: str, *, in_brackets: bool) -> str:
    """Cut what Markdown puts behind an address: the bracket that closes it."""
    depth = 0
    for place, sign in enumerate(address if in_brackets else ""):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth < 0:
            return address[:place]
    return address
