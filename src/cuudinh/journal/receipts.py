"""Receipts: a code that a resident keeps, and that later proves that the line of their act is in the log.

The code is the Merkle leaf of the line and two bytes that catch a slip of the pen, in letters that survive a
phone call. It gives nothing of the line away, since every line is salted.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from cuudinh.journal import sealing, tree
from cuudinh.journal.audit import AuditRef, view
from cuudinh.journal.models import AuditHead, AuditInbox, AuditLine
from cuudinh.kernel import merkle
from cuudinh.kernel.refusal import BadInput

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_AS_OURS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", _ALPHABET.encode())
_ALIKE = str.maketrans("OIL", "011")
_LETTERS, _GROUP = 55, 5
_BYTES, _CHECK_BYTES = 34, 2


class ReceiptMistyped(BadInput):
    """400: the code is not a receipt; a letter is wrong, missing or too many."""

    code = "receipt-mistyped"
    sentence = "Mã biên nhận không đúng. Vui lòng kiểm tra lại từng ký tự."


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What became of the line of a receipt.

    `pending`: written, no signed head covers it yet. `sealed`: line `seq` of the log; `holds` says whether
    its content still gives the receipt, and whether it stands under the head's root. `missing`: a genuine
    code whose line is not there: the log was tampered with, or it is another installation's.
    """

    state: Literal["pending", "sealed", "missing"]
    at: datetime | None = None
    act: str = ""
    about: tuple[str, str] | None = None
    seq: int | None = None
    head: sealing.Head | None = None
    proof: tuple[str, ...] = ()
    holds: bool = False


def receipt(ref: AuditRef) -> str:
    """Give the code of a line, in groups of five."""
    leaf = bytes.fromhex(ref.leaf)
    # Eight letters to five bytes: one byte of nothing before, and the letter that it alone gives left out.
    whole = bytes(_LETTERS * 5 // 8 + 1 - _BYTES) + leaf + _check(leaf)
    letters = base64.b32encode(whole).translate(_AS_OURS).decode()[-_LETTERS:]
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LETTERS, _GROUP))


def _check(leaf: bytes) -> bytes:
    return hashlib.sha256(b"receipt" + leaf).digest()[:_CHECK_BYTES]


def _leaf_of(code: str) -> bytes:
    letters = re.sub(r"[\s-]", "", code).upper().translate(_ALIKE)
    if len(letters) != _LETTERS or not set(letters) <= set(_ALPHABET):
        raise ReceiptMistyped
    number = 0
    for letter in letters:
        number = number << 5 | _ALPHABET.index(letter)
    if number >> 8 * _BYTES:
        raise ReceiptMistyped
    content = number.to_bytes(_BYTES, "big")
    leaf = content[:-_CHECK_BYTES]
    if content[-_CHECK_BYTES:] != _check(leaf):
        raise ReceiptMistyped
    return leaf


def check_receipt(code: str) -> ReceiptView:
    """Give what became of the line of a receipt, proved from the stored log; refuses a mistyped code."""
    leaf = _leaf_of(code)
    line = AuditLine.objects.filter(leaf=leaf.hex()).first()
    if line is None:
        waiting = AuditInbox.objects.filter(leaf=leaf.hex()).first()
        return _found("pending", waiting.body, leaf) if waiting else ReceiptView("missing")
    found = _found("sealed", line.body, leaf, seq=line.seq)
    head = AuditHead.objects.filter(size__gt=line.seq).order_by("size").first()
    if head is None:
        return replace(found, state="pending")
    return _proved(found, leaf, sealing.head_view(head))


def facts_of(code: str) -> Mapping[str, Any]:
    """Give the facts of the line of a receipt, if the line is there and still gives the receipt; else none.

    Says nothing of the place of the line in the log, which `check_receipt` proves.
    """
    leaf = _leaf_of(code)
    known = AuditLine.objects.filter(leaf=leaf.hex()).values_list("body", flat=True).first()
    waiting = AuditInbox.objects.filter(leaf=leaf.hex()).values_list("body", flat=True)
    body = known if known is not None else waiting.first()
    if body is None or merkle.leaf_hash(body.encode()) != leaf:
        return {}
    return view(body, None).facts


def _found(
    state: Literal["pending", "sealed"], body: str, leaf: bytes, *, seq: int | None = None
) -> ReceiptView:
    """Give what the line says, if it is still the line of the receipt."""
    if merkle.leaf_hash(body.encode()) != leaf:
        return ReceiptView(state, seq=seq, holds=False)
    line = view(body, seq)
    return ReceiptView(state, at=line.at, act=line.act, about=line.about, seq=seq, holds=True)


def _proved(found: ReceiptView, leaf: bytes, head: sealing.Head) -> ReceiptView:
    """Put the line under the signed head; a log that lacks lines in between proves nothing."""
    assert found.seq is not None, "only sealed lines are proved"
    try:
        proof = tree.proof_of(found.seq, head.size)
    except tree.LogHasGap:
        return replace(found, head=head, holds=False)
    stands = merkle.verify_inclusion(leaf, found.seq, head.size, proof, bytes.fromhex(head.root))
    is_ours = sealing.is_signed_by(head, sealing.public_key())
    steps = tuple(step.hex() for step in proof)
    return replace(found, head=head, proof=steps, holds=found.holds and stands and is_ours)
