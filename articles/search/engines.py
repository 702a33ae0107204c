"""Which engine a database has."""

from functools import cache

from django.db import connection
from django.db.models import Model

from articles.search.base import Engine
from articles.search.postgres import PostgreSQL
from articles.search.sqlite import SQLite

ENGINES: dict[str, type[Engine]] = {"sqlite": SQLite, "postgresql": PostgreSQL}


@cache
def engine(model: type[Model], day: int = 1) -> Engine:
    """Give the engine over a table; ``day`` is by how much keys grow in a day."""
    return ENGINES[connection.vendor](model, day)
