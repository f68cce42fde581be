"""The tables of the database against the migrations of this version."""

from functools import cache

from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from cuudinh.project.trouble import Trouble


def unapplied_migrations() -> tuple[str, ...]:
    """Give the migrations of this version that the database has not seen, as application.name."""
    loader = MigrationLoader(connection)
    return _names(set(loader.disk_migrations) - set(loader.applied_migrations))


def lacks_migrations() -> bool:
    """Whether this version has a migration that the database has not seen; cheap enough to be asked every second."""
    return bool(_ours() - set(MigrationRecorder(connection).applied_migrations()))


@cache
def _ours() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def refuse_a_newer_database() -> None:
    """Refuse to touch a database that a newer version of the platform has changed, or that does not answer.

    Raises `Trouble`.
    """
    try:
        loader = MigrationLoader(connection)
    except OperationalError as fault:
        raise Trouble(
            f"The database does not answer ({str(fault).splitlines()[0]}).",
            "Check CUUDINH_DATABASE, or unset it to use SQLite in the state folder.",
        ) from fault
    ours = {app for app, _ in loader.disk_migrations}
    unknown = _names(
        {key for key in loader.applied_migrations if key[0] in ours} - set(loader.disk_migrations)
    )
    if unknown:
        raise Trouble(
            f"The database was made by a newer version of Cửu Đỉnh (it has {unknown[0]}).",
            "Install that version, or point CUUDINH_STATE at another folder.",
        )


def drop_all() -> None:
    """Drop every table of the platform on PostgreSQL, for a demonstration whose filling was interrupted.

    Raises `Trouble` anywhere else: a real installation is never emptied by a word on the command line.
    """
    if not settings.CUUDINH_DEMO:
        raise Trouble(
            "This is no demonstration, so its tables are not dropped.",
            "Set CUUDINH_DEMO=yes if all of its data are invented.",
        )
    if connection.vendor == "sqlite":
        file = connection.settings_dict["NAME"]
        raise Trouble(
            "The tables of SQLite go with their file.", f"Delete {file} and what is called like it."
        )
    ours = {model._meta.db_table for model in apps.get_models()} | {"django_migrations"}
    with transaction.atomic(), connection.cursor() as cursor:
        for table in sorted(ours & set(connection.introspection.table_names(cursor))):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")


def _names(keys: set[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(sorted(f"{app}.{name}" for app, name in keys))
