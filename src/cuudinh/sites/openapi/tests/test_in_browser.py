"""The page for programs in a real browser: what axe says at the widths of a phone and of a desk, opened up."""

from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize
from tests.desks import Town, settle, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true; })"


@pytest.fixture
def town(transactional_db: None) -> Town:
    """The province now: the server answers in a thread of its own, in which no clock stands still."""
    return settle()


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_read_by_everybody_at_every_width(
    page: Page, town: Town, live_server: Any, width: int, scheme: Any
) -> None:
    page.set_viewport_size(ViewportSize(width=width, height=900))
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_server.url}/api")
    page.evaluate(OPEN_ALL)
    assert violations(page) == []
