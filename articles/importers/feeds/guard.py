"""What a feed may be before any parser sees it: bounded, decodable, without entities."""

import re

MAX_BYTES = 10 * 1024 * 1024
MAX_DEPTH = 200
HEAD = 4096
"""Characters in which a feed shows what it is."""

ENTITY = re.compile(r"<!ENTITY\s", re.IGNORECASE)
ROOT = re.compile(
    r"\A(?:\s|<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?\s*>)*"
    r"<(?:\w+:)?(rss|feed|rdf)\b",
    re.IGNORECASE | re.DOTALL,
)
WXR = re.compile(r"xmlns:wp\s*=", re.IGNORECASE)
JSON_FEED = re.compile(r'"version"\s*:\s*"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org')
BOMS = (
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xfe\xff", "utf-16"),
    (b"\xff\xfe", "utf-16"),
    (b"\x00<\x00?", "utf-16-be"),
    (b"<\x00?\x00", "utf-16-le"),
)


class FeedProblem(ValueError):
    """A feed that cannot be read at all; says why and what to give instead."""


def check(data: bytes) -> str:
    """Give a feed's text, roughly decoded, or raise `FeedProblem`.

    Only to look at it: what is parsed are the bytes, whose encoding the parser knows
    better.
    """
    if not data.strip(b" \t\r\n\x00"):
        raise FeedProblem("it is empty; ask whoever runs the feed")
    if len(data) > MAX_BYTES:
        raise FeedProblem(
            f"it is larger than {MAX_BYTES // 1024 // 1024} MB; give a shorter feed"
        )
    text = _roughly(data)
    if ENTITY.search(text):
        raise FeedProblem(
            "it declares entities of its own, which no feed needs and attacks use;"
            " remove the <!ENTITY …> lines"
        )
    if "\0" in text:
        raise FeedProblem("it holds binary data, which is no feed")
    if too_deep(text):
        raise FeedProblem(
            f"its elements lie more than {MAX_DEPTH} deep, as no feed's do"
        )
    return text


def _roughly(data: bytes) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    return data.decode("utf-8", "replace")


def too_deep(text: str) -> bool:
    """Tell whether elements nest so deep that a parser might not come back."""
    depth = 0
    for tag in re.finditer(r"<(/?)[A-Za-z][^<>]*?(/?)>", text):
        if tag[1]:
            depth = max(0, depth - 1)
        elif not tag[2]:
            depth += 1
            if depth > MAX_DEPTH:
                return True
    return False


def is_json(text: str) -> bool:
    """Tell whether a text is an object of JSON, whatever it says."""
    return text.lstrip("\ufeff \t\r\n").startswith("{")


def looks_like_a_feed(data: bytes) -> bool:
    """Tell a feed from other files by how it begins; a WordPress export is none."""
    text = _roughly(data[: HEAD * 4]).lstrip("\ufeff")
    if is_json(text):
        return bool(JSON_FEED.search(text[:HEAD]))
    return bool(ROOT.match(text)) and not WXR.search(text[:HEAD])
