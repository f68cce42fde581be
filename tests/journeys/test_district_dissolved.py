"""The story of a district that is dissolved, as in the summer of 2025 in Huế, and of what everybody sees afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from cuudinh.engines.cases import commands as cases_commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.engines.places import queries as places
from cuudinh.journal import clerk
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, system
from cuudinh.project import packing
from cuudinh.web import limits
from tests.desks import PASSWORD
from tests.journeys.province import PHONE, keep_picture

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CONSOLE = system("journeys")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
EVENING = datetime(2025, 6, 30, 20, tzinfo=ZONE)
MORNING = datetime(2025, 7, 1, 0, 10, tzinfo=ZONE)
BEFORE, AFTER = date(2025, 1, 1), date(2025, 7, 1)
SERVICE, RESIDENT = "phan-anh-hien-truong", "0905000999"


@dataclass(frozen=True)
class Night:
    """What the evening left: the case, the office of the district that had it, and who has it in the morning."""

    number: str
    district: str
    heir: str
    promised: Any


def _people(*asked: tuple[str, str, str, str, date]) -> None:
    rows = [
        NewAccount(
            "staff", name, PASSWORD, login=login, seats=(NewSeat(office, role, since, "QĐ 1/QĐ-UBND"),)
        )
        for login, name, office, role, since in asked
    ]
    identity.open_accounts(CONSOLE, rows)


def _actor(login: str, day: date) -> Actor:
    return queries.staff_actor(queries.staff_account(login).id, day)


def _district() -> tuple[str, str]:
    """Give a commune of June 2025 and the office of its district that looks after roads."""
    for unit in places.units_in_force(EVENING.date()):
        for above in places.ancestors(unit.code, EVENING.date()):
            office = queries.office_for("ha-tang", above.code, "district", EVENING.date())
            if office is not None:
                return unit.code, office.code
    raise AssertionError("no district of June 2025 looks after roads")


@pytest.fixture
def night(transactional_db: None) -> Night:
    """The province through the night: a case that an officer of the district holds, and the morning after."""
    limits.forget_all()
    packing.apply_pack(CONSOLE, "hue")
    with clock.frozen(EVENING):
        unit, district = _district()
        _people(
            ("truc.ban", "Trần Trực Ban", "ioc", "dispatcher", BEFORE),
            ("can.bo.huyen", "Ngô Cán Bộ Huyện", district, "officer", BEFORE),
            ("quan.tri", "Lê Quản Trị", "ioc", "administrator", BEFORE),
        )
        resident = identity.register_resident(CONSOLE, name="Hồ Thị Dân", phone=RESIDENT, password=PASSWORD)
        answers = {"location": {"unit": unit}, "topic": _topic(), "description": "Mặt đường sụt ở đầu xóm."}
        by = Actor("resident", resident.id, assurance=1)
        number = cases_commands.file_case(by, service_id=SERVICE, answers=answers).number
        inputs = {"office": district}
        cases_commands.perform_act(_actor("truc.ban", BEFORE), number=number, act="assign", inputs=inputs)
        cases_commands.perform_act(_actor("can.bo.huyen", BEFORE), number=number, act="accept")
        promised = cases.office_case(_actor("truc.ban", BEFORE), number).row.clock.promised_at
    with clock.frozen(MORNING):
        clerk.run_until_idle()
        heir = _leading(number)
        assert heir != district
        _people(("can.bo.xa", "Võ Cán Bộ Xã", heir, "officer", AFTER))
    return Night(number, district, heir, promised)


def _topic() -> str:
    return next(one.id for one in cases.topics(SERVICE, "vi") if "duong" in one.id or "ga" in one.id)


def _leading(number: str) -> str:
    """Give the code of the office that leads a case now, by who may list it."""
    label = cases.office_case(_actor("truc.ban", BEFORE), number).row.office_label
    return next(
        one.code for one in queries.offices_in_force(AFTER) if label in {one.short_name(), one.name()}
    )


def test_a_district_is_dissolved_and_its_case_goes_on_with_who_took_over(
    opened: Callable[..., Page], night: Night
) -> None:
    # The officer of the district has no seat any more, and no way to the case.
    page = opened("can.bo.huyen", "/lam-viec")
    expect(page.locator("body")).not_to_contain_text(night.number)
    # Who took over finds it on the worklist, with the document in its history and the promise as it was.
    page = opened("can.bo.xa", "/lam-viec")
    expect(page.get_by_text(night.number)).to_be_visible()
    page.goto(page.url.replace("/lam-viec", f"/lam-viec/ho-so/{night.number}"))
    expect(page.get_by_text("Đơn vị khác tiếp nhận do sắp xếp tổ chức")).to_be_visible()
    keep_picture(page, "district-dissolved-history", whole=True)
    now = cases.office_case(_actor("can.bo.xa", AFTER), night.number).row.clock.promised_at
    assert now == night.promised
    _the_resident(opened, night)
    _the_administrator(opened, night)


def _the_resident(opened: Callable[..., Page], night: Night) -> None:
    page = opened(RESIDENT, f"/phan-anh/{night.number}", PHONE)
    expect(page.get_by_text("Đơn vị khác tiếp nhận do sắp xếp tổ chức")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Cán Bộ")
    keep_picture(page, "district-dissolved-resident", whole=True)


def _the_administrator(opened: Callable[..., Page], night: Night) -> None:
    page = opened("quan.tri", f"/lam-viec/to-chuc/{night.district}")
    expect(page.get_by_text("Đơn vị đã kết thúc hoạt động từ ngày 01/07/2025")).to_be_visible()
    page.get_by_text("Đã từng giữ (1)").click()
    expect(page.get_by_role("rowheader", name="Ngô Cán Bộ Huyện")).to_be_visible()
    keep_picture(page, "district-dissolved-office", whole=True)
    page = opened("quan.tri", "/lam-viec/sap-xep/hai-cap-2025-ket-thuc")
    expect(page.get_by_text("Không còn công việc nào")).to_be_visible()
