"""Anybody checks a paper, by the code on it or by its file, and learns of nobody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cuudinh.engines.documents import queries
from cuudinh.engines.documents.models import IssuedPaper
from cuudinh.engines.documents.rules import code_text
from cuudinh.engines.documents.tests.conftest import PASSWORD, Town
from cuudinh.engines.documents.tests.test_issuing import issued
from cuudinh.engines.documents.tests.worlds import CODE, NAME
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.journal import files, jobs
from cuudinh.kernel.actor import VISITOR
from cuudinh.web.limits import LIMITS


def made(town: Town) -> str:
    """Give the code of a paper that is made."""
    code = issued(town).code
    jobs.work()
    return code


def sent(content: bytes) -> dict[str, SimpleUploadedFile]:
    """Give a file as a browser sends it."""
    return {"tep": SimpleUploadedFile("giay.pdf", content, "application/pdf")}


def test_a_stranger_learns_kind_office_day_and_digest_and_nothing_of_the_person(town: Town) -> None:
    code = made(town)
    answer = Client().get("/kiem-tra/" + code_text(code).lower())
    text = answer.content.decode()
    assert answer.status_code == 200
    for words in (
        "Giấy tờ do cơ quan ở đây cấp",
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "Đơn vị p-phu-xuan",
        "27/11/2026",
        "không có giá trị pháp lý",
        IssuedPaper.objects.get().pdf_sha,
    ):
        assert words in text
    for secret in (NAME, "0905", CODE, "khai sinh"):
        assert secret not in text
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_typed_code_leads_to_its_page_and_a_wrong_one_is_told(town: Town) -> None:
    answer = Client().get("/kiem-tra", {"ma": "7KQ2M-9XD01-23456-789AB"})
    assert answer.status_code == 303
    wrong = Client().get(answer["Location"])
    assert wrong.status_code == 404
    assert "Không tìm thấy giấy tờ này." in wrong.content.decode()
    for odd in ("a/b", "7KQ2M\n", "../../"):
        answer = Client().get("/kiem-tra", {"ma": odd})
        assert (answer.status_code, "Không tìm thấy giấy tờ này." in answer.content.decode()) == (404, True)


def test_a_file_is_told_from_one_that_was_changed_by_a_byte(town: Town) -> None:
    content = queries.paper_file(town.resident, made(town)).content
    same = Client().post("/kiem-tra", sent(content)).content.decode()
    assert "Giấy tờ thật, chưa bị sửa" in same
    other = Client().post("/kiem-tra", sent(content + b"\n")).content.decode()
    assert "Không phải tệp được cấp ở đây" in other
    assert Client().post("/kiem-tra").status_code == 422


def test_a_paper_that_is_being_made_says_so(town: Town) -> None:
    text = Client().get(f"/kiem-tra/{issued(town).code}").content.decode()
    assert "Giấy tờ đang được lập" in text


def test_a_kept_file_that_is_another_is_told(town: Town) -> None:
    code, other = made(town), made(town)
    one, two = (IssuedPaper.objects.get(code=each) for each in (code, other))
    IssuedPaper.objects.filter(pk=one.pk).update(signature=two.signature)
    assert not queries.check_by_code(code).is_signature_good
    files.path_of(two.file_sha).unlink()
    for each in (code, other):
        assert "Tệp lưu không còn khớp" in Client().get(f"/kiem-tra/{each}").content.decode()


def test_who_tries_codes_is_slowed_down(town: Town) -> None:
    visitor = Client()
    tries = [visitor.get(f"/kiem-tra/{n}").status_code for n in range(LIMITS["track"].burst + 1)]
    assert tries[-1] == 429


@pytest.mark.parametrize(("phone", "status"), [("0905123456", 200), ("0905123457", 404)])
def test_the_file_is_served_to_whose_paper_it_is(town: Town, phone: str, status: int) -> None:
    code = made(town)
    client = Client()
    assert client.get(f"/giay-to/{code}.pdf").status_code == 303
    client.cookies["cd_session"] = identity_commands.sign_in(VISITOR, login=phone, password=PASSWORD).token
    answer = client.get(f"/giay-to/{code}.pdf")
    assert answer.status_code == status
    if status == 200:
        assert answer.content.startswith(b"%PDF")
        assert answer["Content-Type"] == "application/pdf"
    assert files.path_of(IssuedPaper.objects.get().file_sha).exists()
