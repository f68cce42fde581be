"""The steps of a form on the pages of residents, as stories go through them."""

import re
from collections.abc import Mapping

from playwright.sync_api import Page, expect

from tests.journeys.cast import Story, fill_all, look


def apply_for(
    story: Story, page: Page, service: str, *steps: Mapping[str, str], asked: Mapping[str, str]
) -> None:
    """Fill in the form of a service up to the page on which it is looked over; `asked` is asked before."""
    story.go(page, f"/dich-vu/{service}/nop", f"{service}-start")
    if asked:
        fill_all(page, asked)
        page.get_by_role("button", name="Xem tôi có nộp được không").click()
    page.get_by_role("button", name="Bắt đầu khai").click()
    for number, answers in enumerate(steps, 1):
        fill_all(page, answers)
        look(page, f"{service}-{number}")
        onward(page)
    look(page, f"{service}-review")


def onward(page: Page) -> None:
    """Keep a step and go to the next; nothing may be wrong with it."""
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.locator(".error-summary")).to_have_count(0)


def filed_number(story: Story, page: Page, name: str) -> str:
    """Send what was reviewed, look at the page that says so, and give the number of the case."""
    send(page)
    expect(page.locator(".code-large").first).to_be_visible()
    look(page, name)
    story.days.settle()
    return page.locator(".code-large").first.inner_text().strip()


def send(page: Page) -> None:
    """Send what was reviewed."""
    page.get_by_role("button", name=re.compile("^(Nộp|Gửi)")).click()
