"""Search by a GIN index of words, characters and pairs; phrases are looked up again.

Positions in a tsvector end at 16,383 and at 256 for a word, so phrases cannot be left
to it: the index gives who may match, the text decides.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from articles.models.reader import Listing
from articles.search.base import (
    EVERYWHERE,
    FADES,
    RECENT,
    Document,
    Within,
)
from articles.search.query import Phrase, Query
from articles.text.segmentation import (
    END,
    VERSION,
    compact,
    grams,
    is_chinese,
    telling,
)

Parameters = list[Any]

CHUNK = 100
"""Rows to an INSERT."""
MOST_BYTES = 900_000
"""Grams of a document; a tsvector holds a megabyte. Beyond, its text is read instead."""
SALIENT = 64
"""Grams of a body that say what it is about."""
OFTEN = 8
"""How often one of them can count."""
WEIGHTS = "{0.1, 0.2, 0.4, 1.0}"
"""For the body, nothing, the deck and the title, as `ts_rank` wants them."""
PART = 8000
"""Positions for the title, and for the deck; a tsvector knows 16,383."""
FLOOR = 0.05
"""The rank of who mentions a phrase only once."""


class PostgreSQL:
    """The two tsvectors of a table, and its text."""

    def __init__(self, model: type[Model], day: int) -> None:
        self.model = model
        self.day = day
        self.key = model._meta.pk.column or ""
        self.table = model._meta.db_table

    def enter(self, documents: Sequence[Document]) -> None:
        """Insert documents; grams go as one text, which is quicker than as a list."""
        shared = self.key == "article_id"
        columns = "" if shared else f"{self.key}, "
        row = (
            f"({'' if shared else '%s, '}%s, %s, %s, %s, %s, "
            "array_to_tsvector(string_to_array(%s, ' ')), %s::tsvector)"
        )
        for start in range(0, len(documents), CHUNK):
            some = documents[start : start + CHUNK]
            values = [
                value for one in some for value in _row(one)[1 if shared else 0 :]
            ]
            with connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO {self.table} ({columns}article_id, version, "  # noqa: S608 - the table's own name
                    "title, deck, body, tokens, salient) VALUES "
                    + ", ".join([row] * len(some)),
                    values,
                )

    def count(self, query: Query, within: Within = EVERYWHERE) -> int:
        """Count what matches."""
        matching, parameters = self._matching(query, within, "1")
        rows = self._ask(f"SELECT count(*) FROM {matching}", parameters)  # noqa: S608 - as above
        return rows[0][0]

    def page(
        self,
        query: Query,
        within: Within = EVERYWHERE,
        *,
        newest: bool,
        offset: int,
        limit: int,
    ) -> tuple[int, list[int]]:
        """Count what matches, and give the keys of one page of it, in one pass.

        Ranked, by where and how often the grams stand and how recent it is.
        """
        columns = self.key if newest else f"{self.key}, salient"
        matching, parameters = self._matching(query, within, columns)
        order = ""
        if not newest:
            order = f"{self._rank()} DESC, "
            told = {gram for phrase in query.phrases for gram in telling(phrase)}
            parameters.append(" | ".join(_lexemes(told)))
        rows = self._ask(
            f"SELECT {self.key}, count(*) OVER () FROM {matching} "  # noqa: S608 - as above
            f"ORDER BY {order}{self.key} DESC LIMIT %s OFFSET %s",
            [*parameters, limit, offset],
        )
        if not rows:
            return (self.count(query, within) if offset else 0), []
        return rows[0][1], [row[0] for row in rows]

    def _rank(self) -> str:
        newest = f"(SELECT max({self.key}) FROM {self.table})"  # noqa: S608 - as above
        age = f"({newest} - {self.key}) / {self.day * FADES}"
        return (
            f"({FLOOR} + ts_rank('{WEIGHTS}', salient, %s::tsquery)) "
            f"* ({1 - RECENT} + {RECENT} / (1 + {age}))"
        )

    def keys(self, query: Query) -> tuple[str, Parameters]:
        """Give SQL for the keys of all that matches."""
        matching, parameters = self._matching(query, EVERYWHERE, self.key)
        return f"SELECT {self.key} FROM {matching}", parameters  # noqa: S608 - as above

    def _ask(self, sql: str, parameters: Parameters) -> list[tuple[Any, ...]]:
        """Ask by the index, always.

        The planner takes reading the whole table for cheaper wherever much matches,
        since it does not see that each row's tokens would have to be unpacked.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(sql, parameters)
            return cursor.fetchall()

    def _matching(
        self, query: Query, within: Within, columns: str
    ) -> tuple[str, Parameters]:
        """Give what matches as a table: by the index, and the few it cannot hold.

        Two parts, since an OR would have the tokens of every row unpacked.
        """
        inside, more = self._within(within)
        parts, parameters = [], []
        for where, values in (_by_index(query), _by_text(query)):
            parts.append(f"SELECT {columns} FROM {self.table} t WHERE {where}{inside}")  # noqa: S608 - as above
            parameters += [*values, *more]
        return f"({' UNION ALL '.join(parts)}) AS found", parameters

    def _within(self, within: Within) -> tuple[str, Parameters]:
        clauses, parameters = [""], []
        if within.first is not None:
            clauses.append(f"t.{self.key} >= %s")
            parameters.append(within.first)
        if within.end is not None:
            clauses.append(f"t.{self.key} < %s")
            parameters.append(within.end)
        for label in within.labels:
            clauses.append(
                f"EXISTS (SELECT 1 FROM {Listing._meta.db_table} l "  # noqa: S608 - as above
                "WHERE l.article_id = t.article_id AND l.label_id = %s)"
            )
            parameters.append(label)
        return " AND ".join(clauses), parameters


