"""The bank: what is agreed passes, and whatever else it says or fails to say has its refusal."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cuudinh.connectors.bank.client import Bank
from cuudinh.connectors.bank.fake import (
    ACCOUNT,
    ADDRESS,
    ANSWER_DEFECTS,
    CLIENT,
    NOTICE_DEFECTS,
    SECRET,
    FakeBank,
)
from cuudinh.engines.ledger.ports import BankMove, Expected
from cuudinh.engines.ledger.types import BankSilent
from cuudinh.kernel.refusal import Refusal

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
EXPECTED = Expected("PH261123000152", 10_000)


@pytest.fixture
def fake() -> FakeBank:
    return FakeBank(NOW)


def client_of(fake: FakeBank, tmp_path: Path) -> Bank:
    mark = tmp_path / "circuits" / "bank"
    return Bank(ADDRESS, CLIENT, SECRET, ACCOUNT, mark=mark, transport=fake.transport())


def test_money_to_come_is_told_once_however_often_it_is_told(fake: FakeBank, tmp_path: Path) -> None:
    bank = client_of(fake, tmp_path)
    bank.expect(EXPECTED)
    bank.expect(EXPECTED)
    assert fake.expected == [("PH261123000152", "10000")]


def test_a_notice_is_read_and_a_reversal_is_told_from_a_credit(fake: FakeBank, tmp_path: Path) -> None:
    bank = client_of(fake, tmp_path)
    paid = bank.heard(*fake.notice(fake.pay("PH261123000152 nop phi", 10_000)), NOW)
    assert paid == BankMove("FT00000001", 10_000, "PH261123000152 nop phi", NOW)
    assert bank.heard(*fake.notice(fake.pay("PH261123000152", 10_000, kind="reversal")), NOW).is_back


@pytest.mark.parametrize(("defect", "code"), NOTICE_DEFECTS.items())
def test_a_notice_with_anything_wrong_is_refused(
    fake: FakeBank, tmp_path: Path, defect: str, code: str
) -> None:
    fake.defect = defect
    with pytest.raises(Refusal) as refused:
        client_of(fake, tmp_path).heard(*fake.notice(fake.pay("PH261123000152", 10_000)), NOW)
    assert refused.value.code == code


def test_a_statement_is_read_over_all_its_pages(fake: FakeBank, tmp_path: Path) -> None:
    for number in range(120):
        fake.pay(f"so {number}", 1_000 + number)
    fake.pay("hom truoc", 1, at=datetime(2026, 11, 22, 16, 59, tzinfo=UTC))
    found = client_of(fake, tmp_path).statement(DAY)
    assert [one.amount_vnd for one in found] == list(range(1_000, 1_120))


@pytest.mark.parametrize(("defect", "code"), ANSWER_DEFECTS.items())
def test_an_answer_with_anything_wrong_is_refused(
    fake: FakeBank, tmp_path: Path, defect: str, code: str
) -> None:
    fake.pay("so 1", 1_000)
    fake.defect = defect
    with pytest.raises(Refusal) as refused:
        client_of(fake, tmp_path).statement(DAY)
    assert refused.value.code == code


def test_a_silent_bank_is_left_alone_for_a_while(fake: FakeBank, tmp_path: Path) -> None:
    bank = client_of(fake, tmp_path)
    fake.defect = "out"
    for _ in range(3):
        with pytest.raises(BankSilent):
            bank.expect(EXPECTED)
    fake.defect = ""
    with pytest.raises(BankSilent):
        bank.expect(EXPECTED)
    assert fake.expected == []
