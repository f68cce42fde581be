"""A poor household asks for one of the phones that sponsors give, and the same household cannot ask twice."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.cast import BUILDER, FARMER, told
from tests.journeys.steps import apply_for, filed_number, send

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PHONES = "dien-thoai-ho-ngheo"
ASKED = {"status": "ngheo"}


def _household(code: str, name: str, number: str) -> dict[str, str]:
    return {
        "place.unit": "19753-2025-07",
        "household_code": code,
        "members": "4",
        "name": name,
        "id_number": number,
    }


def test_a_poor_household_gets_a_phone_once(browser: Browser, transactional_db: None) -> None:
    with told(browser, "2026-11-30 08:10") as story:
        first, again, officer, head = (story.page_of(one) for one in (FARMER, BUILDER, "hotich", "chutich"))
        story.go(first, f"/dich-vu/{PHONES}", "phones-service")
        for words in ("12.680", "Doanh nghiệp viễn thông đồng hành"):
            expect(first.locator("main")).to_contain_text(words)
        apply_for(
            story, first, PHONES, _household("HN-19753-0012", "Hồ Văn Rẫy", "046090000015"), asked=ASKED
        )
        number = filed_number(story, first, "phones-sent")
        other = _household("hn 19753 / 0012", "Trần Văn Thợ", "046085000023")
        apply_for(story, again, PHONES, other, asked=ASKED)
        send(again)
        expect(again.get_by_role("alert")).to_contain_text("đã có một lần được gửi")
        story.look(again, "phones-twice")
        story.act(officer, number, "accept")
        story.act(officer, number, "appraise", answer="Hộ có tên trong danh sách, đề nghị cấp máy.")
        story.act(head, number, "approve")
        story.go(first, f"/phan-anh/{number}", "phones-result")
        story.go(officer, f"/lam-viec/ho-so/{number}", "phones-office")
