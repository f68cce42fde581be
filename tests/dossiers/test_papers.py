"""Papers of a dossier: given out by the acts that the flow names, once, and read by whom they are for."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from cuudinh.engines.cases import commands, queries
from cuudinh.engines.cases.issuing import issue_papers
from cuudinh.engines.cases.tests.town import picture
from cuudinh.engines.cases.types import Caller, GivenPaper, InputsIncomplete, Mandate
from cuudinh.engines.documents import queries as documents
from cuudinh.engines.documents.types import PaperNotThere
from cuudinh.journal import clerk, sent_papers
from cuudinh.kernel import clock
from cuudinh.sites.office.papers import issue
from tests.dossiers.hall import Hall, at
from tests.leaflets import leaflet


def given(hall: Hall, number: str) -> tuple[GivenPaper, ...]:
    """Give the papers of a dossier as its applicant sees them."""
    seen = queries.reporter_case(hall["resident"], number)
    assert seen.dossier is not None
    return seen.dossier.given


def text(hall: Hall, by: str, code: str) -> str:
    """Give what stands on a paper, as somebody may read it."""
    content = documents.paper_file(hall[by], code).content
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)


def test_acts_give_out_their_papers_once_and_anybody_checks_them(hall: Hall) -> None:
    number = hall.file()
    with clock.frozen(at("2026-11-30 09:00")):
        hall.act("officer", number, "receive")
        clerk.run_until_idle()
        (receipt,) = given(hall, number)
        said = text(hall, "resident", receipt.code)
        for words in (
            number,
            "Nguyễn Thị Quán",
            "5 ngày làm việc",
            "Sơ đồ vị trí đặt bàn ghế",
            "Cán bộ officer",
        ):
            assert words in said
        assert "07/12/2026" in said or "07 tháng 12 năm 2026" in said
        hall.act("officer", number, "request_supplement", papers=["so-do"], text="Sơ đồ chưa ghi bề rộng.")
        clerk.run_until_idle()
        issue_papers(hall.case(number).pk, "received", "request_supplement", hall.case(number).rev)
        issue_papers(hall.case(number).pk, "submitted", "receive", 2)
    assert [one.kind for one in given(hall, number)] == ["receipt", "supplement-request"]
    assert "Sơ đồ chưa ghi bề rộng." in text(hall, "officer", given(hall, number)[1].code)
    assert documents.check_by_code(receipt.code).name == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    for stranger in ("neighbour", "stranger", "dispatcher"):
        with pytest.raises(PaperNotThere):
            documents.paper_file(hall[stranger], receipt.code)


def test_refusals_stops_and_other_days_are_on_paper_with_their_reasons(hall: Hall) -> None:
    refused, late = hall.file(), hall.file()
    hall.act(
        "officer", refused, "refuse", reason="khong-thuoc-tham-quyen", explanation="Vỉa hè do sở quản lý."
    )
    hall.act("head", refused, "refuse")
    hall.act("officer", late, "receive")
    hall.act("officer", late, "accept")
    hall.act("head", late, "reappoint", span=2, reason="can-xac-minh", text="Đơn vị xin lỗi, cần đo lại.")
    hall.act("officer", late, "appraise", answer="Đủ điều kiện.")
    hall.act("head", late, "approve", answer="Cấp phép.")
    clerk.run_until_idle()
    (rejection,) = given(hall, refused)
    assert "Không thuộc thẩm quyền giải quyết. Vỉa hè do sở quản lý." in text(
        hall, "resident", rejection.code
    )
    assert [one.kind for one in given(hall, late)] == ["receipt", "apology", "process-sheet", "result"]
    said = text(hall, "resident", given(hall, late)[1].code)
    assert "Đơn vị xin lỗi, cần đo lại." in said
    assert "Cán bộ head" in said
    assert "Nguyễn Thị Quán" in text(hall, "officer", given(hall, late)[2].code)


def test_the_desk_of_another_office_hands_over_what_the_deciding_office_issues(hall: Hall) -> None:
    cafe = Caller(name="Lê Văn Vắng Mặt", phone="0905999888")
    number = hall.file("far", caller=cafe, mandate=Mandate("tai-quay"), channel="counter")
    hall.act("far", number, "receive")
    clerk.run_until_idle()
    (paper,) = documents.papers_of_thing(("case", number))
    assert paper.office_id in hall["officer"].office_ids("officer")
    for reader in ("far", "officer"):
        assert "Lê Văn Vắng Mặt" in text(hall, reader, paper.code)


def test_a_process_sheet_printed_by_hand_before_does_not_stand_for_the_one_that_approval_gives_out(
    hall: Hall,
) -> None:
    number = hall.file()
    with clock.frozen(at("2026-11-30 09:00")):
        hall.act("officer", number, "receive")
        hall.act("officer", number, "accept")
        issue(hall["officer"], number, "process-sheet")
        hall.act("officer", number, "appraise", answer="Đủ điều kiện.")
        hall.act("head", number, "approve", answer="Cấp phép.")
        clerk.run_until_idle()
        issue_papers(hall.case(number).pk, "appraised", "approve", hall.case(number).rev)
    sheets = [one for one in documents.papers_of_thing(("case", number)) if one.kind == "process-sheet"]
    assert [one.is_by_hand for one in sheets] == [True, False]


def test_the_approving_act_gives_the_result_as_a_signed_file_that_anybody_can_check(hall: Hall) -> None:
    number = hall.file()
    hall.act("officer", number, "receive")
    hall.act("officer", number, "accept")
    hall.act("officer", number, "appraise", answer="Đủ điều kiện.")
    decision = sent_papers.accept_file(BytesIO(leaflet(2)), "application/pdf", sent_papers.Limits())
    with pytest.raises(InputsIncomplete, match="thông tin") as refused:
        commands.perform_act(hall["head"], number=number, act="approve", photos=[picture()])
    assert list(refused.value.faults) == ["file"]
    answer = {"answer": "Cấp phép đặt 6 bàn."}
    commands.perform_act(hall["head"], number=number, act="approve", inputs=answer, photos=[decision.id])
    clerk.run_until_idle()
    result = given(hall, number)[-1]
    assert (result.kind, result.can_open) == ("result", True)
    said = text(hall, "resident", result.code)
    for words in ("Cấp phép đặt 6 bàn.", "Cán bộ head", "Nguyễn Thị Quán", "Trang 1", "Trang 2"):
        assert words in said
    file = documents.paper_file(hall["resident"], result.code)
    checked = documents.check_by_file(file.content)
    assert (checked.code, checked.is_signature_good) == (documents.check_by_code(result.code).code, True)
    for stranger in ("neighbour", "stranger"):
        with pytest.raises(PaperNotThere):
            documents.paper_file(hall[stranger], result.code)
    seen = queries.reporter_case(hall["resident"], number)
    assert seen.dossier is not None
    assert [one.can_open for one in seen.dossier.given if one.kind == "result"] == [True]
