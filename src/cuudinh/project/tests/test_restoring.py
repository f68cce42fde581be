"""What is restored is what was kept, what was there is lost in no case, and the log says what happened."""

import io
import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import tarfile
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from cuudinh.journal import audit, files, keys, restorations, sealing, sequences
from cuudinh.journal.models import AuditHead, AuditLine
from cuudinh.journal.transactions import acting
from cuudinh.journal.verifying import verify_log
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, system
from cuudinh.project import keeping, presence, restoring
from cuudinh.project.trouble import Trouble

pytestmark = pytest.mark.django_db(transaction=True)
on_sqlite = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="moves the files of SQLite"
)


def _silent(_: str) -> None:
    """Progress is for people."""


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings: Any) -> None:
    settings.CUUDINH_STATE = tmp_path / "state"
    settings.CUUDINH_FILES = tmp_path / "state" / "files"
    settings.CUUDINH_KEYS = tmp_path / "state" / "keys"
    settings.CUUDINH_STATE.mkdir()


def _backup(folder: Path, *, with_keys: bool = False) -> Path:
    return keeping.back_up(folder / "one.tar.gz", with_keys=with_keys, say=_silent).path


def _act(count: int) -> None:
    with acting():
        for number in range(count):
            audit.record(VISITOR, "act", ("act", number))
    sealing.seal(sign_now=True)


def test_it_has_the_rows_files_and_keys_of_its_moment(tmp_path: Path) -> None:
    sequences.next_number("case")
    kept, secret = files.store(b"a picture"), keys.secret("identity")
    archive = _backup(tmp_path, with_keys=True)

    sequences.next_number("case")
    files.path_of(kept).unlink()
    (settings.CUUDINH_KEYS / "identity").unlink()
    restoring.restore(archive, replace=True, say=_silent)

    assert sequences.next_number("case") == 2
    assert files.read(kept) == b"a picture"
    assert keys.secret("identity") == secret


def test_without_being_told_it_touches_nothing(tmp_path: Path) -> None:
    archive = _backup(tmp_path)
    sequences.next_number("case")
    with pytest.raises(Trouble, match="--replace"):
        restoring.restore(archive, replace=False, say=_silent)
    assert sequences.next_number("case") == 2


@on_sqlite
def test_acts_of_a_process_that_was_killed_are_in_what_is_kept(tmp_path: Path) -> None:
    archive = _backup(tmp_path)
    connection.close()
    name = str(connection.settings_dict["NAME"])
    program = (
        "import os, sqlite3, sys\nwriting = sqlite3.connect(sys.argv[1])\n"
        "writing.execute(\"INSERT INTO journal_sequence VALUES ('acknowledged', 7)\")\n"
        "writing.commit()\nos.kill(os.getpid(), 9)"
    )
    ended = subprocess.run([sys.executable, "-c", program, name], check=False)
    assert ended.returncode == -signal.SIGKILL

    before = restoring.restore(archive, replace=True, say=_silent).before

    assert before
    with sqlite3.connect(before / Path(name).name) as kept:
        assert kept.execute("SELECT value FROM journal_sequence WHERE name = 'acknowledged'").fetchall() == [
            (7,)
        ]


def test_while_the_platform_runs_nothing_is_restored(tmp_path: Path) -> None:
    archive = _backup(tmp_path)
    lock = presence.hold()
    try:
        with pytest.raises(Trouble, match=r"The platform runs.*Stop it first"):
            restoring.restore(archive, replace=True, say=_silent)
    finally:
        os.close(lock)
    restoring.restore(archive, replace=True, say=_silent)


def test_while_it_is_being_restored_the_platform_does_not_start() -> None:
    with presence.alone(), pytest.raises(Trouble, match="being restored"):
        presence.hold()


