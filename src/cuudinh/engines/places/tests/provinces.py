"""Provinces to test with: Huế as its pack describes it, and a small invented one on a grid."""

import csv
from datetime import date
from pathlib import Path

import shapely

from cuudinh.engines.places.tree import Succession, Tree
from cuudinh.engines.places.types import UnitView

ROOT = Path(__file__).resolve().parents[5]
HUE = ROOT / "packs" / "hue" / "organisation"
HUE_BOUNDARIES = ROOT.parent / "shared" / "data" / "hue_communes_30m.geojson"

UNTIL_2024, EARLY_2025, NOW = date(2024, 6, 1), date(2025, 3, 1), date(2026, 11, 23)


def hue_tree() -> Tree:
    """Give the tree of Huế from the tables of its pack."""
    with (HUE / "units.csv").open(encoding="utf-8") as table:
        units = [_unit(number, row) for number, row in enumerate(csv.DictReader(table), start=1)]
    ids = {unit.code: unit.id for unit in units}
    with (HUE / "successors.csv").open(encoding="utf-8") as table:
        parts = [
            Succession(ids[row["predecessor"]], ids[row["successor"]], float(row["share"]))
            for row in csv.DictReader(table)
        ]
    return Tree(units, parts)


def _unit(number: int, row: dict[str, str]) -> UnitView:
    return UnitView(
        id=number,
        code=row["code"],
        official_code=row["official_code"],
        names={"vi": row["name_vi"], "en": row["name_en"]},
        kind=row["kind"],
        level=int(row["level"]),
        parent_code=row["parent"],
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        area_km2=float(row["area_km2"]) if row["area_km2"] else None,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    )


BEFORE, AFTER = date(2019, 5, 5), date(2021, 5, 5)
_TURN, _LAST = date(2020, 1, 1), date(2019, 12, 31)


def _small(
    number: int, code: str, name: str, lat: float | None, lon: float | None, *, is_old: bool
) -> UnitView:
    return UnitView(
        id=number,
        code=code,
        official_code=code.split("-", maxsplit=1)[0],
        names={"vi": name},
        kind="xa",
        level=3,
        parent_code="",
        lat=lat,
        lon=lon,
        area_km2=None,
        valid_from=date(2010, 1, 1) if is_old else _TURN,
        valid_to=_LAST if is_old else None,
    )


# Old: A, B and C (whose centre nobody knows) became North; D went in halves to North and South; E became
# South with F, whose centre lies beyond the border.
OLD_UNITS = (
    _small(1, "1-old", "Xã A", 10.15, 100.05, is_old=True),
    _small(2, "2-old", "Xã B", 10.15, 100.15, is_old=True),
    _small(3, "3-old", "Xã C", None, None, is_old=True),
    _small(4, "4-old", "Xã D", 10.10, 100.19, is_old=True),
    _small(5, "5-old", "Xã E", 10.05, 100.05, is_old=True),
    _small(6, "6-old", "Xã F", 9.95, 100.15, is_old=True),
)
NEW_UNITS = (
    _small(7, "1-new", "Xã Bắc", 10.15, 100.1, is_old=False),
    _small(8, "5-new", "Xã Nam", 10.05, 100.1, is_old=False),
)
PARTS = (
    Succession(1, 7, 1.0),
    Succession(2, 7, 1.0),
    Succession(3, 7, 1.0),
    Succession(4, 7, 0.5),
    Succession(4, 8, 0.5),
    Succession(5, 8, 1.0),
    Succession(6, 8, 1.0),
)


def small_tree() -> Tree:
    """Give the invented province: six communes that became two."""
    return Tree([*OLD_UNITS, *NEW_UNITS], PARTS)


def small_boundaries() -> dict[int, bytes]:
    """Give the boundaries of the two new communes: one rectangle above the other."""
    return {
        7: shapely.to_wkb(shapely.box(100.0, 10.1, 100.2, 10.2)),
        8: shapely.to_wkb(shapely.box(100.0, 10.0, 100.2, 10.1)),
    }
