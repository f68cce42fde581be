"""Pages of the studio: who may open them, forms that say what is wrong at the field, a draft from page to page."""

import pytest
from django.test import Client

from cuudinh.engines.cases import definitions
from tests.dossiers.hall import SERVICE
from tests.studio.workshop import DEADLINE, FILE, Workshop, browser_of

HOME = "/lam-viec/dich-vu"
SECTIONS = ("words", "questions", "deadlines", "owners", "reasons", "steps", "yaml")


def _begun(desk: Client) -> str:
    sent = desk.post(f"{HOME}/{SERVICE}/soan", {"title": "Rút thời hạn còn bốn ngày"})
    return str(sent["Location"])


@pytest.mark.slow
def test_a_change_is_made_on_pages_by_one_and_published_by_another(shop: Workshop) -> None:
    desk, chair = browser_of("designer"), browser_of("approver")
    assert "Cấp phép đặt bàn ghế" in desk.get(HOME).content.decode()
    shown = desk.get(f"{HOME}/{SERVICE}").content.decode()
    assert "<svg" in shown
    assert "Ai được làm" in shown
    draft = _begun(desk)
    for section in SECTIONS:
        assert desk.get(f"{draft}/sua/{section}").status_code == 200, section
    assert desk.get(f"{draft}/sua/khac").status_code == 404
    wrong = desk.post(f"{draft}/sua/deadlines", {**DEADLINE, "since": "2026-01-01"})
    assert wrong.status_code == 422
    assert "bắt đầu từ ngày mai" in wrong.content.decode()
    assert desk.post(f"{draft}/sua/deadlines", DEADLINE).status_code == 303
    assert "4 ngày làm việc từ ngày 07/12/2026" in desk.get(draft).content.decode()
    assert desk.post(f"{draft}/viec", {"act": "propose"}).status_code == 303
    assert "cần một người thứ hai" not in chair.get(draft).content.decode()
    assert desk.post(f"{draft}/viec", {"act": "approve"}).status_code == 403
    was = definitions.service(SERVICE).version
    assert chair.post(f"{draft}/viec", {"act": "approve"}).status_code == 303
    assert definitions.service(SERVICE).version == was + 1
    assert "Quay lại bản trước" in desk.get(draft).content.decode()
    assert desk.post(f"{HOME}/{SERVICE}/xuat")["Content-Type"] == "application/zip"


def test_words_are_changed_in_fields_and_nothing_else_in_the_file(shop: Workshop) -> None:
    desk = browser_of("designer")
    draft = _begun(desk)
    before = shop.text(int(draft.rsplit("/", 1)[1]))
    given = {"path": FILE, "v:questions/1/label/vi": "Bao nhiêu bàn", "v:questions/1/required": "true"}
    ticks = {f"v:questions/{place}/required": "true" for place in (0, 2)}
    assert desk.post(f"{draft}/sua/questions", {**given, **ticks}).status_code == 303
    after = shop.text(int(draft.rsplit("/", 1)[1]))
    assert after == before.replace("Số bàn,", "Bao nhiêu bàn,", 1)
    empty = desk.post(f"{draft}/sua/questions", {**ticks, **given, "v:questions/1/label/vi": ""})
    assert empty.status_code == 422
    assert "field-error" in empty.content.decode()


def test_strangers_and_officers_see_no_draft(shop: Workshop) -> None:
    assert browser_of("officer").get(HOME).status_code == 403
    assert Client().get(HOME)["Location"].startswith("/dang-nhap")
