"""Restore: an archive takes the place of an installation, and nothing of what was there is lost.

Everything is unpacked and verified beside first. Then what is there is moved, with a write-ahead log that a killed
process left, into one folder that carries the moment in its name and is never written to again; a second run,
after the first was interrupted, makes a second one.
"""

import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from cuudinh.engines.identity.commands import erase_again
from cuudinh.journal import keys, restorations, sealing
from cuudinh.kernel import clock
from cuudinh.project import presence
from cuudinh.project.keeping import DUMP_NAME, SQLITE_NAME, Say, database_copy, run_postgres, verify
from cuudinh.project.minutes import choosing, keeping_on
from cuudinh.project.minutes.chains import Choice
from cuudinh.project.tables import refuse_a_newer_database, unapplied_migrations
from cuudinh.project.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: the manifest, the folder of what was there before, and up to which line the log goes."""

    manifest: dict[str, Any]
    before: Path | None
    log_lines: int


def restore(archive: Path, *, replace: bool, say: Say, chosen: Choice | None = None) -> Restored:
    """Put an archive back into an empty installation, or in place of one when `replace` is said.

    With a `chosen` moment, what changed between the archive and that moment is laid on it first. Raises `Trouble`
    while the platform runs, for a backup of another kind of database, when the keys that would stay are not those
    of the archive, and when what is to be laid on it is not whole.
    """
    with presence.alone():
        say("Verifying the archive")
        manifest = verify(archive)
        _refuse_wrong_database(manifest)
        if not replace and _has_tables():
            raise Trouble(
                "This installation has a database already.", "Say --replace to put the backup in its place."
            )
        _refuse_other_keys(manifest)
        with tempfile.TemporaryDirectory(dir=settings.CUUDINH_STATE, prefix="restore-") as work:
            say("Unpacking")
            with tarfile.open(archive) as box:
                box.extractall(work, filter="data")
            if chosen:
                say(f"Laying {len(chosen.laid)} segments on it")
                choosing.lay_on(chosen, Path(work) / SQLITE_NAME, Path(work) / "files")
            _close_folders(Path(work))
            presence.interrupted().write_text(f"{archive}\n", "utf-8")
            before = _exchange(Path(work))
        log_lines = _finish()
        presence.interrupted().unlink()
    return Restored(manifest, before, log_lines)


def say_restored() -> Restored:
    """Let the log say that its database was put back by means that are not ours; the heads of before are set aside.

    Raises `Trouble` while the platform runs.
    """
    with presence.alone():
        state: Path = settings.CUUDINH_STATE
        before, heads = _new_folder(state), state / "heads"
        if heads.exists():
            heads.replace(before / heads.name)
        else:
            before.rmdir()
        return Restored({}, before if before.exists() else None, _finish())


def _finish() -> int:
    """Bring the tables up to date and let the log say that it was put back; give its lines before that one."""
    refuse_a_newer_database()
    if unapplied_migrations():
        call_command("migrate", interactive=False, verbosity=0)
    restoration = restorations.record_restoration()
    # What was erased after this copy was made is in it again, and goes again before anybody reads it.
    erase_again()
    sealing.export_heads()
    os.sync()
    return restoration.size


def _exchange(work: Path) -> Path | None:
    """Move what is there into the folder of before, and what was unpacked into its place."""
    state: Path = settings.CUUDINH_STATE
    before = _new_folder(state)
    if connection.vendor == "postgresql" and _has_tables():
        database_copy(before)
    connection.close()
    coming = [name for name in ("files", "keys") if (work / name).exists()]
    kept = (state / "heads", keeping_on.file())
    for present in (*(state / name for name in coming), *kept, *_database_files()):
        if present.exists():
            present.replace(before / present.name)
    for name in coming:
        (work / name).replace(state / name)
    _database_back(work)
    if any(before.iterdir()):
        return before
    before.rmdir()
    return None


def _new_folder(state: Path) -> Path:
    name = f"before-{clock.now():%Y%m%d-%H%M%S}"
    taken = len(list(state.glob(f"{name}*")))
    folder = state / (f"{name}-{taken + 1}" if taken else name)
    folder.mkdir(mode=0o700)
    return folder


def _database_files() -> Iterator[Path]:
    """Give the file of the database and what SQLite keeps beside it: without that, the last acts are missing."""
    if connection.vendor != "postgresql":
        database = Path(connection.settings_dict["NAME"])
        yield from (database.with_name(database.name + tail) for tail in ("", "-wal", "-shm"))


def _database_back(work: Path) -> None:
    if connection.vendor != "postgresql":
        shutil.move(work / SQLITE_NAME, connection.settings_dict["NAME"])
        return
    name = connection.settings_dict["NAME"]
    all_or_nothing = ("--single-transaction", "--exit-on-error")
    replacing = ("--clean", "--if-exists", "--no-owner")
    run_postgres("pg_restore", *replacing, *all_or_nothing, f"--dbname={name}", str(work / DUMP_NAME))


def _close_folders(work: Path) -> None:
    """Let only the owner into what was unpacked, whatever this process gives to new folders."""
    for folder in (work, *(path for path in work.rglob("*") if path.is_dir())):
        folder.chmod(0o700)


def _has_tables() -> bool:
    return bool(connection.introspection.table_names())


def _refuse_wrong_database(manifest: dict[str, Any]) -> None:
    if manifest["database"] != connection.vendor:
        raise Trouble(
            f"The backup is of a {manifest['database']} database, this platform runs on {connection.vendor}.",
            "Set CUUDINH_DATABASE for the kind of the backup.",
        )


def _refuse_other_keys(manifest: dict[str, Any]) -> None:
    if any(name.startswith("keys/") for name in manifest["members"]):
        return
    wrong = keys.not_those(manifest["keys"])
    if wrong:
        raise Trouble(
            f"The backup has no keys in it, and those in {settings.CUUDINH_KEYS} are not the ones that open it "
            f"({', '.join(wrong)}).",
            "Put the keys folder of that installation there first, or restore a backup made --with-keys.",
        )
