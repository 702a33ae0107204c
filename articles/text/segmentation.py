"""What is indexed and what is asked for, in one form: folded, then cut into runs.

A run is unbroken Chinese (or kana), or a word of another script, or the end of a
clause. Folding goes character by character, without looking at what stands beside:
whatever is part of a text is part of it after folding, so a question finds the inside
of any sentence. OpenCC's phrases, which read 瞭解 and 瞭望 differently, could not.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from operator import add
from typing import Any

from articles.text.scripts import HAN, KANA

VERSION = 1
"""Raise it with every change of what comes out: indexes are then built anew."""
LONGEST_WORD = 64
END = "。"
"""The end of a clause. No phrase runs across it: 缓和，平均 does not say 和平."""

ENDS = frozenset("。！？；，、：…\n\u2028\u2029\u0085")
# Latin marks end a clause only before a space or beside Chinese: 3.5, example.com.
POINTS = frozenset(".,;:!?")
CJK = HAN + KANA
# What OpenCC leaves to phrases, or takes for two characters where writers do not.
ALSO = str.maketrans("著瞭藉覆砲姪衹妳牠祂迺敍账倂甦", "着了借复炮侄只你它他乃叙帐并苏")
BETWEEN = re.compile(rf"(?<=[{CJK}]) +(?=[{CJK}])")
RUN = re.compile(
    rf"[{CJK}]+|[^ {CJK}{END}.,;:!?]+|{END}"
    rf"|[.,;:!?](?=[ {END}{CJK}]|$)|(?<=[{CJK}])[.,;:!?]"
)
CHINESE = re.compile(f"[{CJK}]")

Runs = Sequence[str]


def fold(text: str) -> str:
    """Fold width, case, accents and traditional forms; what separates becomes a space."""
    return unicodedata.normalize("NFC", text).translate(_FOLDS)


def runs(text: str) -> list[str]:
    """Cut a text into runs; the ends of its clauses stand between as `END`."""
    found: list[str] = []
    for run in RUN.findall(BETWEEN.sub("", fold(text))):
        if run == END or run in POINTS:
            if found and found[-1] != END:
                found.append(END)
        elif CHINESE.match(run):
            found.append(run)
        else:
            found.append(run[:LONGEST_WORD])
    if found and found[-1] == END:
        del found[-1]
    return found


def is_chinese(run: str) -> bool:
    """Tell whether a run is of characters that need no spaces between words."""
    return CHINESE.match(run) is not None


def compact(found: Runs) -> str:
    """Write runs so that one text contains another's exactly where its tokens do."""
    text = " ".join(found)
    before = "" if found and is_chinese(found[0]) else " "
    after = "" if found and is_chinese(found[-1]) else " "
    return f"{before}{text}{after}"


def spaced(found: Runs) -> str:
    """Write runs with a space between all tokens, Chinese character by character."""
    return " ".join([" ".join(run) if is_chinese(run) else run for run in found])


def grams(found: Runs) -> Iterator[str]:
    """Give words, and of Chinese each character and each pair of neighbours."""
    for run in found:
        if not is_chinese(run):
            if run != END:
                yield run
            continue
        yield from run
        yield from map(add, run, run[1:])


def telling(found: Runs) -> Iterator[str]:
    """Give the grams that decide about a phrase: pairs, or the one character alone."""
    for run in found:
        if is_chinese(run) and len(run) > 1:
            yield from map(add, run, run[1:])
        elif run != END:
            yield run


def spans(text: str, phrases: Iterable[Runs]) -> list[tuple[int, int]]:
    """Find where phrases stand in a text, in order and without overlaps."""
    patterns = [_pattern(phrase) for phrase in phrases]
    if not patterns:
        return []
    composed = unicodedata.normalize("NFC", text)
    folded = composed.translate(_FOLDS)
    found = [
        match.span() for match in re.finditer("|".join(patterns), folded) if match[0]
    ]
    if composed != text:
        raise ValueError("Compose the text (NFC) first: positions would be off.")
    if len(folded) == len(text):
        return found
    places = _places(text)
    return [(places[start], places[end - 1] + 1) for start, end in found]


def _places(text: str) -> list[int]:
    """Say for each folded character which one of the text it came from."""
    return [place for place, char in enumerate(text) for _ in str(_FOLDS[ord(char)])]


def _pattern(phrase: Runs) -> str:
    """Write a phrase as a pattern for folded text."""
    parts = []
    for run in phrase:
        if is_chinese(run):
            parts.append(" *".join(map(re.escape, run)))
        elif run != END:
            parts.append(
                rf"(?<![^ {CJK}{END}.,;:!?]){re.escape(run)}(?![^ {CJK}{END}.,;:!?])"
            )
    return rf"[ {END}.,;:!?]*".join(parts)


class _Folds(dict[int, str]):
    """What each character counts as, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


_FOLDS = _Folds()


def _folded(char: str) -> str:
    if char in ENDS:
        return END
    if char in POINTS:
        return char
    if unicodedata.category(char) == "Cf":
        return ""
    decomposed = unicodedata.normalize("NFKD", char)
    plain = "".join(one for one in decomposed if not "\u0300" <= one <= "\u036f")
    if not plain:
        return ""
    folded = unicodedata.normalize("NFC", plain.casefold())
    simple = folded.translate(_simplified()).translate(ALSO)
    kept = "".join(one for one in simple if _is_of_a_word(one))
    return kept or " "


def _is_of_a_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")


@cache
def _simplified() -> dict[int, str]:
    """Give the simplified form of each traditional character, read from OpenCC once.

    Loading and reading take 60 ms, which no process pays before it meets Chinese.
    """
    opencc: Any = import_module("opencc")
    ranges = re.findall(r"(.)-(.)|(.)", HAN)
    characters = [
        chr(code)
        for first, last, single in ranges
        for code in range(ord(first or single), ord(last or single) + 1)
    ]
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, converted, strict=True)
    return {ord(old): new for old, new in pairs if old != new}
