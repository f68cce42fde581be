"""The log of casts: lines are chained and put under the tree as the sealer does, without waiting in the inbox."""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from cuudinh.kernel import merkle
from cuudinh.project.demonstration.casting.codes import Codes

LINES: Final = "journal.AuditLine"
TILES: Final = "journal.AuditTile"
# Stands in the body of a line of the log until the line is written: no two have the same salt.
SALT: Final = "@@salt@@"
# The body of a line with its salt, its leaf, what it is about, and its moment.
Line = tuple[str, bytes, str, str]


class End(NamedTuple):
    """Where a log ends: its size and chain, and of each level of its tree the hashes that are under no whole tile yet.

    It must be sealed. A tile has two to the power of `bits` hashes.
    """

    size: int
    chain: bytes
    levels: list[list[bytes]]
    bits: int


def salted(body: str, codes: Codes) -> tuple[str, bytes]:
    """Give the body of a line with its salt, and its leaf."""
    body = body.replace(SALT, codes.salt())
    return body, merkle.leaf_hash(body.encode())


class Log:
    """Adds lines to the end of a log; rows of lines and of tiles are given to `put`."""

    def __init__(self, end: End, put: Callable[[str, list[Any]], None]) -> None:
        self._put, self._bits = put, end.bits
        self._size, self._chain, self._levels = end.size, end.chain, end.levels

    def add(self, lines: Sequence[Line]) -> None:
        """Write lines in their order."""
        rows: list[Any] = []
        tiles: list[Any] = []
        chain, seq, lowest, whole = self._chain, self._size, self._level(0), 1 << self._bits
        for body, leaf, about, at in lines:
            chain = merkle.chain(chain, leaf)
            rows.append((seq, body, leaf.hex(), chain.hex(), about, at))
            seq += 1
            lowest.append(leaf)
            if len(lowest) == whole:
                self._close(0, seq, tiles)
        self._chain, self._size = chain, seq
        self._put(LINES, rows)
        self._put(TILES, tiles)

    def _level(self, level: int) -> list[bytes]:
        if len(self._levels) == level:
            self._levels.append([])
        return self._levels[level]

    def _close(self, level: int, end: int, tiles: list[Any]) -> None:
        """Put the hashes of a level that are a whole tile under one of the next."""
        kept, above = self._level(level), self._level(level + 1)
        root = merkle.root(kept)
        kept.clear()
        tiles.append((level + 1, (end >> self._bits * (level + 1)) - 1, root.hex()))
        above.append(root)
        if len(above) == 1 << self._bits:
            self._close(level + 1, end, tiles)
