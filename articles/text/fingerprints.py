"""Near-duplicates: what a text looks like from afar, and how alike two are close by."""

import unicodedata
import zlib
from typing import NamedTuple

RUN = 6
"""Characters to a run: long enough that strangers share few of them."""
LEAST = 60
"""Texts with fewer letters say too little to be taken for one another."""
PRIME = (1 << 61) - 1
# Any four that have nothing to do with one another; changing one changes every
# fingerprint, so those that are stored have to be taken again.
SHUFFLES = (
    (0x1B873593CC9E2D51, 0x2545F4914F6CDD1D),
    (0x0D6E8FEB86659FD9, 0x1C69B3F74AC4AE35),
    (0x165667B19E3779F9, 0x0CF1BBCDCBFA5364),
    (0x09E3779B97F4A7C1, 0x1A4F2C6D8E0B3571),
)


class Minima(NamedTuple):
    """The least value of a text's runs under each of four shuffles.

    Two texts of which a share s of all runs is common have each minimum in common
    with probability s: at s = 0.7, at least one of the four in 99 of 100 cases.
    """

    first: int
    second: int
    third: int
    fourth: int


def runs(text: str) -> frozenset[int]:
    """Give a text's runs of letters and digits, whatever its markup and spacing."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    letters = "".join(filter(str.isalnum, folded)).encode("utf-32-le")
    width = 4 * RUN
    if len(letters) < 4 * LEAST:
        return frozenset()
    ends = range(width, len(letters) + 1, 4)
    return frozenset(zlib.crc32(letters[end - width : end]) for end in ends)


def minima(text: str) -> Minima | None:
    """Take a text's fingerprint; None for one too short to have any."""
    found = runs(text)
    if not found:
        return None
    return Minima(
        *(min((run * by + plus) % PRIME for run in found) for by, plus in SHUFFLES)
    )


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Say what share of all runs two texts have in common, from 0 to 1."""
    if not one or not other:
        return 0.0
    common = len(one & other)
    return common / (len(one) + len(other) - common)
