"""Filing through the door, on a real database."""

from typing import Any

import pytest

from cuudinh.engines.cases import commands, queries, sealed
from cuudinh.engines.cases.models import Attachment, Case, ClockEntry, DueTime, Event, Party, PrivateText
from cuudinh.engines.cases.rules.flags import flag_names
from cuudinh.engines.cases.store import open_words
from cuudinh.engines.cases.tests.street import at
from cuudinh.engines.cases.tests.town import FORM, PHONE, Town, picture
from cuudinh.engines.cases.types import (
    AnswersIncomplete,
    Caller,
    Filed,
    InputsIncomplete,
    NoSuchCommune,
    OutsideProvince,
    ServiceNotThere,
)
from cuudinh.engines.places import queries as places
from cuudinh.journal import counters, receipts
from cuudinh.journal.idempotency import KeyUsedOtherwise
from cuudinh.journal.pictures import PictureNotThere
from cuudinh.kernel.actor import VISITOR
from cuudinh.kernel.refusal import NotYours, SignInFirst


def _file(town: Town, by: str = "resident", **changed: Any) -> Filed:
    given: dict[str, Any] = {"service_id": "street", "answers": FORM, **changed}
    return commands.file_case(town[by], **given)


def test_a_case_gets_a_number_a_promise_a_clock_and_a_receipt(town: Town) -> None:
    filed = _file(town)
    case = town.case(filed.number)
    assert filed.number == "ST-20261123-0001"
    assert filed.answer_by == case.promised_at == at("2026-11-26 08:00")
    assert filed.verify_by == at("2026-11-23 14:00")
    assert filed.next_step == "Chờ kiểm tra."
    assert (case.state, case.place, case.channel) == ("received", "Trước số 12", "web")
    assert ClockEntry.objects.get(case=case).ended_at is None
    assert set(DueTime.objects.filter(case=case).values_list("what", flat=True)) == {
        "stage",
        "ladder:0",
        "ladder:1",
        "ladder:2",
    }
    assert receipts.check_receipt(filed.receipt).about == ("case", filed.number)
    assert counters.read(["state:received", "day:2026-11-23:filed"]) == {
        "state:received": 1,
        "day:2026-11-23:filed": 1,
    }


def test_numbers_follow_each_other(town: Town) -> None:
    assert [_file(town).number for _ in range(2)] == ["ST-20261123-0001", "ST-20261123-0002"]


def test_what_must_not_be_read_is_sealed_and_the_case_shows_it_covered(town: Town) -> None:
    case = town.case(_file(town).number)
    assert PHONE not in case.text
    assert case.title == "Ổ gà lớn trước số 12, xe dễ ngã"
    private = PrivateText.objects.get(case=case)
    assert PHONE.encode() not in bytes(private.sealed)
    assert open_words(case.id) == (("description", FORM["description"]),)


def test_the_reporter_stands_in_a_table_of_its_own(town: Town) -> None:
    case = town.case(_file(town).number)
    assert Party.objects.get(case=case).account_id == town["resident"].account_id
    assert Event.objects.get(case=case).account_id is None


def test_an_incomplete_form_is_refused_and_leaves_no_trace(town: Town) -> None:
    with pytest.raises(AnswersIncomplete) as refused:
        _file(town, answers={"topic": "o-ga"})
    assert set(refused.value.faults) == {"location", "description"}
    assert not Case.objects.exists()
    assert _file(town).number.endswith("0001")


def test_a_place_outside_the_province_is_refused(town: Town) -> None:
    with pytest.raises(OutsideProvince) as refused:
        _file(town, answers={**FORM, "location": {"lat": 10.0, "lon": 106.0}})
    assert set(refused.value.faults) == {"location"}


def test_a_former_commune_leads_to_the_one_it_became(town: Town) -> None:
    filed = _file(town, answers={**FORM, "location": {"unit": "a-2020", "label": "Chợ An"}})
    unit_id = town.case(filed.number).unit_id
    assert unit_id is not None
    assert places.unit_by_id(unit_id).code == "a-2025"


