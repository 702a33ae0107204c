"""Where a headline breaks: Chinese by its rules, Latin between words, lines alike.

Pure: how wide a piece of text is, the caller measures.
"""

import re
from collections.abc import Callable, Iterator
from operator import itemgetter

from articles.text.scripts import HAN

Measure = Callable[[str], float]

CLOSING = "，。、；：？！…—～·）》〉」』】〕”’％,.;:?!)]}%"
"""May not begin a line."""
OPENING = "（《〈「『【〔“‘([{#＃$￥"
"""May not end a line."""
GOOD = "，。；：？！…—、,.;:?!"
"""After these a line ends best."""
POOR = 0.35
"""What a break in the middle of a phrase costs, in lines left empty."""

_PIECES = re.compile(rf"\s+|[{HAN}]|[^\s{HAN}]+")


def pieces(text: str) -> list[str]:
    """Cut a text where a line may end; what must stay together is one piece.

    Spaces go to the piece before them.
    """
    cut: list[str] = []
    for one in _PIECES.findall(text.strip()):
        if cut and _stays(cut[-1], one):
            cut[-1] += one
        else:
            cut.append(one)
    return cut


def balanced(text: str, width: float, measure: Measure) -> list[str]:
    """Give as few lines as fit the width, as even as can be.

    Pieces are measured once, so their widths must add up. A piece that is wider than a
    line has one of its own.
    """
    parts = pieces(text)
    if not parts:
        return []
    # The fewest lines of a whole are made of the fewest up to each of its breaks.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for starts in _starts(parts, width, measure):
        ways = [(best[at][0] + 1, best[at][1] + cost, at) for at, cost in starts]
        best.append(min(ways, key=itemgetter(0, 1)))
    return _lines(parts, best)


def _starts(
    parts: list[str], width: float, measure: Measure
) -> Iterator[list[tuple[int, float]]]:
    """Give for each end of a line where it may begin, and what it then costs.

    Room left empty costs, and so does a break in the middle of a Chinese phrase.
    """
    full = [measure(part) for part in parts]
    bare = [measure(part.rstrip()) for part in parts]
    chinese = _is_chinese("".join(parts))
    for end in range(1, len(parts) + 1):
        poor = chinese and end < len(parts) and parts[end - 1].rstrip()[-1] not in GOOD
        length, found = bare[end - 1], []
        for start in range(end - 1, -1, -1):
            length += full[start] if start < end - 1 else 0
            if length > width and start < end - 1:
                break
            empty = max(0.0, 1 - length / width)
            found.append((start, empty**2 + (POOR if poor else 0)))
        yield found


def breaks_well(lines: list[str]) -> bool:
    """Tell whether no line of Chinese ends in the middle of a phrase."""
    chinese = _is_chinese("".join(lines))
    return not (chinese and any(line[-1] not in GOOD for line in lines[:-1]))


def _lines(parts: list[str], best: list[tuple[int, float, int]]) -> list[str]:
    """Follow the cheapest way back."""
    end, lines = len(parts), []
    while end:
        start = best[end][2]
        lines.append("".join(parts[start:end]).strip())
        end = start
    return lines[::-1]


def _is_chinese(text: str) -> bool:
    return re.search(f"[{HAN}]", text) is not None


def _stays(before: str, after: str) -> bool:
    if after.isspace() or after[0] in CLOSING:
        return True
    return before[-1] in OPENING
