import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from cuudinh.engines.places.rules import Wrong, wrong_calendars, wrong_parts, wrong_units
from cuudinh.engines.places.shapes import CalendarShape, CalendarsShape, SuccessorRow, UnitRow
from cuudinh.engines.places.tests.provinces import HUE, ROOT


def unit(code: str, **changes: Any) -> UnitRow:
    official, since = code.rsplit("@", 1)
    values: dict[str, Any] = {
        "code": code,
        "official_code": official,
        "name_vi": f"Xã {official}",
        "kind": "xa",
        "level": 3,
        "parent": "46@2000-01-01",
        "valid_from": since,
    }
    return UnitRow(**values | changes)


PROVINCE = unit("46@2000-01-01", level=1, parent="")
OLD = unit("1@2000-01-01", valid_to="2019-12-31")
NEW = unit("1@2020-01-01")
SECOND = unit("2@2020-01-01")


def part(**changes: Any) -> SuccessorRow:
    values: dict[str, Any] = {
        "predecessor": OLD.code,
        "successor": NEW.code,
        "on": "2020-01-01",
        "share": 1.0,
    }
    return SuccessorRow(**values | changes)


def what(faults: Iterable[Wrong]) -> list[str]:
    return [fault.what for fault in faults]


def test_an_official_code_may_be_used_again_later() -> None:
    assert what(wrong_units([PROVINCE, OLD, NEW, SECOND])) == []


@pytest.mark.parametrize(
    ("faulty", "why"),
    [
        (unit("1@2000-01-01", valid_to="2015-01-01", official_code="9"), "two units have the code"),
        (unit("1@2010-01-01"), "official code 1 is in force twice on 2010-01-01"),
        (unit("3@2020-01-01", valid_to="2019-01-01"), "the unit ends before it begins"),
        (unit("3@2020-01-01", lat=16.0), "half a point"),
        (unit("3@2020-01-01", name_vi=""), "“3@2020-01-01” has no name"),
        (unit("3@2020-01-01", parent="47@2000-01-01"), "unknown parent “47@2000-01-01”"),
        (unit("3@2020-01-01", parent="2@2020-01-01"), "the parent “2@2020-01-01” is of level 3"),
        (unit("3@2020-01-01", parent="3@2020-01-01"), "the parent “3@2020-01-01” is of level 3"),
        (unit("3@1999-01-01"), "is not in force all the time"),
    ],
)
def test_a_unit_that_cannot_stand_is_named(faulty: Any, why: str) -> None:
    found = [fault for fault in wrong_units([PROVINCE, OLD, NEW, SECOND, faulty]) if why in fault.what]
    assert len(found) == 1


def test_a_parent_must_not_end_before_what_is_under_it() -> None:
    province = unit("46@2000-01-01", level=1, parent="", valid_to="2024-12-31")
    assert "is not in force all the time" in what(wrong_units([province, NEW]))[0]


def test_two_communes_at_one_point_are_refused_only_at_one_time() -> None:
    here = {"lat": 16.0, "lon": 107.0}
    earlier = unit("3@2000-01-01", valid_to="2019-12-31", **here)
    assert what(wrong_units([PROVINCE, earlier, unit("3@2020-01-01", **here)])) == []
    (fault,) = wrong_units([PROVINCE, unit("3@2020-01-01", **here), unit("4@2020-01-01", **here)])
    assert fault.what == "the same centre as 3@2020-01-01 at the same time"


UNITS = {row.code: row for row in (PROVINCE, OLD, NEW, SECOND)}


def test_shares_that_sum_to_one_are_sound() -> None:
    halves = [part(share=0.4), part(successor=SECOND.code, share=0.6)]
    assert what(wrong_parts(halves, UNITS)) == []


@pytest.mark.parametrize(
    ("faulty", "why"),
    [
        ([part(share=0.5)], "sum to 0.5"),
        ([part(share=0.5), part(share=0.5)], "the same succession twice"),
        ([part(successor="9@2020-01-01")], "unknown unit “9@2020-01-01”"),
        ([part(predecessor=NEW.code)], "“1@2020-01-01” has not ended"),
        ([part(on="2020-01-02")], "the succession is on 2020-01-02"),
        ([part(successor=PROVINCE.code)], "a unit of level 3 becomes one of level 1"),
        ([part(successor=OLD.code)], "“1@2000-01-01” is not in force on 2020-01-01"),
    ],
)
def test_a_succession_that_does_not_fit_is_named(faulty: Any, why: str) -> None:
    assert any(why in sentence for sentence in what(wrong_parts(faulty, UNITS)))


