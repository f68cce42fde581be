"""What stories in a browser share."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.desks import enter, violations
from tests.journeys.province import DESK


@pytest.fixture
def opened(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """A function that opens an address in the browser of somebody who is signed in."""
    contexts = []

    def open_one(login: str, address: str, screen: Any = DESK) -> Page:
        context = browser.new_context(locale="vi-VN", viewport=screen)
        contexts.append(context)
        page = context.new_page()
        enter(page, live_server.url, login)
        page.goto(f"{live_server.url}{address}")
        assert violations(page) == []
        return page

    yield open_one
    for context in contexts:
        context.close()
