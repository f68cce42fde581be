"""The invented province with its one-stop desks: people in their seats, dossiers of the service on the shared flow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from cuudinh.engines.cases import commands, definitions
from cuudinh.engines.cases.models import Case
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.engines.messages import queries as messages
from cuudinh.kernel.actor import Actor, system
from cuudinh.packs.forms.sampling import samples
from cuudinh.project import packing

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
PASSWORD: Final = "một mật khẩu đủ dài 2026"
SINCE: Final = date(2026, 1, 1)
SERVICE: Final = "dat-ban-ghe"
PHONE, NEIGHBOUR = "0905123456", "0905123457"
FORM: Final[Mapping[str, Any]] = {"place": {"unit": "90101-2025-07"}, "tables": 6, "hours": "toi"}
STAFF: Final = {
    "officer": ("n-90101-ubnd", "officer"),
    "head": ("n-90101-ubnd", "head"),
    "far": ("n-90203-ubnd", "receiver"),
    "sxd": ("so-xay-dung", "officer"),
    "stranger": ("n-90201-ubnd", "officer"),
    "dispatcher": ("ioc", "dispatcher"),
    "helper": ("n-90103-ubnd", "helper"),
}


def at(text: str) -> datetime:
    """Give a moment of the province, such as `2026-11-30 08:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@dataclass(frozen=True)
class Hall:
    """The people of the province by their names."""

    people: Mapping[str, Actor]

    def __getitem__(self, name: str) -> Actor:
        return self.people[name]

    def file(self, by: str = "resident", **more: Any) -> str:
        """File a dossier and give its number."""
        answers = {**FORM, **more.pop("answers", {})}
        return commands.file_case(self[by], service_id=SERVICE, answers=answers, **more).number

    def file_of(self, service_id: str, **given: Any) -> str:
        """File a dossier of a service of the nation, what is not given made up, and give its number."""
        service = definitions.service(service_id)
        answers = samples(service.form, FORM["place"]["unit"])
        places = {one.id: FORM["place"] for one in service.shape.questions if one.type == "place"}
        answers = {**answers, **places, **given}
        return commands.file_case(self["resident"], service_id=service_id, answers=answers).number

    def act(self, by: str, number: str, verb: str, **inputs: Any) -> int:
        """Do an act and give the revision."""
        return commands.perform_act(self[by], number=number, act=verb, inputs=inputs)

    def told(self, name: str) -> list[str]:
        """Give the titles of what somebody was told, oldest first."""
        return [one.title for one in reversed(messages.inbox(self[name]).rows)]

    def case(self, number: str) -> Case:
        """Give the row of a dossier."""
        return Case.objects.get(number=number)


def settle() -> Hall:
    """Put the pack in force and the people into their seats."""
    packing.apply_pack(system("tests"), "demo")
    asked = [
        NewAccount("staff", f"Cán bộ {name}", PASSWORD, login=name, seats=(NewSeat(office, role, SINCE),))
        for name, (office, role) in STAFF.items()
    ]
    asked += [
        NewAccount("resident", "Nguyễn Thị Quán", PASSWORD, phone=PHONE),
        NewAccount("resident", "Trần Văn Láng Giềng", PASSWORD, phone=NEIGHBOUR),
    ]
    ids = identity_commands.open_accounts(system("tests"), asked)
    staff = {name: identity.staff_actor(number) for name, number in zip(STAFF, ids, strict=False)}
    residents = zip(("resident", "neighbour"), ids[len(STAFF) :], strict=True)
    return Hall({**staff, **{name: Actor("resident", number, assurance=1) for name, number in residents}})
