"""The Merkle tree over the sealed lines (RFC 6962), read in tiles of 256 so that it stays cheap at millions.

Of all inner nodes only every eighth level is kept: the root of each full run of 256, 65,536 … lines. Any
other node stands at most 255 kept hashes above them, read in one go.
"""

from cuudinh.journal.models import AuditLine, AuditTile
from cuudinh.kernel import merkle

TILE_BITS = 8
TILE = 1 << TILE_BITS


class LogHasGap(Exception):
    """Lines or tiles that were sealed are not there any more: somebody deleted them."""


def add_tiles(before: int, after: int) -> None:
    """Keep the tiles that became full when the log grew from `before` to `after` lines."""
    level = 0
    while after >= TILE:
        first, end = before >> TILE_BITS, after >> TILE_BITS
        if first == end:
            return
        hashes = _hashes(level, first << TILE_BITS, end << TILE_BITS)
        AuditTile.objects.bulk_create(
            AuditTile(level=level + 1, index=first + place, root=merkle.root(tile).hex())
            for place, tile in enumerate(_in_tiles(hashes))
        )
        before, after, level = first, end, level + 1


def _in_tiles(hashes: list[bytes]) -> list[list[bytes]]:
    return [hashes[start : start + TILE] for start in range(0, len(hashes), TILE)]


def _hashes(level: int, first: int, end: int) -> list[bytes]:
    """Give the kept hashes of a level of tiles; level 0 are the lines themselves."""
    if level == 0:
        lines = AuditLine.objects.filter(seq__gte=first, seq__lt=end).order_by("seq")
        rows = list(lines.values_list("leaf", flat=True))
    else:
        tiles = AuditTile.objects.filter(level=level, index__gte=first, index__lt=end).order_by("index")
        rows = list(tiles.values_list("root", flat=True))
    found = [bytes.fromhex(row) for row in rows]
    if len(found) != end - first:
        raise LogHasGap(f"level {level} between {first} and {end}")
    return found


def _full(start: int, bits: int) -> bytes:
    """Give the root of a full subtree of 2^bits lines that begins at `start`."""
    level = bits // TILE_BITS
    step = level * TILE_BITS
    return merkle.root(_hashes(level, start >> step, (start + (1 << bits)) >> step))


def root_of(start: int, end: int) -> bytes:
    """Give the root of the lines from `start` to before `end`, where `start` is the beginning of a subtree.

    The full subtrees of the run, largest first, hang together from the right.
    """
    parts = []
    while start < end:
        bits = (end - start).bit_length() - 1
        parts.append(_full(start, bits))
        start += 1 << bits
    if not parts:
        return merkle.EMPTY_ROOT
    above = parts.pop()
    while parts:
        above = merkle.node_hash(parts.pop(), above)
    return above


def proof_of(index: int, size: int) -> tuple[bytes, ...]:
    """Give the inclusion proof of one line in the tree of the first `size` lines, from the bottom up."""
    assert 0 <= index < size, "a proof is about a line of the tree"
    proof = []
    start, end = 0, size
    while end - start > 1:
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        if index < middle:
            proof.append(root_of(middle, end))
            end = middle
        else:
            proof.append(root_of(start, middle))
            start = middle
    return tuple(reversed(proof))


def consistency_of(first: int, size: int) -> tuple[bytes, ...]:
    """Give the hashes that show that the tree of `size` lines is that of the `first` lines with lines added.

    RFC 6962, section 2.1.2: from the bottom up.
    """
    assert 0 < first <= size, "a log only grows"
    proof = []
    start, end, is_whole = 0, size, True
    while first < end:
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        if first <= middle:
            proof.append(root_of(middle, end))
            end = middle
        else:
            proof.append(root_of(start, middle))
            start, is_whole = middle, False
    if not is_whole:
        proof.append(root_of(start, end))
    return tuple(reversed(proof))
