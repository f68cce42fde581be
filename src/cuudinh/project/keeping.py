"""Backup: one file with the database, the stored files and, when asked, the keys.

The database is read first and the files after it: files never change and are only added, so everything
the copied database speaks of is in the archive. Pictures that wait in quarantine are the exception, since they
go once they are drawn anew: they are copied before the database and looked for again after it. Every member's
digest stands in the manifest, and an archive is read back and compared before it is called a backup.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, BinaryIO

import psycopg
from django.conf import settings
from django.db import connection

import cuudinh
from cuudinh.engines.identity.queries import time_zone
from cuudinh.journal import keys, marks
from cuudinh.kernel import clock
from cuudinh.project.minutes import chains, keeping_on
from cuudinh.project.minutes.keeping_on import Known
from cuudinh.project.tallying import Tally, tally
from cuudinh.project.trouble import Trouble

MANIFEST = "manifest.json"
SQLITE_NAME = "cuudinh.sqlite3"
DUMP_NAME = "cuudinh.pgdump"
QUARANTINE = "quarantine"
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
            before = keeping_on.round_now()
            members, counted = _everything(Path(work), with_keys=with_keys)
            after = keeping_on.round_now() if before else None
            say(f"Writing {len(members)} files")
            count = _write(half, members, made_at, counted)
        say("Reading it back")
        verify(half)
        half.replace(target)
        _note_base(target, before, after)
    finally:
        half.unlink(missing_ok=True)
    return Backup(target, count, target.stat().st_size, made_at)


def _note_base(archive: Path, before: Known | None, after: Known | None) -> None:
    """Let the minutes be laid on an archive, if the same chain grew from before it was begun until it was copied."""
    if before is None or after is None or before.chain != after.chain:
        return
    base = chains.Base(str(archive.resolve()), before.number, after.number, time_zone())
    chains.note_base(chains.folder_of(before.chain), base)


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


def database_copy(work: Path) -> tuple[str, Path, Tally]:
    """Copy the database as it is at one moment into a folder; give the name of the copy, where it lies and what it
    holds.
    """
    if connection.vendor == "postgresql":
        return _postgres_copy(work / DUMP_NAME)
    copy = work / SQLITE_NAME
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as now,
        closing(sqlite3.connect(copy)) as then,
    ):
        now.backup(then)
        fault = then.execute("PRAGMA integrity_check").fetchone()[0]
        counted = tally(then)
    if fault != "ok":
        raise Trouble(f"The database is damaged: {fault}.", "Restore the last backup: cuudinh restore --help")
    return SQLITE_NAME, copy, counted


def _postgres_copy(copy: Path) -> tuple[str, Path, Tally]:
    """Dump what one transaction sees, and count in the same one."""
    with psycopg.connect(**connection.get_connection_params()) as opened:
        opened.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        (snapshot,) = opened.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        run_postgres("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={copy}")
        return DUMP_NAME, copy, tally(opened)


def _everything(work: Path, *, with_keys: bool) -> tuple[list[tuple[str, Path]], Tally]:
    """Give the members of an archive, each with the file to read it from, and what its database holds."""
    waiting = work / QUARANTINE
    _copy_waiting(waiting)
    name, copy, counted = database_copy(work)
    _copy_waiting(waiting)
    kept = _stored(settings.CUUDINH_FILES, "files", without=(QUARANTINE, "half"))
    keys_kept = _stored(settings.CUUDINH_KEYS, "keys") if with_keys else ()
    return [(name, copy), *_stored(waiting, f"files/{QUARANTINE}"), *kept, *keys_kept], counted


def _copy_waiting(to: Path) -> None:
    """Copy the pictures in quarantine that are not there yet; what goes meanwhile was drawn anew."""
    to.mkdir(exist_ok=True)
    for path in (settings.CUUDINH_FILES / QUARANTINE).glob("*"):
        if path.suffix != ".half" and not (to / path.name).exists():
            with suppress(FileNotFoundError):
                shutil.copyfile(path, to / path.name)


def _stored(folder: Path, name: str, without: tuple[str, ...] = ()) -> tuple[tuple[str, Path], ...]:
    inside = [path for path in folder.glob("*") if path.name not in without] if folder.is_dir() else []
    files = sorted(file for path in inside for file in (path, *path.rglob("*")) if file.is_file())
    return tuple((f"{name}/{file.relative_to(folder).as_posix()}", file) for file in files)


def _write(archive: Path, members: list[tuple[str, Path]], made_at: datetime, counted: Tally) -> int:
    """Write an archive that is readable by its owner only from its first byte on; give how many files are in it."""
    digests: dict[str, str] = {}
    archive.unlink(missing_ok=True)
    descriptor = os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        os.fdopen(descriptor, "wb") as out,
        tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as box,
    ):
        for name, path in members:
            with suppress(FileNotFoundError), path.open("rb") as file:
                digests[name] = _add(box, name, file)
        manifest = {
            "version": cuudinh.__version__,
            "database": connection.vendor,
            "made_at": made_at.isoformat(),
            "keys": {**keys.present(), **marks.under(keys.MARK)},
            "members": digests,
            "tally": asdict(counted),
        }
        _add(box, MANIFEST, io.BytesIO(json.dumps(manifest).encode()))
        box.close()
        out.flush()
        os.fsync(out.fileno())
    return len(digests)


def _add(box: tarfile.TarFile, name: str, file: BinaryIO) -> str:
    """Put one file into the archive, without a word about its owner; give the digest of what was put in."""
    member = tarfile.TarInfo(name)
    member.mode, member.size = 0o600, file.seek(0, os.SEEK_END)
    file.seek(0)
    read = _Digesting(file)
    box.addfile(member, read)
    return read.total.hexdigest()


class _Digesting(io.RawIOBase):
    """A file that is digested while it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.total = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on, and take what was read into the digest."""
        piece = self._file.read(size)
        self.total.update(piece)
        return piece


def _verified(archive: Path, box: tarfile.TarFile) -> dict[str, Any]:
    found: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    for member in box:
        if member.name == MANIFEST:
            manifest = json.loads(_open(box, member).read())
        else:
            found[member.name] = _digest(_pieces(_open(box, member)))
    if manifest is None:
        raise Trouble(
            f"{archive} was cut short, or is not a backup of Cửu Đỉnh.",
            "Give a file that `cuudinh backup` wrote.",
        )
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


def run_postgres(program: str, *words: str) -> None:
    """Run a program of PostgreSQL on the database in the settings; raises `Trouble` with its last words."""
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
