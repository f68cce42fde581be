"""The story of one field report: from a resident's phone to a published, rated answer, watched by the leader."""

import random
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.identity import queries as identity
from cuudinh.journal import clerk
from cuudinh.kernel.actor import system
from cuudinh.project.demonstration.drawing import draw_scene
from tests.journeys import province as provinces
from tests.journeys.province import DESK, PHONE, WALL, Province, keep_picture, violations

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
RESIDENT = "0905000001"
WORDS = "Hố sâu giữa đường trước cổng trường, gọi tôi số 0914 123 456 để chỉ chỗ."


@pytest.fixture
def province(transactional_db: None, live_server: Any) -> Province:
    """A province of some invented reports, so that lists and figures are not empty."""
    return provinces.found(str(live_server.url), reports=25)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A drawn photo on the disk of whoever sends it."""
    path = tmp_path / "anh.jpg"
    path.write_bytes(draw_scene("road", random.Random(1), is_after=False))
    return path


def test_a_report_goes_from_a_phone_to_a_published_and_rated_answer(
    browser: Browser, province: Province, photo: Path
) -> None:
    resident = provinces.signed_in(browser, province, RESIDENT, PHONE)
    number = _report(resident.new_page(), province, photo)
    clerk.run_until_idle()

    dispatcher = provinces.signed_in(browser, province, "trucban", DESK)
    login = _send_on(dispatcher.new_page(), province, number)
    officer = provinces.signed_in(browser, province, login, DESK)
    _work(officer.new_page(), province, number, photo)
    _approve(dispatcher.new_page(), province, number)
    clerk.run_until_idle()

    _rate(resident.new_page(), province, number)
    _seen_by_anybody(browser, province, number)
    _on_the_wall(browser, province)
    for context in (resident, dispatcher, officer):
        context.close()


def _report(page: Page, province: Province, photo: Path) -> str:
    page.goto(f"{province.address}/phan-anh/moi")
    keep_picture(page, "report-phone")
    page.set_input_files("input[type=file][data-photos]", str(photo))
    onward = page.get_by_role("button", name="Tiếp tục")
    onward.click()
    page.select_option("[data-unit]", index=3)
    page.get_by_role("button", name="Tiếp tục").click()
    page.select_option("[data-topic]", "o-ga")
    page.fill("[name=description]", WORDS)
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("button", name=re.compile("Gửi")).last.click()
    expect(page.locator(".code").first).to_contain_text("PA-", timeout=20_000)
    assert violations(page) == []
    keep_picture(page, "sent-phone", whole=True)
    found = re.search(r"PA-\d{8}-\d{5}", page.content())
    assert found is not None
    return found[0]


def _send_on(page: Page, province: Province, number: str) -> str:
    """The dispatcher sends the report to the office that the rules propose; gives that office's officer."""
    page.goto(f"{province.address}/trung-tam/tiep-nhan?chon={number}")
    assert violations(page) == []
    keep_picture(page, "intake")
    page.goto(f"{province.address}/lam-viec/ho-so/{number}")
    page.locator("form.send-now button").click()
    expect(page.locator("main")).to_contain_text("Đã chuyển đơn vị")
    login = f"canbo.{_owner(number)}"
    province.sign_ins.setdefault(login, next(iter(province.sign_ins.values())))
    return login


def _work(page: Page, province: Province, number: str, photo: Path) -> None:
    """The officer accepts and sends the result with a photo; nothing on the screen says who reported."""
    page.goto(f"{province.address}/lam-viec")
    keep_picture(page, "worklist")
    page.goto(f"{province.address}/lam-viec/ho-so/{number}")
    text = page.content()
    assert "123 456" not in text
    assert "0914123456" not in text
    assert RESIDENT not in text
    assert violations(page) == []
    _do(page, "accept")
    expect(page.locator("main")).to_contain_text("Đang xử lý")
    form = _opened(page, "resolve")
    form.locator("textarea").fill("Đã vá hố bằng bê tông nhựa và dọn sạch vật liệu.")
    form.locator("input[data-photos]").set_input_files(str(photo))
    page.wait_for_timeout(800)
    keep_picture(page, "case-office", whole=True)
    form.locator("button.is-primary").last.click()
    expect(page.locator("main")).to_contain_text("Chờ duyệt kết quả")


def _opened(page: Page, verb: str) -> Locator:
    """Give the form of an act, opened if it was closed."""
    form = page.locator(f"form[action$='/viec/{verb}']").last
    if not form.is_visible():
        page.locator(f"details[data-act={verb}] > summary").click()
    return form


def _do(page: Page, verb: str) -> None:
    _opened(page, verb).locator("button").last.click()


def _owner(number: str) -> str:
    """Give the code of the office that leads a case."""
    office_id = cases.brief(system("journeys"), number).owner_office_id
    assert office_id is not None
    return identity.office_by_id(office_id).code


def _approve(page: Page, province: Province, number: str) -> None:
    page.goto(f"{province.address}/trung-tam/duyet?chon={number}")
    assert violations(page) == []
    keep_picture(page, "approval")
    page.goto(f"{province.address}/lam-viec/ho-so/{number}")
    _do(page, "approve")
    expect(page.locator("main")).to_contain_text("Đã xử lý")


def _rate(page: Page, province: Province, number: str) -> None:
    page.goto(f"{province.address}/phan-anh/{number}")
    expect(page.locator("main")).to_contain_text("Đã vá hố")
    assert violations(page) == []
    keep_picture(page, "case-phone", whole=True)
    form = page.locator("form").filter(has=page.locator("[name*=rating]"))
    form.locator("[name*=rating]").first.check(force=True)
    form.locator("button").last.click()
    expect(page.locator("main")).to_contain_text("Hài lòng")


def _seen_by_anybody(browser: Browser, province: Province, number: str) -> None:
    with provinces.visitor(browser, PHONE) as anybody:
        page = anybody.new_page()
        page.goto(f"{province.address}/phan-anh/{number}")
        expect(page.locator("main")).to_contain_text("Đã vá hố")
        assert "123 456" not in page.content()
        page.goto(province.address)
        assert violations(page) == []
        keep_picture(page, "portal-home-phone")


def _on_the_wall(browser: Browser, province: Province) -> None:
    leader = provinces.signed_in(browser, province, "lanhdao", WALL)
    page = leader.new_page()
    page.goto(f"{province.address}/trung-tam/man-hinh")
    page.wait_for_timeout(1500)
    assert violations(page) == []
    keep_picture(page, "wall")
    leader.close()
