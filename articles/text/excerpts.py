"""The first words of a text, cut where a reader would pause."""

import re
import unicodedata

from articles.text.clean import fold_whitespace
from articles.text.scripts import WIDE_PUNCTUATION

CLOSING = "”’」』）】》\"')"
# A Western full stop ends a sentence only before white space: 3.5, example.com.
SENTENCE_END = re.compile(rf"(?:[。！？…!?]+|\.(?=[\s{CLOSING}]))[{CLOSING}]*")
CLAUSE_END = re.compile(r"[，；：、](?!\d)|[,;:](?=\s)|——|\s")
SPACE_BESIDE_WIDE = re.compile(rf"(?<=[{WIDE_PUNCTUATION}]) | (?=[{WIDE_PUNCTUATION}])")
TRAILING = " ，；：、,;:—-（“‘「『《(["


def excerpt(text: str, limit: int = 120) -> str:
    """Cut plain text to at most ``limit`` characters, at a sentence end if it can.

    Failing a sentence end in the second half, it cuts at a clause or a word and adds
    an ellipsis; only unbroken Han text without punctuation is cut inside a phrase.
    """
    folded = SPACE_BESIDE_WIDE.sub("", fold_whitespace(text))
    if len(folded) <= limit:
        return folded
    sentences = _ends(SENTENCE_END, folded, limit)
    if sentences >= limit // 2:
        return folded[:sentences].rstrip()
    room = limit - 1
    clause = _ends(CLAUSE_END, folded, room)
    cut = clause if clause >= limit // 2 else _before_marks(folded, room)
    return folded[:cut].rstrip(TRAILING) + "…"


def _ends(pattern: re.Pattern[str], text: str, limit: int) -> int:
    """Where the last match that fits into ``limit`` ends, or 0."""
    end = 0
    for match in pattern.finditer(text, 0, limit + 1):
        if match.end() <= limit:
            end = match.end()
    return end


def _before_marks(text: str, cut: int) -> int:
    """Move a cut back so that it separates no combining mark from its letter."""
    while cut > 0 and _joins(text[cut]):
        cut -= 1
    return cut


def _joins(character: str) -> bool:
    return unicodedata.category(character).startswith("M") or character == "\u200d"
