"""Files by their content: whole or not there, kept once, never outside their folder."""

import hashlib
import io
from datetime import timedelta
from pathlib import Path

import pytest

from cuudinh.journal import files
from cuudinh.kernel import clock


def test_a_file_comes_back_as_it_was_given() -> None:
    content = bytes(range(256)) * 9000
    sha = files.store(content)
    assert sha == hashlib.sha256(content).hexdigest()
    assert files.read(sha) == content


def test_a_stream_and_bytes_are_kept_once(state: Path) -> None:
    assert files.store(b"abc") == files.store(io.BytesIO(b"abc"))
    assert [path.name for path in (state / "files").rglob("*") if path.is_file()] == [
        hashlib.sha256(b"abc").hexdigest()
    ]


def test_a_stream_that_breaks_leaves_nothing(state: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError("gone")
            return super().read(3)

    with pytest.raises(OSError, match="gone"):
        files.store(Broken(b"abcdef"))
    assert not [path for path in (state / "files").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "sha", ["", "..", "../../keys/secret", "A" * 64, "0" * 63, "0" * 64, "0" * 64 + "\n"]
)
@pytest.mark.asvs("5.3.2")
def test_what_is_no_digest_or_not_kept_is_not_there(sha: str) -> None:
    with pytest.raises(files.FileNotThere):
        files.open(sha)


def test_a_file_written_under_a_name_replaces_the_old_one_whole(state: Path) -> None:
    files.write_whole(state / "a" / "b", b"old")
    files.write_whole(state / "a" / "b", b"new")
    assert [(path.name, path.read_bytes()) for path in (state / "a").iterdir()] == [("b", b"new")]


def test_what_a_killed_process_was_writing_is_cleared_away_later(state: Path) -> None:
    kept = files.store(b"whole")
    half = state / "files" / "half" / "0123"
    half.write_bytes(b"ha")
    now = clock.now()
    files.drop_halves(now - timedelta(hours=1))
    assert half.exists()
    files.drop_halves(now + timedelta(hours=1))
    assert not half.exists()
    assert files.read(kept) == b"whole"
