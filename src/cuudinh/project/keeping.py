"""Backup and restore: one file with the database, the stored files and, when asked, the keys.

The database is read first and the files after it: files never change and are only added, so everything
the copied database speaks of is in the archive. Every member's digest stands in the manifest, and an archive
is read back and compared before it is called a backup.
"""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection

import cuudinh
from cuudinh.kernel import clock
from cuudinh.project.trouble import Trouble

MANIFEST = "manifest.json"
SQLITE_NAME = "cuudinh.sqlite3"
DUMP_NAME = "cuudinh.pgdump"
_CHUNK = 1 << 20

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished and verified archive."""

    path: Path
    members: int
    size_bytes: int
    made_at: datetime


def back_up(target: Path, *, with_keys: bool, say: Say) -> Backup:
    """Write an archive of the installation while it runs, and verify it.

    Without the keys nobody can read the personal identifiers in it: keep the keys in another place.
    """
    if target.exists():
        raise Trouble(f"{target} exists already.", "Give another name; a backup is never written over.")
    made_at = clock.now()
    half = target.with_name(f".{target.name}.half")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as work:
            say("Copying the database")
            members = [_database_copy(Path(work)), *_stored(settings.CUUDINH_FILES, "files")]
            members += _stored(settings.CUUDINH_KEYS, "keys") if with_keys else ()
            say(f"Writing {len(members)} files")
            _write(half, members, made_at)
        say("Reading it back")
        verify(half)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return Backup(target, len(members), target.stat().st_size, made_at)


def verify(archive: Path) -> dict[str, Any]:
    """Give the manifest of an archive after comparing every member with it.

    Raises `Trouble` for a file that is no backup, is cut short or was changed.
    """
    try:
        with tarfile.open(archive) as box:
            return _verified(archive, box)
    except (tarfile.TarError, OSError, EOFError, KeyError, ValueError) as fault:
        raise Trouble(
            f"{archive} cannot be read as a backup ({fault}).", "Take another copy of it."
        ) from fault


def restore(archive: Path, *, replace: bool, say: Say) -> dict[str, Any]:
    """Put an archive back into an empty installation, or in place of one when `replace` is said.

    Everything is unpacked and verified beside the state folder first; what is there now is only moved aside
    (to `*.before`) when the whole archive stands ready.
    """
    say("Verifying the archive")
    manifest = verify(archive)
    _refuse_wrong_database(manifest)
    if not replace and _has_tables():
        raise Trouble(
            "This installation has a database already.", "Say --replace to put the backup in its place."
        )
    connection.close()
    state: Path = settings.CUUDINH_STATE
    with tempfile.TemporaryDirectory(dir=state) as work:
        say("Unpacking")
        with tarfile.open(archive) as box:
            box.extractall(work, filter="data")
        for name in ("files", "keys"):
            _swap(Path(work) / name, state / name)
        if (state / "keys").is_dir():
            (state / "keys").chmod(0o700)
        _database_back(Path(work))
    return manifest


def _database_copy(work: Path) -> tuple[str, Path]:
    if connection.vendor == "postgresql":
        copy = work / DUMP_NAME
        _pg("pg_dump", "--format=custom", "--no-owner", f"--file={copy}")
        return DUMP_NAME, copy
    copy = work / SQLITE_NAME
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as now,
        closing(sqlite3.connect(copy)) as then,
    ):
        now.backup(then)
        fault = then.execute("PRAGMA integrity_check").fetchone()[0]
    if fault != "ok":
        raise Trouble(f"The database is damaged: {fault}.", "Restore the last backup: cuudinh restore --help")
    return SQLITE_NAME, copy


def _database_back(work: Path) -> None:
    if connection.vendor == "postgresql":
        name = connection.settings_dict["NAME"]
        _pg("pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={name}", str(work / DUMP_NAME))
        return
    present = Path(connection.settings_dict["NAME"])
    for tail in ("-wal", "-shm"):
        # They belong to the database that goes; left behind, they would be played into the one that comes.
        present.with_name(present.name + tail).unlink(missing_ok=True)
    _swap(work / SQLITE_NAME, present)


def _swap(new: Path, present: Path) -> None:
    if not new.exists():
        return
    before = present.with_name(f"{present.name}.before")
    if before.is_dir():
        shutil.rmtree(before)
    if present.exists():
        present.replace(before)
    new.replace(present)


def _stored(folder: Path, name: str) -> tuple[tuple[str, Path], ...]:
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    return tuple((f"{name}/{path.relative_to(folder).as_posix()}", path) for path in files)


def _write(archive: Path, members: list[tuple[str, Path]], made_at: datetime) -> None:
    manifest = {
        "version": cuudinh.__version__,
        "database": connection.vendor,
        "made_at": made_at.isoformat(),
        "members": {name: _digest(_pieces(path.open("rb"))) for name, path in members},
    }
    with tarfile.open(archive, "w:gz", compresslevel=1) as box:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
            json.dump(manifest, file)
            file.flush()
            box.add(file.name, MANIFEST)
        for name, path in members:
            box.add(path, name)
    archive.chmod(0o600)


def _verified(archive: Path, box: tarfile.TarFile) -> dict[str, Any]:
    first = box.next()
    if first is None or first.name != MANIFEST:
        raise Trouble(f"{archive} is not a backup of Cửu Đỉnh.", "Give a file that `cuudinh backup` wrote.")
    manifest: dict[str, Any] = json.loads(_open(box, first).read())
    found = {member.name: _digest(_pieces(_open(box, member))) for member in box}
    found.pop(MANIFEST, None)
    wrong = sorted(
        name for name in found | manifest["members"] if found.get(name) != manifest["members"].get(name)
    )
    if wrong:
        raise Trouble(f"{archive} was changed or cut short: {wrong[0]} differs.", "Take another copy of it.")
    return manifest


def _open(box: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    file = box.extractfile(member)
    if file is None:
        raise ValueError(f"{member.name} is no file")
    return file


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_CHUNK):
            yield piece


def _digest(pieces: Iterator[bytes]) -> str:
    total = hashlib.sha256()
    for piece in pieces:
        total.update(piece)
    return total.hexdigest()


def _has_tables() -> bool:
    return bool(connection.introspection.table_names())


def _refuse_wrong_database(manifest: dict[str, Any]) -> None:
    if manifest["database"] != connection.vendor:
        raise Trouble(
            f"The backup is of a {manifest['database']} database, this platform runs on {connection.vendor}.",
            "Set CUUDINH_DATABASE for the kind of the backup.",
        )


def _pg(program: str, *words: str) -> None:
    if not shutil.which(program):
        raise Trouble(f"{program} is missing.", "Install it: apt-get install postgresql-client")
    chosen = connection.settings_dict
    environment = {
        "PATH": "/usr/bin:/bin",
        "PGHOST": chosen["HOST"],
        "PGPORT": chosen["PORT"],
        "PGUSER": chosen["USER"],
        "PGPASSWORD": chosen["PASSWORD"],
        "PGDATABASE": chosen["NAME"],
    }
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, words of our own
        [shutil.which(program) or program, *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Trouble(f"{program} failed: {done.stderr.strip().splitlines()[-1]}.", "Check CUUDINH_DATABASE.")
