"""An index that is added, or dropped, while people act."""

from collections.abc import Iterator
from typing import Any

from django.db.migrations.operations import AddIndex
from django.db.migrations.operations.base import Operation


class AddIndexGently(AddIndex):
    """Adds an index; on PostgreSQL without a lock that keeps writers out, in a migration that is not `atomic`.

    One that was broken off leaves an index there that is not used: it is dropped first, so that the step can be
    done again. SQLite has no such way: its writers wait until the index is made, its readers do not.
    """

    atomic = False

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make the index. Refuses a migration that is one transaction, which PostgreSQL would refuse later."""
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        if schema_editor.connection.in_atomic_block:
            raise RuntimeError(f"{self.describe()}: say `atomic = False` in its migration")
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            name = schema_editor.quote_name(self.index.name)
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            schema_editor.add_index(model, self.index, concurrently=True)


class DropKeyIndexGently(Operation):
    """Drops the index that Django gave a foreign key of its own, where another one begins with the same column.

    On PostgreSQL without a lock that keeps anybody out, in a migration that is not `atomic`; on SQLite at no cost,
    where changing the field would copy the whole table. What is known of the field is changed beside it.
    """

    atomic = False
    reversible = True

    def __init__(self, model_name: str, field_name: str) -> None:
        self.model_name = model_name
        self.field_name = field_name

    def deconstruct(self) -> tuple[str, list[str], dict[str, Any]]:
        """Give what it is made of."""
        return type(self).__name__, [self.model_name, self.field_name], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing that is known: the field says itself that it has no index."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop it if it is there. Refuses a migration that is one transaction, which PostgreSQL would refuse later."""
        is_postgres = schema_editor.connection.vendor == "postgresql"
        if is_postgres and schema_editor.connection.in_atomic_block:
            raise RuntimeError(f"{self.describe()}: say `atomic = False` in its migration")
        how = "CONCURRENTLY IF EXISTS" if is_postgres else "IF EXISTS"
        for name in list(self._names(schema_editor, to_state.apps.get_model(app_label, self.model_name))):
            schema_editor.execute(f"DROP INDEX {how} {schema_editor.quote_name(name)}")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make it again."""
        model = to_state.apps.get_model(app_label, self.model_name)
        if not any(self._names(schema_editor, model)):
            schema_editor.execute(
                schema_editor._create_index_sql(model, fields=[model._meta.get_field(self.field_name)])
            )

    def _names(self, schema_editor: Any, model: Any) -> Iterator[str]:
        """Give the indexes on the column alone that keep nothing unique."""
        column = model._meta.get_field(self.field_name).column
        with schema_editor.connection.cursor() as cursor:
            found = schema_editor.connection.introspection.get_constraints(cursor, model._meta.db_table)
        for name, one in found.items():
            if one["index"] and one["columns"] == [column] and not one["unique"] and not one["primary_key"]:
                yield name

    def describe(self) -> str:
        """Say what it does."""
        return f"Drop the own index of {self.model_name}.{self.field_name}"
