"""An index that is added while people act."""

from typing import Any

from django.db.migrations.operations import AddIndex


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
