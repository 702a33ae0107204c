"""Numbered pages of a list whose length the counters know."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404

AROUND = 2
"""Numbers shown on each side of the current one."""


@dataclass(frozen=True)
class Paging:
    """Where a page stands among the pages of its list."""

    path: str
    """The list's first page; the others stand below it."""
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """Give the number of the last page; an empty list still has its first."""
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """Give how many articles come before the page."""
        return (self.number - 1) * self.size

    def checked(self) -> "Paging":
        """Answer itself, or that there is no such page."""
        if self.number > self.last:
            raise Http404
        return self

    def at(self, number: int) -> str:
        """Give the path of a page."""
        return self.path if number == 1 else f"{self.path}page/{number}/"

    @property
    def here(self) -> str:
        """Give this page's path."""
        return self.at(self.number)

    @property
    def newer(self) -> str:
        """Give the path of the page before, or nothing."""
        return self.at(self.number - 1) if self.number > 1 else ""

    @property
    def older(self) -> str:
        """Give the path of the page after, or nothing."""
        return self.at(self.number + 1) if self.number < self.last else ""

    def numbers(self) -> Iterator[tuple[int, str]]:
        """Give the numbers to link to with their paths; number 0 marks a gap."""
        near = range(self.number - AROUND, self.number + AROUND + 1)
        shown = {1, self.last, *(n for n in near if 1 <= n <= self.last)}
        before = 0
        for number in sorted(shown):
            if number - before == 2:
                yield number - 1, self.at(number - 1)
            elif number - before > 2:
                yield 0, ""
            yield number, self.at(number)
            before = number