def _by_index(query: Query) -> tuple[str, Parameters]:
    """Ask the index for all grams, and the text for the phrases they leave open."""
    wanted = {gram for phrase in query.phrases for gram in telling(phrase)}
    decided = [phrase for phrase in query.without if not _is_open(phrase)]
    unwanted = {gram for phrase in decided for gram in telling(phrase)}
    asked = " & ".join([*_lexemes(wanted), *(f"!{one}" for one in _lexemes(unwanted))])
    read, more = _reading(
        filter(_is_open, query.phrases), filter(_is_open, query.without)
    )
    return " AND ".join(["t.tokens @@ %s::tsquery", *read]), [asked, *more]


def _by_text(query: Query) -> tuple[str, Parameters]:
    """Read the texts that the index holds nothing of."""
    read, parameters = _reading(query.phrases, query.without)
    return " AND ".join(["t.tokens IS NULL", *read]), parameters


def _reading(
    wanted: Iterable[Phrase], unwanted: Iterable[Phrase]
) -> tuple[list[str], Parameters]:
    there = [compact(phrase) for phrase in wanted]
    absent = [compact(phrase) for phrase in unwanted]
    clauses = ["strpos(t.body, %s) > 0"] * len(there)
    clauses += ["strpos(t.body, %s) = 0"] * len(absent)
    return clauses, [*there, *absent]


def _is_open(phrase: Phrase) -> bool:
    """Tell whether the grams of a phrase may be there without the phrase."""
    return len(phrase) > 1 or (is_chinese(phrase[0]) and len(phrase[0]) > 2)


def _lexemes(found: Iterable[str]) -> Iterator[str]:
    """Quote grams for a tsquery or tsvector; they are of letters and digits alone."""
    return (f"'{gram}'" for gram in sorted(found))


def _row(one: Document) -> list[Any]:
    whole = [*one.title, END, *one.deck, END, *one.body]
    text = " ".join(set(grams(whole)))
    return [
        one.key,
        one.article,
        VERSION,
        compact(one.title),
        compact(one.deck),
        f" {compact(whole)} ",
        text if len(text.encode()) < MOST_BYTES else None,
        salient(one),
    ]


def salient(one: Document) -> str:
    """Write what an article is about: its title, its deck, what its body repeats.

    Each part has positions of its own, since one position has one weight only.
    """
    places: dict[str, list[str]] = {}
    for weight, first, text in (("A", 1, one.title), ("B", PART, one.deck)):
        for number, gram in enumerate(telling(text)):
            place = first + min(number, PART - 2)
            places.setdefault(gram, []).append(f"{place}{weight}")
    for gram, times in Counter(telling(one.body)).most_common(SALIENT):
        if times > 1:
            some = range(2 * PART, 2 * PART + min(times, OFTEN))
            places.setdefault(gram, []).extend(f"{place}D" for place in some)
    return " ".join(f"'{gram}':{','.join(said)}" for gram, said in places.items())
