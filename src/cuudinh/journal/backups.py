"""Backup and restore of an installation on SQLite: the database of one moment, files, signed heads.

Keys are left out on purpose: who finds a backup must not be able to read encrypted identifiers or to name the
accounts in the log. Keep the keys folder apart. PostgreSQL has tools of its own that do this better.
"""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import connection

from cuudinh.journal import sealing
from cuudinh.kernel import clock
from cuudinh.kernel.refusal import Incomplete, NotNow

_DATABASE, _FILES, _HEADS, _LIST = "cuudinh.sqlite3", "files", "heads.jsonl", "backup.json"
_LEFT_OUT = ("half", "quarantine")
_PAGES_AT_ONCE = 4096


class OnlyForSqlite(NotNow):
    """409: the database is not SQLite; its own backup tools are to be used."""

    code = "only-for-sqlite"
    sentence = "Lệnh này chỉ dùng cho SQLite. Với PostgreSQL, hãy dùng pg_dump hoặc pgBackRest."


class BackupBroken(Incomplete):
    """422: a file of the backup is missing or not what was written."""

    code = "backup-broken"
    sentence = "Bản sao lưu không nguyên vẹn: {path}."


class StateNotEmpty(NotNow):
    """409: there is a database already; a restore never writes over one."""

    code = "state-not-empty"
    sentence = "Đã có cơ sở dữ liệu tại {path}. Hãy chuyển nó đi trước khi khôi phục."


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: when it was made, and the digest of every file by its path in the backup."""

    made_at: datetime
    digests: dict[str, str]


def back_up(folder: Path) -> Backup:
    """Write a backup into a folder while the platform goes on; files it holds are not copied again.

    The list of contents is written last: a folder without it is no backup.
    """
    if connection.vendor != "sqlite":
        raise OnlyForSqlite
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _LIST).unlink(missing_ok=True)
    sealing.sign_head()
    _copy_database(Path(str(connection.settings_dict["NAME"])), folder / _DATABASE)
    # After the database: every file that a row names was whole before the row was.
    _copy_files(settings.CUUDINH_FILES, folder / _FILES)
    if sealing.heads_file().exists():
        shutil.copy2(sealing.heads_file(), folder / _HEADS)
    made = Backup(clock.now(), {str(path.relative_to(folder)): _digest(path) for path in _all_files(folder)})
    (folder / _LIST).write_bytes(msgspec.json.encode(made))
    return made


def restore(folder: Path) -> Backup:
    """Bring a backup back into the empty state folder, after checking every file of it."""
    if connection.vendor != "sqlite":
        raise OnlyForSqlite
    made = check(folder)
    target = Path(str(connection.settings_dict["NAME"]))
    if target.exists() and target.stat().st_size:
        raise StateNotEmpty(path=target)
    _copy_files(folder / _FILES, settings.CUUDINH_FILES)
    if (folder / _HEADS).exists():
        sealing.heads_file().parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(folder / _HEADS, sealing.heads_file())
    # Last, and under its name only when whole: a restore that was interrupted can simply be started again.
    half = target.with_name(f"{target.name}.half")
    shutil.copy2(folder / _DATABASE, half)
    half.replace(target)
    return made


def check(folder: Path) -> Backup:
    """Give what a backup holds; refuses (`BackupBroken`) when a file is missing or was changed."""
    try:
        made = msgspec.json.decode((folder / _LIST).read_bytes(), type=Backup)
    except (FileNotFoundError, msgspec.MsgspecError) as fault:
        raise BackupBroken(path=_LIST) from fault
    for path, digest in made.digests.items():
        if not (folder / path).is_file() or _digest(folder / path) != digest:
            raise BackupBroken(path=path)
    return made


def _copy_database(source: Path, target: Path) -> None:
    """Copy a database that is being written to, by SQLite's own means: the copy is one moment of it."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other, pages=_PAGES_AT_ONCE)


def _copy_files(source: Path, target: Path) -> None:
    """Copy files that the target lacks; named by their digests, those that it has are the same."""
    for path in _all_files(source):
        place = path.relative_to(source)
        if place.parts[0] in _LEFT_OUT or (target / place).exists():
            continue
        half = target / place.with_name(f"{place.name}.half")
        half.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, half)
        half.replace(target / place)


def _all_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
