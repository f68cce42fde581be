"""Migrations only widen: code of the version before still runs on the tables of this one, so nobody is sent away.

What narrows (a column dropped, a name changed, a value demanded) comes a version after the code stopped using it, and
says so: `contract = "why, and since which version nothing uses it"` in the migration.
"""

from collections.abc import Iterable, Iterator

from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from tests.guards.sources import report

# The tables of 0.1.0: there is no version before, whose code would have to run on them.
FIRST = {
    "journal": "0004_marks",
    "identity": "0001_tables",
    "places": "0001_initial",
    "messages": "0001_tables",
    "ledger": "0001_tables",
    "documents": "0001_tables",
    "cases": "0005_follow_by_each_merge",
}
NARROWS = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def _is_widening(operation: Operation) -> bool:
    """Whether code that knows nothing of a change goes on as before: it reads, and inserts without the new column."""
    if isinstance(operation, NARROWS):
        return False
    if isinstance(operation, migrations.AddField):
        field = operation.field
        return field.null or field.has_db_default() or field.many_to_many
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return all(map(_is_widening, operation.database_operations))
    # Both are unknown to Django: whoever writes one says what it narrows, or that it does not.
    return not isinstance(operation, migrations.AlterField | migrations.RunSQL)


def _faults(found: Iterable[tuple[str, str, migrations.Migration]]) -> Iterator[str]:
    for app, name, migration in found:
        if name <= FIRST.get(app, "") or getattr(migration, "contract", ""):
            continue
        for operation in migration.operations:
            if not _is_widening(operation):
                yield f"{app}.{name}: {operation.describe()}: the version before would not run on it"


def test_code_of_the_version_before_runs_on_the_tables_of_this_one() -> None:
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    assert FIRST.items() <= {(app, name) for app, name in disk}, "what is named as first is there"
    ours = ((app, name, found) for (app, name), found in disk.items() if app in FIRST)
    faults = list(_faults(ours))
    assert not faults, report(faults)


def test_planted_narrowing_is_caught() -> None:
    planted = migrations.Migration("0002_planted", "identity")
    planted.operations = [
        migrations.RemoveField("account", "name"),
        migrations.RenameField("account", "name", "title"),
        migrations.AddField("account", "age", models.IntegerField(default=1)),
        migrations.AddField("account", "note", models.TextField(null=True)),
        migrations.AddField("account", "size", models.IntegerField(db_default=0)),
        migrations.AlterField("account", "note", models.TextField()),
    ]
    assert len(list(_faults([("identity", "0002_planted", planted)]))) == 4
    planted.contract = "nothing uses them since 0.2"  # type: ignore[attr-defined]
    assert not list(_faults([("identity", "0002_planted", planted)]))


def test_the_migrations_of_an_engine_follow_one_another() -> None:
    """Two that follow the same one, as two changes of a day bring them, leave a database that cannot be made."""
    conflicts = MigrationLoader(None, ignore_no_migrations=True).detect_conflicts()
    assert not conflicts, conflicts
