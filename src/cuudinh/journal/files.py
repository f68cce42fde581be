"""Files by their content: the name is the SHA-256, a file never changes, the same bytes are kept once."""

import hashlib
import io
import os
import re
import secrets
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from cuudinh.journal.aside import aside
from cuudinh.kernel.refusal import NotThere

_SHA = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1 << 20
_TOLD = "stored"


class FileNotThere(NotThere):
    """404: no file is kept under this digest."""

    code = "file-not-there"
    sentence = "Không tìm thấy tệp."


def store(content: bytes | BinaryIO) -> str:
    """Keep the content and give its SHA-256 in hex. After that the file is on disk, whole and named."""
    root: Path = settings.CUUDINH_FILES
    half = root / "half" / secrets.token_hex(16)
    half.parent.mkdir(parents=True, exist_ok=True)
    try:
        sha = _write(half, io.BytesIO(content) if isinstance(content, bytes) else content)
        kept = path_of(sha)
        kept.parent.mkdir(parents=True, exist_ok=True)
        half.replace(kept)
    finally:
        half.unlink(missing_ok=True)
    sync(kept.parent)
    _tell(sha)
    return sha


def _tell(sha: str) -> None:
    """Write down that a file was stored, for whoever keeps a second copy: looking through all folders would be slow."""
    day = settings.CUUDINH_STATE / _TOLD / f"{datetime.now(UTC):%Y%m%d}"
    day.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(day, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{sha}\n".encode())
    finally:
        os.close(descriptor)


def told_days() -> tuple[Path, ...]:
    """Give the lists of what was stored lately, a name on each line, one list for each day in UTC."""
    return tuple(sorted((settings.CUUDINH_STATE / _TOLD).glob("*")))


def drop_told(older_than: datetime) -> None:
    """Delete the lists of days before a moment."""
    for day in told_days():
        if day.stat().st_mtime < older_than.timestamp():
            day.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under a name of its own choosing: there is all of it or nothing under that name."""
    half = path.with_name(f"{path.name}.half")
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(half, io.BytesIO(content))
    half.replace(path)
    sync(path.parent)


def _write(path: Path, content: BinaryIO) -> str:
    """Write a stream to a new file, in pieces, and wait for the disk; give the digest."""
    digest = hashlib.sha256()
    with path.open("xb") as file:
        while piece := content.read(_CHUNK):
            digest.update(piece)
            file.write(piece)
        file.flush()
        with aside():
            os.fsync(file.fileno())
    return digest.hexdigest()


def sync(path: Path) -> None:
    """Wait until a file is on disk, or the names of new files in a folder are."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with aside():
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def path_of(sha: str) -> Path:
    """Give where a file of this digest lies or would lie; two levels of folders keep each of them small."""
    if not _SHA.fullmatch(sha):
        raise FileNotThere
    root: Path = settings.CUUDINH_FILES
    return root / sha[:2] / sha[2:4] / sha


def delete(sha: str, *, older_than: datetime) -> None:
    """Delete a file that nothing names, unless it was stored again since a moment."""
    kept = path_of(sha)
    if kept.exists() and kept.stat().st_mtime < older_than.timestamp():
        kept.unlink(missing_ok=True)


def drop_halves(older_than: datetime) -> None:
    """Delete what was being written when a process was killed, before a moment; nothing names it."""
    root: Path = settings.CUUDINH_FILES
    for half in (root / "half").glob("*"):
        with suppress(FileNotFoundError):
            if half.stat().st_mtime < older_than.timestamp():
                half.unlink()


def open(sha: str) -> BinaryIO:
    """Open a kept file for reading; refuses (`FileNotThere`) what is no digest or not kept."""
    try:
        return path_of(sha).open("rb")
    except FileNotFoundError as fault:
        raise FileNotThere from fault


def read(sha: str) -> bytes:
    """Give the content of a kept file."""
    with open(sha) as file:
        return file.read()
