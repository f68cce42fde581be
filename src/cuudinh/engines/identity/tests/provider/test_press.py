"""A reporter is known, checked, carries a card that anybody may read, and loses it."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from django.test import Client as Browser

from cuudinh.engines.identity import fields, snapshot
from cuudinh.engines.identity.commands.erasing import erase_person
from cuudinh.engines.identity.commands.press import months_after
from cuudinh.engines.identity.models import (
    Account,
    AssuranceEvent,
    Look,
    OfficeVersion,
    Person,
    PersonIdentifier,
    PressCard,
    PressRules,
)
from cuudinh.engines.identity.queries.press import press_figures
from cuudinh.engines.identity.tests.conftest import CONSOLE, PASSWORD, Staffer
from cuudinh.engines.identity.tests.provider.conftest import PHONE
from cuudinh.engines.identity.tests.worlds import ROOT
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock

pytestmark = pytest.mark.django_db
ASKED = {"co_quan": "Báo Huế", "loai": "phong-vien"}


@pytest.fixture
def desk(province: None, staff: Staffer) -> Browser:
    """A browser of the information office, whose function the rules name."""
    text = (ROOT / "packs" / "vn" / "clients" / "press.yaml").read_text("utf-8")
    PressRules.objects.create(id=1, body=yaml.safe_load(text))
    OfficeVersion.objects.filter(office__code="so-xd").update(functions=["bao-chi"])
    snapshot.changed(organisation=True)
    staff("canbo.baochi", "so-xd", "officer")
    signed_in = Browser()
    signed_in.post("/dang-nhap", {"ten": "canbo.baochi", "mat_khau": PASSWORD})
    return signed_in


def proved(account_id: int) -> None:
    """Let VNeID vouch for somebody."""
    account, key = Account.objects.get(pk=account_id), fields.newest_key()
    assert account.person is not None
    AssuranceEvent.objects.create(person=account.person, level=2, source="vneid", at=clock.now())
    PersonIdentifier.objects.create(
        person=account.person, kind="vneid", sealed=b"x", key=key, blind_index="1" * 64, last4=""
    )


def decides(desk: Browser, card: PressCard, act: str, reason: str = "") -> Any:
    return desk.post(f"/lam-viec/bao-chi/{card.pk}/{act}", {"ly_do": reason})


def test_a_reporter_is_verified_carries_a_card_and_loses_it(
    browser: Browser, desk: Browser, resident: int
) -> None:
    assert browser.post("/bao-chi", ASKED).status_code == 303
    card = PressCard.objects.get()
    assert "Báo Huế" in desk.get("/lam-viec/bao-chi").content.decode()
    assert decides(desk, card, "xac-minh").status_code == 409, "nobody vouches for who this is"
    proved(resident)
    assert decides(desk, card, "xac-minh").status_code == 303
    card.refresh_from_db()
    assert (card.state, card.number) == ("verified", f"BC-{snapshot.today().year}-0001")
    own = browser.get("/bao-chi").content.decode()
    assert "data:image/svg+xml" in own
    page = Browser().get(f"/the-bao-chi/{card.code}")
    body = page.content.decode()
    assert "Còn hiệu lực" in body
    assert "Lê Thị Hoa" in body
    assert PHONE not in body
    assert page["X-Robots-Tag"] == "noindex"
    assert decides(desk, card, "thu-hoi").status_code == 422
    decides(desk, card, "thu-hoi", "Hết hợp đồng với tòa soạn")
    assert "Đã thu hồi" in Browser().get(f"/the-bao-chi/{card.code}").content.decode()
    assert "Hết hợp đồng với tòa soạn" in browser.get("/bao-chi").content.decode()
    assert decides(desk, card, "thu-hoi", "lần nữa").status_code == 409
    assert browser.post("/bao-chi", ASKED).status_code == 303, "they may ask again"


def test_a_request_is_refused_with_a_reason_its_owner_reads(browser: Browser, desk: Browser) -> None:
    browser.post("/bao-chi", ASKED)
    assert browser.post("/bao-chi", ASKED).status_code == 409
    card = PressCard.objects.get()
    assert decides(desk, card, "tu-choi").status_code == 422
    decides(desk, card, "tu-choi", "Tòa soạn không xác nhận")
    assert "Tòa soạn không xác nhận" in browser.get("/bao-chi").content.decode()
    assert decides(desk, card, "xac-minh").status_code == 409
    assert Browser().get(f"/the-bao-chi/{card.code}").status_code == 404, "there was never a card"


@pytest.mark.parametrize("changes", [{"co_quan": ""}, {"co_quan": "x" * 161}, {"loai": "khac"}, {"loai": ""}])
def test_a_request_that_says_too_little_is_shown_again(
    browser: Browser, desk: Browser, changes: dict[str, str]
) -> None:
    assert browser.post("/bao-chi", ASKED | changes).status_code == 422
    assert not PressCard.objects.exists()


def test_only_the_office_of_this_function_checks(browser: Browser, desk: Browser, staff: Staffer) -> None:
    browser.post("/bao-chi", ASKED)
    staff("canbo.khac", "p-phu-xuan", "officer")
    elsewhere = Browser()
    elsewhere.post("/dang-nhap", {"ten": "canbo.khac", "mat_khau": PASSWORD})
    assert elsewhere.get("/lam-viec/bao-chi").status_code == 403
    assert decides(elsewhere, PressCard.objects.get(), "tu-choi", "x").status_code == 403
    assert browser.get("/lam-viec/bao-chi").status_code == 403


def test_a_card_is_over_after_its_last_day_without_anybody_doing_anything(
    browser: Browser, desk: Browser, resident: int
) -> None:
    browser.post("/bao-chi", ASKED)
    proved(resident)
    card = PressCard.objects.get()
    decides(desk, card, "xac-minh")
    card.refresh_from_db()
    assert card.valid_to is not None
    after = datetime.combine(
        card.valid_to + timedelta(days=1), datetime.min.time(), ZoneInfo("Asia/Ho_Chi_Minh")
    )
    with clock.frozen(after):
        assert "Hết hạn" in Browser().get(f"/the-bao-chi/{card.code}").content.decode()


def test_who_restricted_the_use_of_their_data_is_named_to_nobody_and_keeps_nobody_else_from_the_desk(
    browser: Browser, desk: Browser, resident: int
) -> None:
    browser.post("/bao-chi", ASKED)
    proved(resident)
    card, person = PressCard.objects.get(), Person.objects.get(account=resident)
    restricted = Person.objects.filter(pk=person.pk)
    restricted.update(restricted_at=clock.now())
    assert "Phóng viên không nêu tên" in desk.get("/lam-viec/bao-chi").content.decode()
    assert decides(desk, card, "xac-minh").status_code == 409, "to give a card is a use"
    restricted.update(restricted_at=None)
    decides(desk, card, "xac-minh")
    restricted.update(restricted_at=clock.now())
    looks = Look.objects.count()
    public, listed = f"/the-bao-chi/{card.code}", "/lam-viec/bao-chi?trang_thai=verified"
    for body in (Browser().get(public).content.decode(), desk.get(listed).content.decode()):
        assert f"BC-{snapshot.today().year}-0001" in body
        assert "Lê Thị Hoa" not in body
        assert "Báo Huế" not in body
    assert Look.objects.count() == looks
    assert "Còn hiệu lực" in Browser().get(public).content.decode()
    assert decides(desk, card, "thu-hoi", "Hết hợp đồng với tòa soạn").status_code == 303


def test_who_is_erased_loses_their_card_and_is_named_on_none(
    browser: Browser, desk: Browser, resident: int
) -> None:
    browser.post("/bao-chi", ASKED)
    proved(resident)
    decides(desk, PressCard.objects.get(), "xac-minh")
    browser.post("/bao-chi", ASKED | {"co_quan": "Báo Khác"})
    with acting():
        erase_person(CONSOLE, Person.objects.get(account=resident), request="QDL-2026-00001")
    card = PressCard.objects.get()
    assert (card.state, card.outlet, card.reason) == ("withdrawn", "", "")
    shown = Browser().get(f"/the-bao-chi/{card.code}").content.decode()
    assert "Đã thu hồi" in shown
    listed = desk.get("/lam-viec/bao-chi?trang_thai=withdrawn").content.decode()
    assert card.number
    assert all(card.number in page and "Lê Thị Hoa" not in page for page in (shown, listed))


def test_a_hundred_percent_of_reporters_is_computed_with_its_exceptions(
    browser: Browser, desk: Browser, resident: int, staff: Staffer
) -> None:
    officer = staff("canbo.hai", "so-xd", "officer")
    assert not press_figures(officer).is_whole
    browser.post("/bao-chi", ASKED)
    proved(resident)
    decides(desk, PressCard.objects.get(), "xac-minh")
    assert press_figures(officer).is_whole
    assert "100% phóng viên đã kết nối VNeID" in desk.get("/lam-viec/bao-chi").content.decode()
    PersonIdentifier.objects.filter(kind="vneid").delete()
    found = press_figures(officer)
    assert (found.holders, found.connected) == (1, 0)
    assert [one.name for one in found.exceptions] == ["Lê Thị Hoa"]
    assert Look.objects.filter(about_kind="press-card").exists(), "whose name was read sees it"


def test_a_card_of_a_year_ends_with_its_year() -> None:
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2027, 12, 1), 12) == date(2028, 11, 30)
