"""How long a text is, in the way its readers count."""

import math
import re
from typing import NamedTuple

from articles.text.scripts import HAN, KANA

HAN_PER_MINUTE = 400
WORDS_PER_MINUTE = 220
CHARACTER_RUN = re.compile(f"[{HAN}{KANA}]+")
WORD = re.compile(rf"[^\W_{HAN}{KANA}]+(?:['’.,:/-][^\W_{HAN}{KANA}]+)*")


class Tally(NamedTuple):
    """Han and kana characters on one side, words of other scripts on the other."""

    characters: int
    words: int

    @property
    def minutes(self) -> int:
        """Estimate reading time in whole minutes: at least 1, and 0 for no text."""
        slow, quick = self.characters / HAN_PER_MINUTE, self.words / WORDS_PER_MINUTE
        return math.ceil(slow + quick)


def tally(text: str) -> Tally:
    """Count Han characters and words separately; punctuation counts as neither."""
    characters = sum(map(len, CHARACTER_RUN.findall(text)))
    return Tally(characters, len(WORD.findall(text)))


def count(text: str) -> int:
    """Count Han characters plus words, as Chinese word processors do."""
    return sum(tally(text))


def reading_minutes(text: str) -> int:
    """Estimate reading time in whole minutes: at least 1, and 0 for no text."""
    return tally(text).minutes
