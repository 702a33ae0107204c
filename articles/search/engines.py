"""Which engine a database has."""

from functools import cache

from django.db import connection
from django.db.models import Model

from articles.search.base import Engine
from articles.search.postgres import PostgreSQL
from articles.search.sqlite import SQLite

ENGINES: dict[str, type[Engine]] = {"sqlite": SQLite, "postgresql": PostgreSQL}


def engine(model: type[Model], day: int = 1) -> Engine:
    """Give the engine over a table; ``day`` is by how much keys grow in a day.

    The database is asked for each time: one process may speak to two in turn.
    """
    return _made(connection.vendor, model, day)


@cache
def _made(vendor: str, model: type[Model], day: int) -> Engine:
    return ENGINES[vendor](model, day)
