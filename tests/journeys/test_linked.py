"""One dossier for a birth, a residence and a health card: the commune asks the police, and answers for all three."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.cast import MOTHER, WARD, told
from tests.journeys.steps import apply_for, filed_number

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LINKED = "dang-ky-khai-sinh-lien-thong"
BABY = {
    "place.unit": "19753-2025-07",
    "nguoi_nop.name": "Nguyễn Thị Sen",
    "nguoi_nop.birth": "02/09/1995",
    "nguoi_nop.sex": "nu",
    "nguoi_nop.id_number": "046195000123",
    "nguoi_nop.address.unit": WARD,
    "quan_he": "cha-me",
    "ten_tre": "Nguyễn Sen Hồng",
    "gioi_tre": "nu",
    "noi_sinh": "Bệnh viện Trung ương",
    "que_quan": WARD,
    "me.name": "Nguyễn Thị Sen",
    "me.birth": "02/09/1995",
    "me.sex": "nu",
    "me.id_number": "046195000123",
    "ve_voi": "cha-me",
    "noi_kham": "Trạm y tế phường Phú Xuân",
}


def test_three_matters_of_a_newborn_are_settled_by_one_dossier(
    browser: Browser, transactional_db: None
) -> None:
    with told(browser, "2026-11-30 08:10") as story:
        mother, officer, police, head = (
            story.page_of(one) for one in (MOTHER, "hotich", "congan", "chutich")
        )
        story.go(mother, f"/dich-vu/{LINKED}", "linked-service")
        expect(mother.locator("main")).to_contain_text("Đăng ký thường trú")
        apply_for(story, mother, LINKED, BABY, asked={"sinh_tre": "20/11/2026"})
        number = filed_number(story, mother, "linked-sent")
        story.act(officer, number, "receive")
        story.act(officer, number, "accept")
        story.act(
            officer, number, "request_joint", offices="n-19753-ca", question="Nhập hộ cho cháu được không?"
        )
        story.go(police, "/lam-viec")
        police.get_by_role("link", name="Phối hợp").click()
        expect(police.locator("main")).to_contain_text(number)
        story.look(police, "linked-police")
        story.act(police, number, "answer_joint", answer="Đã đăng ký thường trú cùng hộ với mẹ.")
        story.go(officer, f"/lam-viec/ho-so/{number}", "linked-office")
        expect(officer.locator("main")).to_contain_text("cùng hộ với mẹ")
        story.act(officer, number, "appraise", answer="Đủ điều kiện, đã có ý kiến công an.")
        story.act(
            head, number, "approve", answer="Giấy khai sinh số 113; đã nhập hộ; thẻ BHYT điện tử đã cấp."
        )
        story.go(mother, f"/phan-anh/{number}", "linked-result")
        expect(mother.locator("main")).to_contain_text("thẻ BHYT điện tử đã cấp")
