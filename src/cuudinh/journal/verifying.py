"""Proving the log: read from the first line to the last, every hash made again, every head checked.

Finds a line that was changed, deleted, inserted or moved, and a tail that was cut off. What only a copy of
the heads in another house can show, a cut of log and heads together, is found when that copy is given.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db.models import TextField
from django.db.models.functions import Cast

from cuudinh.journal import sealing
from cuudinh.journal.models import AuditLine, AuditTile
from cuudinh.journal.restorations import Restoration, restorations
from cuudinh.journal.sealing import Head
from cuudinh.journal.tree import TILE_BITS
from cuudinh.kernel import merkle

FAULTS_SHOWN_MOST = 100
_READ_AT_ONCE: Final = 1000
_BEFORE_ALL: Final = -(2**63)


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


class _Tree:
    """The Merkle tree grown line by line: only the full subtrees at its right edge are held, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.edge: list[bytes] = []

    def add(self, leaf: bytes) -> tuple[tuple[int, int, bytes], ...]:
        """Take one more leaf; give each tile that it made full: its level, its place there, its root."""
        here, rest, height = leaf, self.size, 0
        full: tuple[tuple[int, int, bytes], ...] = ()
        while rest & 1:
            here = sha256(merkle.NODE + self.edge.pop() + here).digest()
            rest, height = rest >> 1, height + 1
            if not height % TILE_BITS:
                full = (*full, (height // TILE_BITS, rest, here))
        self.edge.append(here)
        self.size += 1
        return full

    def root(self) -> bytes:
        """Give the root over all leaves so far."""
        if not self.edge:
            return merkle.EMPTY_ROOT
        here = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            here = merkle.node_hash(left, here)
        return here


def verify_log(heads_file: Path | None = None, public_key: Ed25519PublicKey | None = None) -> LogCheck:
    """Check the whole log against its own heads and those of a file: ours, or a copy from another house.

    Reads more than a hundred thousand lines a second on one core and holds none. `public_key` is for outsiders
    who check with the key they were once given instead of the one in the keys folder.
    """
    key = public_key or sealing.public_key()
    put_back = restorations(key)
    kept, filed = sealing.heads(), sealing.read_heads(heads_file or sealing.heads_file())
    ours = frozenset(kept)
    filed = tuple(head for head in filed if head in ours or not _is_set_aside(head, put_back))
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


_Line = tuple[int, str, str, str, str, str]


def _lines() -> Iterator[_Line]:
    """Give every line in its order, a thousand at a time, so that none is held.

    The moment comes as the database writes it: making a moment of each costs more than all hashes of the line.
    """
    columns = ("seq", "body", "leaf", "chain", "about", Cast("at", TextField()))
    after = _BEFORE_ALL
    while rows := list(
        AuditLine.objects.filter(seq__gt=after).order_by("seq").values_list(*columns)[:_READ_AT_ONCE]
    ):
        yield from rows
        after = rows[-1][0]


class _Place(msgspec.Struct):
    """What a line says of itself and the columns beside it say again, so that it is found."""

    about: tuple[str, str]
    at: str


_PLACE: Final = msgspec.json.Decoder(_Place)


class _Reading:
    """One walk over the lines in their order: made for millions, so that a sound line is seen by a few hashes."""

    def __init__(self, heads: dict[int, list[Head]]) -> None:
        self.heads = heads
        self.tree = _Tree()
        self.expected = 0
        self.chain = merkle.EMPTY_ROOT
        self.tiles = {(tile.level, tile.index): tile.root for tile in AuditTile.objects.all()}

    def run(self) -> Iterator[LogFault]:
        """Give each fault as it is met."""
        for line in _lines():
            seq, body, _leaf, chain, _about, _at = line
            leaf = sha256(merkle.LEAF + body.encode()).digest()
            link = sha256(merkle.LINK + self.chain + leaf).digest()
            if seq == self.expected and link.hex() == chain and _is_sound(line, leaf):
                self.chain = link
            else:
                yield from self._wrong(line, leaf, link)
                # The next follows the stored one, so that a fault shows once.
                self.chain = _bytes(chain)
            self.expected = seq + 1
            full = self.tree.add(leaf)
            if full:
                yield from self._tiles(seq, full)
            if self.expected in self.heads:
                yield from self._heads(seq, chain)
        yield from self._end()

    def _wrong(self, line: _Line, leaf: bytes, link: bytes) -> Iterator[LogFault]:
        seq, _body, kept, chain, _about, _at = line
        if seq != self.expected:
            yield LogFault(self.expected, f"lines {self.expected} to {seq - 1} are not there")
        if leaf.hex() != kept:
            yield LogFault(seq, "the content is not what was sealed")
        elif not _is_sound(line, leaf):
            yield LogFault(seq, "the columns beside the content do not say the same as the content")
        if link.hex() != chain:
            yield LogFault(seq, "the chain does not lead here from the line before")

    def _tiles(self, seq: int, full: Iterable[tuple[int, int, bytes]]) -> Iterator[LogFault]:
        for level, index, root in full:
            if self.tiles.pop((level, index), "") != root.hex():
                yield LogFault(seq, f"tile {index} of level {level} is not over these lines")

    def _heads(self, seq: int, chain: str) -> Iterator[LogFault]:
        root = self.tree.root().hex()
        for head in self.heads[seq + 1]:
            if head.root != root or head.chain != chain:
                yield LogFault(seq, f"the lines up to here are not those of the signed head of {head.size}")

    def _end(self) -> Iterator[LogFault]:
        there = self.expected
        for size in sorted(size for size in self.heads if size > there):
            yield LogFault(
                None, f"there are {there} lines, but a head was signed over {size}: the tail was cut"
            )
        for level, index in self.tiles:
            yield LogFault(None, f"tile {index} of level {level} stands for lines that are not there")


def _is_sound(line: _Line, leaf: bytes) -> bool:
    """Whether the columns by which a line is found say what its content says, if it says anything."""
    _seq, body, kept, _chain, about, at = line
    try:
        said = _PLACE.decode(body)
    except msgspec.MsgspecError:
        return False
    return leaf.hex() == kept and about == ":".join(said.about) and _is_same_moment(at, said.at)


def _is_same_moment(kept: str, said: str) -> bool:
    """Whether the moment of a column is that of the content, which is written in full and in UTC.

    >>> _is_same_moment("2026-11-23 05:00:00.5", "2026-11-23T05:00:00.500000+00:00")
    True
    """
    if kept == f"{said[:10]} {said[11:-6]}":
        return True
    try:
        moment, written = datetime.fromisoformat(kept), datetime.fromisoformat(said)
    except ValueError:
        return False
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) == written


def _bytes(hexed: str) -> bytes:
    """Read a stored hash; one that was spoilt counts as one of nothing."""
    try:
        return bytes.fromhex(hexed)
    except ValueError:
        return b""
