"""Proofs to take away: that a line is in the log, for whoever has the file and the public key and nothing else.

A proof holds the line itself, the signed head that covers it first, the hashes between them (RFC 6962, section
2.1.1) and, where the log has grown since, the newest head with the hashes that show that the log only grew
(section 2.1.2). Whoever kept any head in another house compares it with those.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cuudinh.journal import tree
from cuudinh.journal.audit import AuditLineView, view
from cuudinh.journal.models import AuditHead, AuditLine
from cuudinh.journal.sealing import Head, head_view, is_signed_by, public_key
from cuudinh.kernel import merkle
from cuudinh.kernel.refusal import BadInput, NotNow, NotThere

FORMAT: Final = "cuudinh audit proof 1"
PROOF_BYTES_MOST: Final = 1_000_000


class NoSuchLine(NotThere):
    """404: the log has no line of this number."""

    code = "no-such-line"
    sentence = "Nhật ký không có dòng số {seq}."


class NotSealedYet(NotNow):
    """409: no signed head covers the line yet; that takes a minute at most."""

    code = "not-sealed-yet"
    sentence = "Dòng này chưa được niêm phong. Vui lòng thử lại sau một phút."


class ProofUnreadable(BadInput):
    """400: the file is no proof of a line."""

    code = "proof-unreadable"
    sentence = "Tệp này không phải là bằng chứng của một dòng nhật ký."


class Grown(msgspec.Struct, frozen=True):
    """A later head, and the hashes that lead to it from the head that covers the line."""

    head: Head
    path: tuple[str, ...]


class Proof(msgspec.Struct, frozen=True):
    """What the file holds."""

    format: str
    seq: int
    body: str
    head: Head
    path: tuple[str, ...]
    grown: Grown | None = None

    @property
    def line(self) -> AuditLineView:
        """Give the line as it is read."""
        return view(self.body, self.seq)


@dataclass(frozen=True, slots=True)
class ProofCheck:
    """What a proof is of, and what does not hold; no faults means that the line stands in the log."""

    proof: Proof
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def prove(seq: int) -> Proof:
    """Give the proof of one line. Raises `NoSuchLine`, `NotSealedYet`; `LogHasGap` when lines were deleted."""
    body = AuditLine.objects.filter(seq=seq).values_list("body", flat=True).first()
    if body is None:
        raise NoSuchLine(seq=seq)
    first = AuditHead.objects.filter(size__gt=seq).order_by("size").first()
    last = AuditHead.objects.order_by("-size").first()
    if first is None or last is None:
        raise NotSealedYet
    grown = None
    if last.size > first.size:
        path = tree.consistency_of(first.size, last.size)
        grown = Grown(head_view(last), tuple(step.hex() for step in path))
    steps = tuple(step.hex() for step in tree.proof_of(seq, first.size))
    return Proof(FORMAT, seq, body, head_view(first), steps, grown)


def written(proof: Proof) -> bytes:
    """Give a proof as the file that is taken away."""
    return msgspec.json.format(msgspec.json.encode(proof), indent=1) + b"\n"


def read(content: bytes) -> Proof:
    """Give the proof in a file; raises `ProofUnreadable`."""
    try:
        found = msgspec.json.decode(content[: PROOF_BYTES_MOST + 1], type=Proof)
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        raise ProofUnreadable from fault
    if found.format != FORMAT:
        raise ProofUnreadable
    return found


def our_key() -> Ed25519PublicKey:
    """Give the public key of this installation, by which its heads are checked."""
    return public_key()


def key_in(file: Path) -> Ed25519PublicKey:
    """Give the public key in a file such as `audit-heads.pub`; raises `ProofUnreadable`."""
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(file.read_text("ascii").strip()))
    except ValueError as fault:
        raise ProofUnreadable from fault


def check(proof: Proof, key: Ed25519PublicKey) -> ProofCheck:
    """Check a proof with a public key; nothing else is asked, no database and no other file."""
    faults = []
    if not _leads_to(proof):
        faults.append("the hashes do not lead from the line to the head")
    if not is_signed_by(proof.head, key):
        faults.append(f"the head of {proof.head.size} lines is not signed by this key")
    if proof.grown is not None:
        faults += _wrong_growth(proof.head, proof.grown, key)
    return ProofCheck(proof, tuple(faults))


def _leads_to(proof: Proof) -> bool:
    leaf = merkle.leaf_hash(proof.body.encode())
    try:
        steps, root = [bytes.fromhex(step) for step in proof.path], bytes.fromhex(proof.head.root)
    except ValueError:
        return False
    return merkle.verify_inclusion(leaf, proof.seq, proof.head.size, steps, root)


def _wrong_growth(before: Head, grown: Grown, key: Ed25519PublicKey) -> list[str]:
    faults = []
    if not is_signed_by(grown.head, key):
        faults.append(f"the head of {grown.head.size} lines is not signed by this key")
    if not are_consistent(before, grown.head, grown.path):
        faults.append(f"the log of {grown.head.size} lines is not that of {before.size} lines grown")
    return faults


def are_consistent(before: Head, after: Head, path: tuple[str, ...]) -> bool:
    """Whether the hashes show that the log of one head became that of the other by lines being added."""
    try:
        steps = [bytes.fromhex(step) for step in path]
        roots = bytes.fromhex(before.root), bytes.fromhex(after.root)
    except ValueError:
        return False
    return merkle.verify_consistency(before.size, after.size, roots[0], roots[1], steps)
