"""The pages of a form: plain steps without scripts, faults beside their fields, looked over, sent, printed."""

import io
import re
from collections.abc import Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.aid import AID, with_aid
from tests.leaflets import acting_leaflet, leaflet

from cuudinh.engines.cases import commands
from cuudinh.journal import clerk
from cuudinh.sites.portal.tests import town as towns
from cuudinh.sites.portal.tests.town import Town, photo
from cuudinh.web.routes import url

PERSON = {
    "born": "02/09/1990",
    "name": "Lê Thị Hoa",
    "number": "046190000123",
    "phone": "0905 123 456",
    "home.unit": "Xã An",
    "home.line": "12 Lê Lợi",
}
CHILDREN = {"children.0.name": "An", "children.0.fee": "150.000"}


@pytest.fixture
def aid(town: Town) -> Town:
    """The town with a second service."""
    commands.apply_services(with_aid(towns.world()))
    return town


def _png() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (64, 24), "white").save(content, "PNG")
    return content.getvalue()


def _step(client: Client, address: str, data: Mapping[str, object]) -> str:
    answer = client.post(address, data)
    assert answer.status_code == 303, answer.content.decode()
    return str(answer.headers["Location"])


def test_a_form_is_filled_in_without_scripts_and_sent(aid: Town, resident: Client) -> None:
    start = url("portal:form_start", service=AID)
    assert "đủ 18 tuổi" in resident.post(start, {"born": "01/01/2010"}).content.decode()
    assert "bạn nộp được" in resident.post(start, {"born": PERSON["born"]}).content.decode()
    first = _step(resident, url("portal:form_begin", service=AID), {"born": PERSON["born"]})
    shown = resident.get(first).content.decode()
    assert 'value="02/09/1990"' in shown
    assert "Lấy từ tài khoản của bạn." in shown
    wrong = resident.post(first, {**PERSON, "number": "046191000123"})
    assert wrong.status_code == 422
    assert "sinh năm 1991" in wrong.content.decode()
    second = _step(resident, first, PERSON)
    more = resident.post(second, {**CHILDREN, "di": "them:children"}).content.decode()
    assert 'name="children.1.name"' in more
    third = _step(resident, second, CHILDREN)
    signature = photo(_png())
    signature.name, signature.content_type = "ky.png", "image/png"
    review = _step(resident, third, {"poor": "no", "true_words": "true", "signed": signature})
    seen = resident.get(review).content.decode()
    assert "150.000 đồng" in seen
    assert "disabled" not in seen
    sent = resident.post(review, {"nho": "true"})
    assert sent.status_code == 201
    found = re.search(r"HP-\d{8}-\d{4}", sent.content.decode())
    assert found is not None
    sheet = resident.get(url("portal:sheet", number=found[0])).content.decode()
    assert "046190000123" in sheet
    assert resident.get(url("portal:sheet", number=found[0])).headers["Cache-Control"] == "private, no-store"
    assert "so_dinh_danh" in resident.get(url("portal:forms")).content.decode()


def test_what_is_missing_stops_the_form_at_its_step_and_in_the_review(aid: Town, resident: Client) -> None:
    first = _step(resident, url("portal:form_begin", service=AID), {"born": PERSON["born"]})
    answer = resident.post(first, {"born": PERSON["born"], "name": ""})
    assert answer.status_code == 422
    assert "Vui lòng trả lời câu này." in answer.content.decode()
    draft = first.split("/")[2]
    review = resident.get(url("portal:form_review", draft=draft)).content.decode()
    assert "disabled" in review
    assert resident.post(url("portal:form_review", draft=draft)).status_code == 422
    assert resident.post(url("portal:form_drop", draft=draft)).status_code == 303
    assert resident.get(first).status_code == 404


def test_somebody_elses_form_is_not_there(
    aid: Town, resident: Client, neighbour: Client, visitor: Client
) -> None:
    first = _step(resident, url("portal:form_begin", service=AID), {})
    assert neighbour.get(first).status_code == 404
    assert visitor.get(first).status_code in {302, 303, 401}


def _at_papers(resident: Client) -> str:
    first = _step(resident, url("portal:form_begin", service=AID), {"born": PERSON["born"]})
    return _step(resident, _step(resident, first, PERSON), CHILDREN)


def _file(content: bytes, name: str, kind: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def test_a_paper_comes_as_pdf_and_is_read_by_its_applicant_alone(
    aid: Town, resident: Client, neighbour: Client, visitor: Client
) -> None:
    third = _at_papers(resident)
    assert "Nhận PDF, JPEG, PNG, nhiều nhất 2 tệp" in resident.get(third).content.decode()
    pdf = _file(acting_leaflet(), "don.pdf", "application/pdf")
    review = _step(
        resident,
        third,
        {
            "poor": "no",
            "true_words": "true",
            "signed": _file(_png(), "ky.png", "image/png"),
            "proof": [pdf, photo()],
        },
    )
    assert "Tệp PDF, 1 trang" in resident.get(third).content.decode()
    assert "2 tệp" in resident.get(review).content.decode()
    sent = resident.post(review, {}).content.decode()
    found = re.search(r"HP-\d{8}-\d{4}", sent)
    assert found is not None
    clerk.run_until_idle()
    sheet = resident.get(url("portal:sheet", number=found[0])).content.decode()
    address = re.search(r"/tep/[a-z0-9]+\.pdf", sheet)
    assert address is not None
    answer = resident.get(address[0])
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert (answer.content[:5], b"/JavaScript" in answer.content) == (b"%PDF-", False)
    assert answer["Cache-Control"] == "private, no-store"
    assert "attachment" in resident.get(f"{address[0]}?tai=1")["Content-Disposition"]
    assert resident.get(address[0].replace(".pdf", ".jpg")).status_code == 404
    for other in (neighbour, visitor):
        assert other.get(address[0]).status_code == 404


def test_a_paper_that_cannot_be_taken_is_named_with_why_and_the_rest_is_kept(
    aid: Town, resident: Client
) -> None:
    third = _at_papers(resident)
    for content, words in (
        (leaflet(4), "có 4 trang, câu này nhận nhiều nhất 3 trang"),
        (leaflet(password="x"), "có đặt mật khẩu"),
        (b"MZ", "bị hỏng hoặc không phải PDF"),
        (b"%PDF-1.4" + b" " * (1 << 20), "lớn hơn 1 MB"),
    ):
        sent = {"poor": "no", "proof": _file(content, "don.pdf", "application/pdf")}
        answer = resident.post(third, sent)
        assert answer.status_code == 422
        assert f"don.pdf: Tệp PDF {words}" in answer.content.decode()
