"""A whole province for journeys: the shipped pack of Huế with its people, in front of a running server."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

from cuudinh.kernel.actor import system
from cuudinh.project import packing
from cuudinh.project.demonstration import filling
from cuudinh.web import limits

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "build" / "pictures"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
WALL = {"width": 1920, "height": 1080}


@dataclass(frozen=True)
class Province:
    """A running province: its address and who can sign in."""

    address: str
    sign_ins: dict[str, str]

    def login_of(self, beginning: str) -> str:
        """Give the first login that begins so, such as `canbo.`."""
        return next(login for login in self.sign_ins if login.startswith(beginning))


def found(address: str, reports: int) -> Province:
    """Apply the pack, fill in people and some reports, and give the province."""
    limits.forget_all()
    packing.apply_pack(system("journeys"), "hue")
    folders = [settings.CUUDINH_PACKS / name for name in ("hue", "vn")]
    filled = filling.fill(folders, lambda *_step: None, reports=reports, days=40)
    return Province(address, {one.login: one.password for one in filled.sign_ins})


@contextmanager
def visitor(browser: Browser, screen: dict[str, int], state: Any = None) -> Iterator[BrowserContext]:
    """A browser of one person; whatever it logs as an error fails the journey."""
    context = browser.new_context(locale="vi-VN", viewport=screen, storage_state=state)  # type: ignore[arg-type]
    yield context
    context.close()


def signed_in(browser: Browser, province: Province, login: str, screen: dict[str, int]) -> BrowserContext:
    """Give a browser in which a person has signed in through the page."""
    context = browser.new_context(locale="vi-VN", viewport=screen)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{province.address}/dang-nhap")
    page.fill("[name=ten]", login)
    page.fill("[name=mat_khau]", province.sign_ins[login])
    page.locator("main form").filter(has=page.locator("[name=mat_khau]")).locator("button.is-primary").click()
    page.wait_for_url(lambda url: "/dang-nhap" not in url)
    page.close()
    return context


def sign_on(page: Page, address: str, who: str, leads_to: str = "/tai-khoan") -> None:
    """Sign somebody on by the fake VNeID, through the page of signing in."""
    page.goto(f"{address}/dang-nhap?tiep={leads_to}")
    page.get_by_role("link", name="Đăng nhập bằng VNeID", exact=True).click()
    page.locator("button").filter(has=page.locator("b", has_text=who)).click()


def violations(page: Page) -> list[str]:
    """Give what axe finds on a page, with the first place of each."""
    page.evaluate(AXE.read_text("utf-8"))
    found_faults = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [f"{one['id']}: {json.dumps(one['nodes'][0]['html'])[:160]}" for one in found_faults]


def keep_picture(page: Page, name: str, *, whole: bool = False) -> Path:
    """Keep a picture of a page under build/pictures, to be looked at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=str(path), full_page=whole)
    return path
