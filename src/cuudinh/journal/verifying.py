"""Proving the log: read from the first line to the last, every hash made again, every head checked.

Finds a line that was changed, deleted, inserted or moved, and a tail that was cut off. What only a copy of
the heads in another house can show, a cut of log and heads together, is found when that copy is given.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cuudinh.journal import sealing
from cuudinh.journal.audit import view
from cuudinh.journal.models import AuditLine, AuditTile
from cuudinh.journal.restorations import Restoration, restorations
from cuudinh.journal.sealing import Head
from cuudinh.journal.tree import TILE_BITS
from cuudinh.kernel import merkle

FAULTS_SHOWN_MOST = 100
_READ_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class LogFault:
    """Something that does not fit: at which line (None: about the log as a whole) and what."""

    seq: int | None
    what: str


@dataclass(frozen=True, slots=True)
class LogCheck:
    """How many lines and heads were read, and what did not fit; no faults means the log is whole.

    `restorations` tells when the log was put back from a backup and to which line: what came after that line
    and before that moment is gone, rightly, and heads over it in another house are no fault.
    """

    lines: int
    heads: int
    faults: tuple[LogFault, ...]
    restorations: tuple[Restoration, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


@dataclass(slots=True)
class _Tree:
    """The Merkle tree grown line by line: only the full subtrees at its right edge are held."""

    size: int = 0
    edge: list[tuple[int, bytes]] = field(default_factory=list)

    def add(self, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Take one more leaf; give each subtree that it made full: height, place on its level, root."""
        height, here = 0, leaf
        self.size += 1
        while self.edge and self.edge[-1][0] == height:
            here = merkle.node_hash(self.edge.pop()[1], here)
            height += 1
            yield height, (self.size >> height) - 1, here
        self.edge.append((height, here))

    def root(self) -> bytes:
        """Give the root over all leaves so far."""
        if not self.edge:
            return merkle.EMPTY_ROOT
        here = self.edge[-1][1]
        for _, left in reversed(self.edge[:-1]):
            here = merkle.node_hash(left, here)
        return here


def verify_log(heads_file: Path | None = None, public_key: Ed25519PublicKey | None = None) -> LogCheck:
    """Check the whole log against its own heads and those of a file: ours, or a copy from another house.

    Reads about a hundred thousand lines a second and holds none. `public_key` is for outsiders who check with
    the key they were once given instead of the one in the keys folder.
    """
    key = public_key or sealing.public_key()
    put_back = restorations(key)
    kept, filed = sealing.heads(), sealing.read_heads(heads_file or sealing.heads_file())
    filed = tuple(head for head in filed if head in kept or not _is_set_aside(head, put_back))
    due = kept if heads_file is None else _known_elsewhere(kept, filed)
    faults = list(_compare_heads(kept, filed, key, due))
    reading = _Reading(_by_size((*kept, *filed)))
    for fault in reading.run():
        faults.append(fault)
        if len(faults) >= FAULTS_SHOWN_MOST:
            break
    return LogCheck(reading.tree.size, len(kept), tuple(faults), put_back)


def _known_elsewhere(kept: tuple[Head, ...], filed: tuple[Head, ...]) -> tuple[Head, ...]:
    """Give the heads that a copy must hold: those signed until it was made."""
    made_at = max((head.at for head in filed), default=None)
    return tuple(head for head in kept if made_at and head.at <= made_at)


def _is_set_aside(head: Head, put_back: Iterable[Restoration]) -> bool:
    return any(restoration.sets_aside(head) for restoration in put_back)


def _by_size(heads: Iterable[Head]) -> dict[int, list[Head]]:
    by_size: dict[int, list[Head]] = {}
    for head in heads:
        by_size.setdefault(head.size, []).append(head)
    return by_size


def _compare_heads(
    kept: tuple[Head, ...], filed: tuple[Head, ...], key: Ed25519PublicKey, due: tuple[Head, ...]
) -> Iterator[LogFault]:
    for head in {*kept, *filed}:
        if not sealing.is_signed_by(head, key):
            yield LogFault(None, f"the head of {head.size} lines is not signed by our key")
    sizes_kept, sizes_filed = {head.size for head in kept}, {head.size for head in filed}
    for size in sorted(sizes_filed - sizes_kept):
        yield LogFault(None, f"the head of {size} lines is in the file of heads but not in the database")
    for size in sorted({head.size for head in due} - sizes_filed):
        yield LogFault(None, f"the head of {size} lines is in the database but not in the file of heads")


class _Reading:
    """One walk over the lines in their order."""

    def __init__(self, heads: dict[int, list[Head]]) -> None:
        self.heads = heads
        self.tree = _Tree()
        self.chain = merkle.EMPTY_ROOT
        self.tiles = {(tile.level, tile.index): tile.root for tile in AuditTile.objects.all()}

    def run(self) -> Iterator[LogFault]:
        """Give each fault as it is met."""
        expected = 0
        for line in AuditLine.objects.order_by("seq").iterator(chunk_size=_READ_AT_ONCE):
            if line.seq != expected:
                yield LogFault(expected, f"lines {expected} to {line.seq - 1} are not there")
            expected = line.seq + 1
            yield from self._line(line)
            yield from self._heads(line)
        for size in sorted(size for size in self.heads if size > expected):
            yield LogFault(
                None, f"there are {expected} lines, but a head was signed over {size}: the tail was cut"
            )
        for level, index in self.tiles:
            yield LogFault(None, f"tile {index} of level {level} stands for lines that are not there")

    def _line(self, line: AuditLine) -> Iterator[LogFault]:
        """Make the hashes of a line again; the next follows the stored ones, so that a fault shows once."""
        leaf = merkle.leaf_hash(line.body.encode())
        if leaf.hex() != line.leaf:
            yield LogFault(line.seq, "the content is not what was sealed")
        elif not _fits_its_content(line):
            yield LogFault(line.seq, "the columns beside the content do not say the same as the content")
        if merkle.chain(self.chain, leaf).hex() != line.chain:
            yield LogFault(line.seq, "the chain does not lead here from the line before")
        self.chain = _bytes(line.chain)
        for height, index, root in self.tree.add(leaf):
            if height % TILE_BITS == 0 and self.tiles.pop((height // TILE_BITS, index), "") != root.hex():
                yield LogFault(
                    line.seq, f"tile {index} of level {height // TILE_BITS} is not over these lines"
                )

    def _heads(self, line: AuditLine) -> Iterator[LogFault]:
        for head in self.heads.get(line.seq + 1, ()):
            if head.root != self.tree.root().hex() or head.chain != line.chain:
                yield LogFault(
                    line.seq, f"the lines up to here are not those of the signed head of {head.size}"
                )


def _fits_its_content(line: AuditLine) -> bool:
    """Whether the columns by which lines are found say what the content says, if it says anything."""
    try:
        said = view(line.body, line.seq)
    except msgspec.MsgspecError:
        return False
    return line.about == ":".join(said.about) and line.at == said.at


def _bytes(hexed: str) -> bytes:
    """Read a stored hash; one that was spoilt counts as one of nothing."""
    try:
        return bytes.fromhex(hexed)
    except ValueError:
        return b""
