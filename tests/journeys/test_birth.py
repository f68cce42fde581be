"""A mother registers a birth late at night from her phone, pays by a code, and rates what came of it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.cast import MOTHER, WARD, Story, fill_all, look, told
from tests.journeys.steps import filed_number, onward

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PARENT = {
    "nguoi_nop.name": "Nguyễn Thị Sen",
    "nguoi_nop.birth": "02/09/1995",
    "nguoi_nop.sex": "nu",
    "nguoi_nop.id_number": "046195000123",
    "nguoi_nop.address.line": "12 Đoàn Thị Điểm",
    "nguoi_nop.address.unit": WARD,
    "quan_he": "cha-me",
}
CHILD = {
    "ten_tre": "Nguyễn Sen Hồng",
    "sinh_tre": "15/08/2026",
    "gioi_tre": "nu",
    "noi_sinh": "Bệnh viện Trung ương",
    "dan_toc": "Kinh",
    "que_quan": WARD,
}
FAMILY = {"co_cha": "no", "qua_han": "yes"}


def test_a_mother_registers_a_birth_from_her_phone_and_pays_by_a_code(
    browser: Browser, transactional_db: None, settings: Any
) -> None:
    settings.CUUDINH_DEMO = True
    with told(browser, "2026-11-30 08:10") as story:
        mother = story.page_of(MOTHER)
        number = _applies(story, mother)
        _pays(story, mother, number)
        _decided(story, number)
        _reads_and_rates(story, mother, number)


def _applies(story: Story, page: Page) -> str:
    story.go(page, "/", "birth-home")
    page.get_by_role("searchbox").first.fill("khai sinh cho con")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dich-vu?**")
    look(page, "birth-found")
    page.get_by_role("link", name=re.compile("^Đăng ký khai sinh")).first.click()
    look(page, "birth-service")
    page.get_by_role("link", name=re.compile("Nộp|Bắt đầu")).first.click()
    look(page, "birth-start")
    page.get_by_role("button", name="Bắt đầu khai").click()
    page.select_option("[data-unit]", label=WARD)
    for name, answers in (("who", PARENT), ("child", CHILD), ("family", FAMILY)):
        fill_all(page, answers)
        look(page, f"birth-{name}")
        onward(page)
    look(page, "birth-review")
    return filed_number(story, page, "birth-sent")


def _pays(story: Story, page: Page, number: str) -> None:
    story.go(page, f"/phan-anh/{number}", "birth-unpaid")
    expect(page.get_by_role("img", name="Mã VietQR chuyển 8.000 đồng")).to_be_visible()
    page.get_by_role("link", name="Dùng thử: giả lập ngân hàng").click()
    page.get_by_role("button", name="Báo tiền đã về").click()
    story.days.settle()
    story.go(page, "/nop-phi", "birth-charges")
    story.go(page, f"/phan-anh/{number}", "birth-paid")
    expect(page.get_by_text("Đã nộp đủ.")).to_be_visible()


def _decided(story: Story, number: str) -> None:
    """The desk takes it in, an officer enters it, the chair signs: on one morning, as the law wants."""
    desk, officer, head = (story.page_of(one) for one in ("motcua", "hotich", "chutich"))
    story.go(desk, f"/lam-viec/ho-so/{number}", "birth-office")
    story.act(desk, number, "receive")
    story.act(officer, number, "accept")
    story.act(officer, number, "appraise", answer="Giấy chứng sinh hợp lệ.")
    story.act(head, number, "approve", answer="Đã ghi vào Sổ đăng ký khai sinh số 112/2026.")
    story.go(officer, f"/lam-viec/ho-so/{number}", "birth-office-done")
    story.act(officer, number, "deliver", way="online")


def _reads_and_rates(story: Story, page: Page, number: str) -> None:
    story.go(page, "/thong-bao", "birth-notices")
    for words in ("Hồ sơ được tiếp nhận", "Đã trả kết quả"):
        expect(page.locator("main")).to_contain_text(words)
    story.go(page, f"/phan-anh/{number}", "birth-result")
    expect(page.locator("main")).to_contain_text("Đã ghi vào Sổ đăng ký khai sinh")
    page.get_by_label("Hài lòng", exact=True).check(force=True)
    page.get_by_role("button", name="Đánh giá").click()
    expect(page.locator("main")).to_contain_text("Hài lòng")
    look(page, "birth-rated")
