"""The files of a pack, from a folder or from memory, within limits."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from cuudinh.packs.characters import FILE_BYTES_MOST
from cuudinh.packs.faults import Fault, PackRefused

MANIFEST = "pack.yaml"
FILES_MOST = 20_000
PACK_BYTES_MOST = 40_000_000
_ENTRIES_MOST = 100_000
_HIDDEN = re.compile(r"(^|/)\.")
_PATH = re.compile(r"(?!.*(?:^|/)\.)[A-Za-z0-9._-]{1,100}(/[A-Za-z0-9._-]{1,100}){0,7}")


@dataclass(frozen=True, slots=True)
class Pack:
    """The files of one pack as they are; `id` is the name of its folder. Nothing in them was read yet."""

    id: str
    files: Mapping[str, bytes] = field(repr=False)


def read_pack(folder: Path) -> Pack:
    """Give the pack in a folder; hidden files are left out. Raises `PackRefused` beyond the limits.

    Links are refused: what a pack is must not depend on what lies beside it. Sizes are asked before anything
    is read.
    """
    found = {path.relative_to(folder).as_posix(): path for path in islice(folder.rglob("*"), _ENTRIES_MOST)}
    seen = {name: path for name, path in found.items() if not _HIDDEN.search(name)}
    links = [
        Fault(name, 1, "a link", "a file of its own") for name, path in seen.items() if path.is_symlink()
    ]
    files = {name: path for name, path in seen.items() if path.is_file()}
    _refuse(folder.name, [*links, *_beyond({name: path.stat().st_size for name, path in files.items()})])
    return pack_of(folder.name, {name: path.read_bytes() for name, path in files.items()})


def pack_of(pack_id: str, files: Mapping[str, bytes]) -> Pack:
    """Give the pack of some files in memory; raises `PackRefused` beyond the limits."""
    _refuse(pack_id, _beyond({name: len(body) for name, body in files.items()}))
    return Pack(pack_id, dict(sorted(files.items())))


class Library(Mapping[str, Pack]):
    """The packs in a folder, by id; each is read when it is asked for, so that a bad one harms no other."""

    def __init__(self, folder: Path) -> None:
        self._folders = {
            place.name: place for place in sorted(folder.glob("*")) if (place / MANIFEST).exists()
        }
        self._read: dict[str, Pack] = {}

    def __getitem__(self, pack_id: str) -> Pack:
        if pack_id not in self._read:
            self._read[pack_id] = read_pack(self._folders[pack_id])
        return self._read[pack_id]

    def __contains__(self, pack_id: object) -> bool:
        return pack_id in self._folders

    def __iter__(self) -> Iterator[str]:
        return iter(self._folders)

    def __len__(self) -> int:
        return len(self._folders)


def _beyond(sizes: Mapping[str, int]) -> Iterator[Fault]:
    """Give what is beyond the limits: names, sizes, number of files."""
    for name, size in sizes.items():
        if not _PATH.fullmatch(name):
            shown = name.encode("ascii", "backslashreplace").decode()
            yield Fault(
                shown, 1, "a name that not every system can hold", "letters a to z, digits, . _ and -"
            )
        if size > FILE_BYTES_MOST:
            yield Fault(name, 1, f"{size:,} bytes", f"a file of at most {FILE_BYTES_MOST:,} bytes")
    if len(sizes) > FILES_MOST:
        yield Fault(MANIFEST, 1, f"{len(sizes):,} files", f"at most {FILES_MOST:,}")
    if sum(sizes.values()) > PACK_BYTES_MOST:
        total = f"{sum(sizes.values()):,} bytes in all"
        yield Fault(MANIFEST, 1, total, f"at most {PACK_BYTES_MOST:,}")


def _refuse(pack_id: str, faults: Iterable[Fault]) -> None:
    found = sorted(faults)
    if found:
        raise PackRefused(pack_id, found)
