"""Acting for a child or an organisation: asked, confirmed at the desk, filed by, read while it holds, and ended."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest
from django.test import Client

from cuudinh.engines.cases import commands as cases
from cuudinh.engines.cases import queries as case_queries
from cuudinh.engines.cases.models import Party
from cuudinh.engines.cases.sealed import tracking_code
from cuudinh.engines.cases.types import CaseNotThere
from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.commands.erasing import erase_person
from cuudinh.engines.identity.commands.matching import settle
from cuudinh.engines.identity.models import (
    Account,
    AssuranceEvent,
    Organisation,
    Person,
    Representation,
    SealedNote,
)
from cuudinh.engines.identity.ports import ProvedPerson
from cuudinh.engines.identity.types import AssuranceNeeded
from cuudinh.engines.identity.types.representing import (
    AlreadyRepresenting,
    AskedRepresentation,
    NotRepresenting,
    RepresentationDecided,
    RepresentationIncomplete,
    UnknownRepresentation,
)
from cuudinh.engines.messages import queries as inbox
from cuudinh.journal import clerk
from cuudinh.journal.audit import lines_about, pseudonym
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import VISITOR, Actor, system
from cuudinh.kernel.refusal import NotYours
from cuudinh.sites.portal.tests.conftest import MORNING
from cuudinh.sites.portal.tests.town import FORM, NAME, NEIGHBOUR, PHONE, Town, signed_in

MINE, DESK = "/tai-khoan/dai-dien", "/lam-viec/dai-dien"
CHILD, NUMBER = "Nguyễn Bé Con", "046215000123"
REASON = "Gọi lại để hỏi vị trí chính xác"
BIRTH = {"basis": "cha-me", "name": CHILD, "code": NUMBER, "birth": "2018-03-01"}
ASKED: Final[dict[str, str]] = {**BIRTH, "document": "Giấy khai sinh 12/2018, UBND xã An"}
COMPANY = AskedRepresentation(
    basis="uy-quyen",
    name="Công ty Cầu Đường An",
    code="3300-100-200",
    document="Giấy ủy quyền 5/UQ ngày 20/11/2026",
    kind="doanh-nghiep",
    until="2026-12-31",
)


def proved(actor: Actor) -> Actor:
    """Give somebody whose identity was proved, in their sessions too."""
    person = Account.objects.get(pk=actor.account_id or 0).person
    assert person is not None
    AssuranceEvent.objects.create(person=person, level=2, source="vneid", at=clock.now())
    return replace(actor, assurance=2)


def child_of(parent: Actor, officer: Actor, **changed: Any) -> str:
    """Give the number by which somebody acts for the child from now on."""
    number = commands.ask_representation(parent, AskedRepresentation(**{**ASKED, **changed}))
    commands.confirm_representation(officer, number=number, evidence="Giấy khai sinh, tại bàn", agrees=True)
    return number


def filed(actor: Actor, represents: str = "") -> str:
    """File a report for somebody and give its number."""
    answers = {
        "location": {"lat": 16.4605, "lon": 107.5805},
        "topic": "o-ga",
        "description": FORM["description"],
    }
    return cases.file_case(actor, service_id="street", answers=answers, represents=represents).number


def told(account_id: int | None) -> list[str]:
    clerk.run_until_idle()
    reader = Actor("resident", account_id, assurance=1)
    return [one.title for one in inbox.inbox(reader).rows]


def test_a_parent_is_confirmed_and_what_they_file_is_the_childs(
    town: Town, resident: Client, officer: Actor
) -> None:
    parent, desk = proved(town["resident"]), signed_in("bvdl")
    assert resident.post(f"{MINE}/moi", {**ASKED, "birth": "2008-11-23"}).status_code == 422
    mine = resident.post(f"{MINE}/moi", ASKED)["Location"]
    number = mine.rpartition("/")[2]
    clerk.run_until_idle()
    assert "Yêu cầu đại diện mới" in [one.title for one in inbox.inbox(officer).rows]
    assert CHILD not in (listed := desk.get(DESK).content.decode())
    assert number in listed
    opened = _text(desk, f"{DESK}/{number}")
    assert all(one in opened for one in (CHILD, NAME, NUMBER))
    assert [one.what for one in queries.own_looks(parent).rows] == ["Yêu cầu về quyền đối với dữ liệu"]
    seen = {"xac-nhan-evidence": "Giấy khai sinh, tại bàn"}
    assert "Trẻ từ đủ 7 tuổi phải đồng ý." in _text(desk, f"{DESK}/{number}/xac-nhan", seen)
    assert desk.post(f"{DESK}/{number}/xac-nhan", {**seen, "xac-nhan-agrees": "true"}).status_code == 303
    assert CHILD in _text(resident, "/phan-anh/moi")
    sent = _text(resident, "/phan-anh/gui", {**FORM, "once": "a", "lam_cho": number})
    assert "Mã tra cứu" not in sent
    party = Party.objects.select_related("case").get()
    case, subject = party.case.number, Account.objects.get(kind="subject")
    assert (party.account_id, party.by_account_id) == (subject.pk, parent.account_id)
    assert case not in _text(resident, "/cua-toi")
    assert case in _text(resident, f"/cua-toi?cho={number}")
    assert resident.get(f"/phan-anh/{case}").status_code == 200
    (line,) = (line for line in lines_about("case", case) if line.act == "case.file")
    assert (line.who, line.on_behalf_of) == (pseudonym(parent.account_id or 0), pseudonym(subject.pk))
    assert line.by_document == number
    assert [line.act for line in lines_about("representation", number)][::2] == [
        "representation.ask",
        "representation.confirm",
    ]


def _text(client: Client, address: str, given: dict[str, str] | None = None) -> str:
    answer = client.get(address) if given is None else client.post(address, given)
    return answer.content.decode()


def test_neither_child_nor_parent_is_known_to_the_office_and_both_see_who_looked(
    town: Town, resident: Client, officer: Actor
) -> None:
    parent = proved(town["resident"])
    number = child_of(parent, officer)
    case = filed(parent, number)
    town.act("dispatcher", case, "assign")
    shown = _text(signed_in("officer"), f"/lam-viec/ho-so/{case}")
    assert FORM["description"] in shown
    assert not any(one in shown for one in (CHILD, NAME, PHONE))
    found = cases.reveal_reporter(town["dispatcher"], number=case, reason=REASON)
    assert (found.name, found.by, found.phone.replace(" ", "")[-9:]) == (CHILD, NAME, PHONE[1:])
    assert REASON in [one.purpose for one in queries.own_looks(parent).rows]
    assert REASON in _text(resident, f"{MINE}/{number}/luot-xem")
    subject = Account.objects.get(kind="subject")
    assert told(subject.pk)[-1] == "Việc đại diện đã được xác nhận"
    assert "Đã chuyển đơn vị xử lý" in told(parent.account_id)
    with pytest.raises(CaseNotThere):
        case_queries.tracked_case(VISITOR, case, tracking_code(case))
    assert signed_in(NEIGHBOUR).get(f"{MINE}/{number}").status_code == 404


def test_what_ended_opens_nothing_and_what_is_open_goes_on_for_the_child(
    town: Town, resident: Client, officer: Actor
) -> None:
    parent, other = proved(town["resident"]), proved(town["neighbour"])
    number = child_of(parent, officer)
    case = filed(parent, number)
    assert resident.post(f"{MINE}/{number}/cham-dut").status_code == 303
    assert resident.get(f"/phan-anh/{case}").status_code == 404
    for refused in (f"/cua-toi?cho={number}", f"{MINE}/{number}/luot-xem"):
        assert resident.get(refused).status_code == 403
    with pytest.raises(NotRepresenting):
        filed(parent, number)
    before = told(parent.account_id)
    town.act("dispatcher", case, "assign")
    assert told(parent.account_id) == before
    subject = Account.objects.get(kind="subject")
    assert told(subject.pk)[0] == "Đã chuyển đơn vị xử lý"
    # The other parent comes to the desk: it is the same child, and what was filed for it.
    seconds = commands.record_representation(
        officer,
        AskedRepresentation(**ASKED, agrees=True),
        representative=NEIGHBOUR,
        evidence="Giấy khai sinh, tại bàn",
    )
    assert Account.objects.filter(kind="subject").count() == 1
    assert [row.number for row in case_queries.cases_of_represented(other, seconds).rows] == [case]
    commands.end_representation(officer, number=seconds, reason="Cha mẹ đã ly hôn, tòa giao mẹ nuôi")
    with pytest.raises(RepresentationDecided):
        commands.end_representation(officer, number=seconds, reason="Cha mẹ đã ly hôn, tòa giao mẹ nuôi")
    assert queries.own_representation(other, seconds).end_why == "desk"


def test_a_child_of_age_is_acted_for_no_more_and_the_clock_tells_both(town: Town, officer: Actor) -> None:
    parent = proved(town["resident"])
    number = child_of(parent, officer, birth="2008-12-01")
    case = filed(parent, number)
    with clock.frozen(MORNING + timedelta(days=7)):
        assert [one.name for one in queries.represented(parent)] == [CHILD]
    with clock.frozen(MORNING + timedelta(days=8)):
        assert queries.represented(parent) == ()
        assert queries.own_representation(parent, number).state == "over"
        with pytest.raises(CaseNotThere):
            case_queries.reporter_case(parent, case)
        assert commands.end_representations_due(system("tests")) == 1
        assert commands.end_representations_due(system("tests")) == 0
        subject = Account.objects.get(kind="subject")
        assert told(parent.account_id)[0] == told(subject.pk)[0] == "Đã đủ tuổi thành niên"
    assert queries.own_representation(parent, number).end_why == "majority"


def test_a_child_who_is_proved_finds_what_was_filed_and_keeps_their_own_to_themselves(
    town: Town, officer: Actor
) -> None:
    parent = proved(town["resident"])
    number = child_of(parent, officer)
    case = filed(parent, number)
    found = settle(VISITOR, ProvedPerson(subject="con", level=2, name=CHILD, id_number=NUMBER, evidence=""))
    assert (found.kind, Account.objects.filter(kind="subject").exists()) == ("convert", False)
    assert found.account is not None
    child = Actor("resident", found.account.pk, assurance=2)
    assert [row.number for row in case_queries.my_cases(child).rows] == [case]
    own = filed(child)
    with pytest.raises(CaseNotThere):
        case_queries.reporter_case(parent, own)
    assert [row.number for row in case_queries.cases_of_represented(parent, number).rows] == [case]
    assert queries.own_representation(child, number).representative == NAME
    commands.end_representation(child, number=number)
    assert (queries.own_representation(child, number).end_why, queries.represented(parent)) == ("subject", ())


def test_an_organisation_is_acted_for_by_whom_it_authorised_until_the_last_day(
    town: Town, officer: Actor
) -> None:
    clerk_, other = proved(town["resident"]), proved(town["neighbour"])
    desk: dict[str, Any] = {"evidence": "Giấy ủy quyền bản chính"}
    with pytest.raises(RepresentationIncomplete) as refused:
        commands.record_representation(
            officer, replace(COMPANY, until="2027-11-23"), representative=PHONE, **desk
        )
    assert list(refused.value.faults) == ["until"]
    number = commands.record_representation(officer, COMPANY, representative=PHONE, **desk)
    row = Organisation.objects.select_related("account").get()
    assert (row.account.name, row.kind, row.last4) == (COMPANY.name, "doanh-nghiep", "0200")
    assert b"3300100200" not in bytes(row.code_sealed)
    case = filed(clerk_, number)
    head = replace(COMPANY, basis="phap-luat", until="")
    with pytest.raises(RepresentationIncomplete):
        commands.record_representation(
            officer, replace(head, name="Công ty Khác"), representative=NEIGHBOUR, **desk
        )
    seconds = commands.record_representation(officer, head, representative=NEIGHBOUR, **desk)
    assert Organisation.objects.count() == 1
    assert case_queries.reporter_case(other, case).is_mine
    assert cases.reveal_reporter(town["dispatcher"], number=case, reason=REASON).name == COMPANY.name
    with clock.frozen(MORNING + timedelta(days=39)):
        assert (queries.represented(clerk_), len(queries.represented(other))) == ((), 1)
        assert commands.end_representations_due(system("tests")) == 1
    assert queries.own_representation(clerk_, number).end_why == "term"
    assert queries.own_representation(other, seconds).is_in_force


def test_who_may_not_is_refused_and_nothing_is_kept(town: Town, officer: Actor) -> None:
    asked = AskedRepresentation(**ASKED)
    with pytest.raises(AssuranceNeeded):
        commands.ask_representation(town["resident"], asked)
    parent = proved(town["resident"])
    for field, wrong in {"name": "", "code": "0462", "birth": "", "document": "x", "basis": "ban-be"}.items():
        with pytest.raises(RepresentationIncomplete) as refused:
            commands.ask_representation(parent, replace(asked, **{field: wrong}))
        assert field in refused.value.faults
    assert not Representation.objects.exists()
    number = commands.ask_representation(parent, asked)
    with pytest.raises(AlreadyRepresenting):
        commands.ask_representation(parent, asked)
    with pytest.raises(NotYours):
        commands.confirm_representation(town["dispatcher"], number=number, evidence="x")
    with pytest.raises(NotRepresenting):
        filed(parent, number)
    with pytest.raises(UnknownRepresentation):
        queries.own_representation(town["neighbour"], number)
    with pytest.raises(RepresentationIncomplete):
        commands.refuse_representation(officer, number=number, reason="ngắn")
    commands.refuse_representation(officer, number=number, reason="Giấy khai sinh không có tên bạn")
    assert "không có tên bạn" in queries.own_representation(parent, number).reason
    again = commands.ask_representation(parent, asked)
    commands.end_representation(parent, number=again)
    assert queries.own_representation(parent, again).state == "withdrawn"
    assert Account.objects.filter(kind="subject").count() == 0
    with clock.frozen(MORNING + timedelta(days=1096)):
        while commands.carry_out_retention(system("tests")):
            pass
    assert not Representation.objects.exists()


def test_nothing_that_was_stated_of_an_erased_child_stays_with_whoever_stated_it(
    town: Town, officer: Actor
) -> None:
    parent = proved(town["resident"])
    number = child_of(parent, officer)
    case = filed(parent, number)
    subject = Person.objects.get(account__kind="subject")
    with acting():
        erase_person(officer, subject, request="QDL-2026-00001")
    assert not SealedNote.objects.filter(ref=number).exists()
    seen = queries.own_representation(parent, number)
    assert (seen.state, seen.end_why, seen.subject) == ("ended", "erased", "")
    with pytest.raises(CaseNotThere):
        case_queries.reporter_case(parent, case)


def test_what_a_parent_stated_goes_with_them_and_the_case_stays_the_childs(
    town: Town, officer: Actor
) -> None:
    parent = proved(town["resident"])
    number = child_of(parent, officer)
    case = filed(parent, number)
    with acting():
        erase_person(officer, Person.objects.get(account=parent.account_id), request="QDL-2026-00002")
    assert not SealedNote.objects.filter(ref=number).exists()
    assert Representation.objects.get(number=number).end_why == "erased"
    subject = Account.objects.get(kind="subject")
    assert Party.objects.get(case__number=case).account_id == subject.pk
    assert told(subject.pk)
