"""What changed between two texts, in words; Chinese, which writes none, by characters.

The difference is found by diff-match-patch, with every word standing as one
character, and cleaned so that it reads as a person would mark it. Time is bounded
whatever the texts hold: what cannot be compared in time counts as replaced.
"""

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal, NamedTuple

from diff_match_patch import diff_match_patch

from articles.text.scripts import HAN, KANA

Kind = Literal["same", "gone", "new"]

KINDS: dict[int, Kind] = {0: "same", -1: "gone", 1: "new"}
SECONDS = 1.0
"""At most this long for one comparison, and about this long for a whole text."""
TOKENS = 20_000
"""Texts of more words are compared by lines only."""
LOOKS = 1_000_000
"""Blocks that take more looks to pair by likeness are paired in order."""
ALIKE = 0.3
"""Paragraphs less alike than this are no versions of one another."""

WORD = re.compile(rf"[^\W_{HAN}{KANA}]+(?:['’][^\W_{HAN}{KANA}]+)*")
TOKEN = re.compile(rf"\d+(?:[.,]\d+)+|{WORD.pattern}|.", re.DOTALL)
LINE = re.compile(r"[^\n]*\n|[^\n]+")
# Assigned ideographs of the supplementary planes stand for words: a letter to the
# cleaning, which looks for the ends of words and sentences.
STAND_INS = (*range(0x20000, 0x2A6DF), *range(0x30000, 0x3134A))


class Span(NamedTuple):
    """A stretch of text that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph, with what stayed, went and came in it.

    A folded row has none; it stands for unchanged paragraphs, in ``hidden``.
    """

    spans: tuple[Span, ...] = ()
    hidden: tuple[str, ...] = ()

    @property
    def left(self) -> tuple[Span, ...]:
        """Give the paragraph as it was; nothing where it is new."""
        return tuple(span for span in self.spans if span.kind != "new")

    @property
    def right(self) -> tuple[Span, ...]:
        """Give the paragraph as it is; nothing where it is gone."""
        return tuple(span for span in self.spans if span.kind != "gone")

    @property
    def is_same(self) -> bool:
        """Say whether nothing changed here."""
        return all(span.kind == "same" for span in self.spans)


class Change(NamedTuple):
    """How many characters and words came and went."""

    new: int
    gone: int


