"""Stored files beside a chain: those that came since its base, by the segment with which they are needed.

On one disk they are second names of the same files and take no room; on two they are copied.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from django.conf import settings

from cuudinh.journal import files

QUARANTINE: Final = "quarantine"
_SHA_LENGTH: Final = 64


class Stored:
    """Gives second names to what is stored, each file once."""

    def __init__(self, chain: Path) -> None:
        self._folder = chain / "files"
        self._known = {path.name for path in self._folder.glob("*/*")}
        self._read: dict[Path, int] = {}

    def keep(self, number: int) -> None:
        """Keep what came since the last time, with the segment of this number."""
        waiting = settings.CUUDINH_FILES / QUARANTINE
        came = [*(files.path_of(sha) for sha in self._added()), *waiting.glob("*")]
        for path in came:
            if path.name not in self._known and path.suffix != ".half":
                self._give(path, number)

    def _added(self) -> Iterator[str]:
        """Give the names of files that were stored since the last time; a line that is just being written waits."""
        for told in files.told_days():
            with told.open("rb") as file:
                file.seek(self._read.get(told, 0))
                whole = file.read().rpartition(b"\n")[0]
            if whole:
                self._read[told] = self._read.get(told, 0) + len(whole) + 1
                yield from whole.decode("ascii").splitlines()

    def _give(self, path: Path, number: int) -> None:
        folder = self._folder / f"{number:010d}"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = folder / path.name
        # What is drawn anew, or was loose, is gone by now and needed no more.
        with suppress(FileNotFoundError):
            try:
                os.link(path, name)
            except FileExistsError:
                pass
            except FileNotFoundError:
                raise
            except OSError:
                _copy(path, name)
            self._known.add(path.name)


def _copy(path: Path, name: Path) -> None:
    half = name.with_name(f"{name.name}.half")
    shutil.copyfile(path, half)
    half.replace(name)


def put_back(chain: Path, last: int, to: Path) -> int:
    """Put what is kept up to a segment into a folder of files; give how many came to what was there."""
    count = 0
    for path in sorted((chain / "files").glob("*/*")):
        if int(path.parent.name) > last or path.suffix == ".half":
            continue
        is_stored = len(path.name) == _SHA_LENGTH
        place = to / path.name[:2] / path.name[2:4] if is_stored else to / QUARANTINE
        if not (place / path.name).exists():
            place.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place / path.name)
            count += 1
    return count
