"""Commands on the database as a whole: make its tables, bring them up to date."""

import typer
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from rich.console import Console

from cuudinh.project.trouble import Trouble


def setup_database() -> None:
    """Make the tables, or bring those of an older version up to date; safe to repeat."""
    _refuse_a_newer_database()
    call_command("migrate", interactive=False, verbosity=0)
    Console().print("The tables are up to date.")


def unapplied_migrations() -> list[str]:
    """Give the migrations of this version that the database has not seen, as application.name."""
    loader = MigrationLoader(connection)
    return sorted(
        f"{app}.{name}" for app, name in set(loader.disk_migrations) - set(loader.applied_migrations)
    )


def _refuse_a_newer_database() -> None:
    try:
        loader = MigrationLoader(connection)
    except OperationalError as fault:
        raise Trouble(
            f"The database does not answer ({str(fault).splitlines()[0]}).",
            "Check CUUDINH_DATABASE, or unset it to use SQLite in the state folder.",
        ) from fault
    ours = {app for app, _ in loader.disk_migrations}
    unknown = sorted(
        f"{app}.{name}"
        for app, name in set(loader.applied_migrations) - set(loader.disk_migrations)
        if app in ours
    )
    if unknown:
        raise Trouble(
            f"The database was made by a newer version of Cửu Đỉnh (it has {unknown[0]}).",
            "Install that version, or point CUUDINH_STATE at another folder.",
        )


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command("setup-database")(setup_database)
