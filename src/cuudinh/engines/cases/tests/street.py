"""The invented province of these tests: its service, its calendar, its offices, its moments."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from cuudinh.engines.cases.rules import filing
from cuudinh.engines.cases.rules.acting import decide
from cuudinh.engines.cases.rules.answers import read_answers, surroundings_on
from cuudinh.engines.cases.rules.moves import Move
from cuudinh.engines.cases.rules.standing import (
    Doer,
    FoundPlace,
    OfficeRef,
    OtherCase,
    Scene,
    Standing,
    UnitRef,
)
from cuudinh.engines.cases.rules.timing import Pace
from cuudinh.engines.cases.service import ServiceDefinition, compiled
from cuudinh.engines.cases.shapes import ServiceShape, TopicsShape
from cuudinh.kernel.worktime import Calendar, Holiday, HolidayKind, WeeklyHours

PACK = Path(__file__).parent / "packs" / "street"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HOURS = ["07:30-11:30", "13:30-17:00"]
OFFICES = {"ioc": 1, "den-tinh": 2, "duong-an": 3, "duong-binh": 4}
UNITS = {"a-2025": 10, "b-2025": 11}
ROADS = {"a-2025": "duong-an", "b-2025": "duong-binh"}


def at(text: str) -> datetime:
    """Give a moment of the province, such as `2026-11-23 08:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@cache
def street(**changed: Any) -> ServiceDefinition:
    """Give the service of the test pack; keys of `service.yaml` may be changed."""
    folder = PACK / "services" / "street"
    service = yaml.safe_load((folder / "service.yaml").read_text("utf-8"))
    topics = yaml.safe_load((folder / "topics.yaml").read_text("utf-8"))
    return compiled(ServiceShape.model_validate({**service, **changed}), TopicsShape.model_validate(topics))


@cache
def calendar() -> Calendar:
    """Give office hours with the holidays of spring 2024 and the Saturday worked for one of them."""
    off: dict[str, HolidayKind] = {"2024-04-29": "swap_off", "2024-04-30": "holiday", "2024-05-01": "holiday"}
    return Calendar(
        "gio-hanh-chinh",
        "Asia/Ho_Chi_Minh",
        WeeklyHours.parse(dict.fromkeys(["mon", "tue", "wed", "thu", "fri"], HOURS)),
        [Holiday(date.fromisoformat(day), kind, kind) for day, kind in off.items()],
        {date(2024, 5, 4): (None, date(2024, 4, 29))},
        date(2022, 1, 1),
        date(2030, 12, 31),
    )


class StreetOffices:
    """Offices by code, and the roads of each commune."""

    def by_code(self, code: str, day: date) -> OfficeRef | None:
        return OfficeRef(OFFICES[code], code) if code in OFFICES else None

    def serving(self, function: str, unit_code: str, level: str, day: date) -> OfficeRef | None:
        code = ROADS.get(unit_code, "") if function == "duong" else "den-tinh" if function == "den" else ""
        return self.by_code(code, day)

    def official_code(self, office_id: int, system: str, day: date) -> str:
        return f"S.{office_id}"


class StreetPlaces:
    """Two communes under a province."""

    def locate(self, place: Mapping[str, Any], day: date) -> FoundPlace | None:
        if "unit" in place:
            unit_id = UNITS.get(place["unit"])
            return FoundPlace(unit_id, place.get("label", "")) if unit_id else None
        inside = 16 < place["lat"] < 17
        return FoundPlace(UNITS["a-2025"], "", place["lat"], place["lon"]) if inside else None

    def chain(self, unit_id: int, day: date) -> tuple[UnitRef, ...]:
        code = next(code for code, number in UNITS.items() if number == unit_id)
        return (UnitRef(code, "commune"), UnitRef("p-2020", "province"))


def _other(id: int, number: str, phase: str, state: str, *, is_resolved: bool = False) -> OtherCase:
    since = at("2026-11-20 08:00")
    return OtherCase(id, number, phase, False, state, "timed", since, is_resolved)


OTHERS = {
    "ST-MASTER": _other(77, "ST-MASTER", "open", "in_progress"),
    "ST-ENDED": _other(78, "ST-ENDED", "final", "closed"),
    "ST-RESOLVED": _other(79, "ST-RESOLVED", "done", "resolved", is_resolved=True),
    "ST-REFUSED": _other(80, "ST-REFUSED", "done", "refused"),
}


def scene(moment: str, service: ServiceDefinition | None = None) -> Scene:
    """Give everything around a case at a moment of the province."""
    paces = {"timed": Pace(calendar()), "immediate": Pace(calendar(), is_wall=True)}
    return Scene(
        service or street(), at(moment), StreetOffices(), StreetPlaces(), paces.__getitem__, OTHERS.get
    )


FORM = {"location": {"unit": "a-2025"}, "topic": "o-ga", "description": "Ổ gà lớn trước số 12, xe dễ ngã."}


def filed(
    moment: str = "2026-11-23 08:00", service: ServiceDefinition | None = None, **answers: Any
) -> Standing:
    """Give a case filed at a moment."""
    around = scene(moment, service)
    read = read_answers(around.service, {**FORM, **answers}, 0, surroundings_on(around.day))
    assert not read.faults, read.faults
    assert read.place is not None
    place = around.places.locate(read.place, around.day)
    return filing.open_case(around, read, place, number="ST-20261123-0001", channel="web")


PEOPLE = {"dispatcher": 101, "supervisor": 102, "owner.officer": 201, "owner.head": 202, "system": None}


def doer(relation: str, **changed: Any) -> Doer:
    """Give somebody by their relation to the case."""
    found = Doer(frozenset({relation}), PEOPLE.get(relation), frozenset(OFFICES.values()))
    return replace(found, **changed)


def do(case: Standing, moment: str, relation: str, verb: str, photos: int = 0, **inputs: Any) -> Move:
    """Decide an act of somebody at a moment."""
    return decide(scene(moment), doer(relation), case, verb, inputs, photos)


def after(case: Standing, moment: str, *steps: tuple[str, str, dict[str, Any]]) -> Standing:
    """Give a case after several acts at one moment, each with a picture where the act takes one."""
    for relation, verb, inputs in steps:
        act = street().act(case.state, verb)
        takes = act is not None and any(shape.kind == "photos" for shape in act.inputs)
        case = do(case, moment, relation, verb, 1 if takes else 0, **inputs).after
    return case


Act = tuple[str, str, dict[str, Any]]
ASSIGN: Act = ("dispatcher", "assign", {})
ACCEPT: Act = ("owner.officer", "accept", {})
RESOLVE: Act = ("owner.officer", "resolve", {"answer": "Đã vá mặt đường."})
APPROVE: Act = ("dispatcher", "approve", {})
