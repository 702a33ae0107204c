"""What the address of a search asks for, and how another one is written."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from articles.models.reader.labels import Kind
from articles.search import Query, parse
from articles.text.clean import strip_controls

PATH = "/search/"
KINDS = (Kind.CATEGORY, Kind.TAG, Kind.AUTHOR, Kind.SOURCE)
YEAR = re.compile(r"(?!0000)[0-9]{4}")
NUMBER = re.compile(r"[1-9][0-9]{0,6}")
LONGEST = 800
"""Characters of a filter; no label's path is longer."""


@dataclass(frozen=True)
class Asked:
    """A question with its filters, its order and the page of its answer."""

    query: Query
    slugs: Mapping[str, str] = field(default_factory=dict)
    """By kind, the path of a label below its kind's."""
    first: int | None = None
    last: int | None = None
    newest: bool = False
    number: int = 1

    @classmethod
    def of(cls, given: QueryDict) -> "Asked":
        """Read an address; whatever cannot be meant counts as not given."""
        return cls(
            query=parse(_clean(given.get("q", ""))),
            slugs={kind: slugs for kind in KINDS if (slugs := _slugs(given, kind))},
            first=_number(YEAR, given.get("from", "")),
            last=_number(YEAR, given.get("to", "")),
            newest=given.get("sort") == "date",
            number=_number(NUMBER, given.get("page", "")) or 1,
        )

    @property
    def paths(self) -> dict[str, str]:
        """Give the paths of the labels it is limited to, by kind."""
        return {kind: f"/{kind}/{slugs}/" for kind, slugs in self.slugs.items()}

    @property
    def limited(self) -> bool:
        """Say whether it asks for less than everything."""
        return bool(self.slugs or self.first or self.last)

    def everywhere(self) -> "Asked":
        """Ask the same of everything."""
        return replace(self, slugs={}, first=None, last=None, number=1)

    def under(self, kind: str, slugs: str) -> "Asked":
        """Ask under a label as well, or with no slugs under none of its kind."""
        return replace(self, slugs={**self.slugs, kind: slugs}, number=1)

    def any_year(self) -> "Asked":
        """Ask of all years."""
        return replace(self, first=None, last=None, number=1)

    def for_other(self, query: Query) -> "Asked":
        """Ask something else of the same."""
        return replace(self, query=query, number=1)

    def by(self, *, newest: bool) -> "Asked":
        """Ask in an order."""
        return replace(self, newest=newest, number=1)

    def at(self, number: int) -> "Asked":
        """Ask for another page."""
        return replace(self, number=number)

    @property
    def fields(self) -> dict[str, Any]:
        """Give what a form or an address has to say."""
        given: dict[str, Any] = {
            "q": self.query.text,
            **{kind: self.slugs.get(kind) for kind in KINDS},
            "from": self.first,
            "to": self.last,
            "sort": "date" if self.newest else None,
            "page": self.number if self.number > 1 else None,
        }
        return {name: value for name, value in given.items() if value}

    @property
    def link(self) -> str:
        """Give the address, from the page of the search."""
        return f"?{urlencode(self.fields)}"


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", strip_controls(text))


def _slugs(given: QueryDict, kind: str) -> str:
    slugs = _clean(given.get(kind, "")).strip("/ ")
    return slugs if len(slugs) <= LONGEST else ""


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    return int(text) if pattern.fullmatch(text) else None
