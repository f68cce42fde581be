"""The tables of the database against the migrations of this version."""

from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader

from cuudinh.project.trouble import Trouble


def unapplied_migrations() -> tuple[str, ...]:
    """Give the migrations of this version that the database has not seen, as application.name."""
    loader = MigrationLoader(connection)
    return _names(set(loader.disk_migrations) - set(loader.applied_migrations))


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


def _names(keys: set[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(sorted(f"{app}.{name}" for app, name in keys))