@on_sqlite
def test_interrupted_and_run_again_it_loses_nothing_and_serves_nothing_in_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = files.store(b"of the present")
    archive = _backup(tmp_path)
    second = files.store(b"of the present, later")

    def killed(_: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(restoring, "_database_back", killed)
        with pytest.raises(KeyboardInterrupt):
            restoring.restore(archive, replace=True, say=_silent)
    with pytest.raises(Trouble, match=r"interrupted.*Run cuudinh restore"):
        presence.hold()

    restoring.restore(archive, replace=True, say=_silent)

    os.close(presence.hold())
    assert files.read(first) == b"of the present"
    (kept,) = settings.CUUDINH_STATE.glob(f"before-*/files/*/*/{second}")
    assert kept.read_bytes() == b"of the present, later"
    databases = settings.CUUDINH_STATE.glob(f"before-*/{Path(connection.settings_dict['NAME']).name}")
    assert len(list(databases)) == 1


@pytest.mark.postgres
def test_a_dump_that_breaks_off_changes_nothing(tmp_path: Path) -> None:
    sequences.next_number("case")
    archive = _backup(tmp_path)
    with tarfile.open(archive) as box:
        box.extractall(tmp_path / "out", filter="data")
    dump = (tmp_path / "out" / keeping.DUMP_NAME).read_bytes()
    manifest = json.loads((tmp_path / "out" / keeping.MANIFEST).read_bytes())
    members = {keeping.DUMP_NAME: dump[: len(dump) * 9 // 10]}
    manifest["members"] = {name: sha256(content).hexdigest() for name, content in members.items()}
    broken = tmp_path / "broken.tar.gz"
    with tarfile.open(broken, "w:gz") as out:
        for name, content in (*members.items(), (keeping.MANIFEST, json.dumps(manifest).encode())):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            out.addfile(member, io.BytesIO(content))
    with pytest.raises(Trouble, match="pg_restore failed"):
        restoring.restore(broken, replace=True, say=_silent)
    assert sequences.next_number("case") == 2


def test_only_the_owner_may_read_what_was_restored(tmp_path: Path) -> None:
    files.store(b"a picture")
    archive = _backup(tmp_path)
    before = os.umask(0o022)
    try:
        restoring.restore(archive, replace=True, say=_silent)
    finally:
        os.umask(before)
    kept = [settings.CUUDINH_FILES, *settings.CUUDINH_FILES.rglob("*")]
    assert not [path for path in kept if stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_keys_that_do_not_open_it_are_refused_before_anything_moves(tmp_path: Path) -> None:
    keys.secret("identity-master")
    archive = _backup(tmp_path)
    (settings.CUUDINH_KEYS / "identity-master").write_bytes(bytes(keys.SECRET_BYTES))
    sequences.next_number("case")
    with pytest.raises(Trouble, match=r"identity-master.*--with-keys"):
        restoring.restore(archive, replace=True, say=_silent)
    assert sequences.next_number("case") == 2


def test_after_it_the_log_is_whole_and_says_that_it_was_put_back(tmp_path: Path) -> None:
    _act(3)
    archive = _backup(tmp_path)
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        _act(4)
    elsewhere = tmp_path / "in-another-house.jsonl"
    elsewhere.write_bytes(sealing.heads_file().read_bytes())

    with clock.frozen(clock.now() + timedelta(hours=1)):
        done = restoring.restore(archive, replace=True, say=_silent)
    with clock.frozen(clock.now() + timedelta(hours=2)):
        _act(5)

    assert done.before
    assert (done.before / "heads" / "heads.jsonl").read_bytes() == elsewhere.read_bytes()
    for check in (verify_log(), verify_log(heads_file=elsewhere)):
        assert check.is_whole, check.faults
        assert [restoration.size for restoration in check.restorations] == [3] == [done.log_lines]


def test_a_cut_is_not_excused_by_a_word_that_nobody_signed() -> None:
    _act(3)
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        _act(4)
    AuditLine.objects.filter(seq__gte=3).delete()
    AuditHead.objects.filter(size__gt=3).delete()
    with clock.frozen(clock.now() + timedelta(hours=1)), acting():
        facts = {"size": 3, "chain": "", "at": clock.now().isoformat(), "signature": "00" * 64}
        audit.record(system("restore"), restorations.ACT, restorations.ABOUT, facts=facts)
    sealing.seal(sign_now=True)
    check = verify_log()
    assert not check.is_whole
    assert not check.restorations
