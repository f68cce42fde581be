"""What is offered can be done: the page asks the policy and the flow the same questions as the act itself."""

import pytest

from cuudinh.engines.cases import commands, queries
from cuudinh.engines.cases.tests.town import Town
from cuudinh.engines.cases.types import CaseNotThere
from cuudinh.journal import audit
from cuudinh.kernel.actor import VISITOR
from cuudinh.kernel.refusal import NotYours


def _offered(town: Town, name: str, number: str) -> dict[str, bool]:
    acts = queries.office_case(town[name], number).acts
    return {one.act: one.is_possible for one in acts}


def _joint(town: Town) -> str:
    number = town.accepted()
    town.act("an.officer", number, "request_joint", offices=["den-tinh"], question="Tắt điện giúp?")
    return number


def test_an_office_that_answered_its_part_may_still_note_and_is_not_asked_again(town: Town) -> None:
    number = _joint(town)
    assert _offered(town, "den.officer", number)["answer_joint"]
    town.act("den.officer", number, "answer_joint", answer="Đã tắt.")
    offered = _offered(town, "den.officer", number)
    assert not offered["answer_joint"]
    assert offered["note"]
    town.act("den.officer", number, "note", note="Bật lại lúc 17 giờ.")


def test_an_office_whose_part_was_let_go_reads_the_case_no_more(town: Town) -> None:
    number = _joint(town)
    town.act("an.head", number, "transfer", office="duong-binh", note="Thuộc địa bàn Bình")
    with pytest.raises(CaseNotThere):
        queries.office_case(town["den.officer"], number)
    with pytest.raises(NotYours):
        town.act("den.officer", number, "note", note="Vẫn xem được?")


def test_an_office_that_returned_a_case_is_not_offered_to_return_it_again(town: Town) -> None:
    number = town.file()
    town.act("dispatcher", number, "assign")
    town.act("an.officer", number, "return", reason="khong-thuoc-tham-quyen", note="Của phường Bình")
    town.act("dispatcher", number, "assign", office="duong-an")
    again = next(one for one in queries.office_case(town["an.officer"], number).acts if one.act == "return")
    assert not again.is_possible
    assert "đã trả lại" in again.why_not


def test_whatever_a_page_offers_is_never_refused_as_not_yours(town: Town) -> None:
    number = _joint(town)
    for name in ("an.officer", "an.head", "den.officer", "leader", "dispatcher", "supervisor"):
        for act, is_possible in _offered(town, name, number).items():
            if is_possible:
                with pytest.raises(Exception) as refused:  # noqa: PT011
                    commands.perform_act(town[name], number=number, act=act, inputs={"none": "x"})
                assert not isinstance(refused.value, NotYours), (name, act)


def test_covering_asks_only_for_what_is_there(town: Town) -> None:
    def asked(number: str) -> set[str]:
        acts = queries.office_case(town["dispatcher"], number).acts
        return {shape.id for one in acts if one.act == "redact" for shape in one.inputs}

    assert asked(town.file()) == {"text"}
    rated = town.resolved()
    town.act("resident", rated, "rate", rating="hai-long", comment="Tốt")
    assert asked(rated) == {"text", "answer", "comment"}


def test_the_history_says_to_whom_until_when_and_into_which(town: Town) -> None:
    number, other = town.file(), town.file()
    town.act("dispatcher", number, "assign")
    town.act("dispatcher", other, "merge", master=number)
    town.act("an.officer", number, "request_extension", span=2, note="Chờ đá")
    town.act("supervisor", number, "grant_extension")
    said = {line.act: line.text for line in queries.office_case(town["dispatcher"], number).timeline}
    assert said["assign"].startswith("Đơn vị chủ trì: ")
    assert said["grant_extension"].startswith("Hạn mới: ")
    merged = queries.office_case(town["dispatcher"], other).timeline
    assert merged[0].text == f"Phản ánh chính: {number}"
    public = queries.public_case(VISITOR, number).timeline
    assert [line.text for line in public if line.act == "assign"] == [said["assign"]]


def test_a_report_filed_by_staff_can_be_asked_about_like_any_other(town: Town) -> None:
    number = town.file(by="an.officer")
    seen = commands.reveal_reporter(town["dispatcher"], number=number, reason="Cần gọi lại để hỏi vị trí")
    assert (seen.name, seen.phone) == ("Cán bộ an.officer", "")
    assert any(line.act == "case.reveal_reporter" for line in audit.lines_about("case", number))
