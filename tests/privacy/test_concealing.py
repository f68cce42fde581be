"""Looks kept from their person for an investigation: by two people, reviewed, lifted; hidden from no auditor."""

from datetime import timedelta

import pytest
from django.test import Client

from cuudinh.engines.cases import commands as cases
from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.models import Look
from cuudinh.engines.identity.types import NewAccount, NewSeat, OwnApproval
from cuudinh.journal.audit import lines_about
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, system
from cuudinh.sites.portal.tests.conftest import MORNING
from cuudinh.sites.portal.tests.town import NEIGHBOUR, PASSWORD, PHONE, SINCE, Town, signed_in

DESK = "/lam-viec/du-lieu/giu-kin"
REASON = "Gọi lại để hỏi vị trí chính xác"
ASKED = {
    "number": PHONE,
    "office": "ioc",
    "ground": "dieu-tra",
    "document": "Công văn 12/CQĐT ngày 20/11/2026",
    "days": "30",
}


@pytest.fixture
def auditor(town: Town) -> Client:
    """A browser of the auditor."""
    asked = NewAccount(
        "staff", "Người Kiểm Tra", PASSWORD, login="kiemtra", seats=(NewSeat("ubnd", "auditor", SINCE),)
    )
    commands.open_accounts(system("tests"), [asked])
    return signed_in("kiemtra")


def _look(town: Town) -> None:
    cases.reveal_reporter(town["dispatcher"], number=str(town.file().number), reason=REASON)


def _ask(desk: Client) -> str:
    return str(desk.post(DESK, ASKED)["Location"])


def test_two_people_keep_looks_from_their_person_and_only_the_auditor_sees_them(
    town: Town, resident: Client, officer: Actor, auditor: Client
) -> None:
    desk = signed_in("bvdl")
    one = _ask(desk)
    with pytest.raises(OwnApproval):
        commands.approve_concealment(officer, concealment_id=int(one.rpartition("/")[2]), number=PHONE)
    _look(town)
    assert len(queries.own_looks(town["resident"]).rows) == 1, "not before somebody else approved it"
    assert auditor.post(f"{one}/duyet", {"duyet-number": NEIGHBOUR}).status_code == 422
    assert auditor.post(f"{one}/duyet", {"duyet-number": PHONE}).status_code == 303
    _look(town)
    assert len(queries.own_looks(town["resident"]).rows) == 1
    assert PHONE not in (shown := auditor.get(one).content.decode())
    assert shown.count(REASON) == 1
    assert REASON not in desk.get(one).content.decode()
    assert auditor.post(f"{one}/ra-soat", {"ra-soat-reason": "Vụ việc chưa kết thúc"}).status_code == 303
    assert desk.post(f"{one}/bo", {"bo-reason": "ngắn"}).status_code == 422
    assert desk.post(f"{one}/bo", {"bo-reason": "Cơ quan điều tra đã kết luận"}).status_code == 303
    assert len(queries.own_looks(town["resident"]).rows) == 2
    seen = queries.own_looks(town["resident"]).rows[0]
    assert "Công văn 12/CQĐT" in resident.get(f"/tai-khoan/luot-xem/{seen.id}").content.decode()
    lines = lines_about("concealment", one.rpartition("/")[2])
    assert [line.act.removeprefix("privacy.") for line in lines] == [
        "ask_concealment", "read_concealment", "approve_concealment", "read_concealment",
        "review_concealment", "lift_concealment",
    ]  # fmt: skip


def test_what_is_asked_has_a_person_a_document_a_ground_and_an_end(town: Town, officer: Actor) -> None:
    desk = signed_in("bvdl")
    for wrong in (
        {"number": "0"},
        {"office": "?"},
        {"ground": ""},
        {"document": "1"},
        {"days": "0"},
        {"days": "366"},
    ):
        assert desk.post(DESK, {**ASKED, **wrong}).status_code == 422
    assert desk.get(DESK).status_code == 200
    for login in ("dispatcher", PHONE):
        assert signed_in(login).get(DESK).status_code == 403
    assert queries.concealments(officer) == ()


def test_an_auditor_asks_who_could_see_a_person_and_who_looked_what_is_kept_back_among_it(
    town: Town, officer: Actor, auditor: Client
) -> None:
    auditor.post(f"{_ask(signed_in('bvdl'))}/duyet", {"duyet-number": PHONE})
    _look(town)
    address = "/trung-tam/ai-xem-duoc-nguoi"
    shown = auditor.post(address, {"so": PHONE, "ngay": ""}).content.decode()
    assert "Cán bộ dispatcher" in shown
    assert "centre-reveals" in shown
    assert REASON in shown, "kept from the person, and from no auditor"
    assert PHONE not in shown
    seen = Look.objects.get()
    Look.objects.update(hidden_until=None)
    number = commands.ask_right(town["resident"], right="phan-doi", words="Vì sao?", look_id=seen.pk)
    commands.carry_out_request(officer, number=number, answer="Không có căn cứ.")
    assert "dừng loại xem này" in auditor.post(address, {"so": PHONE, "ngay": ""}).content.decode()
    assert auditor.post(address, {"so": "0905999999", "ngay": ""}).status_code == 404
    assert (
        len(
            [line for line in lines_about("person", str(seen.person_id)) if line.act == "audit.who_could_see"]
        )
        == 2
    )
    assert signed_in("bvdl").post(address, {"so": PHONE}).status_code == 403


def test_the_looks_are_shown_when_the_time_is_over_whatever_nobody_did(
    town: Town, officer: Actor, auditor: Client
) -> None:
    one = _ask(signed_in("bvdl"))
    auditor.post(f"{one}/duyet", {"duyet-number": PHONE})
    _look(town)
    with clock.frozen(MORNING + timedelta(days=29)):
        assert queries.own_looks(town["resident"]).rows == ()
    with clock.frozen(MORNING + timedelta(days=30)):
        assert len(queries.own_looks(town["resident"]).rows) == 1
        assert [row.state for row in queries.concealments(officer)] == ["over"]
