"""Fixtures for every test of the tree; the settings of a test run are in `project/settings_for_tests.py`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.conf import settings

from cuudinh.project import machine

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# No test depends on how fast the machine is; on a new one the first example waits for tables of characters.
hypothesis.settings.register_profile(
    "calm", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("calm")

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# What asks no database: one run is enough, and it is the one on SQLite.
ASK_NO_DATABASE = ("src/cuudinh/kernel/", "src/cuudinh/packs/", "tests/docs/", "tests/guards/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason in sight, what this machine or this run cannot do."""
    on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    no_browser = pytest.mark.skip(reason=_no_browser())
    once_is_enough = pytest.mark.skip(reason="browser tests run on SQLite only; the pages are the same")
    asks_none = pytest.mark.skip(reason="asks no database; it ran with SQLite")
    needs_postgres = pytest.mark.skip(reason="needs PostgreSQL: run with CUUDINH_TEST_DB=postgres")
    for test in items:
        if test.get_closest_marker("browser"):
            if on_postgres:
                test.add_marker(once_is_enough)
            elif machine.browser() is None:
                test.add_marker(no_browser)
        if test.get_closest_marker("postgres") and not on_postgres:
            test.add_marker(needs_postgres)
        if on_postgres and _asks_no_database(test):
            test.add_marker(asks_none)


def _asks_no_database(test: pytest.Item) -> bool:
    """Whether a test was marked so, or lies where nothing is of a database and asks for none by itself."""
    if test.get_closest_marker("once"):
        return True
    lies_there = test.nodeid.startswith(ASK_NO_DATABASE)
    return lies_there and not {"db", "transactional_db", "postgres"} & _asked_for(test)


def _asked_for(test: pytest.Item) -> set[str]:
    marks = {mark.name.replace("django_db", "db") for mark in test.iter_markers()}
    return marks | set(getattr(test, "fixturenames", ()))


def _no_browser() -> str:
    return f"no Chromium on this machine: {machine.remedy('chromium')}"


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """A Chromium without a window, one for the whole run; ask for `page` to get a fresh visitor."""
    program = machine.browser()
    if program is None:
        pytest.skip(_no_browser())
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: make setup")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(program), args=CHROMIUM_OPTIONS)
        yield started
        started.close()


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    """A page of a visitor nobody knows, on a phone-wide screen, in Vietnamese."""
    visitor = browser.new_context(locale="vi-VN", viewport={"width": 390, "height": 844})
    yield visitor.new_page()
    visitor.close()
