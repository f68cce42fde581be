"""Receipts: pending, sealed, proved; a slip of the pen is told from a line that is gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuudinh.journal import receipts, sealing
from cuudinh.journal.audit import AuditRef, record
from cuudinh.journal.models import AuditHead, AuditLine
from cuudinh.journal.transactions import acting
from cuudinh.kernel import merkle
from cuudinh.kernel.actor import VISITOR

LEAVES = st.binary(min_size=32, max_size=32)


def file(count: int = 1) -> list[str]:
    with acting():
        return [receipts.receipt(record(VISITOR, "case.file", ("case", f"PA-{n}"))) for n in range(count)]


@given(LEAVES)
def test_a_code_gives_its_leaf_back_however_it_was_copied(leaf: bytes) -> None:
    code = receipts.receipt(AuditRef(leaf.hex()))
    assert receipts._leaf_of(code) == leaf
    assert (
        receipts._leaf_of(f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} ") == leaf
    )


@given(LEAVES, st.integers(0, 54), st.integers(1, 31))
def test_a_wrong_letter_is_called_mistyped(leaf: bytes, place: int, shift: int) -> None:
    letters = receipts.receipt(AuditRef(leaf.hex())).replace("-", "")
    wrong = receipts._ALPHABET[(receipts._ALPHABET.index(letters[place]) + shift) % 32]
    with pytest.raises(receipts.ReceiptMistyped):
        assert receipts._leaf_of(letters[:place] + wrong + letters[place + 1 :]) is None


@pytest.mark.parametrize("code", ["", "ABC", "U" * 55, "0" * 56, "Z" * 55, "é" * 55])
def test_what_is_no_receipt_is_called_mistyped(code: str) -> None:
    with pytest.raises(receipts.ReceiptMistyped):
        receipts.check_receipt(code)


@pytest.mark.django_db
def test_a_receipt_is_pending_at_first_and_proved_after_sealing() -> None:
    codes = file(300)
    seen = receipts.check_receipt(codes[137])
    assert (seen.state, seen.act, seen.about, seen.seq) == ("pending", "case.file", ("case", "PA-137"), None)
    sealing.seal()
    seen = receipts.check_receipt(codes[137])
    assert (seen.state, seen.seq, seen.holds) == ("sealed", 137, True)
    assert seen.head is not None
    proof = [bytes.fromhex(step) for step in seen.proof]
    assert merkle.verify_inclusion(
        receipts._leaf_of(codes[137]), 137, 300, proof, bytes.fromhex(seen.head.root)
    )


@pytest.mark.django_db
def test_a_line_that_no_head_covers_yet_is_pending() -> None:
    file()
    sealing.seal()
    (code,) = file()
    sealing.seal()
    seen = receipts.check_receipt(code)
    assert (seen.state, seen.seq, seen.head) == ("pending", 1, None)


@pytest.mark.django_db
def test_a_line_that_was_deleted_is_missed() -> None:
    (code,) = file()
    sealing.seal()
    AuditLine.objects.all().delete()
    assert receipts.check_receipt(code).state == "missing"


@pytest.mark.django_db
def test_a_line_whose_content_was_changed_does_not_hold() -> None:
    code, _ = file(2)
    sealing.seal()
    AuditLine.objects.filter(seq=0).update(body="{}")
    seen = receipts.check_receipt(code)
    assert (seen.state, seen.holds, seen.act) == ("sealed", False, "")


@pytest.mark.django_db
def test_a_receipt_under_a_changed_head_or_beside_a_deleted_line_does_not_hold() -> None:
    codes = file(3)
    sealing.seal()
    AuditHead.objects.update(root="0" * 64)
    assert not receipts.check_receipt(codes[0]).holds
    AuditLine.objects.filter(seq=2).delete()
    assert not receipts.check_receipt(codes[0]).holds
