"""Tables whose rows are never altered, kept so by the database itself."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class AppendOnly(migrations.RunPython):
    """A migration step: the model's rows refuse every UPDATE that changes them.

    An UPDATE that writes back what already stands there is no alteration and passes,
    so that loading the same fixture twice is harmless. SQLite drops triggers when
    Django rebuilds a table: repeat the step after any later change of the table.
    """

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name
        super().__init__(self._add, self._drop)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Give the step's own arguments back to the migration writer."""
        return (type(self).__name__, [self.model_name], {})

    def _table(self, apps: Any) -> str:
        return apps.get_model("articles", self.model_name)._meta.db_table

    def _add(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        table = self._table(apps)
        model = apps.get_model("articles", self.model_name)
        columns = [field.column for field in model._meta.concrete_fields]
        for statement in _ADD[schema_editor.connection.vendor](table, columns):
            # No parameters at all, or psycopg would read the trigger's own % as one.
            schema_editor.execute(statement, params=None)

    def _drop(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        table = self._table(apps)
        on_table = f" ON {table}" if schema_editor.connection.vendor != "sqlite" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only{on_table}")


def _sqlite(table: str, columns: list[str]) -> list[str]:
    changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
    return [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} WHEN {changed} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    ]


def _postgresql(table: str, columns: list[str]) -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION articles_append_only() RETURNS trigger AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} FOR EACH ROW "
        "WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION articles_append_only()",
    ]


_ADD = {"sqlite": _sqlite, "postgresql": _postgresql}
