"""The archive as a calendar: how much appeared in each month, and how that compares."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from articles.models.reader import Counter

STEPS = 5
"""Shades of a busy month; an empty one has none."""


@dataclass(frozen=True)
class Month:
    """A month of the calendar."""

    first: date
    count: int
    heat: int

    @property
    def path(self) -> str:
        """Give the month's address."""
        return f"/{self.first:%Y/%m}/"


@dataclass(frozen=True)
class Year:
    """A year of the calendar, with all its twelve months."""

    first: date
    months: list[Month]

    @property
    def count(self) -> int:
        """Give the number of articles of the year."""
        return sum(month.count for month in self.months)

    @property
    def path(self) -> str:
        """Give the year's address."""
        return f"/{self.first:%Y}/"


def calendar(counters: Iterable[Counter]) -> list[Year]:
    """Lay out month counters by years, newest first, shaded by rank among months."""
    counts = {row.period: row.count for row in counters if not row.is_day}
    ranks = sorted(set(counts.values()))
    years: dict[int, list[Month]] = defaultdict(list)
    for year in sorted({int(period[:4]) for period in counts}, reverse=True):
        for month in range(1, 13):
            count = counts.get(f"{year:04d}-{month:02d}", 0)
            shade = _shade(count, ranks)
            years[year].append(Month(date(year, month, 1), count, shade))
    return [Year(date(year, 1, 1), months) for year, months in years.items()]


def _shade(count: int, ranks: list[int]) -> int:
    """Rank a count among all, so that one exceptional month leaves the others apart."""
    if not count:
        return 0
    return 1 + bisect_left(ranks, count) * STEPS // len(ranks)