class Clock:
    """What is left of the time that one text may take."""

    def __init__(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Say how many seconds are left, never less than none."""
        return max(self.until - time.monotonic(), 0.0)


def spans(before: str, after: str, *, seconds: float = SECONDS) -> list[Span]:
    """Give the one text that holds both: what stayed, what went, what came."""
    return _spans(before, after, Clock(seconds))


def rows(before: str, after: str, *, seconds: float = SECONDS) -> list[Row]:
    """Put two texts side by side, paragraph by paragraph."""
    clock = Clock(seconds)
    left, right = _paragraphs(before), _paragraphs(after)
    made: list[Row] = []
    for gone, new in _blocks(left, right, clock):
        pairs = zip(gone, new, strict=True) if gone == new else _paired(gone, new)
        made += [Row(tuple(_spans(one, other, clock))) for one, other in pairs]
    return made


def fold(rows: Sequence[Row], *, around: int = 1, least: int = 3) -> list[Row]:
    """Fold unchanged paragraphs further than ``around`` from any change."""
    changed = [number for number, row in enumerate(rows) if not row.is_same]
    near = {number + step for number in changed for step in range(-around, around + 1)}
    made: list[Row] = []
    shut: list[Row] = []
    for number, row in enumerate(rows):
        if number in near:
            made += [*_shut(shut, least), row]
            shut = []
        else:
            shut.append(row)
    return made + _shut(shut, least)


def weigh(spans: Iterable[Span]) -> Change:
    """Count what came and went, as Chinese word processors count: words, characters."""
    came = {"new": 0, "gone": 0, "same": 0}
    for span in spans:
        words = (m.group() for m in TOKEN.finditer(span.text))
        came[span.kind] += sum(any(c.isalnum() for c in word) for word in words)
    return Change(came["new"], came["gone"])


def _spans(before: str, after: str, clock: Clock) -> list[Span]:
    if before == after:
        return [Span("same", before)] if before else []
    if not before or not after:
        return _replaced(before, after)
    for pattern in (TOKEN, LINE):
        left, right = pattern.findall(before), pattern.findall(after)
        if len(left) + len(right) <= 2 * TOKENS and clock.left:
            return _compared(left, right, clock)
    return _replaced(before, after)


def _compared(left: list[str], right: list[str], clock: Clock) -> list[Span]:
    """Compare two lists of words, each written as one character."""
    code = _code([*left, *right])
    if code is None:
        return _replaced("".join(left), "".join(right))
    words = {sign: word for word, sign in code.items()}
    engine = diff_match_patch()
    # Nought would mean for ever.
    engine.Diff_Timeout = max(clock.left, 0.01)
    found = engine.diff_main(
        "".join(code[word] for word in left),
        "".join(code[word] for word in right),
        checklines=False,
    )
    engine.diff_cleanupSemantic(found)
    return [
        Span(KINDS[kind], "".join(words[sign] for sign in signs))
        for kind, signs in found
    ]


def _code(words: Iterable[str]) -> dict[str, str] | None:
    """Give every word a character of its own; None where there are not enough.

    One that is a single character stands for itself, so that the cleaning sees
    spaces, line ends and punctuation where they are.
    """
    distinct = dict.fromkeys(words)
    taken = {word for word in distinct if len(word) == 1}
    free = (chr(point) for point in STAND_INS if chr(point) not in taken)
    code: dict[str, str] = {}
    for word in distinct:
        sign = word if len(word) == 1 else next(free, None)
        if sign is None:
            return None
        code[word] = sign
    return code


def _replaced(before: str, after: str) -> list[Span]:
    both = (Span("gone", before), Span("new", after))
    return [span for span in both if span.text]


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _blocks(
    left: list[str], right: list[str], clock: Clock
) -> Iterator[tuple[list[str], list[str]]]:
    """Give stretches of paragraphs that stayed, or that were replaced by others."""
    one, other = [f"{line}\n" for line in left], [f"{line}\n" for line in right]
    if len(one) + len(other) > 2 * TOKENS:
        yield left, right
        return
    gone: list[str] = []
    new: list[str] = []
    for kind, text in _compared(one, other, clock) if one and other else ():
        lines = text.splitlines()
        if kind == "same":
            if gone or new:
                yield gone, new
            gone, new = [], []
            yield lines, lines
        else:
            (gone if kind == "gone" else new).extend(lines)
    if not (one and other):
        gone, new = left, right
    if gone or new:
        yield gone, new


def _paired(gone: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Set replaced paragraphs beside those they became, in their order."""
    if len(gone) * sum(map(len, new)) > LOOKS:
        return list(zip_longest(gone, new, fillvalue=""))
    like = _likenesses(gone, new)
    best = _best(like, len(gone), len(new))
    pairs: list[tuple[str, str]] = []
    at = to = 0
    while at < len(gone) and to < len(new):
        joined = like.get((at, to), 0.0)
        if joined and best[at][to] == joined + best[at + 1][to + 1]:
            pairs.append((gone[at], new[to]))
            at, to = at + 1, to + 1
        elif best[at][to] == best[at + 1][to]:
            pairs.append((gone[at], ""))
            at += 1
        else:
            pairs.append(("", new[to]))
            to += 1
    pairs += [(paragraph, "") for paragraph in gone[at:]]
    return pairs + [("", paragraph) for paragraph in new[to:]]


def _likenesses(gone: list[str], new: list[str]) -> dict[tuple[int, int], float]:
    """Say how alike paragraphs are that may be versions of one another."""
    left, right = [_pairs(text) for text in gone], [_pairs(text) for text in new]
    likes = {
        (at, to): _like(one, other)
        for at, one in enumerate(left)
        for to, other in enumerate(right)
    }
    return {where: like for where, like in likes.items() if like >= ALIKE}


def _best(like: dict[tuple[int, int], float], gone: int, new: int) -> list[list[float]]:
    """Say, from each pair on, how much likeness the rest can be brought to."""
    best = [[0.0] * (new + 1) for _ in range(gone + 1)]
    for at in range(gone - 1, -1, -1):
        for to in range(new - 1, -1, -1):
            joined = like.get((at, to), 0.0) + best[at + 1][to + 1]
            best[at][to] = max(joined, best[at + 1][to], best[at][to + 1])
    return best


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(max(len(text) - 1, 1))}


def _like(left: set[str], right: set[str]) -> float:
    """Say how much two sets share, from 0 to 1 (Dice)."""
    return 2 * len(left & right) / (len(left) + len(right))


def _shut(rows: list[Row], least: int) -> list[Row]:
    if len(rows) < least:
        return rows
    return [Row(hidden=tuple(row.spans[0].text for row in rows))]
