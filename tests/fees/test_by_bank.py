"""Somebody pays by the code on their phone; the bank tells of it once, twice, late, wrongly or not at all."""

from typing import Any

import pytest
from django.test import Client

from cuudinh.connectors.bank.fake import NOTICE_DEFECTS, FakeBank
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.ledger import queries, tasks
from cuudinh.engines.ledger.models import BankLine, PaymentRequest, Posting
from cuudinh.engines.ledger.rules.references import reference_of
from cuudinh.journal import jobs
from cuudinh.kernel.actor import VISITOR
from cuudinh.web import limits
from tests.desks import HTMX, SESSION_COOKIE
from tests.fees.bureau import NOW, PASSWORD, PEOPLE, Bureau

pytestmark = pytest.mark.django_db
NOTICES = "/api/ngan-hang/bao-co"


def browser(name: str) -> Client:
    limits.forget_all()
    login = PEOPLE.get(name, name)
    client = Client()
    client.cookies[SESSION_COOKIE] = identity_commands.sign_in(VISITOR, login=login, password=PASSWORD).token
    return client


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def tell(fake: FakeBank, move: dict[str, Any]) -> Any:
    headers, body = fake.notice(move)
    return Client().post(NOTICES, body, content_type="application/json", headers=headers)


def test_a_payer_sees_why_pays_by_the_code_and_gets_a_receipt(bureau: Bureau, bank: FakeBank) -> None:
    number = bureau.charge(channel="web")
    payer, address = browser("payer"), f"/nop-phi/{number}"
    page = text_of(payer.get(address))
    for words in (
        "5.000 đồng",
        "Được giảm 50% vì nộp hồ sơ trực tuyến",
        "Theo Nghị quyết bịa số 4",
        "2.000 đồng × 2 × 2",
    ):
        assert words in page
    assert "data:image/svg+xml" in page
    assert reference_of(number) in page
    assert "hx-trigger" not in page

    assert payer.post(f"{address}/chuyen-khoan")["Location"] == address
    jobs.work()
    assert bank.expected == [(reference_of(number), "5000")]
    page = text_of(payer.get(address))
    assert "Đang chờ ngân hàng xác nhận" in page
    assert 'http-equiv="refresh"' in page
    assert 'hx-trigger="every 5s"' in page

    assert tell(bank, bank.pay(f"MBVCB {reference_of(number).lower()} nop phi", 5_000)).json()["new"] is True
    part = text_of(payer.get(address, headers=HTMX))
    assert part.lstrip().startswith("<div")
    assert "hx-trigger" not in part
    assert "BL-261123-0001" in part
    receipt = text_of(payer.get("/nop-phi/bien-nhan/BL-261123-0001"))
    for words in ("Năm nghìn đồng", "chuyển khoản", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"):
        assert words in receipt
    assert number in text_of(payer.get("/nop-phi"))
    assert browser("neighbour").get(address).status_code == 404
    assert Client().get(address).status_code == 303


@pytest.mark.parametrize("defect", [None, *NOTICE_DEFECTS])
def test_a_notice_has_one_effect_or_none(bureau: Bureau, bank: FakeBank, defect: str | None) -> None:
    move = bank.pay(reference_of(bureau.charge()), 10_000)
    bank.defect = defect or ""
    answers = [tell(bank, move) for _ in range(2)]
    if defect is None:
        assert [(one.status_code, one.json()["new"]) for one in answers] == [(200, True), (200, False)]
    else:
        assert {one.json()["code"] for one in answers} == {NOTICE_DEFECTS[defect]}
    assert BankLine.objects.count() == (1 if defect is None else 0)
    assert list(queries.disagreeing()) == []


def test_a_notice_that_changed_is_refused_and_nothing_is_lost(bureau: Bureau, bank: FakeBank) -> None:
    move = bank.pay(reference_of(bureau.charge()), 10_000)
    tell(bank, move)
    answer = tell(bank, {**move, "amount": 90_000})
    assert (answer.status_code, answer.json()["code"]) == (409, "notice-changed")
    assert Posting.objects.filter(kind="paid").get().amount_vnd == 10_000


def test_a_form_is_no_notice(bureau: Bureau, bank: FakeBank) -> None:
    headers, _ = bank.notice(bank.pay("x", 1))
    assert Client().post(NOTICES, {"amount": "1"}, headers=headers).status_code == 400


def test_where_no_bank_is_connected_there_is_no_such_door(bureau: Bureau) -> None:
    assert Client().post(NOTICES, b"{}", content_type="application/json").status_code == 404
    number = bureau.charge()
    answer = browser("payer").post(f"/nop-phi/{number}/chuyen-khoan")
    assert answer.status_code == 409
    assert "Tôi đã chuyển khoản" not in text_of(browser("payer").get(f"/nop-phi/{number}"))


def test_a_silent_bank_is_told_later_and_its_statement_brings_what_no_notice_told(
    bureau: Bureau, bank: FakeBank
) -> None:
    number = bureau.charge()
    bank.defect = "out"
    browser("payer").post(f"/nop-phi/{number}/chuyen-khoan")
    jobs.work()
    assert (bank.expected, jobs.waiting()) == ([], 1)
    assert PaymentRequest.objects.get().told_at is None
    bank.defect = ""
    bank.pay(reference_of(number), 10_000)
    bank.pay("khong ro", 7_000)
    tasks.ask_statement({"day": NOW.date().isoformat()})()
    assert queries.charge(bureau["payer"], number).standing == "paid"
    assert [one.amount_vnd for one in queries.loose_money(bureau["officer"])] == [7_000]
    (run,) = queries.latest_runs(bureau["officer"])
    assert (run.lines, run.new, run.unconfirmed, run.bank_vnd, run.ours_vnd) == (2, 2, 0, 17_000, 17_000)


def test_a_desk_takes_money_claims_what_is_loose_and_gives_back_by_two_people(
    bureau: Bureau, bank: FakeBank
) -> None:
    number, officer, head = bureau.charge(), browser("officer"), browser("head")
    address = f"/lam-viec/thu-phi/khoan/{number}"
    assert number in text_of(officer.get("/lam-viec/thu-phi"))
    assert number in text_of(officer.get("/lam-viec/thu-phi", {"so": number[:6]}))
    refused = officer.post(f"{address}/thu", {"thu-amount": "mười nghìn", "key": "k"})
    assert refused.status_code == 422
    assert "ví dụ 50.000" in text_of(refused)
    assert (
        officer.post(f"{address}/thu", {"thu-amount": "4.000", "thu-method": "cash", "key": "k"}).status_code
        == 303
    )
    bank.pay("nop them", 8_000)
    tell(bank, bank.moves[0])
    line = str(BankLine.objects.get().pk)
    given = {"line": line, "number": number, "reason": "Người nộp đưa lệnh chuyển tiền"}
    assert officer.post("/lam-viec/thu-phi/doi-chieu/gan", {**given, "number": "PH-1"}).status_code == 422
    assert officer.post("/lam-viec/thu-phi/doi-chieu/gan", given).status_code == 303
    assert "Nộp thừa" in text_of(officer.get(address))
    officer.post(f"{address}/hoan", {"hoan-amount": "2.000", "hoan-reason": "Nộp thừa hai nghìn đồng"})
    assert "Duyệt hoàn tiền" not in text_of(officer.get(address))
    page = text_of(head.get(address))
    assert "Duyệt hoàn tiền" in page
    refund = queries.charge(bureau["head"], number).refunds[0].id
    verdict = {"refund": str(refund), "verdict": "approve", "duyet-hoan-reason": "Đúng là đã nộp thừa"}
    assert head.post(f"{address}/duyet-hoan", verdict).status_code == 303
    assert queries.charge(bureau["head"], number).refunds[0].state == "approved"
    assert browser("stranger").get(address).status_code == 404
    assert browser("payer").get(address).status_code == 403
    assert list(queries.disagreeing()) == []
