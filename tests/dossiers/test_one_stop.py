"""A dossier through all doors: handed in, taken in, appraised, approved, handed over and rated, on either database."""

import pytest

from cuudinh.engines.cases import queries
from cuudinh.engines.cases.models import Case, Dossier, DueTime
from cuudinh.engines.cases.queries import agreeing
from cuudinh.engines.cases.tasks import fire_due
from cuudinh.engines.cases.types import (
    ActLimitReached,
    ActNotPossible,
    AnswersIncomplete,
    Caller,
    CaseNotThere,
    ListFilter,
    Mandate,
    NoSuchMandate,
    SecondPersonNeeded,
)
from cuudinh.journal import audit, clerk
from cuudinh.kernel import clock
from cuudinh.kernel.refusal import NotYours
from tests.dossiers.hall import Hall, at

CAFE = Caller(name="Lê Văn Vắng Mặt", phone="0905999888")


def test_a_dossier_goes_from_the_form_to_a_rated_result(hall: Hall) -> None:
    number = hall.file()
    assert number == "000.00.00.X90-261130-0001"
    with clock.frozen(at("2026-11-30 09:00")):
        hall.act("officer", number, "receive")
        hall.act("officer", number, "accept")
    with clock.frozen(at("2026-12-02 09:00")):
        hall.act("officer", number, "appraise", answer="Vỉa hè rộng 4 m, đủ điều kiện.")
        with pytest.raises(NotYours):
            hall.act("officer", number, "approve")
        hall.act("head", number, "approve", answer="Cấp phép đặt 6 bàn, từ 17 giờ.")
        hall.act("officer", number, "deliver", way="online")
        hall.act("resident", number, "rate", rating="hai-long")
        seen = queries.reporter_case(hall["resident"], number)
        clerk.run_until_idle()
    assert seen.dossier is not None
    assert (seen.dossier.status.code, seen.dossier.status.label) == (10, "Đã trả kết quả")
    assert seen.public.answer == "Cấp phép đặt 6 bàn, từ 17 giờ."
    assert [line.status for line in reversed(seen.public.timeline)] == [1, 2, 4, 9, 10, 10]
    assert hall.case(number).outcome == "on_time"
    assert "Hồ sơ được tiếp nhận, hẹn trả kết quả" in hall.told("resident")
    assert list(agreeing.miscounted()) == []


def test_what_is_missing_is_said_of_a_dossier_as_a_dossier(hall: Hall) -> None:
    with pytest.raises(AnswersIncomplete, match="Hồ sơ chưa đủ thông tin") as refused:
        hall.file(answers={"tables": None})
    assert list(refused.value.faults) == ["tables"]
    with pytest.raises(CaseNotThere, match="Không tìm thấy hồ sơ hoặc phản ánh"):
        queries.own_sheet(hall["resident"], "000.00.00.X90-261130-9999")


def test_nobody_opens_a_dossier_but_those_who_stand_in_a_relation_to_it(hall: Hall) -> None:
    number = hall.file()
    for name in ("dispatcher", "stranger", "sxd", "far"):
        with pytest.raises(CaseNotThere):
            queries.office_case(hall[name], number)
    assert queries.centre_queue(hall["dispatcher"], "all", ListFilter()).rows == ()
    assert [row.number for row in queries.worklist(hall["officer"], ListFilter(bucket="open")).rows] == [
        number
    ]
    seen = queries.office_case(hall["officer"], number)
    assert {one.act for one in seen.acts} >= {"receive", "refuse", "request_supplement"}


def test_a_far_desk_takes_in_for_another_office_on_a_recorded_basis(hall: Hall) -> None:
    with pytest.raises(NoSuchMandate):
        hall.file("far", caller=CAFE, mandate=Mandate("van-ban-uy-quyen"), channel="counter")
    with pytest.raises(NotYours):
        hall.file("resident", caller=CAFE, mandate=Mandate("tai-quay"), channel="counter")
    number = hall.file("far", caller=CAFE, mandate=Mandate("tai-quay"), channel="counter")
    dossier = Dossier.objects.get(case__number=number)
    assert (dossier.desk_office_id, dossier.account_id) == (
        next(iter(hall["far"].office_ids("receiver"))),
        hall["far"].account_id,
    )
    assert hall.case(number).owner_office_id in hall["officer"].office_ids("officer")
    hall.act("far", number, "receive")
    seen = queries.office_case(hall["far"], number)
    assert seen.dossier is not None
    assert "Núi Đôi" in seen.dossier.desk_label
    assert (seen.dossier.handed_in_by, seen.dossier.mandate[:14]) == ("Cán bộ far", "Cán bộ một cửa")
    assert "Bến Trăng" in seen.row.office_label
    said = " ".join(str(line) for line in audit.lines_about("case", number))
    assert CAFE.name not in said
    helped = hall.file("helper", caller=CAFE, mandate=Mandate("to-cong-nghe-so"))
    with pytest.raises(CaseNotThere):
        queries.office_case(hall["helper"], helped)


