"""A building permit that comes late, with an apology that nobody had to remember; and one that two people refuse."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.cast import BUILDER, Story, told
from tests.journeys.province import PHONE
from tests.journeys.steps import apply_for, filed_number

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PERMIT = "gpxd-nha-o-rieng-le"
HOUSE = {"place.unit": "19753-2025-07", "floors": "2", "area_m2": "120"}


def _applied(story: Story) -> str:
    builder = story.page_of(BUILDER)
    apply_for(story, builder, PERMIT, HOUSE, asked={})
    return filed_number(story, builder, "permit-sent")


def test_a_late_permit_brings_an_apology_by_itself_and_another_day(
    browser: Browser, transactional_db: None
) -> None:
    with told(browser, "2026-11-02 08:00") as story:
        number = _applied(story)
        story.days.pass_to("2026-11-02 09:00")
        story.act(story.page_of("motcua"), number, "receive")
        story.act(story.page_of("hotich"), number, "accept")
        story.days.pass_to("2026-11-09 10:00")
        head = story.page_of("chutich")
        story.go(head, "/thong-bao", "permit-warned")
        expect(head.locator("main")).to_contain_text("Không kịp hạn thì phải xin lỗi, hẹn lại")
        story.days.pass_to("2026-11-10 09:00")
        builder = story.page_of(BUILDER)
        story.go(builder, f"/phan-anh/{number}", "permit-apology")
        expect(builder.get_by_role("link", name="Phiếu xin lỗi")).to_be_visible()
        expect(builder.locator("main")).to_contain_text("16/11/2026 09:00")
        story.days.pass_to("2026-11-13 14:00")
        story.act(story.page_of("hotich"), number, "appraise", answer="Phù hợp quy hoạch.")
        story.act(story.page_of("chutich"), number, "approve", answer="Giấy phép số 41/GPXD.")
        _late_by_the_measure(story, number)


def _late_by_the_measure(story: Story, number: str) -> None:
    """In time by the day that was named anew, and late as the country measures: both are said, with the sums."""
    officer, builder, anybody = story.page_of("hotich"), story.page_of(BUILDER), story.page_of("", PHONE)
    story.act(officer, number, "deliver", way="online")
    for page, address in ((builder, f"/phan-anh/{number}"), (officer, f"/lam-viec/ho-so/{number}")):
        story.go(page, address)
        measure = page.locator("details.why").filter(has_text="Hồ sơ được đo thế nào")
        measure.locator("summary").click()
        expect(measure).to_contain_text("trễ hạn")
        story.look(page, f"permit-measure-{page.viewport_size['width']}")
    story.go(anybody, "/ket-qua-giai-quyet?ky=2026-11", "permit-public")


def test_a_refusal_takes_two_people_and_its_reason_is_counted_for_everybody(
    browser: Browser, transactional_db: None
) -> None:
    with told(browser, "2026-11-02 08:00") as story:
        number = _applied(story)
        words = "Thửa đất trồng lúa, chưa được phép xây nhà ở."
        story.act(story.page_of("hotich"), number, "refuse", reason="khong-du-dieu-kien", explanation=words)
        builder, head = story.page_of(BUILDER), story.page_of("chutich")
        story.go(builder, f"/phan-anh/{number}")
        expect(builder.locator("main")).not_to_contain_text(words)
        story.go(head, f"/lam-viec/ho-so/{number}", "refusal-second")
        story.act(head, number, "refuse")
        story.go(builder, f"/phan-anh/{number}", "refusal-told")
        expect(builder.locator("main")).to_contain_text(words)
        expect(builder.get_by_role("link", name="Phiếu từ chối")).to_be_visible()
        anybody = story.page_of("", PHONE)
        story.go(anybody, "/ket-qua-giai-quyet", "refusal-public")
        expect(
            anybody.get_by_role("row", name="Không đủ điều kiện theo quy định 1", exact=True)
        ).to_be_visible()
