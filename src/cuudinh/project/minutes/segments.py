"""Segments: pages that changed between two moments, in one file that shows whether it is whole.

A file holds a word that says what it is, the pages (number and content) as one zlib stream, then what is known of
them as JSON, its SHA-256 and its length. Its name tells which rounds it covers and of which moment it is.
"""

import hashlib
import os
import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from cuudinh.journal.files import sync
from cuudinh.project.trouble import Trouble

SUFFIX: Final = ".minutes"
_MAGIC: Final = b"cuudinh minutes 1\n"
_NAME: Final = re.compile(r"(\d{10})-(\d{10})-(\d{8}T\d{12})" + re.escape(SUFFIX))
_AT: Final = "%Y%m%dT%H%M%S%f"
_NUMBER: Final = struct.Struct(">I")
_DIGEST_BYTES: Final = 32
_CHUNK: Final = 1 << 18


class About(msgspec.Struct, frozen=True):
    """What a segment says of itself: how large the database was, where its log of acts ended, and which part of the
    write-ahead log it came from.
    """

    pages: int
    page_bytes: int
    lines: int
    chain: str
    salts: str
    frames: int
    may_begin_anew: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A file of a segment: the rounds from `first` to `last`, and the moment up to which it has everything."""

    path: Path
    first: int
    last: int
    at: datetime


def in_folder(folder: Path) -> tuple[Segment, ...]:
    """Give the segments of a folder in their order; where one covers others, those do not count."""
    named = ((_NAME.fullmatch(path.name), path) for path in folder.glob(f"*{SUFFIX}"))
    found = sorted(
        (
            Segment(path, int(name[1]), int(name[2]), datetime.strptime(name[3], _AT).replace(tzinfo=UTC))
            for name, path in named
            if name
        ),
        key=lambda one: (one.first, -one.last),
    )
    kept: list[Segment] = []
    for one in found:
        if not kept or one.last > kept[-1].last:
            kept.append(one)
    return tuple(kept)


def write(
    folder: Path, numbers: tuple[int, int], at: datetime, about: About, pages: Iterable[tuple[int, bytes]]
) -> Segment:
    """Write a segment: all of it or nothing is under its name, whatever is killed; `settle` waits for the disk."""
    first, last = numbers
    path = folder / f"{first:010d}-{last:010d}-{at.astimezone(UTC).strftime(_AT)}{SUFFIX}"
    half = path.with_suffix(".half")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        digest = _write_body(file, pages)
        known = msgspec.json.encode(msgspec.structs.replace(about, digest=digest))
        file.write(known + hashlib.sha256(known).digest() + _NUMBER.pack(len(known)))
    half.replace(path)
    return Segment(path, first, last, at)


def settle(segment: Segment) -> None:
    """Wait until a segment is on disk."""
    sync(segment.path)
    sync(segment.path.parent)


def _write_body(file: BinaryIO, pages: Iterable[tuple[int, bytes]]) -> str:
    digest, press = hashlib.sha256(), zlib.compressobj(1)
    file.write(_MAGIC)
    for number, content in pages:
        piece = press.compress(_NUMBER.pack(number) + content)
        digest.update(piece)
        file.write(piece)
    piece = press.flush()
    digest.update(piece)
    file.write(piece)
    return digest.hexdigest()


def about(segment: Segment) -> About:
    """Give what a segment says of itself. Raises `Trouble` with its name for one that is not whole."""
    try:
        with segment.path.open("rb") as file:
            return _about(file)[0]
    except (OSError, ValueError, struct.error) as fault:
        raise _broken(segment) from fault


def _about(file: BinaryIO) -> tuple[About, int]:
    """Give what stands at the end of a file, and where the pages end."""
    if file.read(len(_MAGIC)) != _MAGIC:
        raise ValueError("no segment")
    file.seek(-_NUMBER.size, os.SEEK_END)
    (length,) = _NUMBER.unpack(file.read(_NUMBER.size))
    until = file.seek(-(_NUMBER.size + _DIGEST_BYTES + length), os.SEEK_END)
    known, digest = file.read(length), file.read(_DIGEST_BYTES)
    if hashlib.sha256(known).digest() != digest:
        raise ValueError("changed at its end")
    return msgspec.json.decode(known, type=About), until


def pages_of(segment: Segment) -> Iterator[tuple[int, bytes]]:
    """Give the pages of a segment. Raises `Trouble` with its name for one that was changed or cut short."""
    try:
        with segment.path.open("rb") as file:
            known, until = _about(file)
            file.seek(len(_MAGIC))
            yield from _pages(file, known, until)
    except (OSError, ValueError, struct.error, zlib.error) as fault:
        raise _broken(segment) from fault


def _pages(file: BinaryIO, known: About, until: int) -> Iterator[tuple[int, bytes]]:
    digest, press, held = hashlib.sha256(), zlib.decompressobj(), bytearray()
    size = _NUMBER.size + known.page_bytes
    while piece := file.read(min(_CHUNK, until - file.tell())):
        digest.update(piece)
        held += press.decompress(piece)
        for start in range(0, len(held) - size + 1, size):
            content = bytes(held[start : start + size])
            yield _NUMBER.unpack_from(content)[0], content[_NUMBER.size :]
        del held[: len(held) // size * size]
    if held or not press.eof or digest.hexdigest() != known.digest:
        raise ValueError("its pages were changed or cut short")


def merge(folder: Path, some: Sequence[Segment]) -> Segment:
    """Make one segment of some that follow each other, with the last version of each page; the others go."""
    known = about(some[-1])
    whole = write(folder, (some[0].first, some[-1].last), some[-1].at, known, _last_versions(some, known))
    settle(whole)
    for one in some:
        one.path.unlink()
    return whole


def _last_versions(some: Sequence[Segment], known: About) -> Iterator[tuple[int, bytes]]:
    seen: set[int] = set()
    for one in reversed(some):
        for number, content in pages_of(one):
            if number not in seen and number <= known.pages:
                seen.add(number)
                yield number, content


def lay_on(database: Path, segment: Segment) -> About:
    """Lay the pages of a segment on a database nobody has open; give what it says of itself.

    Done twice it does no harm, and neither does a page that the database has already.
    """
    known = about(segment)
    with database.open("r+b") as file:
        for number, content in pages_of(segment):
            file.seek((number - 1) * known.page_bytes)
            file.write(content)
        file.truncate(known.pages * known.page_bytes)
    return known


def _broken(segment: Segment) -> Trouble:
    return Trouble(
        f"{segment.path} was changed or cut short.",
        "Take another copy of it, or choose a moment before it: cuudinh backup --list",
    )