def test_a_commune_that_ends_is_followed_by_another() -> None:
    district = unit("2@2000-01-01", level=2, valid_to="2019-12-31")
    units = {one.code: one for one in (PROVINCE, district, OLD, NEW)}
    assert what(wrong_parts([part()], units)) == []
    assert what(wrong_parts([], units)) == ["“1@2000-01-01” ends on 2019-12-31 and nothing follows it"]


def calendars(**changes: Any) -> list[CalendarShape]:
    values: dict[str, Any] = {
        "id": "office",
        "zone": "Asia/Ho_Chi_Minh",
        "covers": {"from": "2026-01-01", "to": "2026-12-31"},
        "weekly": {"mon": ["07:30-11:30"]},
        "holidays": [
            {"day": "2026-08-31", "name": "Nghỉ", "kind": "swap_off", "source": "x"},
            {"day": "2026-09-02", "name": "Quốc khánh", "kind": "holiday", "source": "x"},
        ],
        "swap_work": [{"day": "2026-08-22", "for": "2026-08-31", "source": "x"}],
    }
    return CalendarsShape.model_validate({"calendars": [values | changes]}).calendars


SWAP = {"day": "2026-09-02", "for": "2026-08-31", "source": "x"}
LONE_SWAP = {"day": "2026-08-22", "for": "2026-09-02", "source": "x"}
TWICE = [{"day": "2026-09-02", "name": "Quốc khánh", "kind": "holiday", "source": "x"}] * 2


def test_a_calendar_with_its_exchanged_days_is_sound() -> None:
    assert what(wrong_calendars(calendars())) == []


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"covers": None}, "says nothing of its days"),
        ({"base": "nowhere", "covers": None}, "unknown base “nowhere”"),
        ({"base": "office"}, "has covers and a base"),
        ({"base": "office", "covers": None}, "the base “office” has a base itself"),
        ({"weekly": {"mon": ["07:30"]}}, "hours of mon"),
        ({"weekly": {"mon": ["13:30-17:00", "07:30-11:30"]}}, "hours of mon"),
        ({"weekly": {"mon": []}}, "has no working day"),
        ({"swap_work": [SWAP]}, "2026-09-02 is listed twice"),
        ({"swap_work": [LONE_SWAP]}, "2026-09-02 is no swap_off day"),
        ({"swap_work": []}, "no day is worked for 2026-08-31"),
        ({"holidays": TWICE, "swap_work": []}, "2026-09-02 is listed twice"),
        ({"covers": {"from": "2026-09-01", "to": "2026-12-31"}}, "2026-08-31 lies outside the covered days"),
        ({"covers": {"from": "2026-01-01", "to": "2025-12-31"}}, "ends before it begins"),
        ({"covers": {"from": "2026-01-01", "to": "2027-12-31"}}, "no day off is known in 2027"),
    ],
)
def test_a_calendar_that_cannot_be_counted_with_is_named(changes: Any, why: str) -> None:
    assert any(why in sentence for sentence in what(wrong_calendars(calendars(**changes))))


def rows_of(path: Path, shape: Any) -> Iterator[Any]:
    with path.open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            yield shape.model_validate_strings({key: value for key, value in row.items() if value})


def test_the_units_of_hue_are_sound() -> None:
    units = list(rows_of(HUE / "units.csv", UnitRow))
    assert len(units) == 334
    assert what(wrong_units(units)) == []
    parts = list(rows_of(HUE / "successors.csv", SuccessorRow))
    assert what(wrong_parts(parts, {unit.code: unit for unit in units})) == []


@pytest.mark.parametrize("pack", ["vn", "ottawa"])
def test_the_calendars_of_the_packs_are_sound(pack: str) -> None:
    text = (ROOT / "packs" / pack / "organisation" / "calendars.yaml").read_text("utf-8")
    calendars = CalendarsShape.model_validate(yaml.safe_load(text)).calendars
    assert what(wrong_calendars(calendars)) == []
