"""The full-text index of a table with title, deck and body, on either engine."""

# ruff: noqa: S608 - statements are made of tables' own names

from collections.abc import Callable, Mapping
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COLUMNS = ("title", "deck", "body")


class FullText(migrations.RunPython):
    """A migration step: the table's texts are indexed, and the index follows each row.

    On SQLite that is an FTS5 table kept in step by triggers; on PostgreSQL two columns
    that the search room fills as it inserts. SQLite drops triggers when Django
    rebuilds a table: repeat the step after any later change of the table.
    """

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name
        super().__init__(self._add, self._drop)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Give the step's own arguments back to the migration writer."""
        return (type(self).__name__, [self.model_name], {})

    def _add(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        self._run(_ADD, apps, schema_editor)

    def _drop(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        self._run(_DROP, apps, schema_editor)

    def _run(
        self,
        statements: Mapping[str, Callable[[str, str], list[str]]],
        apps: Any,
        schema_editor: BaseDatabaseSchemaEditor,
    ) -> None:
        meta = apps.get_model("articles", self.model_name)._meta
        vendor = schema_editor.connection.vendor
        for statement in statements[vendor](meta.db_table, meta.pk.column):
            schema_editor.execute(statement, params=None)


def _add_sqlite(table: str, key: str) -> list[str]:
    columns = ", ".join(COLUMNS)
    old, new = (
        f"{row}.{key}, {', '.join(f'{row}.{column}' for column in COLUMNS)}"
        for row in ("old", "new")
    )
    enter = f"INSERT INTO {table}_fts (rowid, {columns}) VALUES ({new});"
    leave = (
        f"INSERT INTO {table}_fts ({table}_fts, rowid, {columns}) "
        f"VALUES ('delete', {old});"
    )
    return [
        # Our tokens have a space between them; "ascii" leaves all else as it is.
        f"CREATE VIRTUAL TABLE {table}_fts USING fts5({columns}, tokenize='ascii', "
        f"content='{table}', content_rowid='{key}')",
        f"CREATE TRIGGER {table}_entered AFTER INSERT ON {table} BEGIN {enter} END",
        f"CREATE TRIGGER {table}_left AFTER DELETE ON {table} BEGIN {leave} END",
        f"CREATE TRIGGER {table}_changed AFTER UPDATE ON {table} "
        f"BEGIN {leave} {enter} END",
        f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')",
    ]


def _drop_sqlite(table: str, key: str) -> list[str]:
    triggers = [f"DROP TRIGGER IF EXISTS {table}_{what}" for what in
                ("entered", "left", "changed")]  # fmt: skip
    return [*triggers, f"DROP TABLE IF EXISTS {table}_fts"]


def _add_postgresql(table: str, key: str) -> list[str]:
    return [
        # Every gram once; without one where they would be more than a value can hold.
        f"ALTER TABLE {table} ADD COLUMN tokens tsvector",
        # The few that say what an article is about, small enough to rank by.
        f"ALTER TABLE {table} ADD COLUMN salient tsvector NOT NULL DEFAULT ''",
        # Long texts are read to check phrases: unpacking them would cost most of it.
        f"ALTER TABLE {table} ALTER COLUMN body SET STORAGE EXTERNAL",
        f"CREATE INDEX {table}_tokens ON {table} USING gin (tokens) "
        "WITH (gin_pending_list_limit = 1024)",
        f"CREATE INDEX {table}_untold ON {table} ({key}) WHERE tokens IS NULL",
    ]


def _drop_postgresql(table: str, key: str) -> list[str]:
    return [
        f"ALTER TABLE {table} DROP COLUMN IF EXISTS tokens",
        f"ALTER TABLE {table} DROP COLUMN IF EXISTS salient",
    ]


_ADD = {"sqlite": _add_sqlite, "postgresql": _add_postgresql}
_DROP = {"sqlite": _drop_sqlite, "postgresql": _drop_postgresql}
