"""Questions, enquiries, incidents, requests and registrations through their doors, in a province made of data.

The province is the second one of the repository, with services of the first laid into it as they are.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from cuudinh.engines.cases import commands, queries
from cuudinh.engines.cases.models import Case, FiledOnce, Party
from cuudinh.engines.cases.queries import agreeing
from cuudinh.engines.cases.types import (
    CaseNotThere,
    FiledAlready,
    ListFilter,
    PressOnly,
    QuotaSpent,
    ServiceNotOpen,
)
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.journal.models import AuditInbox
from cuudinh.kernel import clock
from cuudinh.kernel.actor import Actor, system
from cuudinh.project import packing
from tests.dossiers.hall import PASSWORD, SINCE, at

WARD: Final = "05443-2025-07"
LAID: Final = ("dien-thoai-ho-ngheo", "thong-tin-bat-thuong", "to-giac-toi-pham", "khai-bao-y-te")
STAFF: Final = {
    "officer": ("n-05443-ubnd", "officer"),
    "head": ("n-05443-ubnd", "head"),
    "head2": ("n-05443-ubnd", "head"),
    "health": ("so-y-te", "officer"),
    "health.head": ("so-y-te", "head"),
    "police": ("cong-an", "officer"),
    "dispatcher": ("ioc", "dispatcher"),
    "leader": ("ubnd", "leader"),
}
PHONES: Final[Mapping[str, Any]] = {
    "place": {"unit": WARD},
    "household_code": "HN-05443 / 0012",
    "status": "ngheo",
    "members": 4,
    "name": "Trần Thị Nghèo",
    "id_number": "019180000015",
    "phone": "0905123456",
}


@pytest.fixture
def people(db: None, tmp_path: Path, settings: Settings) -> Iterator[Mapping[str, Actor]]:
    """Give the people of the province on a Tuesday morning; there are two phones to be given."""
    shipped: Path = django_settings.CUUDINH_PACKS
    for name in ("vn", "thai-nguyen"):
        shutil.copytree(shipped / name, tmp_path / name)
    for name in LAID:
        folder = tmp_path / "thai-nguyen" / "services" / name
        shutil.copytree(shipped / "hue" / "services" / name, folder)
        _adapt(folder)
    settings.CUUDINH_PACKS = tmp_path
    with clock.frozen(at("2026-12-01 08:00")):
        yield _settled()


def _adapt(folder: Path) -> None:
    """Lay a service into the other province: its ward, and two phones instead of thousands."""
    for file in ("service.yaml", "examples.yaml"):
        text = (folder / file).read_text("utf-8").replace("19753", "05443")
        text = text.replace("value: 12680", "value: 2").replace("taken: 12679", "taken: 1")
        text = text.replace("taken: 12680", "taken: 2")
        (folder / file).write_text(text, "utf-8")


def _settled() -> Mapping[str, Actor]:
    packing.apply_pack(system("tests"), "thai-nguyen")
    asked = [
        NewAccount("staff", f"Cán bộ {name}", PASSWORD, login=name, seats=(NewSeat(office, role, SINCE),))
        for name, (office, role) in STAFF.items()
    ]
    asked += [NewAccount("resident", f"Người dân {n}", PASSWORD, phone=f"090512345{n}") for n in range(1, 4)]
    ids = identity_commands.open_accounts(system("tests"), asked)
    staff = {name: identity.staff_actor(number) for name, number in zip(STAFF, ids, strict=False)}
    residents = {f"resident{n}": Actor("resident", one, assurance=2) for n, one in enumerate(ids[-3:], 1)}
    return {**staff, **residents}


def _file(actor: Actor, service: str, **answers: Any) -> str:
    return commands.file_case(actor, service_id=service, answers=answers).number


def _phone(actor: Actor, **changed: Any) -> str:
    return _file(actor, "dien-thoai-ho-ngheo", **{**PHONES, **changed})


def _other(n: int) -> dict[str, Any]:
    return {"household_code": f"HN-{n}", "id_number": f"01918000002{n}"}


def test_a_household_gets_one_phone_however_its_code_is_written(people: Mapping[str, Actor]) -> None:
    first = _phone(people["resident1"])
    with pytest.raises(FiledAlready):
        _phone(people["resident2"], household_code="hn 05443-0012", id_number="019180000023")
    with pytest.raises(FiledAlready):
        _phone(people["resident2"], household_code="HN-9")
    assert FiledOnce.objects.count() == 2
    assert not FiledOnce.objects.filter(blind_index__contains="0012").exists()
    for who in ("head", "head2"):
        inputs = {"reason": "khong-du-dieu-kien", "explanation": "Đã có máy."}
        if who == "head":
            commands.perform_act(people["officer"], number=first, act="accept", inputs={})
        commands.perform_act(people[who], number=first, act="refuse", inputs=inputs)
    assert Case.objects.get(number=first).state == "refused"
    assert _phone(people["resident2"], household_code="hn 05443-0012", id_number="019180000023")


def test_when_all_phones_are_taken_one_that_is_given_up_is_free_again(people: Mapping[str, Actor]) -> None:
    first, _second = _phone(people["resident1"]), _phone(people["resident2"], **_other(2))
    with pytest.raises(QuotaSpent):
        _phone(people["resident3"], **_other(3))
    commands.perform_act(people["resident1"], number=first, act="withdraw", inputs={})
    assert _phone(people["resident3"], **_other(3))
    assert list(agreeing.miscounted()) == []


def test_a_tip_keeps_nobody_s_account_and_is_for_the_police_alone(people: Mapping[str, Actor]) -> None:
    filed = commands.file_case(
        people["resident1"],
        service_id="to-giac-toi-pham",
        answers={"kind": "lua-dao", "text": "Nhóm lừa đảo qua mạng ở chợ.", "where": "Chợ Thái"},
    )
    assert Party.objects.get(case__number=filed.number).account_id is None
    [line] = AuditInbox.objects.filter(about__contains=filed.number).values_list("body", flat=True)
    assert json.loads(line)["actor"] | {"kind": "visitor", "who": ""} == json.loads(line)["actor"]
    assert queries.office_case(people["police"], filed.number)
    assert queries.tracked_case(people["resident2"], filed.number, filed.tracking_code)
    for name in ("dispatcher", "leader", "officer"):
        with pytest.raises(CaseNotThere):
            queries.office_case(people[name], filed.number)


def test_abnormal_information_is_on_no_list_and_open_to_those_who_are_named(
    people: Mapping[str, Actor],
) -> None:
    number = _file(
        people["officer"],
        "thong-tin-bat-thuong",
        severity="cao",
        source_kind="mang",
        text="Tin đồn vỡ đập lan nhanh trên mạng.",
    )
    for name in ("dispatcher", "leader"):
        assert queries.office_case(people[name], number)
    for name in ("health", "police"):
        with pytest.raises(CaseNotThere):
            queries.office_case(people[name], number)
    assert queries.centre_queue(people["dispatcher"], "all", ListFilter()).rows == ()
    commands.perform_act(people["dispatcher"], number=number, act="accept", inputs={})
    assert Case.objects.get(number=number).state == "handling"
    assert list(agreeing.miscounted()) == []
    for actor in people.values():
        assert agreeing.unlike_lists(actor) == ()


def test_a_question_is_public_once_the_head_approved_the_answer(people: Mapping[str, Actor]) -> None:
    number = _file(
        people["resident1"],
        "hoi-dap-chinh-quyen",
        agency="so-y-te",
        text="Phường tôi tiêm sởi vào ngày nào?",
    )
    assert queries.public_cases(people["resident2"], ListFilter()).rows == ()
    commands.perform_act(people["health"], number=number, act="accept", inputs={})
    answer = {"answer": "Chiều thứ Năm hằng tuần."}
    commands.perform_act(people["health"], number=number, act="resolve", inputs=answer)
    commands.perform_act(people["health.head"], number=number, act="approve", inputs={})
    [row] = queries.public_cases(people["resident2"], ListFilter()).rows
    assert row.number == number
    assert list(agreeing.miscounted()) == []


def test_what_is_not_open_and_what_only_tells_takes_nothing(people: Mapping[str, Actor]) -> None:
    for service in ("khai-bao-y-te", "canh-bao-lu"):
        with pytest.raises(ServiceNotOpen):
            _file(people["resident1"], service)
        with pytest.raises(ServiceNotOpen):
            queries.filing_admitted(people["resident1"], service_id=service)
    with pytest.raises(PressOnly):
        _file(people["resident1"], "cau-hoi-bao-chi")
    field = queries.field_report("vi")
    assert field is not None
    assert field.id == "phan-anh-hien-truong"
