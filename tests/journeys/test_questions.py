"""A reporter's question that only the spokesperson answers, and a resident's question to a dialogue that all read."""

import pytest
from playwright.sync_api import Browser, expect

from cuudinh.engines.identity import commands as identity
from cuudinh.kernel import clock
from tests.journeys.cast import BUILDER, MOTHER, Story, told
from tests.journeys.province import PHONE
from tests.journeys.steps import apply_for, filed_number, send

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PRESS = {
    "agency": "so-y-te",
    "outlet": "Báo Huế ngày nay",
    "text": "Vì sao trạm y tế xã chưa có vắc-xin sởi trong tháng 11?",
}
DIALOGUE = {"session": "moi-truong", "text": "Khi nào có điểm thu gom rác cồng kềnh ở phường Phú Xuân?"}
ANSWER = "Sở đã phân bổ 4.000 liều, các trạm tiêm từ ngày 03/12/2026."


def _carded(story: Story, reporter: str) -> None:
    """Let the information office give a reporter their card, as its own story tells."""
    with clock.frozen(story.days.moment):
        asked = identity.ask_press_card(story.actor(reporter), outlet="Báo Huế ngày nay", kind="phong-vien")
        identity.verify_press_card(story.actor("baochi"), card_id=asked.id)


def test_a_press_question_is_answered_by_the_spokesperson_alone(
    browser: Browser, transactional_db: None
) -> None:
    with told(browser, "2026-11-30 08:10") as story:
        reporter, officer, head = (story.page_of(one) for one in (MOTHER, "soyte", "phatngon"))
        story.go(reporter, "/dich-vu/cau-hoi-bao-chi", "press-service")
        _carded(story, MOTHER)
        apply_for(story, reporter, "cau-hoi-bao-chi", PRESS, asked={})
        number = filed_number(story, reporter, "press-sent")
        story.act(officer, number, "accept")
        story.act(officer, number, "resolve", answer=ANSWER)
        story.go(reporter, f"/phan-anh/{number}", "press-waits")
        expect(reporter.locator("main")).not_to_contain_text(ANSWER)
        story.go(head, f"/lam-viec/ho-so/{number}", "press-spokesperson")
        story.act(head, number, "approve")
        story.go(reporter, f"/phan-anh/{number}", "press-answered")
        expect(reporter.locator("main")).to_contain_text(ANSWER)
        expect(reporter.locator("main")).not_to_contain_text("phản ánh")
        stranger = story.page_of("", PHONE)
        story.go(stranger, f"/phan-anh/{number}")
        expect(stranger.locator("body")).not_to_contain_text("vắc-xin")


def test_a_question_to_a_dialogue_is_answered_in_public(browser: Browser, transactional_db: None) -> None:
    with told(browser, "2026-11-30 08:10") as story:
        asker, officer, head = (story.page_of(one) for one in (BUILDER, "vanphong", "chanhvp"))
        story.go(asker, "/dich-vu/doi-thoai-truc-tuyen", "dialogue-service")
        apply_for(story, asker, "doi-thoai-truc-tuyen", DIALOGUE, asked={})
        number = filed_number(story, asker, "dialogue-sent")
        apply_for(story, asker, "doi-thoai-truc-tuyen", DIALOGUE, asked={})
        send(asker)
        expect(asker.get_by_role("alert")).to_contain_text("đã có một lần được gửi")
        story.look(asker, "dialogue-twice")
        story.act(officer, number, "accept")
        story.act(officer, number, "resolve", answer="Từ 15/12/2026, tại công viên Trịnh Công Sơn.")
        story.act(head, number, "approve")
        stranger = story.page_of("", PHONE)
        story.go(stranger, f"/phan-anh/{number}", "dialogue-public")
        expect(stranger.locator("main")).to_contain_text("công viên Trịnh Công Sơn")
        expect(stranger.locator("main")).not_to_contain_text("Trần Văn Thợ")
        expect(stranger.locator("main")).not_to_contain_text("phản ánh")
