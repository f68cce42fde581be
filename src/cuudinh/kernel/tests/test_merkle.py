"""Hash trees: the vectors of Certificate Transparency, the RFC's own definition, and forged proofs."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuudinh.kernel.merkle import (
    EMPTY_ROOT,
    chain,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

# The lines and roots that implementations of RFC 6962 are compared by (Certificate Transparency).
LINES = [
    bytes.fromhex(line)
    for line in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
LEAVES = [leaf_hash(line) for line in LINES]
SOME_LEAVES = st.lists(st.binary(max_size=8).map(leaf_hash), min_size=1, max_size=40)


def root_as_defined(leaves: list[bytes]) -> bytes:
    """The definition of section 2.1, word for word: split at the largest power of two below the size."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(root_as_defined(leaves[:split]), root_as_defined(leaves[split:]))


def proof_as_defined(index: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return [*proof_as_defined(index, leaves[:split]), root_as_defined(leaves[split:])]
    return [*proof_as_defined(index - split, leaves[split:]), root_as_defined(leaves[:split])]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_roots_come_out(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_no_line_has_the_root_of_nothing() -> None:
    assert root([]) == EMPTY_ROOT == sha256().digest()


@given(SOME_LEAVES, st.data())
def test_roots_and_proofs_are_those_of_the_definition(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = inclusion_proof(index, leaves)
    assert root(leaves) == root_as_defined(leaves)
    assert list(proof) == proof_as_defined(index, leaves)
    assert verify_inclusion(leaves[index], index, len(leaves), proof, root(leaves))


@given(SOME_LEAVES, st.data())
def test_a_forged_proof_is_refused(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    size, head, proof = len(leaves), root(leaves), inclusion_proof(index, leaves)
    forged = leaf_hash(b"never written in the log")
    assert not verify_inclusion(forged, index, size, proof, head)
    assert not verify_inclusion(leaves[index], index, size, (*proof, forged), head)
    assert not verify_inclusion(leaves[index], index, size, proof, forged)
    assert not verify_inclusion(leaves[index], size, size, proof, head)
    assert not verify_inclusion(leaves[index], -1, size, proof, head)
    if proof:
        assert not verify_inclusion(leaves[index], index, size, proof[:-1], head)
        assert not verify_inclusion(leaves[index], index, size, (forged, *proof[1:]), head)


def growth_as_defined(first: int, leaves: list[bytes], *, is_whole: bool = True) -> list[bytes]:
    """SUBPROOF of section 2.1.2, word for word."""
    if first == len(leaves):
        return [] if is_whole else [root_as_defined(leaves)]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if first <= split:
        below = growth_as_defined(first, leaves[:split], is_whole=is_whole)
        return [*below, root_as_defined(leaves[split:])]
    below = growth_as_defined(first - split, leaves[split:], is_whole=False)
    return [*below, root_as_defined(leaves[:split])]


@given(SOME_LEAVES, st.data())
def test_a_tree_that_only_grew_is_shown_to_have_grown_and_no_other(
    leaves: list[bytes], data: st.DataObject
) -> None:
    size = len(leaves)
    first = data.draw(st.integers(1, size))
    proof, before, after = growth_as_defined(first, leaves), root(leaves[:first]), root(leaves)
    forged = leaf_hash(b"never written in the log")
    assert verify_consistency(first, size, before, after, proof)
    assert not verify_consistency(first, size, forged, after, proof)
    assert not verify_consistency(first, size, before, forged, proof)
    assert not verify_consistency(first, size, before, after, [*proof, forged])
    assert not verify_consistency(size + 1, size, before, after, proof)
    if proof:
        assert not verify_consistency(first, size, before, after, proof[:-1])
        assert not verify_consistency(first, size, before, after, [forged, *proof[1:]])


@given(st.lists(st.binary(max_size=8), min_size=2, max_size=12, unique=True))
def test_the_chain_tells_lines_left_out_added_or_exchanged(lines: list[bytes]) -> None:
    def head(order: list[bytes]) -> bytes:
        last = EMPTY_ROOT
        for line in order:
            last = chain(last, leaf_hash(line))
        return last

    exchanged = [lines[1], lines[0], *lines[2:]]
    assert len({head(lines), head(lines[1:]), head(lines[:-1]), head(exchanged)}) == 4


def test_a_node_cannot_pass_for_a_line() -> None:
    assert node_hash(LEAVES[0], LEAVES[1]) != leaf_hash(LEAVES[0] + LEAVES[1])
