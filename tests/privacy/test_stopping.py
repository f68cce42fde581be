"""What a person had stopped is looked at and used by nobody, until they or a review let it go on; duties go on."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cuudinh.engines.cases import commands as cases
from cuudinh.engines.cases import queries as case_queries
from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.models import Consent, Look, Person
from cuudinh.engines.identity.stops import stop_of
from cuudinh.engines.identity.types import (
    LookObjected,
    NotOpen,
    ProcessingRestricted,
    RequestIncomplete,
    UnknownRequest,
)
from cuudinh.engines.messages import commands as messages
from cuudinh.engines.messages import queries as inbox
from cuudinh.journal import clerk, receipts
from cuudinh.journal.audit import AuditRef, lines_about
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.sites.portal.tests.conftest import MORNING
from cuudinh.sites.portal.tests.town import PHONE, Town, signed_in
from tests.desks import picture_name

REASON = "Gọi lại để hỏi vị trí chính xác"
ANSWER = "Chúng tôi sẽ làm như bạn yêu cầu."
REVIEWED = "Đã tập huấn lại trực ban, rà soát xong"


@pytest.fixture
def known(town: Town) -> Actor:
    """The resident, whose identity was proved."""
    return replace(town["resident"], assurance=2)


def _done(officer: Actor, known: Actor, right: str, **given: object) -> str:
    number = commands.ask_right(known, right=right, **given)  # type: ignore[arg-type]
    commands.carry_out_request(officer, number=number, answer=ANSWER)
    return number


def _why(actor: Actor, number: str) -> dict[str, str]:
    return {one.act: one.rule for one in case_queries.why(actor, number) if not one.is_allowed}


def test_an_upheld_objection_stops_such_looks_of_that_office_until_it_was_reviewed(
    town: Town, known: Actor, officer: Actor
) -> None:
    case, dispatcher = str(town.file().number), town["dispatcher"]
    cases.reveal_reporter(dispatcher, number=case, reason=REASON)
    seen = queries.own_looks(known).rows[0]
    number = _done(officer, known, "phan-doi", words="Không ai gọi cho tôi.", look_id=seen.id)
    with pytest.raises(LookObjected):
        cases.reveal_reporter(dispatcher, number=case, reason=REASON)
    assert _why(dispatcher, case)["identity.reveal"] == "objection"
    assert (
        "dừng loại xem này" in signed_in("dispatcher").get(f"/lam-viec/ho-so/{case}/vi-sao").content.decode()
    )
    page = signed_in("dispatcher")
    asked = page.post(
        f"/lam-viec/ho-so/{case}/nguoi-phan-anh", {"reason": REASON}, headers={"HX-Request": "true"}
    )
    told = asked.content.decode()
    assert (asked.status_code, asked["HX-Retarget"]) == (409, "[data-reveal]")
    assert "dừng loại xem này" in told
    assert "hãy gửi giải trình của đơn vị" in told
    assert Look.objects.count() == 1, "what is refused is no look"
    with pytest.raises(RequestIncomplete):
        commands.end_effect(officer, number=number, reason="xong")
    commands.end_effect(officer, number=number, reason=REVIEWED)
    clerk.run_until_idle()
    assert cases.reveal_reporter(dispatcher, number=case, reason=REASON).phone
    assert not queries.own_request(known, number).is_in_force
    last = lines_about("request", number)[-1]
    assert (last.act, last.purpose) == ("privacy.end_effect", REVIEWED)
    with pytest.raises(NotOpen):
        commands.end_own_effect(known, number=number)


def test_an_objection_that_was_refused_stops_nothing(town: Town, known: Actor, officer: Actor) -> None:
    case = str(town.file().number)
    cases.reveal_reporter(town["dispatcher"], number=case, reason=REASON)
    number = commands.ask_right(
        known, right="phan-doi", words="Vì sao?", look_id=queries.own_looks(known).rows[0].id
    )
    commands.refuse_request(
        officer, number=number, reason="co-can-cu", answer="Trực ban gọi hỏi vị trí hố ga."
    )
    assert cases.reveal_reporter(town["dispatcher"], number=case, reason=REASON).phone


def test_restricted_data_are_used_for_duties_only_until_their_person_lifts_it(
    town: Town, known: Actor, officer: Actor, resident: Client
) -> None:
    case = str(town.file().number)
    number = _done(officer, known, "han-che")
    with pytest.raises(ProcessingRestricted):
        cases.reveal_reporter(town["dispatcher"], number=case, reason=REASON)
    assert set(_why(town["dispatcher"], case)) >= {"identity.reveal", "case.read_original"}
    assert case_queries.office_case(town["dispatcher"], case).text, "handling it is a duty"
    told = signed_in("dispatcher").post(f"/lam-viec/ho-so/{case}/nguoi-phan-anh", {"reason": REASON})
    assert "nếu luật buộc phải xem, hãy đề nghị cán bộ đó" in told.content.decode()
    assert "có thể người khác vừa xử lý" not in told.content.decode()
    _tell(town, "survey")
    _tell(town, "closed")
    clerk.run_until_idle()
    assert [one.title for one in inbox.inbox(known).rows if one.about == ("case", "1")] == [
        "Phản ánh kết thúc"
    ]
    page = resident.get(f"/tai-khoan/yeu-cau/{number}").content.decode()
    assert "Bỏ hạn chế" in page
    with pytest.raises(UnknownRequest):
        commands.end_own_effect(town["neighbour"], number=number)
    assert resident.post(f"/tai-khoan/yeu-cau/{number}/cham-dut").status_code == 303
    assert cases.reveal_reporter(town["dispatcher"], number=case, reason=REASON).phone
    assert lines_about("request", number)[-1].act == "privacy.end_effect"


def _tell(town: Town, message: str) -> None:
    people = [town["resident"].account_id or 0]
    messages.notify(people, message, {"number": "1"}, ("case", "1"), key=f"{message}:1")


def test_what_is_stopped_is_asked_by_one_statement_and_of_every_record_of_a_person(
    town: Town, django_assert_num_queries: Any
) -> None:
    one, other = (Person.objects.get(account=town[name].account_id) for name in ("resident", "neighbour"))
    with django_assert_num_queries(1):
        assert stop_of(town["dispatcher"], one.pk, "contact") == ""
    Person.objects.filter(pk=other.pk).update(restricted_at=clock.now(), merged_into=one)
    with django_assert_num_queries(1):
        assert stop_of(town["dispatcher"], one.pk, "contact") == "restriction"
    assert stop_of(town["dispatcher"], one.pk, "case") == "", "a duty goes on"


def test_pictures_are_shown_as_they_are_covered_where_the_originals_are_stopped(
    town: Town, known: Actor, officer: Actor
) -> None:
    case = str(town.file(photos=1).number)
    clerk.run_until_idle()
    cases.mark_areas(
        town["dispatcher"], number=case, picture=picture_name(case), areas=[(0.1, 0.1, 0.2, 0.2)]
    )
    clerk.run_until_idle()
    page = signed_in("dispatcher")
    assert "-goc" in page.get(f"/lam-viec/ho-so/{case}").content.decode()
    _done(officer, known, "han-che")
    shown = page.get(f"/lam-viec/ho-so/{case}").content.decode()
    assert "-goc" not in shown
    assert "người phản ánh đã cho dừng việc xem ảnh gốc" in shown


def test_the_desk_lifts_a_restriction_for_a_reason_its_person_reads(
    town: Town, known: Actor, officer: Actor
) -> None:
    number, desk = _done(officer, known, "han-che"), signed_in("bvdl")
    step = f"/lam-viec/du-lieu/yeu-cau/{number}/cham-dut"
    assert desk.post(step, {"cham-dut-reason": ""}).status_code == 422
    assert desk.post(step, {"cham-dut-reason": "Chủ thể đề nghị tại một cửa"}).status_code == 303
    clerk.run_until_idle()
    assert inbox.inbox(known).rows[0].title == "Yêu cầu về dữ liệu có diễn biến"
    assert not queries.own_request(known, number).is_in_force


def test_an_heir_asks_at_the_desk_for_whom_the_law_lets_them_and_their_account_is_told(
    town: Town, officer: Actor
) -> None:
    desk, address = signed_in("bvdl"), "/lam-viec/du-lieu/yeu-cau-thay"
    asked = {"number": PHONE, "relation": "thua-ke", "right": "xoa", "words": "Mẹ tôi đã mất."}
    given = {**asked, "evidence": "Giấy chứng tử, sổ hộ khẩu, xem tại một cửa"}
    for wrong in ({"number": "1"}, {"relation": ""}, {"right": "phan-doi"}, {"evidence": " "}, {"words": ""}):
        assert desk.post(address, {**given, **wrong}).status_code == 422
    assert signed_in("dispatcher").get(address).status_code == 403
    number = desk.post(address, given)["Location"].rpartition("/")[2]
    clerk.run_until_idle()
    assert "Vợ, chồng, con thành niên" in desk.get(f"/lam-viec/du-lieu/yeu-cau/{number}").content.decode()
    assert inbox.inbox(town["resident"]).rows[0].title == "Đã nhận yêu cầu về dữ liệu"
    commands.carry_out_request(officer, number=number, answer=ANSWER)
    assert queries.desk_request(officer, number).state == "done"


def test_every_consent_is_taken_back_with_a_line_of_its_own(town: Town, known: Actor) -> None:
    for one in queries.own_consents(known):
        commands.give_consent(known, purpose=one.purpose, digest=one.digest)
    number = commands.ask_right(known, right="rut-dong-y")
    taken = list(Consent.objects.exclude(withdrawn_at=None).values_list("withdrawn_leaf", flat=True))
    assert len(set(taken)) == len(queries.own_consents(known)) == 2
    assert all(receipts.check_receipt(receipts.receipt(AuditRef(leaf))).holds for leaf in taken)
    assert [line.act for line in lines_about("request", number)].count("privacy.withdraw_consent") == 2


def test_a_clock_that_other_systems_share_is_longer_and_the_desk_is_reminded_of_each(
    town: Town, known: Actor, officer: Actor
) -> None:
    number = commands.ask_right(known, right="han-che")
    assert queries.own_request(known, number).due_at == MORNING + timedelta(days=15)
    with clock.frozen(MORNING + timedelta(days=1)):
        assert commands.remind_of_clocks(officer) == 0
    with clock.frozen(MORNING + timedelta(days=1, hours=12)):
        assert commands.remind_of_clocks(officer) == 1
        assert commands.remind_of_clocks(officer) == 0
    with clock.frozen(MORNING + timedelta(days=2)):
        assert commands.remind_of_clocks(officer) == 1
        clerk.run_until_idle()
        titles = [one.title for one in inbox.inbox(officer).rows]
        assert titles[:2] == ["Yêu cầu về dữ liệu quá hạn", "Yêu cầu về dữ liệu sắp đến hạn"]
