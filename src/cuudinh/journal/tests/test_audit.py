"""The log: written with the act, sealed in order, proved line by line, and any tampering found."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cuudinh.journal import audit, keys, sealing, tree
from cuudinh.journal.models import AuditInbox, AuditLine, AuditTile
from cuudinh.journal.tests.acts import OFFICER, undone, write_lines
from cuudinh.journal.transactions import acting
from cuudinh.journal.verifying import verify_log
from cuudinh.kernel import clock, merkle
from cuudinh.kernel.actor import VISITOR, Actor, system

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
RESIDENT = Actor(kind="resident", account_id=905000001, name="Nguyễn Văn A", request_id="r-1")


@pytest.mark.django_db
@pytest.mark.asvs("16.2.1")
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
    write_lines(10)
    assert sealing.seal(limit=7) == 7
    assert sealing.seal(limit=7) == 3
    assert sealing.seal() == 0
    assert [line.about for line in AuditLine.objects.order_by("seq")] == [f"case:PA-{n}" for n in range(10)]
    check = verify_log()
    assert (check.lines, check.faults) == (10, ())


@pytest.mark.django_db
def test_sealed_and_waiting_lines_about_a_thing_come_in_their_order() -> None:
    write_lines(1)
    sealing.seal()
    write_lines(1)
    assert [line.seq for line in audit.lines_about("case", "PA-0")] == [0, None]
    assert [line.seq for line in audit.lines_about("case", "PA-0", after=0)] == [None]
    assert [line.seq for line in audit.lines_about("case", "PA-0", limit=1)] == [0]


@pytest.mark.django_db(transaction=True)
def test_a_head_is_signed_at_first_after_a_minute_and_after_many_lines(state: Path) -> None:
    with clock.frozen(NOON):
        write_lines(1)
        sealing.seal()
        write_lines(1)
        sealing.seal()
        assert [head.size for head in sealing.heads()] == [1]
    with clock.frozen(NOON + timedelta(seconds=30)):
        write_lines(sealing.HEAD_EVERY_LINES)
        sealing.seal()
    with clock.frozen(NOON + timedelta(seconds=91)):
        sealing.seal()
        write_lines(1)
        sealing.seal()
    assert [head.size for head in sealing.heads()] == [1, 1002, 1003]
    assert sealing.read_heads(sealing.heads_file()) == sealing.heads()
    assert all(sealing.is_signed_by(head, sealing.public_key()) for head in sealing.heads())


@pytest.mark.django_db(transaction=True)
def test_a_head_line_cut_off_while_it_was_written_is_mended() -> None:
    write_lines(1)
    sealing.seal()
    path = sealing.heads_file()
    path.write_bytes(path.read_bytes()[:-9])
    assert not verify_log().is_whole
    sealing.seal()
    assert verify_log().is_whole


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 600])
def test_roots_and_proofs_from_tiles_are_those_of_the_whole_tree(size: int) -> None:
    write_lines(size)
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
    write_lines(70)
    while sealing.seal(limit=9):
        pass
    leaves = [
        bytes.fromhex(leaf) for leaf in AuditLine.objects.order_by("seq").values_list("leaf", flat=True)
    ]
    assert AuditTile.objects.filter(level=3).count() == 1
    for size in range(1, 71):
        assert tree.root_of(0, size) == merkle.root(leaves[:size])
        assert tree.proof_of(size // 3, size) == merkle.inclusion_proof(size // 3, leaves[:size])
        for first in {1, size // 2 + 1, size}:
            grown = tree.consistency_of(first, size)
            assert merkle.verify_consistency(
                first, size, tree.root_of(0, first), tree.root_of(0, size), grown
            )
