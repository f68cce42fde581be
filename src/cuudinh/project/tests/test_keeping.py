"""A backup gives back what was there, and anything else is refused in one sentence."""

import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from cuudinh.journal import files, keys, sequences
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


def test_a_restored_backup_has_the_rows_files_and_keys_of_its_moment(tmp_path: Path) -> None:
    sequences.next_number("case")
    kept = files.store(b"a picture")
    secret = keys.secret("identity")
    made = keeping.back_up(tmp_path / "one.tar.gz", with_keys=True, say=_silent)
    assert made.members == 3

    sequences.next_number("case")
    files.path_of(kept).unlink()
    (settings.CUUDINH_KEYS / "identity").unlink()
    keeping.restore(made.path, replace=True, say=_silent)

    assert sequences.next_number("case") == 2
    assert files.read(kept) == b"a picture"
    assert keys.secret("identity") == secret


def test_without_being_told_a_restore_touches_nothing(tmp_path: Path) -> None:
    made = keeping.back_up(tmp_path / "one.tar.gz", with_keys=False, say=_silent)
    sequences.next_number("case")
    with pytest.raises(Trouble, match="--replace"):
        keeping.restore(made.path, replace=False, say=_silent)
    assert sequences.next_number("case") == 2


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
