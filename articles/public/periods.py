"""A year, a month or a day of the newsroom's calendar."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import pgettext

YEAR, MONTH, DAY = 4, 7, 10
"""Lengths of `2021`, `2021-10`, `2021-10-13`: how counters name their periods."""


@dataclass(frozen=True)
class Period:
    """A period by its first day and the length of its name."""

    first: date
    size: int

    @classmethod
    def of(cls, year: int, month: int = 0, day: int = 0) -> "Period":
        """Make a period from the parts of an address, or say there is none."""
        size = DAY if day else MONTH if month else YEAR
        try:
            return cls(date(year, month or 1, day or 1), size)
        except ValueError as error:
            raise Http404 from error

    @classmethod
    def named(cls, key: str) -> "Period":
        """Read a period's name as counters write it."""
        return cls.of(*(int(part) for part in key.split("-")))

    @property
    def key(self) -> str:
        """Give the name that counters and cache keys use."""
        return f"{self.first:%Y-%m-%d}"[: self.size]

    @property
    def path(self) -> str:
        """Give the address."""
        return f"/{self.key.replace('-', '/')}/"

    @property
    def title(self) -> str:
        """Give the name as people write it in the interface language."""
        return date_format(self.first, FORMATS[self.size]())

    @property
    def short(self) -> str:
        """Give the name within the period above."""
        return date_format(self.first, SHORT[self.size]())

    @property
    def above(self) -> list["Period"]:
        """Give the longer periods it lies in, the longest first."""
        starts = {
            YEAR: self.first.replace(month=1, day=1),
            MONTH: self.first.replace(day=1),
        }
        return [
            Period(start, size) for size, start in starts.items() if size < self.size
        ]

    @property
    def is_day(self) -> bool:
        """Say whether it is a single day."""
        return self.size == DAY


FORMATS = {
    YEAR: lambda: pgettext("date format", "Y"),
    MONTH: lambda: pgettext("date format", "F Y"),
    DAY: lambda: pgettext("date format", "l, j F Y"),
}
SHORT = {
    YEAR: lambda: pgettext("date format", "Y"),
    MONTH: lambda: pgettext("date format", "F"),
    DAY: lambda: pgettext("date format", "j"),
}
