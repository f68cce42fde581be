"""A running province for tests of pages: the small pack of the cases engine in force, people in their seats."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from cuudinh.engines.cases import commands as case_commands
from cuudinh.engines.cases import definitions as case_definitions
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import definitions as identity_definitions
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import NewAccount, NewSeat
from cuudinh.engines.messages import commands as message_commands
from cuudinh.engines.messages import definitions as message_definitions
from cuudinh.engines.places import commands as place_commands
from cuudinh.engines.places import definitions as place_definitions
from cuudinh.journal import pictures, releases
from cuudinh.kernel.actor import VISITOR, Actor, system
from cuudinh.packs import checking, own
from cuudinh.packs.loading import Library, read_pack
from cuudinh.packs.parts import Grammar
from cuudinh.packs.world import PackWorld

FOLDER = Path(case_definitions.__file__).parents[1] / "tests" / "packs"
PASSWORD = "một mật khẩu đủ dài 2026"
SINCE = date(2026, 1, 1)
NAME, PHONE, NEIGHBOUR = "Nguyễn Thị Bí Mật", "0905123456", "0905123457"
STAFF = {"dispatcher": ("ioc", "dispatcher"), "officer": ("duong-an", "officer")}
SESSION_COOKIE = "cd_session"
FORM: Mapping[str, str] = {
    "location.lat": "16.4605",
    "location.lon": "107.5805",
    "location.label": "Trước số 12",
    "topic": "o-ga",
    "description": "Ổ gà lớn trước số 12, xe dễ ngã.",
}


@cache
def world() -> PackWorld:
    """Give the world of the small pack."""
    engines = (place_definitions, identity_definitions, message_definitions, case_definitions)
    grammar = Grammar((own.PART, *(module.PART for module in engines)), "0.1")
    return checking.world_of(read_pack(FOLDER / "street"), Library(FOLDER), grammar)


@dataclass(frozen=True)
class Town:
    """The province with its people; `file` and `act` go through the commands, as other faces would."""

    people: Mapping[str, Actor]

    def __getitem__(self, name: str) -> Actor:
        return self.people[name]

    def file(self, photos: int = 0, **changed: Any) -> Any:
        """File a report of the resident and give what they were given."""
        answers = {
            "location": {"lat": 16.4605, "lon": 107.5805, "label": "Trước số 12"},
            "topic": FORM["topic"],
            "description": FORM["description"],
            **changed,
        }
        taken = [pictures.accept_picture(BytesIO(jpeg()), "image/jpeg").id for _ in range(photos)]
        return case_commands.file_case(self["resident"], service_id="street", answers=answers, photos=taken)

    def act(self, by: str, number: str, verb: str, photos: int = 0, **inputs: Any) -> None:
        """Do an act on a case."""
        taken = [pictures.accept_picture(BytesIO(jpeg()), "image/jpeg").id for _ in range(photos)]
        case_commands.perform_act(self[by], number=number, act=verb, inputs=inputs, photos=taken)

    def public(self, **changed: Any) -> str:
        """Give the number of a report that is published: it was sent to an office."""
        number = str(self.file(**changed).number)
        self.act("dispatcher", number, "assign")
        return number

    def resolved(self) -> str:
        """Give the number of a report whose result was approved."""
        number = self.public()
        self.act("officer", number, "accept")
        self.act("officer", number, "resolve", photos=1, answer="Đã vá mặt đường.")
        self.act("dispatcher", number, "approve")
        return number


def settle() -> Town:
    """Put the pack in force and the people into their seats."""
    applied = world()
    releases.keep(pack_id="street", version=1, files=applied.files, applied_by="tests")
    place_commands.apply_places(applied)
    identity_commands.apply_organisation(applied)
    identity_commands.apply_policy(applied)
    identity_commands.apply_provisions(applied)
    message_commands.apply_messages(applied)
    case_commands.apply_services(applied)
    asked = [
        NewAccount("staff", f"Cán bộ {name}", PASSWORD, login=name, seats=(NewSeat(office, role, SINCE),))
        for name, (office, role) in STAFF.items()
    ]
    asked += [
        NewAccount("resident", NAME, PASSWORD, phone=PHONE),
        NewAccount("resident", "Trần Văn Láng Giềng", PASSWORD, phone=NEIGHBOUR),
    ]
    ids = identity_commands.open_accounts(system("tests"), asked)
    staff = {name: identity.staff_actor(number) for name, number in zip(STAFF, ids, strict=False)}
    residents = zip(("resident", "neighbour"), ids[len(STAFF) :], strict=True)
    return Town({**staff, **{name: Actor("resident", number, assurance=1) for name, number in residents}})


def token_of(phone: str) -> str:
    """Give the token of a new session."""
    return identity_commands.sign_in(VISITOR, login=phone, password=PASSWORD).token


def signed_in(phone: str) -> Client:
    """Give a browser in which somebody is signed in."""
    client = Client()
    client.cookies[SESSION_COOKIE] = token_of(phone)
    return client


def jpeg() -> bytes:
    """Give a small picture."""
    content = BytesIO()
    Image.new("RGB", (64, 48), "grey").save(content, "JPEG")
    return content.getvalue()


def photo(content: bytes | None = None) -> SimpleUploadedFile:
    """Give a picture as a browser sends it."""
    return SimpleUploadedFile("anh.jpg", content or jpeg(), "image/jpeg")
