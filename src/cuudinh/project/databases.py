"""What Django is told of a database, from the word or the address by which a person names it."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from cuudinh.project import local_database
from cuudinh.project import settings_declared as declared
from cuudinh.project.trouble import Trouble

SQLITE_NAME = "cuudinh.sqlite3"
_FRAMES_MOST = 32_000
_LOG_BYTES_KEPT = 64_000_000
_SCHEMES = {"postgresql", "postgres"}


def of(named: str) -> dict[str, Any]:
    """Give the settings of the database of this name: an address, `local`, or nothing for SQLite.

    Raises `Trouble` for what is none of them.
    """
    state = declared.path("STATE")
    if not named:
        state.mkdir(parents=True, exist_ok=True)
        return sqlite(state / SQLITE_NAME)
    if named == local_database.WORD:
        return postgres(local_database.server_of(state).address)
    return postgres(named)


def sqlite(file: Path) -> dict[str, Any]:
    """Give the settings of SQLite in a file."""
    synchronous = "FULL" if declared.value("DURABILITY") == "full" else "NORMAL"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # A process knows some hundreds of statements; one that the driver forgets is read and planned anew.
            "cached_statements": 512,
            "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; "
            "PRAGMA cache_size=-4000; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;",
        },
        "TEST": {"NAME": str(declared.path("STATE") / "test.sqlite3")},
    }


def leave_checkpoints(settings_dict: dict[str, Any]) -> None:
    """Have connections of SQLite that are opened from now on leave the log to the keeper of minutes.

    Where no keeper came for long they bring it into the database themselves: it never grows without end.
    """
    options = settings_dict["OPTIONS"]
    if "wal_autocheckpoint" not in options.get("init_command", ""):
        limits = f" PRAGMA wal_autocheckpoint={_FRAMES_MOST}; PRAGMA journal_size_limit={_LOG_BYTES_KEPT};"
        options["init_command"] += limits


def postgres(address: str) -> dict[str, Any]:
    """Give the settings of PostgreSQL at an address; `?host=` names the folder of a socket, as psql takes it.

    Raises `Trouble` for what is no address of PostgreSQL; it does not repeat it, since it may hold a password.
    """
    parts = urlsplit(address)
    if parts.scheme not in _SCHEMES or not parts.path.strip("/"):
        raise Trouble(
            "CUUDINH_DATABASE is no address of a PostgreSQL database.",
            "Write it as postgresql://user:password@host:5432/name, say local, or leave it empty for SQLite.",
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": options,
    }
