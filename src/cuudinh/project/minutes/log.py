"""The write-ahead log of SQLite, read as it lies: where it ends, and the last version of each page in a stretch of it.

The shapes of both files are those of https://www.sqlite.org/walformat.html; numbers in the index are in the order
of this machine, those in the log have the highest byte first.
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HEADER_BYTES: Final = 32
FRAME_BYTES: Final = 24
_INDEX: Final = struct.Struct("=16xIIII8s")
_SIZE_OF_PAGE: Final = struct.Struct("=14xH")
_FRAME: Final = struct.Struct(">II8s")
# So many bytes a page has when the two that name its size say one.
_LARGEST_PAGE: Final = 65_536


class BrokenLog(Exception):
    """The log is not what its index says: frames of another beginning, or an end within a transaction."""


@dataclass(frozen=True, slots=True)
class End:
    """Where the log ends: the marks of its beginning, how many frames are committed, pages of the database then."""

    salts: bytes
    frames: int
    pages: int
    page_bytes: int

    def began_anew_once_after(self, salts: bytes) -> bool:
        """Whether the log of these marks was the one before this: each beginning counts the first mark on by one."""
        before, now = (int.from_bytes(one[:4], "big") for one in (salts, self.salts))
        return now == (before + 1) % (1 << 32)


def end_in(index: int) -> End:
    """Give the end of the log from the open file of its index; exact while nobody can write."""
    head = os.pread(index, 48, 0)
    frames, pages, _, _, salts = _INDEX.unpack_from(head)
    (size,) = _SIZE_OF_PAGE.unpack_from(head)
    return End(salts, frames, pages, _LARGEST_PAGE if size == 1 else size)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Committed frames of a log, from `first` to the end; nothing may let the log begin anew while it is read."""

    file: Path
    first: int
    end: End

    def pages(self) -> Iterator[tuple[int, bytes]]:
        """Give each page that was written with its last version. Raises `BrokenLog`."""
        if self.first > self.end.frames:
            return
        with self.file.open("rb", buffering=0) as log:
            last = self._last_frames(log.fileno())
            for frame, page in sorted((frame, page) for page, frame in last.items()):
                content = os.pread(log.fileno(), self.end.page_bytes, self._place(frame) + FRAME_BYTES)
                if len(content) != self.end.page_bytes:
                    raise BrokenLog(f"frame {frame} is cut off")
                yield page, content

    def _last_frames(self, log: int) -> dict[int, int]:
        last: dict[int, int] = {}
        is_commit = 0
        for frame in range(self.first, self.end.frames + 1):
            head = os.pread(log, 16, self._place(frame))
            page, is_commit, salts = _FRAME.unpack(head) if len(head) == 16 else (0, 0, b"")
            if salts != self.end.salts:
                raise BrokenLog(f"frame {frame} is of another log")
            last[page] = frame
        if is_commit != self.end.pages:
            raise BrokenLog(f"frame {self.end.frames} ends no transaction")
        return {page: frame for page, frame in last.items() if page <= self.end.pages}

    def _place(self, frame: int) -> int:
        return HEADER_BYTES + (frame - 1) * (FRAME_BYTES + self.end.page_bytes)
