"""A running province for tests: the pack applied through its doors, people in their seats."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from cuudinh.engines.cases import commands
from cuudinh.engines.cases import definitions as cases_definitions
from cuudinh.engines.cases.models import Case
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import definitions as identity_definitions
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.engines.messages import commands as messages_commands
from cuudinh.engines.messages import definitions as messages_definitions
from cuudinh.engines.messages import queries as messages
from cuudinh.engines.places import commands as places_commands
from cuudinh.engines.places import definitions as places_definitions
from cuudinh.journal import pictures, releases
from cuudinh.kernel.actor import Actor, system
from cuudinh.packs import checking, own
from cuudinh.packs.loading import Library, read_pack
from cuudinh.packs.parts import Grammar
from cuudinh.packs.world import PackWorld

FOLDER = Path(__file__).parent / "packs"
PASSWORD = "một mật khẩu đủ dài 2026"
SINCE = date(2026, 1, 1)
NAME, PHONE = "Nguyễn Thị Bí Mật", "0905123456"
STAFF = {
    "dispatcher": ("ioc", "dispatcher"),
    "dispatcher2": ("ioc", "dispatcher"),
    "supervisor": ("ioc", "supervisor"),
    "an.officer": ("duong-an", "officer"),
    "an.head": ("duong-an", "head"),
    "binh.officer": ("duong-binh", "officer"),
    "binh.head": ("duong-binh", "head"),
    "den.officer": ("den-tinh", "officer"),
    "leader": ("ubnd", "leader"),
}
FORM: Mapping[str, Any] = {
    "location": {"lat": 16.4605, "lon": 107.5805, "label": "Trước số 12"},
    "topic": "o-ga",
    "description": f"Ổ gà lớn trước số 12, xe dễ ngã. Gọi {PHONE} để hỏi thêm.",
}


def grammar() -> Grammar:
    """Give the grammar of the engines that these tests need."""
    parts = (places_definitions, identity_definitions, messages_definitions, cases_definitions)
    return Grammar((own.PART, *(module.PART for module in parts)), "0.1")


@cache
def world() -> PackWorld:
    """Give the world of the test pack."""
    return checking.world_of(read_pack(FOLDER / "street"), Library(FOLDER), grammar())


@dataclass(frozen=True)
class Town:
    """The people of the province by their names."""

    people: Mapping[str, Actor]

    def __getitem__(self, name: str) -> Actor:
        return self.people[name]

    def file(self, by: str = "resident", **changed: Any) -> str:
        """File a case and give its number."""
        photos = changed.pop("photos", ())
        filed = commands.file_case(self[by], service_id="street", answers={**FORM, **changed}, photos=photos)
        return filed.number

    def act(self, by: str, number: str, verb: str, photos: int = 0, **inputs: Any) -> int:
        """Do an act on a case and give its revision."""
        taken = [picture() for _ in range(photos)]
        return commands.perform_act(self[by], number=number, act=verb, inputs=inputs, photos=taken)

    def told(self, name: str) -> list[str]:
        """Give the messages somebody got, by their names in the pack, oldest first."""
        names = {shape.title["vi"]: shape.id for shape in messages_definitions.messages_of(world())}
        return [names[one.title] for one in reversed(messages.inbox(self[name]).rows)]

    def notices(self) -> list[str]:
        """Give every text that anybody was told."""
        return [one.text for actor in self.people.values() for one in messages.inbox(actor).rows]

    def case(self, number: str) -> Case:
        """Give the row of a case."""
        return Case.objects.get(number=number)

    def accepted(self, **changed: Any) -> str:
        """Give the number of a case that the office of An has accepted."""
        number = self.file(**changed)
        self.act("dispatcher", number, "assign")
        self.act("an.officer", number, "accept")
        return number

    def resolved(self, **changed: Any) -> str:
        """Give the number of a case whose result was approved."""
        number = self.accepted(**changed)
        self.act("an.officer", number, "resolve", photos=1, answer="Đã vá mặt đường.")
        self.act("dispatcher", number, "approve")
        return number


def settle(applied: PackWorld | None = None) -> Town:
    """Put a pack in force, the one of these tests unless another is given, and the people into their seats."""
    applied = applied or world()
    releases.keep(pack_id="street", version=1, files=applied.files, applied_by="tests")
    places_commands.apply_places(applied)
    identity_commands.apply_organisation(applied)
    identity_commands.apply_policy(applied)
    identity_commands.apply_conversions(applied)
    identity_commands.apply_provisions(applied)
    messages_commands.apply_messages(applied)
    commands.apply_services(applied)
    return Town({**_staff(), **_residents()})


def _staff() -> dict[str, Actor]:
    asked = [
        NewAccount("staff", f"Cán bộ {name}", PASSWORD, login=name, seats=(NewSeat(office, role, SINCE),))
        for name, (office, role) in STAFF.items()
    ]
    ids = identity_commands.open_accounts(system("tests"), asked)
    return {name: identity.staff_actor(number) for name, number in zip(STAFF, ids, strict=True)}


def _residents() -> dict[str, Actor]:
    asked = [
        NewAccount("resident", NAME, PASSWORD, phone=PHONE),
        NewAccount("resident", "Trần Văn Láng Giềng", PASSWORD, phone="0905123457"),
        NewAccount("resident", "Lê Thị Qua Đường", PASSWORD, phone="0905123458"),
    ]
    ids = identity_commands.open_accounts(system("tests"), asked)
    found = zip(("resident", "neighbour", "walker"), ids, strict=True)
    return {name: Actor("resident", number, assurance=1) for name, number in found}


def picture() -> int:
    """Give a small picture that was accepted."""
    content = io.BytesIO()
    Image.new("RGB", (64, 48), "grey").save(content, "JPEG")
    content.seek(0)
    return pictures.accept_picture(content, "image/jpeg").id
