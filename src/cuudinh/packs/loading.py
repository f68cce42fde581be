"""The files of a pack, from a folder or from memory, within limits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cuudinh.packs.characters import FILE_BYTES_MOST
from cuudinh.packs.faults import Fault, PackRefused

FILES_MOST = 20_000
PACK_BYTES_MOST = 40_000_000
_PATH = re.compile(r"(?!.*(?:^|/)\.)[A-Za-z0-9._-]{1,100}(/[A-Za-z0-9._-]{1,100}){0,7}")


@dataclass(frozen=True, slots=True)
class Pack:
    """The files of one pack as they are; `id` is the name of its folder. Nothing in them was read yet."""

    id: str
    files: Mapping[str, bytes] = field(repr=False)


def read_pack(folder: Path) -> Pack:
    """Give the pack in a folder; hidden files are left out. Raises `PackRefused` beyond the limits.

    Links are refused: what a pack is must not depend on what lies beside it.
    """
    files: dict[str, bytes] = {}
    faults = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            faults.append(Fault(name, 1, "a link", "a file of its own"))
        elif path.is_file() and not any(part.startswith(".") for part in name.split("/")):
            faults += _too_large(name, path.stat().st_size)
            files[name] = b"" if faults else path.read_bytes()
        if len(files) > FILES_MOST:
            break
    if faults:
        raise PackRefused(folder.name, faults)
    return pack_of(folder.name, files)


def pack_of(pack_id: str, files: Mapping[str, bytes]) -> Pack:
    """Give the pack of some files in memory; raises `PackRefused` beyond the limits."""
    faults = [fault for name, body in files.items() for fault in _too_large(name, len(body))]
    faults += [_bad_path(name) for name in files if not _PATH.fullmatch(name)]
    size = sum(map(len, files.values()))
    if len(files) > FILES_MOST:
        faults.append(Fault("pack.yaml", 1, f"{len(files):,} files", f"at most {FILES_MOST:,}"))
    if size > PACK_BYTES_MOST:
        faults.append(Fault("pack.yaml", 1, f"{size:,} bytes in all", f"at most {PACK_BYTES_MOST:,}"))
    if faults:
        raise PackRefused(pack_id, sorted(faults))
    return Pack(pack_id, dict(sorted(files.items())))


def read_library(folder: Path) -> dict[str, Pack]:
    """Give every pack in a folder of packs, by its id."""
    return {
        place.name: read_pack(place)
        for place in sorted(folder.iterdir())
        if place.is_dir() and (place / "pack.yaml").is_file()
    }


def _too_large(name: str, size: int) -> list[Fault]:
    if size <= FILE_BYTES_MOST:
        return []
    return [Fault(name, 1, f"{size:,} bytes", f"a file of at most {FILE_BYTES_MOST:,} bytes")]


def _bad_path(name: str) -> Fault:
    shown = name.encode("ascii", "backslashreplace").decode()
    return Fault(shown, 1, "a name that not every system can hold", "letters a to z, digits, . _ and -")
