"""Proofs to take away: whoever has the file and the key can tell, and nobody can make another."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cuudinh.journal import proofs, sealing
from cuudinh.journal.models import AuditHead, AuditLine
from cuudinh.journal.tests.acts import write_lines
from cuudinh.kernel import clock, merkle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def log(transactional_db: None) -> int:
    """Give a log of 300 lines under three heads."""
    write_lines(300)
    for minute in range(3):
        with clock.frozen(clock.now() + timedelta(minutes=2 * minute)):
            sealing.seal(limit=100)
    assert [head.size for head in sealing.heads()] == [100, 200, 300]
    return 300


@pytest.mark.parametrize("seq", [0, 57, 99, 100, 250, 299])
def test_a_line_is_proved_by_its_file_and_the_key_alone(log: int, seq: int) -> None:
    content = proofs.written(proofs.prove(seq))
    key = sealing.public_key()
    AuditLine.objects.all().delete()
    AuditHead.objects.all().delete()
    found = proofs.check(proofs.read(content), key)
    assert found.faults == ()
    assert found.proof.line.about == ("case", f"PA-{seq}")


def test_the_log_is_shown_to_have_only_grown_since(log: int) -> None:
    proof = proofs.prove(5)
    assert proof.head.size == 100
    assert proof.grown is not None
    assert proof.grown.head.size == 300
    assert proofs.prove(250).grown is None


def changed(proof: proofs.Proof) -> list[tuple[proofs.Proof, str]]:
    assert proof.grown is not None
    other = merkle.leaf_hash(b"another").hex()
    head, grown = proof.head, proof.grown
    again = msgspec.structs.replace
    return [
        (again(proof, body=proof.body.replace("assign", "assigN")), "do not lead"),
        (again(proof, seq=proof.seq + 1), "do not lead"),
        (again(proof, path=(other, *proof.path[1:])), "do not lead"),
        (again(proof, path=("no hash", *proof.path[1:])), "do not lead"),
        (again(proof, head=replace(head, size=head.size + 1)), "not signed"),
        (again(proof, head=replace(head, root=other)), "not signed"),
        (again(proof, grown=again(grown, path=(other, *grown.path[1:]))), "grown"),
        (again(proof, grown=again(grown, head=replace(grown.head, root=other))), "not signed"),
        (again(proof, grown=again(grown, path=())), "grown"),
    ]


def test_whatever_is_changed_in_a_proof_shows(log: int) -> None:
    key = sealing.public_key()
    for forged, word in changed(proofs.prove(5)):
        found = proofs.check(forged, key)
        assert not found.holds
        assert any(word in fault for fault in found.faults), found.faults


def test_another_key_proves_nothing(log: int) -> None:
    found = proofs.check(proofs.prove(5), Ed25519PrivateKey.generate().public_key())
    assert len(found.faults) == 2


def test_what_is_not_there_or_not_sealed_is_not_proved(log: int) -> None:
    with pytest.raises(proofs.NoSuchLine):
        proofs.prove(300)
    write_lines(1)
    with clock.frozen(sealing.heads()[-1].at):
        sealing.seal()
    with pytest.raises(proofs.NotSealedYet):
        proofs.prove(300)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b"x" * 10])
def test_a_file_that_is_no_proof_is_refused(content: Any) -> None:
    with pytest.raises(proofs.ProofUnreadable):
        proofs.read(content)
