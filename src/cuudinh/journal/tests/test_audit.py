"""The log: written with the act, sealed in order, proved line by line, and any tampering found."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db.models import F

from cuudinh.journal import audit, keys, sealing, tree
from cuudinh.journal.models import AuditHead, AuditInbox, AuditLine, AuditTile
from cuudinh.journal.tests.acts import undone
from cuudinh.journal.transactions import acting
from cuudinh.journal.verifying import verify_log
from cuudinh.kernel import clock, merkle
from cuudinh.kernel.actor import VISITOR, Actor, Seat, system

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
OFFICER = Actor(
    kind="staff", account_id=4, name="Trần Thị B", seats=(Seat(1, "ubnd", "officer", frozenset({1})),)
)
RESIDENT = Actor(kind="resident", account_id=905000001, name="Nguyễn Văn A", request_id="r-1")


def write(count: int, *, about: str = "PA") -> list[audit.AuditRef]:
    with acting():
        return [
            audit.record(OFFICER, "case.assign", ("case", f"{about}-{n}"), rule="r") for n in range(count)
        ]


@pytest.mark.django_db
def test_a_line_says_who_did_what_and_by_which_rule() -> None:
    with clock.frozen(NOON), acting():
        audit.record(
            OFFICER, "case.assign", ("case", "PA-1"), purpose="p", rule="case.head", facts={"office": 3}
        )
    (line,) = audit.lines_about("case", "PA-1")
    assert (line.at, line.act, line.about, line.purpose) == (NOON, "case.assign", ("case", "PA-1"), "p")
    assert (line.rule, line.facts, line.seats, line.seq) == (
        "case.head",
        {"office": 3},
        (("ubnd", "officer"),),
        None,
    )


@pytest.mark.django_db
def test_a_line_of_an_undone_act_is_not_written() -> None:
    with undone():
        audit.record(OFFICER, "case.assign", ("case", "PA-1"))
    assert not AuditInbox.objects.exists()


@pytest.mark.django_db
def test_no_line_holds_an_account_or_a_name_of_a_person() -> None:
    with acting():
        for actor in (RESIDENT, OFFICER, VISITOR):
            audit.record(actor, "case.file", ("case", "PA-1"))
    text = "".join(AuditInbox.objects.values_list("body", flat=True))
    assert "905000001" not in text
    assert "Nguyễn" not in text
    assert "Trần" not in text
    assert audit.pseudonym(905000001) in text


@pytest.mark.django_db
def test_a_pseudonym_is_steady_and_needs_the_key_of_the_installation(state: Path) -> None:
    before = audit.pseudonym(7)
    assert before == audit.pseudonym(7) != audit.pseudonym(8)
    (state / "keys" / "audit-pseudonym").write_bytes(bytes(keys.SECRET_BYTES))
    assert audit.pseudonym(7) != before


@pytest.mark.django_db
def test_a_process_stands_under_its_name() -> None:
    with acting():
        audit.record(system("due"), "case.escalate", ("case", "PA-1"))
    assert audit.lines_about("case", "PA-1")[0].who == "due"


@pytest.mark.django_db
def test_secrets_are_for_their_owner_only(state: Path) -> None:
    assert keys.secret("x") == keys.secret("x")
    assert len(keys.secret("x")) == 32
    assert (state / "keys" / "x").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (state / "keys").iterdir()] == ["x"]


@pytest.mark.django_db(transaction=True)
def test_lines_are_sealed_in_their_order_and_the_log_proves_whole() -> None:
    write(10)
    assert sealing.seal(limit=7) == 7
    assert sealing.seal(limit=7) == 3
    assert sealing.seal() == 0
    assert [line.about for line in AuditLine.objects.order_by("seq")] == [f"case:PA-{n}" for n in range(10)]
    check = verify_log()
    assert (check.lines, check.faults) == (10, ())


@pytest.mark.django_db
def test_sealed_and_waiting_lines_about_a_thing_come_in_their_order() -> None:
    write(1)
    sealing.seal()
    write(1)
    assert [line.seq for line in audit.lines_about("case", "PA-0")] == [0, None]
    assert [line.seq for line in audit.lines_about("case", "PA-0", after=0)] == [None]
    assert [line.seq for line in audit.lines_about("case", "PA-0", limit=1)] == [0]


@pytest.mark.django_db(transaction=True)
def test_a_head_is_signed_at_first_after_a_minute_and_after_many_lines(state: Path) -> None:
    with clock.frozen(NOON):
        write(1)
        sealing.seal()
        write(1)
        sealing.seal()
        assert [head.size for head in sealing.heads()] == [1]
    with clock.frozen(NOON + timedelta(seconds=30)):
        write(sealing.HEAD_EVERY_LINES)
        sealing.seal()
    with clock.frozen(NOON + timedelta(seconds=91)):
        sealing.seal()
        write(1)
        sealing.seal()
    assert [head.size for head in sealing.heads()] == [1, 1002, 1003]
    assert sealing.read_heads(sealing.heads_file()) == sealing.heads()
    assert all(sealing.is_signed_by(head, sealing.public_key()) for head in sealing.heads())


@pytest.mark.django_db(transaction=True)
def test_a_head_line_cut_off_while_it_was_written_is_mended() -> None:
    write(1)
    sealing.seal()
    path = sealing.heads_file()
    path.write_bytes(path.read_bytes()[:-9])
    assert not verify_log().is_whole
    sealing.seal()
    assert verify_log().is_whole


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 600])
def test_roots_and_proofs_from_tiles_are_those_of_the_whole_tree(size: int) -> None:
    write(size)
    while sealing.seal(limit=100):
        pass
    leaves = [
        bytes.fromhex(leaf) for leaf in AuditLine.objects.order_by("seq").values_list("leaf", flat=True)
    ]
    assert tree.root_of(0, size) == merkle.root(leaves)
    for index in {0, size // 2, size - 1}:
        assert tree.proof_of(index, size) == merkle.inclusion_proof(index, leaves)


@pytest.mark.django_db
def test_tiles_of_the_second_level_stand_over_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "TILE_BITS", 2)
    monkeypatch.setattr(tree, "TILE", 4)
    write(70)
    while sealing.seal(limit=9):
        pass
    leaves = [
        bytes.fromhex(leaf) for leaf in AuditLine.objects.order_by("seq").values_list("leaf", flat=True)
    ]
    assert AuditTile.objects.filter(level=3).count() == 1
    for size in range(1, 71):
        assert tree.root_of(0, size) == merkle.root(leaves[:size])
        assert tree.proof_of(size // 3, size) == merkle.inclusion_proof(size // 3, leaves[:size])


@pytest.fixture
def log(transactional_db: None) -> int:
    """A sealed log of 300 lines whose last head covers them all."""
    write(300)
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


@pytest.mark.parametrize("tamper", TAMPERINGS)
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
