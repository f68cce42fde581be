"""A backup holds what was there at its moment, and anything else is refused in one sentence."""

import os
import stat
import tarfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from cuudinh.journal import files, keys
from cuudinh.project import keeping
from cuudinh.project.trouble import Trouble

pytestmark = pytest.mark.django_db(transaction=True)


def _silent(_: str) -> None:
    """Progress is for people."""


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings: Any) -> None:
    settings.CUUDINH_STATE = tmp_path / "state"
    settings.CUUDINH_FILES = tmp_path / "state" / "files"
    settings.CUUDINH_KEYS = tmp_path / "state" / "keys"
    settings.CUUDINH_STATE.mkdir()


def test_the_keys_are_in_it_only_when_asked(tmp_path: Path) -> None:
    keys.secret("identity")
    made = keeping.back_up(tmp_path / "one.tar.gz", with_keys=False, say=_silent)
    with tarfile.open(made.path) as box:
        assert not [name for name in box.getnames() if name.startswith("keys")]


@pytest.mark.parametrize("share", [0.2, 0.9])
def test_an_archive_that_was_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    made = keeping.back_up(tmp_path / "one.tar.gz", with_keys=False, say=_silent)
    whole = made.path.read_bytes()
    made.path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(Trouble):
        keeping.verify(made.path)


def test_an_archive_in_which_a_file_was_exchanged_is_refused(tmp_path: Path) -> None:
    files.store(b"the truth")
    made = keeping.back_up(tmp_path / "one.tar.gz", with_keys=False, say=_silent)
    with tarfile.open(made.path) as box:
        box.extractall(tmp_path / "out", filter="data")
        names = box.getnames()
    next((tmp_path / "out" / "files").rglob("*/*/*")).write_bytes(b"a lie")
    with tarfile.open(tmp_path / "two.tar.gz", "w:gz") as box:
        for name in names:
            box.add(tmp_path / "out" / name, name)
    with pytest.raises(Trouble, match="differs"):
        keeping.verify(tmp_path / "two.tar.gz")


def test_a_backup_is_never_written_over(tmp_path: Path) -> None:
    target = tmp_path / "one.tar.gz"
    target.write_bytes(b"yesterday")
    with pytest.raises(Trouble, match="exists already"):
        keeping.back_up(target, with_keys=False, say=_silent)
    assert target.read_bytes() == b"yesterday"


def test_files_that_go_while_it_is_written_are_left_out(tmp_path: Path) -> None:
    kept = files.store(b"a picture")
    quarantine = settings.CUUDINH_FILES / "quarantine"
    quarantine.mkdir()
    (quarantine / "waits").write_bytes(b"still to be drawn")
    (settings.CUUDINH_FILES / "half").mkdir(exist_ok=True)
    gone = [files.path_of(files.store(b"a second picture")), settings.CUUDINH_FILES / "half" / "unfinished"]
    gone[1].write_bytes(b"half of")

    def go_meanwhile(sentence: str) -> None:
        if sentence.startswith("Writing"):
            for path in (*gone, quarantine / "waits"):
                path.unlink()

    made = keeping.back_up(tmp_path / "one.tar.gz", with_keys=False, say=go_meanwhile)
    with tarfile.open(made.path) as box:
        names = {name for name in box.getnames() if name.startswith("files/")}
    assert names == {f"files/{kept[:2]}/{kept[2:4]}/{kept}", "files/quarantine/waits"}


def test_nobody_else_may_read_it_at_any_moment(tmp_path: Path) -> None:
    files.store(os.urandom(20_000_000))
    half, modes, done = tmp_path / ".one.tar.gz.half", set[int](), threading.Event()

    def watch() -> None:
        while not done.is_set():
            with suppress(FileNotFoundError):
                modes.add(stat.S_IMODE(half.stat().st_mode))

    watching = threading.Thread(target=watch)
    watching.start()
    before = os.umask(0o022)
    try:
        made = keeping.back_up(tmp_path / "one.tar.gz", with_keys=True, say=_silent)
    finally:
        os.umask(before)
        done.set()
        watching.join()
    assert modes == {0o600}
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
