"""A farmer at a desk far from the office that decides, with the digital team of his commune: paper, then result."""

from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.journeys.cast import Story, fill_all, look, told

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FARMER = "Hồ Văn Rẫy"
FILLED = {
    "nguoi.ten": FARMER,
    "can-cu": "to-cong-nghe-so",
    "giay.don.la": "original",
    "giay.gcn.la": "original",
    "place.unit": "20050-2025-07",
    "nguoi_nop.name": FARMER,
    "nguoi_nop.birth": "01/01/1990",
    "nguoi_nop.sex": "nam",
    "nguoi_nop.id_number": "046090000015",
    "nguoi_nop.address.unit": "Xã A Lưới 5",
    "ly_do": "mau-cu",
    "thua_dat.so_thua": "112",
    "thua_dat.so_to": "7",
    "thua_dat.dien_tich_m2": "4200",
    "so_gcn": "AB 123456",
}


def test_a_farmer_gets_his_land_paper_through_the_digital_team_of_his_commune(
    browser: Browser, transactional_db: None
) -> None:
    with told(browser, "2026-11-30 08:10") as story:
        desk = story.page_of("motcua.xa")
        number = _taken_in(story, desk)
        said = _printed(story, desk, number)
        for words in (number, FARMER, "Đơn đề nghị cấp đổi"):
            assert words in said
        officer, head = story.page_of("datdai"), story.page_of("gd.datdai")
        story.act(officer, number, "accept")
        story.go(officer, f"/lam-viec/ho-so/{number}", "far-office")
        expect(officer.locator("main")).to_contain_text("Tổ công nghệ số cộng đồng nộp giúp")
        story.act(officer, number, "appraise", answer="Đã chỉnh lý bản đồ, đủ điều kiện cấp đổi.")
        story.act(head, number, "approve", answer="Giấy chứng nhận số AC 654321.")
        _handed_over(story, desk, number)


def _taken_in(story: Story, desk: Page) -> str:
    """The team sits at the desk of its commune: the basis is recorded, and the receipt comes out at once."""
    story.go(desk, "/lam-viec/mot-cua/tiep-nhan?thu-tuc=cap+doi+giay+chung+nhan", "far-form")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Cấp đổi")
    fill_all(desk, FILLED)
    desk.get_by_role("button", name="Tiếp nhận và in giấy").click()
    expect(desk.get_by_text("Hồ sơ đã được tiếp nhận.")).to_be_visible()
    look(desk, "far-taken-in")
    story.days.settle()
    return desk.locator(".code-large").first.inner_text().strip()


def _printed(story: Story, desk: Page, number: str) -> str:
    """Give what stands on the receipt that the desk prints for him."""
    story.go(desk, f"/lam-viec/ho-so/{number}", "far-desk")
    address = desk.get_by_role("link", name="Giấy tiếp nhận hồ sơ").get_attribute("href")
    content = desk.request.get(f"{story.home}{address}").body()
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)


def _handed_over(story: Story, desk: Page, number: str) -> None:
    story.go(desk, "/lam-viec/mot-cua", "far-waiting")
    desk.locator(f"input[name=number][value='{number}']").check()
    desk.get_by_label("Họ tên người nhận").fill(FARMER)
    desk.get_by_label("Người nhận đã ký").check()
    desk.get_by_role("button", name="Trả kết quả").click()
    expect(desk.locator("main")).to_contain_text("Đã thực hiện 1 mục")
    look(desk, "far-handed-over")
    story.go(desk, f"/lam-viec/ho-so/{number}")
    expect(desk.locator("main")).to_contain_text("Đã trả kết quả")
