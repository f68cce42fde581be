"""The log of casts: lines are chained and put under the tree as the sealer does, without waiting in the inbox."""

from collections.abc import Sequence
from typing import Any, Final

from cuudinh.journal import sealing
from cuudinh.journal.tree import TILE, TILE_BITS
from cuudinh.kernel import merkle
from cuudinh.project.demonstration.casting.loading import Loader
from cuudinh.project.demonstration.casting.moulds import SALT
from cuudinh.project.demonstration.casting.picking import Codes

HEAD_EVERY: Final = 100_000
LINES: Final = "journal.AuditLine"
TILES: Final = "journal.AuditTile"


class Log:
    """Adds lines to the end of the log, which must be sealed and have whole tiles or be small."""

    def __init__(self, loader: Loader, codes: Codes, levels: list[list[bytes]]) -> None:
        self._loader, self._codes = loader, codes
        self._size, self._chain = sealing.end()
        self._signed = self._size
        # The hashes of each level that are not yet under a whole tile.
        self._levels = levels

    def salted(self, body: str) -> tuple[str, bytes]:
        """Give the body of a line with its salt, and its leaf."""
        salted = body.replace(SALT, self._codes.salt())
        return salted, merkle.leaf_hash(salted.encode())

    def add(self, lines: Sequence[tuple[str, bytes, str, str]]) -> None:
        """Write lines in their order: body, leaf, what it is about, moment."""
        rows: list[Sequence[Any]] = []
        tiles: list[Sequence[Any]] = []
        chain, seq, lowest = self._chain, self._size, self._level(0)
        for body, leaf, about, at in lines:
            chain = merkle.chain(chain, leaf)
            rows.append((seq, body, leaf.hex(), chain.hex(), about, at))
            seq += 1
            lowest.append(leaf)
            if len(lowest) == TILE:
                self._close(0, seq, tiles)
        self._chain, self._size = chain, seq
        self._loader.write(LINES, rows)
        if tiles:
            self._loader.write(TILES, tiles)

    def _level(self, level: int) -> list[bytes]:
        if len(self._levels) == level:
            self._levels.append([])
        return self._levels[level]

    def _close(self, level: int, end: int, tiles: list[Sequence[Any]]) -> None:
        """Put the hashes of a level that are a whole tile under one of the next."""
        kept, above = self._level(level), self._level(level + 1)
        root = merkle.root(kept)
        kept.clear()
        tiles.append((level + 1, (end >> TILE_BITS * (level + 1)) - 1, root.hex()))
        above.append(root)
        if len(above) == TILE:
            self._close(level + 1, end, tiles)

    @property
    def is_due(self) -> bool:
        """Whether a head should be signed."""
        return self._size - self._signed >= HEAD_EVERY

    def sign(self) -> None:
        """Sign a head over everything that was added."""
        self._loader.settle()
        sealing.seal(sign_now=True)
        self._signed = self._size
