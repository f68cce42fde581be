"""What an import must know again when it goes on after a stop: its people, and by how much it moves time."""

import os
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept: who reports, the password of the invented people, and the shift of time in seconds."""

    residents: tuple[int, ...] = ()
    password: str = ""
    shift_seconds: float | None = None


class Memory:
    """The memory of one file's import, found by the digest of the file; written whole or not at all."""

    def __init__(self, key: str, path: Path) -> None:
        self.key = key
        self._path = path
        self._known = msgspec.json.decode(path.read_bytes(), type=Known) if path.is_file() else Known()

    @classmethod
    def of(cls, table: Path, folder: Path) -> "Memory":
        """Give the memory of importing a table, empty the first time."""
        digest = sha256()
        with table.open("rb") as stream:
            while block := stream.read(BLOCK_BYTES):
                digest.update(block)
        key = digest.hexdigest()[:32]
        return cls(key, folder / f"{key}.json")

    @property
    def residents(self) -> tuple[int, ...]:
        """The accounts that report."""
        return self._known.residents

    @property
    def password(self) -> str:
        """The password of the people this import opened accounts for; empty when it opened none."""
        return self._known.password

    @property
    def shift_seconds(self) -> float | None:
        """By how much all moments are moved; None before the first run."""
        return self._known.shift_seconds

    def keep(self, **known: Any) -> None:
        """Keep something more; it is on the disk when this returns."""
        self._known = replace(self._known, **known)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        half = self._path.with_suffix(".half")
        with half.open("wb") as stream:
            half.chmod(0o600)
            stream.write(msgspec.json.encode(self._known))
            stream.flush()
            os.fsync(stream.fileno())
        half.replace(self._path)