@pytest.mark.parametrize("unit", ["p-2020", "d-2020"])
def test_a_province_or_an_ended_district_is_no_place(town: Town, unit: str) -> None:
    with pytest.raises(NoSuchCommune, match="chọn một xã, phường") as refused:
        _file(town, answers={**FORM, "location": {"unit": unit, "label": "Ở đâu đó"}})
    assert set(refused.value.faults) == {"location"}
    assert not Case.objects.exists()


def test_a_place_is_put_right_to_a_commune_only(town: Town) -> None:
    number = _file(town).number
    with pytest.raises(InputsIncomplete) as refused:
        town.act("dispatcher", number, "correct", place={"unit": "p-2020"})
    assert "chọn một xã, phường" in refused.value.faults["place"]


def test_the_same_sending_files_once(town: Town) -> None:
    first, second = (_file(town, idempotency_key="a-1") for _ in range(2))
    assert first == second
    assert Case.objects.count() == 1
    with pytest.raises(KeyUsedOtherwise):
        _file(town, idempotency_key="a-1", answers={**FORM, "topic": "den"})


def test_a_visitor_has_to_sign_in_where_the_service_asks_for_it(town: Town) -> None:
    with pytest.raises(SignInFirst):
        commands.file_case(VISITOR, service_id="street", answers=FORM)
    with pytest.raises(ServiceNotThere):
        commands.file_case(town["resident"], service_id="nothing", answers=FORM)


def test_a_call_becomes_a_case_of_the_caller_not_of_the_dispatcher(town: Town) -> None:
    filed = _file(town, "dispatcher", caller=Caller("Lê Văn Gọi", "0911222333"), channel="hotline")
    case = town.case(filed.number)
    party = Party.objects.get(case=case)
    assert party.account_id is None
    assert party.sealed_contact is not None
    assert sealed.unseal(case.pk, "contact", bytes(party.sealed_contact)) == {
        "name": "Lê Văn Gọi",
        "phone": "0911222333",
    }
    assert Event.objects.get(case=case).side == "centre"
    with pytest.raises(NotYours):
        _file(town, "resident", caller=Caller("Lê Văn Gọi", "0911222333"))


def test_a_tracking_code_goes_with_one_number_however_it_is_typed(town: Town) -> None:
    first, second = _file(town), _file(town)
    assert sealed.is_tracking_code(first.number, first.tracking_code.lower().replace("-", " "))
    assert not sealed.is_tracking_code(second.number, first.tracking_code)
    assert not sealed.is_tracking_code(first.number, "")


def test_pictures_belong_to_the_case_they_came_with(town: Town) -> None:
    photo = picture()
    case = town.case(_file(town, photos=[photo]).number)
    kept = Attachment.objects.get(case=case)
    assert (kept.purpose, kept.picture_id, kept.is_public) == ("before", photo, False)
    assert case.thumb == f"{kept.name}-nho.jpg"
    for photos in ([photo], [999_999]):
        with pytest.raises(PictureNotThere):
            _file(town, photos=photos)


def test_an_urgent_topic_runs_by_the_wall_clock(town: Town) -> None:
    case = town.case(_file(town, answers={**FORM, "topic": "nap-cong"}).number)
    assert (case.track, case.due_at) == (1, at("2026-11-24 08:00"))


def test_a_report_of_the_same_thing_is_suspected(town: Town) -> None:
    first = town.case(_file(town).number)
    same = town.case(_file(town).number)
    far = town.case(_file(town, answers={**FORM, "location": {"lat": 16.47, "lon": 107.6}}).number)
    assert "duplicate_suspected" not in flag_names(first.flags)
    assert "duplicate_suspected" in flag_names(same.flags)
    assert "duplicate_suspected" not in flag_names(far.flags)


def test_a_number_that_nobody_knows_is_found(town: Town) -> None:
    number = town.accepted()
    assert queries.numbers_without_meaning() == {}
    Case.objects.filter(number=number).update(owner_office_id=99_001, owner_account_id=99_002, unit_id=99_003)
    assert queries.numbers_without_meaning() == {
        "office": (99_001,),
        "unit": (99_003,),
        "staff account": (99_002,),
    }
