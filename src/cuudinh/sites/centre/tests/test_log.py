"""The log for auditors: found by act, office and period, proved line by line, and who could see a case."""

from pathlib import Path
from typing import Any

import pytest
from tests.desks import Town, browser_of

from cuudinh.journal import proofs, sealing
from cuudinh.journal.models import AuditInbox, AuditLine

PAGE = "/trung-tam/nhat-ky-viec"


@pytest.fixture
def number(town: Town, settings: Any, tmp_path: Path) -> str:
    """A case that was handled, its lines sealed."""
    settings.CUUDINH_STATE = tmp_path
    number = town.accepted()
    sealing.seal(sign_now=True)
    sealing._signed_when_due(True)
    return number


def _text(address: str, login: str = "supervisor") -> str:
    answer = browser_of(login).get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_lines_are_found_by_act_office_thing_and_period(number: str) -> None:
    whole = _text(PAGE)
    assert "<td>Nhận xử lý" in whole, "an act reads as what it is, not as a word of the code"
    assert "<td>case." not in whole
    assert "Chuyên viên · duong-an" in whole, "so does a role"
    narrowed = _text(f"{PAGE}?viec=case.accept&don-vi=duong-an&ve=case:{number}&tu=2026-11-23&den=2026-11-23")
    assert narrowed.count('scope="row"') == 1
    assert "Không có dòng nào" in _text(f"{PAGE}?viec=case.accept&don-vi=duong-binh")
    assert "Không có dòng nào" in _text(f"{PAGE}?viec=case.accept&tu=2026-11-24")


def test_an_auditor_proves_a_line_and_takes_the_proof_away(number: str) -> None:
    seq = AuditLine.objects.get(about=f"case:{number}", body__contains="case.accept").seq
    assert "Đã chứng minh" in _text(f"{PAGE}/{seq}")
    taken = browser_of("supervisor").get(f"{PAGE}/{seq}/bang-chung.json")
    assert f'filename="bang-chung-{seq}.json"' in taken["Content-Disposition"]
    assert proofs.check(proofs.read(taken.content), sealing.public_key()).holds


def test_that_the_log_was_read_stands_in_the_log(number: str) -> None:
    _text(f"{PAGE}?viec=case.accept")
    assert AuditInbox.objects.filter(body__contains='"act":"audit.read"').exists()


def test_only_who_watches_reads_it(number: str) -> None:
    for address in (PAGE, f"{PAGE}/0", f"{PAGE}/0/bang-chung.json", "/trung-tam/ai-xem-duoc"):
        assert browser_of("an.head").get(address).status_code == 403


def test_who_could_see_a_case_is_told_by_office_role_and_rule(number: str) -> None:
    text = _text(f"/trung-tam/ai-xem-duoc?so={number}&ngay=2026-11-23")
    for part in ("Cán bộ an.officer", "Cán bộ an.head", "Cán bộ dispatcher", "Cán bộ leader", "owner-office"):
        assert part in text
    assert "Cán bộ binh.officer" not in text
    assert AuditInbox.objects.filter(body__contains='"act":"audit.who_could_see"').exists()


def test_nobody_had_a_seat_before_the_first_day(number: str) -> None:
    assert "Không ai" in _text(f"/trung-tam/ai-xem-duoc?so={number}&ngay=2025-12-31")
    assert "Cán bộ" not in _text("/trung-tam/ai-xem-duoc?so=ST-0&ngay=2026-11-23").split("<main")[1]


def test_an_officer_asks_why_they_may_and_why_not(number: str) -> None:
    text = _text(f"/lam-viec/ho-so/{number}/vi-sao", "an.officer")
    assert "Đơn vị chủ trì xử lý" in text
    assert "không được" in text
    assert "owner-office" in text
    assert browser_of("binh.officer").get(f"/lam-viec/ho-so/{number}/vi-sao").status_code == 404
    assert f"/lam-viec/ho-so/{number}/vi-sao" in _text(f"/lam-viec/ho-so/{number}", "an.officer")
