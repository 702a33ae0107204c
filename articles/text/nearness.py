"""How near two short texts are in what they speak of: pairs of letters, and words."""

import re
from math import sqrt

from articles.text.scripts import HAN

RUNS = re.compile(f"[{HAN}]+|[a-z0-9]{{2,}}")


def traits(text: str) -> frozenset[str]:
    """Give what a text speaks of: each pair of neighbouring Han, each Latin word."""
    found: set[str] = set()
    for run in RUNS.findall(text.lower()):
        if run[0].isascii():
            found.add(run)
        else:
            found.update(run[start : start + 2] for start in range(len(run) - 1))
    return frozenset(found)


def nearness(one: frozenset[str], other: frozenset[str]) -> float:
    """Say how much two texts have in common, from 0 to 1, whatever their lengths."""
    if not one or not other:
        return 0.0
    return len(one & other) / sqrt(len(one) * len(other))