def test_what_is_missing_is_asked_for_once_and_both_clocks_are_told_line_by_line(hall: Hall) -> None:
    number = hall.file()
    with clock.frozen(at("2026-11-30 09:00")):
        hall.act("officer", number, "receive")
        hall.act("officer", number, "accept")
    with clock.frozen(at("2026-12-02 10:00")):
        hall.act("officer", number, "request_supplement", papers=["so-do"], text="Ghi bề rộng lối đi.")
        asked = queries.reporter_case(hall["resident"], number)
    assert asked.question == "Ghi bề rộng lối đi."
    assert asked.dossier is not None
    assert [one.id for one in asked.dossier.papers if one.is_missing] == ["so-do"]
    with clock.frozen(at("2026-12-07 10:00")):
        hall.act("resident", number, "supplement", text="Đã ghi.")
        with pytest.raises(ActLimitReached):
            hall.act("officer", number, "request_supplement", papers=["don"], text="Thêm đơn.")
    assert hall.case(number).due_at == at("2026-12-14 10:00")
    with clock.frozen(at("2026-12-11 09:00")):
        hall.act("officer", number, "appraise", answer="Đủ điều kiện.")
        hall.act("head", number, "approve")
        seen = queries.office_case(hall["head"], number)
    assert hall.case(number).outcome == "on_time"
    assert seen.dossier is not None
    assert seen.dossier.measure is not None
    measure = {line.label: line.value for line in seen.dossier.measure.lines}
    assert measure["Trừ thời gian chờ bổ sung"] == "22 giờ 30 phút làm việc"
    assert measure["Kết quả đo"] == "trễ hạn"
    deadline = {line.label: line.value for line in seen.why_deadline.lines}
    assert deadline["Tính lại từ"] == "07/12/2026 10:00"


def test_an_apology_is_sent_in_time_or_not_at_all(hall: Hall) -> None:
    number = hall.file()
    with clock.frozen(at("2026-11-30 09:00")):
        hall.act("officer", number, "receive")
        hall.act("officer", number, "accept")
    late = hall.file()
    with clock.frozen(at("2026-11-30 09:00")):
        hall.act("officer", late, "receive")
    with clock.frozen(at("2026-12-03 09:30")):
        fire_due()
        clerk.run_until_idle()
        assert "Không kịp hạn thì phải xin lỗi, hẹn lại" in hall.told("head")
    apology = {"span": 2, "reason": "can-xac-minh", "text": "Đơn vị xin lỗi, cần đo lại."}
    with clock.frozen(at("2026-12-04 08:20")):
        hall.act("head", number, "reappoint", **apology)
        clerk.run_until_idle()
    assert hall.case(number).due_at == at("2026-12-09 09:00")
    assert not DueTime.objects.filter(
        case__number=number, what="ladder:2", falls_at__lt=at("2026-12-09 09:00")
    ).exists()
    assert "Xin lỗi và hẹn lại ngày trả kết quả" in hall.told("resident")
    with clock.frozen(at("2026-12-04 09:30")), pytest.raises(ActNotPossible, match="Phiếu xin lỗi"):
        hall.act("head", late, "reappoint", **apology)


def test_a_consulted_body_has_its_own_deadline_and_a_refusal_needs_two(hall: Hall) -> None:
    number = hall.file()
    hall.act("officer", number, "receive")
    hall.act("officer", number, "accept")
    hall.act("officer", number, "request_joint", offices=["so-xay-dung"], question="Đủ rộng không?")
    (task,) = queries.office_case(hall["sxd"], number).tasks
    assert task.clock.due_at == at("2026-12-02 08:00")
    hall.act("sxd", number, "answer_joint", answer="Đủ rộng.")
    hall.act("officer", number, "stop", reason="khong-du-dieu-kien", explanation="Chưa có lối đi.")
    with pytest.raises(SecondPersonNeeded):
        hall.act("officer", number, "stop")
    hall.act("head", number, "stop")
    assert hall.case(number).state == "stopped"
    assert list(agreeing.miscounted()) == []
    assert not Case.objects.filter(buckets__gt=0).exists()
