"""A resident sees who looked at her file, objects and is answered, and the looks stop; an auditor proves the line."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from typer.testing import CliRunner

from cuudinh.engines.cases import commands as cases
from cuudinh.engines.identity import commands
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.journal import sealing
from cuudinh.kernel.actor import system
from cuudinh.project.console import app
from cuudinh.sites.portal.tests.town import PASSWORD, PHONE, SINCE, Town, settle
from tests.desks import enter, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REASON = "Gọi lại để hỏi vị trí chính xác"


@pytest.fixture
def town(transactional_db: None, settings: Any, tmp_path: Path) -> Town:
    """The province now, with those who watch: the server answers in a thread in which no clock stands still."""
    settings.CUUDINH_STATE, settings.CUUDINH_KEYS = tmp_path, tmp_path / "keys"
    found = settle()
    for login, role in (("bvdl", "privacy-officer"), ("kiemtra", "auditor")):
        seat = NewSeat("ubnd", role, SINCE)
        asked = NewAccount("staff", f"Cán bộ {role}", PASSWORD, login=login, seats=(seat,))
        commands.open_accounts(system("tests"), [asked])
    return found


def test_a_resident_sees_who_looked_and_objects_and_such_looks_stop(
    page: Page, town: Town, live_server: Any
) -> None:
    home, number = str(live_server.url), str(town.file().number)
    cases.reveal_reporter(town["dispatcher"], number=number, reason=REASON)
    mine = _objects(page, home, number)
    _answers(page, home, "thuc-hien", "Lượt xem không có căn cứ, đã nhắc trực ban.")
    expect(page.get_by_text("Đã chấp nhận, đang dừng xem")).to_be_visible()
    enter(page, home, PHONE)
    page.goto(mine)
    expect(page.get_by_text("đã nhắc trực ban")).to_be_visible()
    expect(page.get_by_role("heading", name="Đang có hiệu lực")).to_be_visible()
    assert not violations(page)


def _objects(page: Page, home: str, number: str) -> str:
    """Find the look from one's own page, object to it, and give where the request stands."""
    enter(page, home, PHONE)
    page.goto(f"{home}/tai-khoan/du-lieu")
    assert not violations(page)
    page.get_by_role("link", name="Họ tên và số điện thoại").click()
    expect(page.get_by_text(number)).to_be_visible()
    assert not violations(page)
    page.get_by_role("link", name="Tôi phản đối lượt xem này").click()
    page.get_by_label("Nội dung").fill("Không ai gọi cho tôi cả.")
    assert not violations(page)
    page.get_by_role("button", name="Gửi yêu cầu").click()
    expect(page.get_by_text("Đã nhận, chờ trả lời")).to_be_visible()
    expect(page.get_by_text("Trả lời trước")).to_be_visible()
    return page.url


def _answers(page: Page, home: str, deed: str, words: str) -> None:
    """Do a step of the first request on the desk."""
    enter(page, home, "bvdl")
    page.goto(f"{home}/lam-viec/du-lieu")
    page.get_by_role("table").get_by_role("link").first.click()
    assert not violations(page)
    field = page.locator(f"#f-{deed}-answer, #f-{deed}-reason").first
    field.fill(words)
    page.locator("form").filter(has=field).get_by_role("button").click()
    expect(page.get_by_text("Đã ghi nhận")).to_be_visible()


def test_an_auditor_proves_the_line_of_a_receipt_and_an_outsider_checks_the_proof(
    page: Page, town: Town, live_server: Any, tmp_path: Path
) -> None:
    home, number = str(live_server.url), str(town.file().number)
    cases.reveal_reporter(town["dispatcher"], number=number, reason=REASON)
    sealing.seal(sign_now=True)
    sealing.export_heads()
    enter(page, home, PHONE)
    page.goto(f"{home}/tai-khoan/luot-xem")
    page.get_by_role("link", name="Họ tên và số điện thoại").click()
    page.get_by_role("link", name="Kiểm tra biên nhận").click()
    expect(page.get_by_text("Biên nhận đúng")).to_be_visible()
    assert not violations(page)
    enter(page, home, "kiemtra")
    page.goto(f"{home}/trung-tam/nhat-ky-viec?viec=identity.contact&ve=case:{number}")
    assert not violations(page)
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_text("Đã chứng minh")).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()
    assert not violations(page)
    with page.expect_download() as taking:
        page.get_by_role("link", name="Tải bằng chứng").click()
    taken = tmp_path / "bang-chung.json"
    taking.value.save_as(taken)
    assert _said("verify").exit_code == 0
    checked = _said("check-proof", str(taken))
    assert (checked.exit_code, "identity.contact" in checked.output) == (0, True)
    taken.write_bytes(taken.read_bytes().replace(b"identity.contact", b"identity.nothing"))
    assert _said("check-proof", str(taken)).exit_code == 1


def _said(*words: str) -> Any:
    return CliRunner().invoke(app, ["audit", *words], env={"COLUMNS": "200"})
