"""Money that comes, in whatever order, how much and how often it is told, and money that goes back by two people."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cuudinh.engines.identity.types import AccountsMerged
from cuudinh.engines.ledger import commands, queries
from cuudinh.engines.ledger.commands import Asked
from cuudinh.engines.ledger.commands.reconciling import reconcile
from cuudinh.engines.ledger.listeners import accounts_merged
from cuudinh.engines.ledger.models import BankLine, Charge, FeeRecord, Posting, Refund
from cuudinh.engines.ledger.types import (
    AlreadySettled,
    ChargeView,
    NothingDue,
    ReasonMissing,
    SamePerson,
    StillProposed,
    UnknownCharge,
    WrongAmount,
)
from cuudinh.journal import audit
from cuudinh.journal.idempotency import KeyUsedOtherwise
from cuudinh.journal.models import OutboxEvent
from cuudinh.kernel import vietqr
from cuudinh.kernel.refusal import NotYours, StepUpNeeded
from tests.fees.bureau import NOW, Bureau

pytestmark = pytest.mark.django_db
REASON = "Hồ sơ rút trước khi giải quyết"


def seen(bureau: Bureau, number: str, by: str = "officer") -> ChargeView:
    return queries.charge(bureau[by], number)


def standing(bureau: Bureau, number: str) -> tuple[str, int, int, int]:
    one = seen(bureau, number)
    return one.standing, one.balance.left_vnd, one.balance.over_vnd, len(one.receipts)


def news() -> list[str]:
    return list(OutboxEvent.objects.order_by("id").values_list("name", flat=True))


def agrees() -> None:
    """What must hold after anything: everything adds up, and not a đồng came from nowhere."""
    assert list(queries.disagreeing()) == []
    assert sum(queries.totals().values()) == 0


def test_a_charge_is_paid_by_the_code_it_shows(bureau: Bureau) -> None:
    number = bureau.charge()
    assert number == "PH-261123-0001"
    one = seen(bureau, number, "payer")
    code = queries.payment_code(one)
    assert code is not None
    assert vietqr.decode(code.text) == vietqr.Transfer("999999", "0190000001", 10_000, words=one.reference)
    assert queries.picture_of(code).startswith("data:image/svg+xml")
    assert bureau.pay(number, 10_000, words=code.words) == "new"
    assert standing(bureau, number) == ("paid", 0, 0, 1)
    assert queries.payment_code(seen(bureau, number, "payer")) is None
    assert [name for name in news() if name.startswith("Charge")] == ["ChargeOpened", "ChargePaid"]
    assert [line.act for line in audit.lines_about("charge", number)] == ["fee.charge", "fee.receive"]
    agrees()


def test_what_nobody_has_to_pay_is_a_charge_that_says_why(bureau: Bureau) -> None:
    poor = Asked("chung-thuc-ban-sao", {"so_trang": 1, "so_ban": 1, "ho_ngheo": True})
    one = seen(bureau, bureau.charge(poor))
    assert (one.standing, one.quotes[0].reductions) == ("nothing-due", ("ho-ngheo",))
    agrees()


def test_fees_and_charges_of_the_state_are_kept_apart(bureau: Bureau) -> None:
    papers = Asked("chung-thuc-ban-sao", {"so_trang": 1, "so_ban": 1, "ho_ngheo": False})
    bureau.charge(papers, Asked("dang-ky-ho-kinh-doanh"))
    office = bureau.office_id()
    book = queries.totals()
    assert (book[f"phi:{office}"], book[f"le-phi:{office}"]) == (-2_000, -100_000)
    agrees()


def test_a_charge_keeps_its_lines_when_fees_change(bureau: Bureau) -> None:
    number = bureau.charge()
    before = seen(bureau, number).quotes
    FeeRecord.objects.all().delete()
    assert seen(bureau, number).quotes == before


def test_a_notice_told_often_has_one_effect(bureau: Bureau) -> None:
    number = bureau.charge()
    move = bureau.move(number, 10_000)
    told = [commands.take_move(bank_name="bank", move=move) for _ in range(3)]
    assert told == ["new", "again", "again"]
    assert standing(bureau, number) == ("paid", 0, 0, 1)
    agrees()


def test_a_notice_told_with_another_amount_changes_nothing_and_is_written_down(bureau: Bureau) -> None:
    number = bureau.charge()
    move = bureau.move(number, 10_000)
    commands.take_move(bank_name="bank", move=move)
    for other in (replace(move, amount_vnd=90_000), replace(move, is_back=True)):
        assert commands.take_move(bank_name="bank", move=other) == "other"
    assert standing(bureau, number) == ("paid", 0, 0, 1)
    assert [line.act for line in audit.lines_about("bank", "bank")] == ["fee.notice_changed"] * 2
    agrees()


def test_in_whatever_order_notices_come_the_end_is_the_same(bureau: Bureau) -> None:
    ends: set[tuple[Any, ...]] = set()
    for order in permutations([(4_000, False), (10_000, False), (4_000, True)]):
        number = bureau.charge()
        for amount_vnd, is_back in order:
            bureau.pay(number, amount_vnd, is_back=is_back)
        ends.add(standing(bureau, number))
    assert ends == {("paid", 0, 0, 2)}
    agrees()


def test_too_little_is_partly_and_too_much_is_over(bureau: Bureau) -> None:
    number = bureau.charge()
    bureau.pay(number, 4_000)
    assert standing(bureau, number) == ("partly", 6_000, 0, 1)
    code = queries.payment_code(seen(bureau, number))
    assert code is not None
    assert code.amount_vnd == 6_000
    bureau.pay(number, 7_000)
    assert standing(bureau, number) == ("overpaid", 0, 1_000, 2)
    assert news().count("ChargePaid") == 1
    agrees()


def test_money_the_bank_takes_back_opens_the_charge_again(bureau: Bureau) -> None:
    number = bureau.charge()
    bureau.pay(number, 10_000)
    bureau.pay(number, 10_000, is_back=True)
    assert standing(bureau, number)[:2] == ("unpaid", 10_000)
    assert news()[-1] == "ChargeReopened"
    agrees()


def test_money_with_no_known_reference_waits_for_a_person(bureau: Bureau) -> None:
    number = bureau.charge()
    for words in ("nop phi cho con", "PH261123000199", "PH261123009988"):
        bureau.pay(number, 10_000, words=words)
    assert standing(bureau, number) == ("unpaid", 10_000, 0, 0)
    loose = queries.loose_money(bureau["officer"])
    assert len(loose) == 3
    line, officer = loose[-1].id, bureau["officer"]
    with pytest.raises(ReasonMissing):
        commands.claim_loose(officer, line_id=line, number=number, reason="vậy")
    commands.claim_loose(officer, line_id=line, number=number, reason="Người nộp đưa ảnh lệnh chuyển tiền")
    assert standing(bureau, number) == ("paid", 0, 0, 1)
    with pytest.raises(AlreadySettled):
        commands.claim_loose(officer, line_id=line, number=number, reason="Gắn thêm một lần nữa xem")
    agrees()


def test_a_desk_takes_what_is_left_and_not_twice(bureau: Bureau) -> None:
    number, officer = bureau.charge(), bureau["officer"]
    taken = [
        commands.collect(officer, number=number, method="cash", amount_vnd=4_000, key="k1") for _ in range(2)
    ]
    assert taken == ["BL-261123-0001"] * 2
    with pytest.raises(KeyUsedOtherwise):
        commands.collect(officer, number=number, method="cash", amount_vnd=5_000, key="k1")
    for amount in (0, -1, 6_001):
        with pytest.raises(WrongAmount):
            commands.collect(officer, number=number, method="cash", amount_vnd=amount, key=f"k{amount}")
    commands.collect(officer, number=number, method="card", amount_vnd=6_000, key="k2")
    with pytest.raises(NothingDue):
        commands.collect(officer, number=number, method="card", amount_vnd=1, key="k3")
    assert standing(bureau, number) == ("paid", 0, 0, 2)
    agrees()


def test_money_goes_back_by_two_people(bureau: Bureau) -> None:
    number, officer, head = bureau.charge(), bureau["officer"], bureau.fresh("head")
    bureau.pay(number, 12_000)
    with pytest.raises(WrongAmount):
        commands.propose_refund(officer, number=number, amount_vnd=12_001, reason=REASON)
    refund = commands.propose_refund(officer, number=number, amount_vnd=2_000, reason=REASON)
    with pytest.raises(StillProposed):
        commands.propose_refund(officer, number=number, amount_vnd=2_000, reason=REASON)
    decide = {"number": number, "refund_id": refund, "is_approved": True, "words": "Đúng là nộp thừa"}
    with pytest.raises(NotYours):
        commands.decide_refund(officer, **decide)
    with pytest.raises(StepUpNeeded):
        commands.decide_refund(replace(head, strong_until=None), **decide)
    commands.decide_refund(head, **decide)
    assert standing(bureau, number) == ("paid", 0, 0, 1)
    with pytest.raises(AlreadySettled):
        commands.decide_refund(head, **decide)
    assert news()[-1] == "ChargeRefunded"
    agrees()


def test_nobody_decides_on_what_they_proposed_whatever_the_code_lets_through(bureau: Bureau) -> None:
    number, head = bureau.charge(), bureau.fresh("head")
    bureau.pay(number, 10_000)
    refund = commands.propose_refund(head, number=number, amount_vnd=10_000, reason=REASON)
    with pytest.raises(SamePerson):
        commands.decide_refund(head, number=number, refund_id=refund, is_approved=True, words=REASON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refund.objects.update(decider_account_id=head.account_id)


def test_a_withdrawn_charge_owes_back_what_was_paid(bureau: Bureau) -> None:
    number, officer, head = bureau.charge(), bureau["officer"], bureau.fresh("head")
    bureau.pay(number, 10_000)
    commands.withdraw_charge(officer, number=number, reason=REASON)
    assert standing(bureau, number) == ("overpaid", 0, 10_000, 1)
    with pytest.raises(NothingDue):
        commands.withdraw_charge(officer, number=number, reason=REASON)
    refund = commands.propose_refund(officer, number=number, amount_vnd=10_000, reason=REASON)
    commands.decide_refund(
        head, number=number, refund_id=refund, is_approved=True, words="Duyệt hoàn cả khoản"
    )
    assert standing(bureau, number)[0] == "refunded"
    agrees()


def test_a_statement_finds_what_no_notice_told_and_what_only_a_notice_told(bureau: Bureau) -> None:
    told, untold, only = (bureau.charge() for _ in range(3))
    first, second, third = (bureau.move(number, 10_000) for number in (told, untold, only))
    for move in (first, third):
        commands.take_move(bank_name="bank", move=move)
    day = NOW.date()
    found = [reconcile(bank_name="bank", day=day, moves=[second, first]) for _ in range(2)]
    assert [(one.new, one.unconfirmed, one.bank_vnd, one.ours_vnd) for one in found] == [
        (1, 1, 20_000, 30_000),
        (0, 1, 20_000, 30_000),
    ]
    assert standing(bureau, untold) == ("paid", 0, 0, 1)
    assert len(queries.latest_runs(bureau["officer"])) == 1
    agrees()


def test_a_charge_is_seen_by_its_payer_and_its_office_and_by_nobody_else(bureau: Bureau) -> None:
    number = bureau.charge()
    assert seen(bureau, number, "payer").number == number
    for other in ("neighbour", "stranger"):
        with pytest.raises(UnknownCharge):
            seen(bureau, number, other)
        with pytest.raises(NotYours):
            commands.collect(bureau[other], number=number, method="cash", amount_vnd=1, key=other)
    assert [one.number for one in queries.my_charges(bureau["payer"]).rows] == [number]
    assert not queries.my_charges(bureau["neighbour"]).rows
    assert [one.number for one in queries.desk_charges(bureau["officer"]).rows] == [number]
    assert not queries.desk_charges(bureau["stranger"]).rows


def test_charges_go_with_the_account_that_is_kept_and_come_back(bureau: Bureau) -> None:
    number = bureau.charge()
    payer, neighbour = bureau["payer"].account_id or 0, bureau["neighbour"].account_id or 0
    accounts_merged(AccountsMerged(merge=7, merged_account_id=payer, kept_account_id=neighbour))
    assert seen(bureau, number, "neighbour").number == number
    accounts_merged(
        AccountsMerged(merge=7, merged_account_id=payer, kept_account_id=neighbour, is_undone=True)
    )
    assert seen(bureau, number, "payer").number == number


def test_a_book_that_was_changed_by_hand_is_found_out(bureau: Bureau) -> None:
    number = bureau.charge()
    bureau.pay(number, 10_000)
    Charge.objects.update(standing="unpaid")
    Posting.objects.filter(kind="paid").update(amount_vnd=9_000)
    BankLine.objects.update(words="")
    found = list(queries.disagreeing())
    assert [one.split(":")[0] for one in found] == [number, "bank"]
