"""The people of the stories of services: residents with their phones, and who sits at which desk."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries
from cuudinh.engines.identity.models import Account, AssuranceEvent
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor, system
from cuudinh.project import packing
from cuudinh.web import limits
from tests.desks import SESSION_COOKIE, violations
from tests.journeys.days import Days, served
from tests.journeys.province import DESK, PHONE, keep_picture

PASSWORD: Final = "một mật khẩu đủ dài 2026"
SINCE: Final = date(2026, 1, 1)
WARD: Final = "Phường Phú Xuân"
MOTHER, FARMER, BUILDER = "0905000101", "0905000102", "0905000103"
RESIDENTS: Final[Mapping[str, str]] = {
    MOTHER: "Nguyễn Thị Sen",
    FARMER: "Hồ Văn Rẫy",
    BUILDER: "Trần Văn Thợ",
}
# Logins with their names, offices and roles.
STAFF: Final[Mapping[str, tuple[str, str, str]]] = {
    "motcua": ("Lê Thị Tiếp", "n-19753-ubnd", "receiver"),
    "hotich": ("Phan Văn Sổ", "n-19753-ubnd", "officer"),
    "chutich": ("Tôn Nữ Duyệt", "n-19753-ubnd", "head"),
    "congan": ("Võ Cư Trú", "n-19753-ca", "officer"),
    "motcua.xa": ("A Viết Nhận", "n-20044-ubnd", "receiver"),
    "datdai": ("Nguyễn Văn Thửa", "vp-dkdd", "officer"),
    "gd.datdai": ("Trương Thị Sổ", "vp-dkdd", "head"),
    "soyte": ("Đặng Văn Y", "so-y-te", "officer"),
    "phatngon": ("Hà Thị Lời", "so-y-te", "head"),
    "vanphong": ("Cao Văn Phòng", "vp-ubnd", "officer"),
    "chanhvp": ("Mai Chánh Văn", "vp-ubnd", "head"),
    "baochi": ("Lê Quang Báo", "so-van-hoa-the-thao", "officer"),
    "lanhdao": ("Đỗ Lãnh Đạo", "ubnd", "leader"),
}


@dataclass
class Story:
    """A province on the days of a story, and the browsers of those who appear in it."""

    browser: Browser
    days: Days
    home: str
    people: Mapping[str, Actor]
    _open: list[BrowserContext] = field(default_factory=list)

    def page_of(self, login: str = "", screen: Any = None, language: str = "vi-VN") -> Page:
        """Give the browser of somebody who is signed in, or of a stranger: a phone, or a desk for staff."""
        viewport = screen or (DESK if login in STAFF else PHONE)
        context = self.browser.new_context(locale=language, viewport=viewport)
        self._open.append(context)
        page = context.new_page()
        if login:
            self.enter(page, login)
        return page

    def enter(self, page: Page, login: str) -> None:
        """Sign somebody in; done anew once days have passed."""
        with clock.frozen(self.days.moment):
            token = identity.sign_in(VISITOR, login=login, password=PASSWORD).token
        page.context.clear_cookies(name=SESSION_COOKIE)
        page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": self.home}])

    def go(self, page: Page, address: str, name: str = "") -> None:
        """Open a page; one that has a name is looked at."""
        page.goto(f"{self.home}{address}")
        if name:
            look(page, name)

    def look(self, page: Page, name: str) -> None:
        """Look at a page as it is now."""
        look(page, name)

    def actor(self, login: str) -> Actor:
        """Give who somebody is to the doors, for what another story tells in full."""
        return self.people[login]

    def act(self, page: Page, number: str, verb: str, **given: str) -> None:
        """Do an act on the page of a case of an office, and let what follows from it happen."""
        self.go(page, f"/lam-viec/ho-so/{number}")
        form = act_form(page, verb)
        for name, value in given.items():
            fill(form, f"{verb}.{name}", value)
        with page.expect_response(lambda answer: answer.request.method == "POST") as posted:
            form.locator("button[type=submit], button:not([type])").last.click()
        assert posted.value.status < 400, f"{verb}: {posted.value.status}"
        page.wait_for_load_state("networkidle")
        self.days.settle()

    def close(self) -> None:
        """Close every browser."""
        for one in self._open:
            one.close()


@contextmanager
def told(browser: Browser, begins: str) -> Iterator[Story]:
    """Begin a story: the shipped pack of the province in force and everybody in their seats."""
    limits.forget_all()
    days = Days(begins)
    with clock.frozen(days.moment):
        packing.apply_pack(system("journeys"), "hue")
        people = _settled()
    with served(days) as home:
        story = Story(browser, days, home, people)
        yield story
        story.close()


def _settled() -> dict[str, Actor]:
    """Open the accounts; the residents are known to the register of the country."""
    ids = identity.open_accounts(system("journeys"), [*_staff(), *_residents()])
    for account in Account.objects.filter(pk__in=ids[len(STAFF) :]):
        AssuranceEvent.objects.create(person=account.person, level=2, source="vneid", at=clock.now())
    found = dict(zip([*STAFF, *RESIDENTS], ids, strict=True))
    staff = {login: queries.staff_actor(found[login]) for login in STAFF}
    return staff | {phone: Actor("resident", found[phone], assurance=2) for phone in RESIDENTS}


def _staff() -> Iterator[NewAccount]:
    for login, (name, office, role) in STAFF.items():
        yield NewAccount("staff", name, PASSWORD, login=login, seats=(NewSeat(office, role, SINCE),))


def _residents() -> Iterator[NewAccount]:
    for phone, name in RESIDENTS.items():
        yield NewAccount("resident", name, PASSWORD, phone=phone)


def act_form(page: Page, verb: str) -> Locator:
    """Give the form of an act, opened if it was closed."""
    form = page.locator(f"form[action$='/viec/{verb}']").last
    if not form.is_visible():
        page.locator("details").filter(has=form).last.locator("> summary").click()
    return form


def fill(form: Locator | Page, name: str, value: str) -> None:
    """Answer one question, whatever it is asked with."""
    asked = form.locator(f"[name='{name}']")
    kind = asked.first.evaluate("one => one.type")
    if kind in {"radio", "checkbox"}:
        asked.and_(form.locator(f"[value='{value}']")).first.check()
    elif kind.startswith("select"):
        asked.first.select_option(value)
    else:
        asked.first.fill(value)


def fill_all(page: Page, answers: Mapping[str, str]) -> None:
    """Answer the questions of one step."""
    for name, value in answers.items():
        fill(page, name, value)


def look(page: Page, name: str) -> None:
    """See that axe finds nothing and nothing is too wide; keep a picture to be looked at."""
    assert violations(page) == [], name
    keep_picture(page, name, whole=True)
