"""A second province stands by its pack alone: its names, its services; a fee nobody entered is never called free."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.definitions import maturities_of
from cuudinh.engines.cases.types import ActNotPossible
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, system
from cuudinh.project import packing
from cuudinh.web.routes import url
from tests.dossiers.hall import PASSWORD, at

PACK = "thai-nguyen"
BUSINESS = "dang-ky-ho-kinh-doanh"
UNKNOWN = "Mức thu theo nghị quyết của Hội đồng nhân dân, chưa nhập"
FREE = "Không thu phí, lệ phí."


@pytest.fixture
def officer_and_resident(db: None) -> Iterator[tuple[Actor, Actor]]:
    """Give an officer of a ward and a resident, on a Tuesday morning."""
    with clock.frozen(at("2026-12-01 08:00")):
        packing.apply_pack(system("tests"), PACK)
        seat = NewSeat("n-05443-ubnd", "officer", date(2025, 7, 1))
        officer, resident = identity_commands.open_accounts(
            system("tests"),
            [
                NewAccount("staff", "Cán bộ", PASSWORD, login="canbo", seats=(seat,)),
                NewAccount("resident", "Người dân", PASSWORD, phone="0905123451"),
            ],
        )
        yield identity.staff_actor(officer), Actor("resident", resident, assurance=2)


def test_its_services_are_ripe_and_more_than_a_dozen() -> None:
    levels = maturities_of(packing.load_world(PACK))
    assert len(levels) >= 30
    assert [one for one in levels if one.level != "silver"] == []


@pytest.mark.django_db
def test_its_pages_speak_of_it_by_its_own_names(officer_and_resident: tuple[Actor, Actor]) -> None:
    page = Client().get("/").content.decode()
    assert "C-ThaiNguyên" in page
    assert "Thái Nguyên" in page
    assert {"dang-ky-che", BUSINESS} <= {card.id for card in cases.catalogue("vi")}


def test_a_fee_that_is_not_entered_is_said_wherever_a_price_would_stand(
    officer_and_resident: tuple[Actor, Actor],
) -> None:
    officer, resident = officer_and_resident
    browser = Client()
    for name in ("portal:service", "portal:form_start"):
        page = browser.get(url(name, service=BUSINESS)).content.decode()
        assert UNKNOWN in page
        assert FREE not in page
    browser.cookies["cd_lang"] = "en"
    assert "not entered yet" in browser.get(url("portal:service", service=BUSINESS)).content.decode()
    assert FREE in Client().get(url("portal:service", service="dang-ky-ket-hon")).content.decode()
    assert cases.desk_form(BUSINESS, "vi").fee_unknown == UNKNOWN
    number = commands.file_case(resident, service_id=BUSINESS, answers=_answers()).number
    for seen in (cases.office_case(officer, number), cases.reporter_case(resident, number)):
        dossier = seen.dossier
        assert dossier is not None
        assert (dossier.fees, dossier.fee_unknown) == ((), UNKNOWN)
    with pytest.raises(ActNotPossible):
        commands.perform_act(officer, number=number, act="request_payment", inputs={})


def _answers() -> dict[str, object]:
    person = {"name": "Lê Thị Na", "birth": "1990-01-01", "sex": "nu", "id_number": "019190000123"}
    return {
        "place": {"unit": "05443-2025-07"},
        "cam_kinh_doanh": False,
        "nguoi_nop": person,
        "chu_the": "ca-nhan",
        "ten_ho_kinh_doanh": "Trà Na",
        "dia_chi_kinh_doanh": {"unit": "05443-2025-07", "line": "12 Bến Tượng"},
        "nganh_nghe": "Bán trà và bánh tại chỗ.",
        "von_vnd": 20_000_000,
        "so_lao_dong": 1,
        "ngay_bat_dau": "2026-12-10",
    }
