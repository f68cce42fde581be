"""Tampering with the log: whatever is changed, taken out, put in, moved or cut off is found."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.db.models import F

from cuudinh.journal import sealing, tree
from cuudinh.journal.models import AuditHead, AuditLine, AuditTile
from cuudinh.journal.tests.acts import write_lines
from cuudinh.journal.verifying import verify_log
from cuudinh.kernel import clock, merkle

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
LINES = 300


@pytest.fixture
def log(transactional_db: None) -> int:
    """A sealed log of 300 lines whose last head covers them all."""
    write_lines(300)
    sealing.seal(limit=200)
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        sealing.seal()
    assert verify_log().is_whole
    return 300


def delete_line(seq: int) -> None:
    AuditLine.objects.filter(seq=seq).delete()


def change_body(seq: int) -> None:
    line = AuditLine.objects.get(seq=seq)
    AuditLine.objects.filter(seq=seq).update(body=line.body.replace("case.assign", "case.assigN"))


def change_body_and_leaf(seq: int) -> None:
    change_body(seq)
    body = AuditLine.objects.get(seq=seq).body.encode()
    AuditLine.objects.filter(seq=seq).update(leaf=merkle.leaf_hash(body).hex())


def change_about(seq: int) -> None:
    AuditLine.objects.filter(seq=seq).update(about="case:other")


def swap_with_next(seq: int) -> None:
    other = seq + 1 if seq < 299 else 0
    AuditLine.objects.filter(seq=seq).update(seq=-1)
    AuditLine.objects.filter(seq=other).update(seq=seq)
    AuditLine.objects.filter(seq=-1).update(seq=other)


def insert_before(seq: int) -> None:
    for line in AuditLine.objects.filter(seq__gte=seq).order_by("-seq"):
        AuditLine.objects.filter(seq=line.seq).update(seq=F("seq") + 1)
    AuditLine.objects.create(
        seq=seq, body="{}", leaf=merkle.leaf_hash(b"{}").hex(), chain="", about="", at=NOON
    )


def cut_tail(seq: int) -> None:
    AuditLine.objects.filter(seq__gte=seq).delete()


def cut_tail_and_heads_and_tiles(seq: int) -> None:
    cut_tail(seq)
    AuditHead.objects.filter(size__gt=seq).delete()
    AuditTile.objects.all().delete()


def spoil_tile(seq: int) -> None:
    AuditTile.objects.filter(level=1, index=0).update(root=f"{seq:064x}")


def rewrite_all_after(seq: int) -> None:
    """What somebody does who knows the whole method but has not the signing key."""
    change_body_and_leaf(seq)
    AuditTile.objects.all().delete()
    chain = merkle.EMPTY_ROOT
    for line in AuditLine.objects.order_by("seq"):
        chain = merkle.chain(chain, bytes.fromhex(line.leaf))
        AuditLine.objects.filter(seq=line.seq).update(chain=chain.hex())
    tree.add_tiles(0, 300)


TAMPERINGS = [
    delete_line,
    change_body,
    change_body_and_leaf,
    change_about,
    swap_with_next,
    insert_before,
    cut_tail,
    cut_tail_and_heads_and_tiles,
    spoil_tile,
    rewrite_all_after,
]


def flip_a_bit(seq: int) -> None:
    """One bit of one column, wherever."""
    chance = random.Random(seq * 7 + 1)
    line = AuditLine.objects.get(seq=seq)
    column = chance.choice(["body", "leaf", "chain", "about"])
    was = getattr(line, column)
    place = chance.randrange(len(was))
    now = was[:place] + chr(ord(was[place]) ^ 1) + was[place + 1 :]
    AuditLine.objects.filter(seq=seq).update(**{column: now})


def move_the_moment(seq: int) -> None:
    AuditLine.objects.filter(seq=seq).update(at=F("at") + timedelta(microseconds=1))


def take_a_head_away(seq: int) -> None:
    AuditHead.objects.order_by("size").first().delete()  # type: ignore[union-attr]


RANDOMLY = [
    flip_a_bit,
    delete_line,
    insert_before,
    swap_with_next,
    cut_tail,
    cut_tail_and_heads_and_tiles,
    change_body_and_leaf,
    move_the_moment,
    take_a_head_away,
]


def _found(times: int) -> list[str]:
    """Tamper so many times at random, each with a sound log, and give what was not found."""
    missed = []
    for number in range(times):
        chance = random.Random(number)
        tamper, seq = chance.choice(RANDOMLY), chance.randrange(LINES)
        with transaction.atomic():
            tamper(seq)
            if verify_log().is_whole:
                missed.append(f"{tamper.__name__} at {seq}")
            transaction.set_rollback(True)
    return missed


def test_dozens_of_random_tamperings_are_all_found(log: int) -> None:
    assert _found(60) == []
    assert verify_log().is_whole


@pytest.mark.slow
@pytest.mark.asvs("16.4.2")
def test_a_thousand_random_tamperings_are_all_found(log: int) -> None:
    assert _found(1000) == []


@pytest.mark.parametrize("tamper", TAMPERINGS)
@pytest.mark.asvs("16.4.2")
def test_tampering_anywhere_is_found(log: int, tamper: Callable[[int], None]) -> None:
    seq = random.Random(tamper.__name__).randrange(log)
    tamper(seq)
    check = verify_log()
    assert not check.is_whole, f"{tamper.__name__} at {seq} was not found"


@pytest.mark.parametrize("seq", [0, 123, 299])
def test_a_changed_line_is_named(log: int, seq: int) -> None:
    change_body(seq)
    assert verify_log().faults[0].seq == seq


def test_a_head_signed_by_another_key_is_found(log: int) -> None:
    forger = Ed25519PrivateKey.generate()
    head = AuditHead.objects.order_by("-size")[0]
    text = sealing._signed_text(head.size, head.root, head.chain, head.at)
    AuditHead.objects.filter(size=head.size).update(signature=forger.sign(text).hex())
    assert any("not signed by our key" in fault.what for fault in verify_log().faults)


def test_a_cut_of_log_and_heads_together_is_found_by_a_copy_of_the_heads_elsewhere(
    log: int, tmp_path: Path
) -> None:
    copy = tmp_path / "in-another-house.jsonl"
    copy.write_bytes(sealing.heads_file().read_bytes())
    cut_tail(200)
    AuditHead.objects.filter(size__gt=200).delete()
    sealing.heads_file().write_bytes(b"".join(copy.read_bytes().splitlines(keepends=True)[:1]))
    AuditTile.objects.all().delete()
    assert verify_log().is_whole
    assert not verify_log(heads_file=copy).is_whole


def test_an_outsider_checks_with_the_key_they_were_given(log: int, state: Path) -> None:
    assert verify_log(public_key=sealing.public_key()).is_whole
    assert not verify_log(public_key=Ed25519PrivateKey.generate().public_key()).is_whole
    assert (
        state / "keys" / "audit-heads.pub"
    ).read_text().strip() == sealing.public_key().public_bytes_raw().hex()
