"""Packs to check and apply in tests: a small invented province, and Huế as its pack describes it."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from cuudinh.engines.identity.definitions import OfficeRow, PolicyShape, RolesShape
from cuudinh.engines.identity.shapes_conversions import ScenarioShape
from cuudinh.engines.identity.shapes_privacy import ConcealmentShape, LooksShape
from cuudinh.packs.grammar import Shape
from cuudinh.packs.manifest import PackShape
from cuudinh.packs.world import Located, PackWorld

ROOT = Path(__file__).resolve().parents[5]
OFFICES, UNITS = "organisation/offices.csv", "organisation/units.csv"
POLICY, ROLES = "policy/cases.yaml", "organisation/roles.yaml"


class NamedUnit(Shape):
    """What identity reads of a unit: its code and its period."""

    code: str
    valid_from: str
    valid_to: str | None = None


class Named(Shape):
    """A calendar or a function by its name."""

    id: str


class CalendarsFile(Shape):
    """A file of calendars."""

    calendars: list[Named]


class FunctionsFile(Shape):
    """A file of functions."""

    functions: list[Named]


NEIGHBOURS: list[tuple[str, Shape]] = [
    (UNITS, NamedUnit(code="46-2025-01", valid_from="2025-01-01")),
    (UNITS, NamedUnit(code="19753-2025-07", valid_from="2025-07-01")),
    ("organisation/calendars.yaml", CalendarsFile(calendars=[Named(id="gio-hanh-chinh")])),
    (
        "organisation/functions.yaml",
        FunctionsFile(functions=[Named(id="tiep-nhan"), Named(id="giao-thong"), Named(id="moi-truong")]),
    ),
]
PROVISIONS: Mapping[str, type[Shape]] = {
    "concealment": ConcealmentShape,
    "looks": LooksShape,
}
ROLE_IDS = (
    "officer",
    "head",
    "receiver",
    "helper",
    "dispatcher",
    "supervisor",
    "leader",
    "auditor",
    "administrator",
    "privacy-officer",
    "service-designer",
    "service-approver",
)


def office_row(code: str, parent: str = "ubnd", **changes: Any) -> OfficeRow:
    """Give a sound office in force since July 2025."""
    values: dict[str, Any] = {
        "code": code,
        "name_vi": f"Đơn vị {code}",
        "name_en": f"Office {code}",
        "kind": "department",
        "level": "province",
        "parent": parent,
        "unit": "46-2025-01",
        "calendar": "gio-hanh-chinh",
        "valid_from": "2025-07-01",
    }
    return OfficeRow(**values | changes)


def small_offices() -> list[OfficeRow]:
    """Give the offices of a small province: its committee, the centre, two departments (one renamed), a ward."""
    return [
        office_row("ubnd", "", kind="people-committee", valid_from="2025-01-01"),
        office_row("ioc", functions=["tiep-nhan"], kind="ioc"),
        office_row("so-gtvt", valid_from="2025-01-01", valid_to="2025-06-30", successors=["so-xd"]),
        office_row("so-xd", functions=["giao-thong"], valid_to="2025-12-31"),
        office_row("so-xd", functions=["giao-thong"], valid_from="2026-01-01", name_vi="Sở Xây dựng"),
        office_row("doi-qldt", "so-xd", kind="division"),
        office_row("p-phu-xuan", level="commune", unit="19753-2025-07", functions=["moi-truong"]),
    ]


def roles_file() -> RolesShape:
    """Give the roles of the national frame, with short titles."""
    words = {role: {"vi": role.capitalize(), "en": role.capitalize()} for role in ROLE_IDS}
    roles = [
        {"id": role, "title": text, "description": text, "personal": role == "auditor"}
        for role, text in words.items()
    ]
    return RolesShape.model_validate({"roles": roles})


def policy_file(*rules: Mapping[str, Any]) -> PolicyShape:
    """Give a file of rules; each names itself, its acts and its relations."""
    why = {"vi": "Vì vậy.", "en": "That is why."}
    return PolicyShape.model_validate({"rules": [{"why": why, **rule} for rule in rules]})


def national_policy() -> PolicyShape:
    """Give the policy of the national frame, from all its files."""
    files = sorted((ROOT / "packs" / "vn" / "policy").glob("*.yaml"))
    rules = [rule for file in files for rule in yaml.safe_load(file.read_text("utf-8")).get("rules", [])]
    return PolicyShape.model_validate({"rules": rules})


def national_provisions() -> list[tuple[str, Shape]]:
    """Give what the national frame provides for personal data, each file with its path."""
    folder = ROOT / "packs" / "vn" / "privacy"
    return [
        (f"privacy/{name}.yaml", shape.model_validate_json(json.dumps(_read(folder / f"{name}.yaml"))))
        for name, shape in PROVISIONS.items()
    ]


def _read(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))


def world_of(*shapes: tuple[str, Shape], root_office: str | None = "ubnd") -> PackWorld:
    """Give a world of shapes, each with the path of its file; lines are counted from 2, as in a table."""
    manifest = PackShape(
        id="test",
        version=1,
        names={"vi": "Thử nghiệm"},
        requires={},
        languages=["vi"],
        timezone="Asia/Ho_Chi_Minh",
        country="VN",
        root_office=root_office,
        owners=["test"],
        licence="Apache-2.0",
    )
    records: list[Located[BaseModel]] = [
        Located(path, line, shape) for line, (path, shape) in enumerate(shapes, start=2)
    ]
    return PackWorld(
        manifest=manifest,
        packs=(),
        files={},
        origins={},
        records=(Located("pack.yaml", 1, manifest), *records),
    )


def small_world(
    offices: list[OfficeRow] | None = None,
    policy: PolicyShape | None = None,
    *,
    root_office: str | None = "ubnd",
    extra: Iterable[tuple[str, Shape]] = (),
) -> PackWorld:
    """Give the small province, or one with other offices or another policy; `extra` are further files."""
    rows = small_offices() if offices is None else offices
    return world_of(
        *NEIGHBOURS,
        *((OFFICES, row) for row in rows),
        (ROLES, roles_file()),
        (POLICY, policy or national_policy()),
        *national_provisions(),
        *extra,
        root_office=root_office,
    )


def hue_world() -> PackWorld:
    """Give the organisation of Huế with the names it refers to, and the national policy."""
    organisation = ROOT / "packs" / "hue" / "organisation"
    vn = ROOT / "packs" / "vn" / "organisation"
    shapes: list[tuple[str, Shape]] = [
        (UNITS, NamedUnit(code=row["code"], valid_from=row["valid_from"], valid_to=row["valid_to"] or None))
        for row in _table(organisation / "units.csv")
    ]
    calendars = yaml.safe_load((vn / "calendars.yaml").read_text("utf-8"))["calendars"]
    functions = yaml.safe_load((organisation / "functions.yaml").read_text("utf-8"))["functions"]
    named = [Named(id=one["id"]) for one in calendars]
    shapes.append(("organisation/calendars.yaml", CalendarsFile(calendars=named)))
    named = [Named(id=one["id"]) for one in functions]
    shapes.append(("organisation/functions.yaml", FunctionsFile(functions=named)))
    shapes += [(OFFICES, _office(row)) for row in _table(organisation / "offices.csv")]
    roles = RolesShape.model_validate(yaml.safe_load((vn / "roles.yaml").read_text("utf-8")))
    return world_of(*shapes, (ROLES, roles), (POLICY, national_policy()))


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as table:
        return list(csv.DictReader(table))


def _office(row: Mapping[str, str]) -> OfficeRow:
    given: dict[str, Any] = {name: cell for name, cell in row.items() if cell}
    for name in ("functions", "successors"):
        given[name] = row[name].split(";") if row[name] else []
    return OfficeRow(**given)


def with_scenario(world: PackWorld, shape: ScenarioShape) -> PackWorld:
    """Give a world that has one scenario more."""
    located: Located[BaseModel] = Located(f"conversion/{shape.id}.yaml", 1, shape)
    return replace(world, records=(*world.records, located))
