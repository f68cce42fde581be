"""Checking a paper in a real browser, by its code and by its file, and what axe says of the page."""

from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect
from tests.desks import violations

from cuudinh.engines.documents import queries
from cuudinh.engines.documents.tests.conftest import Town
from cuudinh.engines.documents.tests.test_checking import made

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_paper_is_checked_on_a_phone_without_a_violation(page: Page, town: Town, live_server: Any) -> None:
    code = made(town)
    content = queries.paper_file(town.resident, code).content
    page.goto(f"{live_server.url}/kiem-tra")
    assert violations(page) == []
    page.get_by_label("Mã kiểm tra").fill(code)
    page.get_by_role("button", name="Kiểm tra mã").click()
    expect(page.get_by_text("Giấy tờ do cơ quan ở đây cấp")).to_be_visible()
    assert violations(page) == []
    sent = FilePayload(name="giay.pdf", mimeType="application/pdf", buffer=content)
    page.get_by_label("Tệp PDF", exact=True).set_input_files(sent)
    page.get_by_role("button", name="So sánh tệp").click()
    expect(page.get_by_text("Giấy tờ thật, chưa bị sửa")).to_be_visible()
    assert violations(page) == []
