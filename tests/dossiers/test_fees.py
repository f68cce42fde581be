"""The fee of a dossier: reckoned from its form, waited for, paid through the bank once, given back when it ends."""

from datetime import date

import pytest

from cuudinh.engines.cases import queries
from cuudinh.engines.cases.commands.charging import charge_case, settle_case
from cuudinh.engines.cases.types import FeeView
from cuudinh.engines.ledger import commands as ledger
from cuudinh.engines.ledger import queries as charges
from cuudinh.engines.ledger.ports import BankMove
from cuudinh.journal import clerk, outbox
from cuudinh.kernel import clock
from cuudinh.kernel.refusal import NotYours
from tests.dossiers.hall import Hall, at


def fee(hall: Hall, number: str) -> FeeView:
    """Give the one fee of a dossier as the applicant sees it."""
    seen = queries.reporter_case(hall["resident"], number)
    assert seen.dossier is not None
    (found,) = seen.dossier.fees
    return found


def transfer(one: FeeView, amount_vnd: int, name: str) -> str:
    """Let the bank tell of money for a fee."""
    assert one.code is not None, "the code was shown while something was owed"
    return ledger.take_move(bank_name="bank", move=BankMove(name, amount_vnd, one.code.words, clock.now()))


def test_a_fee_is_reckoned_from_the_form_and_a_part_of_it_does_not_do(hall: Hall) -> None:
    number = hall.file()
    clerk.run_until_idle()
    owed = fee(hall, number)
    assert (owed.standing, owed.total_vnd, owed.left_vnd) == ("unpaid", 180_000, 180_000)
    assert [line.source for line in owed.lines] == ["Nghị quyết bịa số 7 của tỉnh An Bình"]
    hall.act("officer", number, "receive")
    hall.act("officer", number, "request_payment")
    with pytest.raises(NotYours):
        hall.act("officer", number, "paid")
    assert transfer(owed, 100_000, "FT1") == "new"
    clerk.run_until_idle()
    assert hall.case(number).state == "payment"
    assert fee(hall, number).left_vnd == 80_000
    assert transfer(owed, 80_000, "FT2") == "new"
    clerk.run_until_idle()
    assert (hall.case(number).state, fee(hall, number).standing) == ("received", "paid")
    assert [*queries.fees_disagreeing(), *charges.disagreeing()] == []


def test_news_told_twice_or_in_another_order_has_one_effect(hall: Hall) -> None:
    number = hall.file()
    clerk.run_until_idle()
    owed, case_id = fee(hall, number), hall.case(number).pk
    transfer(owed, 180_000, "FT1")
    assert transfer(owed, 180_000, "FT1") == "again"
    hall.act("officer", number, "request_payment")
    assert outbox.waiting() > 0
    clerk.run_until_idle()
    # Paid before it was asked for: it waits for nothing.
    assert hall.case(number).state == "submitted"
    rev = hall.case(number).rev
    charge_case(case_id, "filed")
    charge_case(case_id, "request_payment")
    settle_case(f"case:{number}")
    assert hall.case(number).rev == rev
    assert len(charges.charges_about(f"case:{number}")) == 1


def test_who_is_spared_waits_for_nothing_and_reads_by_which_rule(hall: Hall) -> None:
    number = hall.file(answers={"merit": True})
    clerk.run_until_idle()
    owed = fee(hall, number)
    assert (owed.standing, owed.total_vnd, owed.code) == ("nothing-due", 0, None)
    assert [line.what for line in owed.lines] == ["amount", "reduction"]
    hall.act("officer", number, "request_payment")
    clerk.run_until_idle()
    assert hall.case(number).state == "submitted"


def test_money_for_a_dossier_that_is_not_received_goes_back_by_the_word_of_one_more_person(
    hall: Hall,
) -> None:
    number = hall.file()
    clerk.run_until_idle()
    owed = fee(hall, number)
    transfer(owed, 180_000, "FT1")
    hall.act(
        "officer", number, "refuse", reason="khong-thuoc-tham-quyen", explanation="Vỉa hè do sở quản lý."
    )
    hall.act("head", number, "refuse")
    clerk.run_until_idle()
    clerk.run_until_idle()
    seen = charges.charge(hall["head"], owed.number)
    assert [(one.amount_vnd, one.state) for one in seen.refunds] == [(180_000, "proposed")]
    assert "không được giải quyết tiếp" in seen.refunds[0].reason
    assert [*queries.fees_disagreeing(), *charges.disagreeing()] == []


def test_who_withdraws_owes_nothing_and_late_money_is_proposed_to_go_back(hall: Hall) -> None:
    number = hall.file()
    clerk.run_until_idle()
    owed = fee(hall, number)
    hall.act("resident", number, "withdraw")
    clerk.run_until_idle()
    assert fee(hall, number).standing == "withdrawn"
    transfer(owed, 180_000, "FT1")
    clerk.run_until_idle()
    seen = charges.charge(hall["head"], owed.number)
    assert [(one.amount_vnd, one.state) for one in seen.refunds] == [(180_000, "proposed")]


def test_the_price_is_that_of_the_day_of_filing_and_known_before(hall: Hall) -> None:
    quoted = queries.fee_quoted("dat-ban-ghe", {"tables": 2, "hours": "sang"})
    assert quoted is not None
    assert (quoted.total_vnd, quoted.day) == (40_000, date(2026, 11, 30))
    with clock.frozen(at("2026-12-01 08:00")):
        number = hall.file()
        clerk.run_until_idle()
    (charge,) = charges.charges_about(f"case:{number}")
    assert charge.quotes[0].day == date(2026, 12, 1)
