"""Browsers of the people of the invented street province, for tests of the pages of staff."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from django.test import Client
from PIL import Image
from playwright.sync_api import Page

from cuudinh.engines.cases.models import Attachment
from cuudinh.engines.cases.sealed import tracking_code
from cuudinh.engines.cases.tests.street import at
from cuudinh.engines.cases.tests.town import NAME, PASSWORD, PHONE, Town, picture, settle
from cuudinh.engines.identity import commands as identity
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR
from cuudinh.web import limits

__all__ = [
    "NAME",
    "PASSWORD",
    "PHONE",
    "Town",
    "browser_of",
    "enter",
    "monday_morning",
    "picture",
    "picture_bytes",
    "picture_name",
    "settle",
    "token_of",
    "tracking_code",
    "violations",
]
SESSION_COOKIE = "cd_session"
HTMX = {"HX-Request": "true"}


@contextmanager
def monday_morning() -> Iterator[Town]:
    """Give the province with its people, on a Monday morning that does not pass."""
    limits.forget_all()
    with clock.frozen(at("2026-11-23 08:00")):
        yield settle()


def token_of(login: str) -> str:
    """Give the token of a new session."""
    return identity.sign_in(VISITOR, login=login, password=PASSWORD).token


def browser_of(login: str, headers: Mapping[str, str] | None = None) -> Client:
    """Give a browser in which somebody is signed in."""
    client = Client(headers=headers)
    client.cookies[SESSION_COOKIE] = token_of(login)
    return client


def picture_bytes() -> bytes:
    """Give a small picture as a browser sends it."""
    content = BytesIO()
    Image.new("RGB", (64, 48), "grey").save(content, "JPEG")
    return content.getvalue()


def picture_name(number: str) -> str:
    """Give the name under which the first picture of a case is served."""
    return str(Attachment.objects.filter(case__number=number).values_list("name", flat=True)[0])


AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
# What the bar at the foot of a phone's screen covers for the moment is not too small: it scrolls.
AXE_RULES = "axe.run({resultTypes: ['violations'], rules: {'target-size': {enabled: innerWidth > 767}}})"


def violations(page: Page) -> list[str]:
    """Give what axe finds on a page, and whether it is wider than its screen."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(AXE_RULES)["violations"]
    told = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
    is_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*told, "wider than the screen"] if is_wide else told


def enter(page: Page, home: str, login: str) -> None:
    """Sign somebody in on a page."""
    page.context.clear_cookies()
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": token_of(login), "url": home}])
