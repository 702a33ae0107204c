"""Search by FTS5: every character and word a token, every phrase a phrase."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from articles.models.reader import Listing, SearchEntry
from articles.search.base import (
    BODY,
    DECK,
    EVERYWHERE,
    FADES,
    RECENT,
    TITLE,
    Document,
    Within,
)
from articles.search.query import Phrase, Query
from articles.text.segmentation import VERSION, spaced

Parameters = list[Any]


class SQLite:
    """The FTS5 table beside a table; triggers keep it in step."""

    def __init__(self, model: type[Model], day: int) -> None:
        self.model = model
        self.day = day
        self.key = model._meta.pk.attname
        self.fts = f"{model._meta.db_table}_fts"

    def enter(self, documents: Sequence[Document]) -> None:
        """Insert documents; their texts are tokens with spaces between them."""
        self.model._default_manager.bulk_create(
            self.model(
                pk=one.key,
                article_id=one.article,
                version=VERSION,
                title=spaced(one.title),
                deck=spaced(one.deck),
                body=spaced(one.body),
            )
            for one in documents
        )

    def count(self, query: Query, within: Within = EVERYWHERE) -> int:
        """Count what matches."""
        where, parameters = self._where(query, within)
        return self._ask(f"SELECT count(*) FROM {self.fts} {where}", parameters)[0]  # noqa: S608 - the tables' own names

    def page(
        self,
        query: Query,
        within: Within = EVERYWHERE,
        *,
        newest: bool,
        offset: int,
        limit: int,
    ) -> tuple[int, list[int]]:
        """Count what matches, and give the keys of one page of it.

        FTS5 reads the newest first by itself; else by BM25, which is below zero.
        """
        total = self.count(query, within)
        if total <= offset:
            return total, []
        where, parameters = self._where(query, within)
        order = "" if newest else f"{self._rank()}, "
        keys = self._ask(
            f"SELECT rowid FROM {self.fts} {where} "  # noqa: S608 - as above
            f"ORDER BY {order}rowid DESC LIMIT %s OFFSET %s",
            [*parameters, limit, offset],
        )
        return total, keys

    def _rank(self) -> str:
        table = self.model._meta.db_table
        newest = f"(SELECT max({self.key}) FROM {table})"  # noqa: S608 - as above
        age = f"({newest} - rowid) / {self.day * FADES}"
        return (
            f"bm25({self.fts}, {TITLE}, {DECK}, {BODY}) "
            f"* ({1 - RECENT} + {RECENT} / (1.0 + {age}))"
        )

    def keys(self, query: Query) -> tuple[str, Parameters]:
        """Give SQL for the keys of all that matches."""
        where, parameters = self._where(query, EVERYWHERE)
        return f"SELECT rowid FROM {self.fts} {where}", parameters  # noqa: S608 - as above

    def _ask(self, sql: str, parameters: Parameters) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return [row[0] for row in cursor.fetchall()]

    def _where(self, query: Query, within: Within) -> tuple[str, Parameters]:
        clauses = [f"{self.fts} MATCH %s"]
        parameters: Parameters = [expression(query)]
        if within.first is not None:
            clauses.append("rowid >= %s")
            parameters.append(within.first)
        if within.end is not None:
            clauses.append("rowid < %s")
            parameters.append(within.end)
        for label in within.labels:
            clauses.append(
                f"EXISTS (SELECT 1 FROM {SearchEntry._meta.db_table} e "  # noqa: S608 - as above
                f"JOIN {Listing._meta.db_table} l ON l.article_id = e.article_id "
                f"WHERE e.id = {self.fts}.rowid AND l.label_id = %s)"
            )
            parameters.append(label)
        return f"WHERE {' AND '.join(clauses)}", parameters


def expression(query: Query) -> str:
    """Write a question in FTS5's language; tokens hold nothing that means more in it."""
    wanted = " AND ".join(map(_quoted, query.phrases))
    if not query.without:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(map(_quoted, query.without))})"


def _quoted(phrase: Phrase) -> str:
    return f'"{spaced(phrase)}"'
