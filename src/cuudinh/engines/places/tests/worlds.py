"""Packs to apply in tests: what a folder holds of places, read row by row."""

import csv
from collections.abc import Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel

from cuudinh.engines.places.definitions import (
    CalendarsShape,
    FunctionsShape,
    SuccessorRow,
    UnitRow,
)
from cuudinh.packs.grammar import Shape
from cuudinh.packs.manifest import PackShape
from cuudinh.packs.world import Located, PackWorld


def world_of(
    *shapes: tuple[str, Shape], root_unit: str | None = None, languages: Sequence[str] = ("vi",)
) -> PackWorld:
    """Give a world of shapes, each with the path of its file; lines are counted from 2, as in a table."""
    manifest = PackShape(
        id="test",
        version=1,
        names={"vi": "Thử nghiệm"},
        requires={},
        languages=list(languages),
        timezone="Asia/Ho_Chi_Minh",
        country="VN",
        root_unit=root_unit,
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


def rows_of(path: Path, shape: type[Shape]) -> list[Shape]:
    """Give the rows of a table; an empty field is absent."""
    with path.open(encoding="utf-8") as table:
        rows = [{key: value for key, value in row.items() if value} for row in csv.DictReader(table)]
    return [shape.model_validate_strings(row) for row in rows]


def world_at(*packs: Path, root_unit: str | None = None) -> PackWorld:
    """Give what the folders of packs say of places."""
    shapes: list[tuple[str, Shape]] = []
    for pack in packs:
        organisation = pack / "organisation"
        for name, row in (("units.csv", UnitRow), ("successors.csv", SuccessorRow)):
            if (organisation / name).is_file():
                shapes += [(f"organisation/{name}", one) for one in rows_of(organisation / name, row)]
        for name, document in (("calendars.yaml", CalendarsShape), ("functions.yaml", FunctionsShape)):
            if (organisation / name).is_file():
                body = yaml.safe_load((organisation / name).read_text("utf-8"))
                shapes.append((f"organisation/{name}", document.model_validate(body)))
    sheet = yaml.safe_load((packs[-1] / "pack.yaml").read_text("utf-8"))
    return world_of(*shapes, root_unit=root_unit, languages=sheet["languages"])
