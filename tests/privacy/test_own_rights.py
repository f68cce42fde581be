"""What people ask of their own data, from the page to what is done: clocks, objection, copy, correction, erasure."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.test import Client

from cuudinh.engines.cases import commands as cases
from cuudinh.engines.cases import queries as case_queries
from cuudinh.engines.cases.models import PrivateText
from cuudinh.engines.identity import commands, erasures, fields, queries
from cuudinh.engines.identity.models import Erasure, Person
from cuudinh.engines.identity.types import (
    NotOpen,
    PersonErased,
    ProcessingRestricted,
    RequestIncomplete,
    UnknownRequest,
    WordingChanged,
)
from cuudinh.engines.messages import commands as messages
from cuudinh.engines.messages import queries as inbox
from cuudinh.journal import clerk
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor
from cuudinh.kernel.refusal import NotYours
from cuudinh.sites.portal.tests.conftest import MORNING
from cuudinh.sites.portal.tests.town import NAME, PASSWORD, PHONE, Town, signed_in

REASON = "Gọi lại để hỏi vị trí chính xác"
ANSWER = "Chúng tôi sẽ làm như bạn yêu cầu."


@pytest.fixture
def known(town: Town) -> Actor:
    """The resident, whose identity was proved."""
    return replace(town["resident"], assurance=2)


def test_a_resident_objects_to_a_look_and_is_answered(town: Town, resident: Client, officer: Actor) -> None:
    number = str(town.file().number)
    cases.reveal_reporter(town["dispatcher"], number=number, reason=REASON)
    look = re.findall(r"/tai-khoan/luot-xem/\d+", resident.get("/tai-khoan/luot-xem").content.decode())[0]
    form = re.findall(r'/tai-khoan/yeu-cau/moi\?[^"]+', resident.get(look).content.decode())[0]
    form = form.replace("&amp;", "&")
    assert "Họ tên và số điện thoại" in resident.get(form).content.decode()
    given = {"quyen": "phan-doi", "luot": look.rpartition("/")[2], "noi_dung": "Không ai gọi cho tôi."}
    assert resident.post("/tai-khoan/yeu-cau/moi", {**given, "noi_dung": " "}).status_code == 422
    mine = resident.post("/tai-khoan/yeu-cau/moi", given)["Location"]
    asked = mine.rpartition("/")[2]
    clerk.run_until_idle()
    assert [one.title for one in inbox.inbox(officer).rows] == ["Yêu cầu mới về dữ liệu cá nhân"]
    desk = signed_in("bvdl")
    assert asked in desk.get("/lam-viec/du-lieu").content.decode()
    shown = desk.get(f"/lam-viec/du-lieu/yeu-cau/{asked}").content.decode()
    assert "Không ai gọi cho tôi." in shown
    step = f"/lam-viec/du-lieu/yeu-cau/{asked}/thuc-hien"
    assert desk.post(step, {"thuc-hien-answer": ""}).status_code == 422
    desk.post(step, {"thuc-hien-answer": "Lượt xem không có căn cứ, đã nhắc trực ban."})
    clerk.run_until_idle()
    assert "đã nhắc trực ban" in resident.get(mine).content.decode()
    assert "Đã chấp nhận, đang dừng xem" in resident.get(look).content.decode()
    assert "Yêu cầu về quyền đối với dữ liệu" in resident.get("/tai-khoan/luot-xem").content.decode()


def test_clocks_run_from_the_moment_of_asking_and_are_extended_once(known: Actor, officer: Actor) -> None:
    number = commands.ask_right(known, right="han-che")
    asked = queries.own_request(known, number)
    assert asked.answer_due_at == MORNING + timedelta(days=2)
    assert asked.due_at == MORNING + timedelta(days=15)
    commands.accept_request(officer, number=number, answer=ANSWER)
    with clock.frozen(MORNING + timedelta(days=3)):
        assert not queries.own_request(known, number).is_late
        commands.extend_request(officer, number=number, reason="Phải hỏi ba cơ quan")
        assert queries.own_request(known, number).due_at == MORNING + timedelta(days=30)
        with pytest.raises(NotOpen):
            commands.extend_request(officer, number=number, reason="Lần nữa")
    with clock.frozen(MORNING + timedelta(days=31)):
        assert queries.own_request(known, number).is_late


def test_who_is_not_known_well_enough_shows_a_paper_first(town: Town, officer: Actor) -> None:
    number = commands.ask_right(town["resident"], right="xoa")
    with pytest.raises(NotOpen):
        commands.carry_out_request(officer, number=number, answer=ANSWER)
    with pytest.raises(RequestIncomplete):
        commands.check_identity(officer, number=number, evidence=" ")
    commands.check_identity(officer, number=number, evidence="Thẻ căn cước, xem tại một cửa")
    commands.refuse_request(officer, number=number, reason="luu-tru", answer="Hồ sơ phải lưu.")
    assert queries.own_request(town["resident"], number).reason == "Luật yêu cầu lưu giữ"


def test_a_refusal_names_a_reason_of_the_law(known: Actor, officer: Actor) -> None:
    number = commands.ask_right(known, right="xoa")
    with pytest.raises(RequestIncomplete):
        commands.refuse_request(officer, number=number, reason="bận quá", answer="Không.")


def test_only_the_privacy_officer_answers_and_only_its_owner_takes_it_back(town: Town, known: Actor) -> None:
    number = commands.ask_right(known, right="han-che")
    for actor in (town["dispatcher"], town["neighbour"], known):
        with pytest.raises(NotYours):
            commands.accept_request(actor, number=number, answer=ANSWER)
        with pytest.raises(NotYours):
            queries.desk_request(actor, number)
    with pytest.raises(UnknownRequest):
        queries.own_request(town["neighbour"], number)
    with pytest.raises(UnknownRequest):
        commands.withdraw_request(town["neighbour"], number=number)
    commands.withdraw_request(known, number=number)
    assert queries.own_request(known, number).state == "withdrawn"


def test_a_name_is_corrected_and_the_old_one_shown_nowhere(known: Actor, officer: Actor) -> None:
    number = commands.ask_right(known, right="chinh-sua", words="Sai dấu", wanted="Nguyễn Thị Bí Mậu")
    commands.carry_out_request(officer, number=number, answer=ANSWER)
    assert queries.desk_request(officer, number).person == "Nguyễn Thị Bí Mậu"


def test_restricted_data_are_opened_to_nobody(town: Town, known: Actor, officer: Actor) -> None:
    case = str(town.file().number)
    commands.carry_out_request(officer, number=commands.ask_right(known, right="han-che"), answer=ANSWER)
    with pytest.raises(ProcessingRestricted):
        cases.reveal_reporter(town["dispatcher"], number=case, reason=REASON)


def test_the_copy_of_everything_is_fetched_once_and_by_its_owner(
    town: Town, known: Actor, resident: Client, neighbour: Client
) -> None:
    case = str(town.file(description=f"Gọi {PHONE} nhé, ổ gà to lắm.").number)
    number = commands.ask_right(known, right="sao-chep")
    clerk.run_until_idle()
    address = f"/tai-khoan/yeu-cau/{number}/tai-ve"
    assert neighbour.post(address).status_code == 404
    copy = json.loads(resident.post(address).content)
    assert copy["identity"]["name"] == NAME
    assert copy["cases"][0]["number"] == case
    assert PHONE in copy["cases"][0]["words"][0]["text"]
    assert resident.post(address).status_code == 404
    assert [look.what for look in queries.own_looks(known).rows] == ["Toàn bộ dữ liệu của bạn"]


def test_a_copy_that_nobody_fetches_goes_after_its_days(known: Actor) -> None:
    number = commands.ask_right(known, right="sao-chep")
    clerk.run_until_idle()
    with clock.frozen(MORNING + timedelta(days=7)):
        with pytest.raises(UnknownRequest):
            commands.fetch_export(known, number=number)
        assert commands.drop_old_exports() == 1


def test_who_was_erased_is_read_by_no_path_and_their_case_stays(
    town: Town, known: Actor, officer: Actor
) -> None:
    case = str(town.file(description=f"Gọi {PHONE} nhé, ổ gà to lắm.").number)
    number = commands.ask_right(known, right="xoa", words="Tôi chuyển đi nơi khác.")
    commands.carry_out_request(officer, number=number, answer=ANSWER)
    clerk.run_until_idle()
    with pytest.raises(PersonErased):
        cases.reveal_reporter(town["dispatcher"], number=case, reason=REASON)
    told = queries.desk_request(officer, number)
    assert (told.person, told.words, told.state) == ("", "", "done")
    assert Client().post("/dang-nhap", {"ten": PHONE, "mat_khau": PASSWORD}).status_code == 401
    assert "ổ gà to lắm" in case_queries.office_case(town["dispatcher"], case).text
    assert not PrivateText.objects.exists()
    person = Person.objects.get(account=known.account_id)
    assert (bytes(person.name_sealed), fields.part_of(person.key_part)) == (b"", fields.ERASED)
    assert not any(rows.exists() for rows in (person.identifiers, person.claims, person.notes))


def test_what_was_sealed_for_an_erased_person_does_not_open_even_where_a_copy_lies(
    known: Actor, officer: Actor
) -> None:
    before = Person.objects.select_related("key").get(account=known.account_id)
    number = commands.ask_right(known, right="xoa")
    commands.carry_out_request(officer, number=number, answer=ANSWER)
    after = Person.objects.select_related("key").get(pk=before.pk)
    with pytest.raises(PersonErased):
        fields.unseal(after.key, fields.owner_of(after), "name", before.name_sealed)
    with pytest.raises(InvalidTag):
        fields.unseal(after.key, fields.Owner(after.pk, None), "name", before.name_sealed)


def test_a_restored_copy_forgets_again_whom_it_knows_again(
    known: Actor, officer: Actor, tmp_path: Path, settings: Any
) -> None:
    settings.CUUDINH_STATE = tmp_path
    before = Person.objects.get(account=known.account_id)
    number = commands.ask_right(known, right="xoa")
    commands.carry_out_request(officer, number=number, answer=ANSWER)
    erasures.export()
    before.save()
    Erasure.objects.all().delete()
    assert commands.erase_again() == 1
    person = Person.objects.get(pk=before.pk)
    assert fields.part_of(person.key_part) == fields.ERASED
    assert commands.erase_again() == 0
    erasures.export()
    assert [one.request for one in erasures.listed()] == [number]


def test_nobody_agrees_by_default_and_consent_is_taken_back_as_easily(town: Town, resident: Client) -> None:
    account_id = town["resident"].account_id or 0
    assert not queries.has_consent(account_id, "khao-sat")
    _survey(town, "1")
    page = resident.get("/tai-khoan/du-lieu").content.decode()
    (digest,) = re.findall(r'/dong-y/khao-sat".*?name="noi_dung" value="(\w{64})"', page, re.DOTALL)[:1]
    with pytest.raises(WordingChanged):
        commands.give_consent(town["resident"], purpose="khao-sat", digest="0" * 64)
    resident.post("/tai-khoan/dong-y/khao-sat", {"dong_y": "1", "noi_dung": digest})
    assert queries.has_consent(account_id, "khao-sat")
    _survey(town, "2")
    resident.post("/tai-khoan/dong-y/khao-sat")
    assert not queries.has_consent(account_id, "khao-sat")
    _survey(town, "3")
    assert [one.text for one in inbox.inbox(town["resident"]).rows] == ["Mời bạn cho biết ý kiến về 2."]


def _survey(town: Town, number: str) -> None:
    people = [town["resident"].account_id or 0, town["neighbour"].account_id or 0]
    messages.notify(people, "survey", {"number": number}, ("case", number), key=f"survey:{number}")
