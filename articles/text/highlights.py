"""Where in a text the answer is: the words that were asked for, and what is around them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from articles.text.clean import fold_whitespace
from articles.text.excerpts import SPACE_BESIDE_WIDE, TRAILING
from articles.text.segmentation import Runs, spans

Span = tuple[int, int]

CLAUSE = re.compile(r"(?:[。！？；，、：…]|[.,;:!?](?=\s))[”’」』）)\s]*")
BEFORE = 30
"""Characters shown before the first hit, unless a clause begins nearer."""


class Piece(NamedTuple):
    """A part of a text, and whether it was asked for."""

    text: str
    hit: bool = False


def marked(text: str, phrases: Iterable[Runs]) -> list[Piece]:
    """Give a whole text in pieces, those that were asked for marked."""
    text = unicodedata.normalize("NFC", text)
    return _pieces(text, spans(text, phrases), 0, len(text))


def snippet(text: str, phrases: Sequence[Runs], length: int) -> list[Piece]:
    """Give the part of a text that holds most of what was asked for.

    About ``length`` characters, beginning with a clause where one is near; nothing
    where the text has no hit.
    """
    text = unicodedata.normalize("NFC", text)
    text = SPACE_BESIDE_WIDE.sub("", fold_whitespace(text.replace("\n", " ")))
    hits = spans(text, phrases)
    if not hits:
        return []
    first = max(range(len(hits)), key=lambda one: _worth(text, hits, one, length))
    start = _clause_before(text, hits[first][0])
    end = min(len(text), max(start + length, hits[first][1]))
    end = _word_end(text, end)
    before, after = [], []
    if start:
        before = [Piece("…")]
    if end < len(text):
        end = max(len(text[:end].rstrip(TRAILING)), hits[first][1])
        after = [Piece("…")]
    return [*before, *_pieces(text, hits, start, end), *after]


def _worth(
    text: str, hits: Sequence[Span], first: int, length: int
) -> tuple[int, int, int]:
    """Weigh a place to begin: different hits, all hits, and the earlier the better."""
    limit = hits[first][0] + length - BEFORE
    within = [text[a:b].lower() for a, b in hits[first:] if b <= limit]
    return len(set(within)), len(within), -first


def _clause_before(text: str, start: int) -> int:
    """Begin with the clause of a hit, or a little before it."""
    if start <= BEFORE:
        return 0
    clause = CLAUSE.search(text, start - BEFORE, start)
    if clause:
        return clause.end()
    space = text.find(" ", start - BEFORE, start)
    return start - BEFORE // 2 if space < 0 else space + 1


def _word_end(text: str, end: int) -> int:
    """Cut no Latin word in two."""
    while end < len(text) and text[end - 1].isascii() and text[end - 1].isalnum():
        if not (text[end].isascii() and text[end].isalnum()):
            break
        end += 1
    return end


def _pieces(text: str, hits: Iterable[Span], start: int, end: int) -> list[Piece]:
    found: list[Piece] = []
    at = start
    for first, last in hits:
        if first < at or last > end:
            continue
        if first > at:
            found.append(Piece(text[at:first]))
        found.append(Piece(text[first:last], hit=True))
        at = last
    if at < end:
        found.append(Piece(text[at:end]))
    return found
