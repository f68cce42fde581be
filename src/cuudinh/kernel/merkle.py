"""Hash trees as in RFC 6962, section 2.1: prove that one line is in a sealed block and show no other.

Leaves and nodes are hashed with different first bytes, so that no node can pass for a line. Everything
here takes and gives raw SHA-256 digests of 32 bytes.
"""

from collections.abc import Sequence
from hashlib import sha256
from hmac import compare_digest

LEAF, NODE, LINK = b"\x00", b"\x01", b"\x02"
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """Give the hash of one line."""
    return sha256(LEAF + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Give the hash above two hashes."""
    return sha256(NODE + left + right).digest()


def chain(previous: bytes, leaf: bytes) -> bytes:
    """Give the head of a log after one more line; a third first byte keeps links, nodes and lines apart.

    >>> chain(EMPTY_ROOT, leaf_hash(b"a")) == node_hash(EMPTY_ROOT, leaf_hash(b"a"))
    False
    """
    return sha256(LINK + previous + leaf).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Give the root above the hashes of the lines.

    >>> root([]).hex()[:8]
    'e3b0c442'
    """
    return _levels(leaves)[-1][0] if leaves else EMPTY_ROOT


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """Give the hashes that lead from one line to the root, from the bottom up."""
    assert 0 <= index < len(leaves), "a proof is about a line of the tree"
    proof = []
    for level in _levels(leaves)[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(level[sibling])
        index >>= 1
    return tuple(proof)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether the proof leads from the line at `index` of `size` lines to the expected root.

    >>> lines = [leaf_hash(line) for line in (b"a", b"b", b"c")]
    >>> verify_inclusion(lines[2], 2, 3, inclusion_proof(2, lines), root(lines))
    True
    """
    if not 0 <= index < size:
        return False
    here, last, rest = leaf, size - 1, list(reversed(proof))
    while last:
        if index & 1 or index < last:
            if not rest:
                return False
            sibling = rest.pop()
            here = node_hash(sibling, here) if index & 1 else node_hash(here, sibling)
        index, last = index >> 1, last >> 1
    return not rest and compare_digest(here, expected)


def verify_consistency(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows that the tree of `second` lines is that of `first` lines with lines added.

    As RFC 9162, section 2.1.4.2; a tree is consistent with itself without a proof.

    >>> lines = [leaf_hash(line) for line in (b"a", b"b", b"c")]
    >>> verify_consistency(2, 3, root(lines[:2]), root(lines), [lines[2]])
    True
    """
    if first == second:
        return not proof and compare_digest(first_root, second_root)
    if not 0 < first < second or not proof:
        return False
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    steps = list(proof) if here else [first_root, *proof]
    before = after = steps[0]
    for step in steps[1:]:
        if not last:
            return False
        if here & 1 or here == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            after = node_hash(after, step)
        here, last = here >> 1, last >> 1
    return not last and compare_digest(before, first_root) and compare_digest(after, second_root)


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """Every level of the tree from the lines to the root; a node without a sibling rises as it is.

    That gives the trees of the RFC, which splits at the largest power of two below the size.
    """
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        above = [node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
        levels.append(above + below[len(below) - len(below) % 2 :])
    return levels
