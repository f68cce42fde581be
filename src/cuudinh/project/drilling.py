"""The drill: an archive is put back beside what runs, compared with what was backed up, and thrown away.

A backup that was never restored is a hope. The drill takes the way of a real restore, in a state folder and a
database of its own, with a copy of the keys; what runs is not touched and may go on.
"""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import msgspec
import psycopg
from django.conf import settings
from django.db import connection

from cuudinh.journal import sealing
from cuudinh.kernel import clock
from cuudinh.project import settings_declared, tallying
from cuudinh.project.keeping import SQLITE_NAME, Say, verify
from cuudinh.project.trouble import Trouble

_PLACES: Final = ("STATE", "DATABASE")


@dataclass(frozen=True, slots=True)
class Drilled:
    """What a drill showed: when the archive was made, what it holds, and how long putting it back took."""

    made_at: str
    rows: int
    lines: int
    seconds: float


def drill(archive: Path, say: Say) -> Drilled:
    """Restore an archive into a folder of its own and compare. Raises `Trouble` for anything that differs."""
    manifest = verify(archive)
    if "tally" not in manifest:
        raise Trouble(f"{archive} says not what it holds; it is of an older version.", "cuudinh backup")
    then = msgspec.convert(manifest["tally"], tallying.Tally)
    begun = time.monotonic()
    with _scratch() as place:
        say("Restoring it beside")
        _run("restore", str(archive.resolve()))
        seconds = time.monotonic() - begun
        say("Comparing rows and log")
        with place.opened() as opened:
            faults = tallying.differences(then, tallying.tally(opened), opened)
        _run("audit", "verify", *_heads(place.heads))
    if faults:
        raise Trouble(
            f"What was restored differs: {'; '.join(faults)}.", "Make a backup anew and look into it."
        )
    return Drilled(manifest["made_at"], sum(then.rows.values()), then.lines, seconds)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the drill restores."""

    state: Path
    address: str
    heads: Path

    @contextmanager
    def opened(self) -> Iterator[tallying.Connection]:
        """Give a connection to the restored database."""
        if self.address:
            with psycopg.connect(self.address) as opened:
                yield opened
            return
        with closing(sqlite3.connect(self.state / SQLITE_NAME)) as opened:
            yield opened


@contextmanager
def _scratch() -> Iterator[_Place]:
    """Give a state folder with a copy of the keys, and on PostgreSQL a database, that are there for the drill only."""
    settings.CUUDINH_BACKUPS.mkdir(parents=True, exist_ok=True, mode=0o700)
    before = {name: settings_declared.value(name) for name in _PLACES}
    with (
        tempfile.TemporaryDirectory(dir=settings.CUUDINH_BACKUPS, prefix="drill-") as folder,
        _database() as address,
    ):
        state = Path(folder)
        if settings.CUUDINH_KEYS.is_dir():
            shutil.copytree(settings.CUUDINH_KEYS, state / "keys")
        # The commands that are started read the settings.
        settings_declared.put("STATE", folder)
        settings_declared.put("DATABASE", address)
        try:
            yield _Place(state, address, sealing.heads_file())
        finally:
            for name, text in before.items():
                settings_declared.put(name, text)


@contextmanager
def _database() -> Iterator[str]:
    if connection.vendor != "postgresql":
        yield ""
        return
    name = f"cuudinh_drill_{clock.now():%Y%m%d%H%M%S}"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(settings_declared.value("DATABASE"))._replace(path=f"/{name}"))
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _heads(ours: Path) -> tuple[str, ...]:
    return ("--heads", str(ours)) if ours.exists() else ()


def _run(*words: str) -> None:
    command: list[Any] = [sys.executable, "-m", "cuudinh.project.cli", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise Trouble(
            f"cuudinh {words[0]}: {said[-1] if said else 'it failed'}", "Mend that, then drill again."
        )
