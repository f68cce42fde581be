"""Ordinary trouble of files and databases in one sentence with its remedy; a bug is none and keeps rising."""

import sqlite3

from django.db import DatabaseError, OperationalError, ProgrammingError

from cuudinh.project.trouble import Trouble

# What SQLite says of a table or column that is not there yet, and PostgreSQL in a fault of the statement: of a
# whole database that does not exist it says so when it is connected to.
_NO_TABLE = ("no such table", "no such column")
_NO_RELATION = "does not exist"
_DAMAGED = ("malformed", "not a database", "disk i/o error")
_READ_ONLY = ("readonly", "read-only")


def trouble_of(fault: Exception) -> Trouble | None:
    """Give what a person at the console can mend of a fault, or None when it is a bug."""
    if isinstance(fault, OSError):
        return _of_a_file(fault)
    if isinstance(fault, DatabaseError | sqlite3.DatabaseError):
        return _of_the_database(fault)
    return None


def _of_a_file(fault: OSError) -> Trouble | None:
    if not fault.filename and not fault.strerror:
        return None
    where = f"{fault.filename}: " if fault.filename else ""
    return Trouble(
        f"{where}{fault.strerror}.",
        "Look at the path, at who owns it, and at the space on the disk; CUUDINH_STATE names the state folder.",
    )


def _of_the_database(fault: Exception) -> Trouble | None:
    says = (str(fault).splitlines() or [""])[0]
    small = says.lower()
    if any(word in small for word in _DAMAGED):
        return Trouble(f"The database is damaged: {says}.", "Restore the last backup: cuudinh restore --help")
    if any(word in small for word in _READ_ONLY):
        return Trouble(f"The database cannot be written: {says}.", "Give it to the user that runs this.")
    if any(word in small for word in _NO_TABLE) or (
        isinstance(fault, ProgrammingError) and _NO_RELATION in small
    ):
        return Trouble(f"The tables are not those of this version ({says}).", "Run: cuudinh setup-database")
    if isinstance(fault, OperationalError | sqlite3.OperationalError):
        return Trouble(
            f"The database does not answer ({says}).",
            "Check that it runs and that CUUDINH_DATABASE names it; unset, SQLite in the state folder is used.",
        )
    return None
