import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import shapely

from cuudinh.engines.places import queries, snapshot
from cuudinh.engines.places.models import Boundary, CalendarRecord, Revision, Unit, UnitSuccession
from cuudinh.engines.places.tests.provinces import (
    AFTER,
    BEFORE,
    NEW_UNITS,
    OLD_UNITS,
    PARTS,
    small_boundaries,
)
from cuudinh.engines.places.tests.test_calendars import NATIONAL
from cuudinh.engines.places.types import UnitView, UnknownCalendar, UnknownUnit
from cuudinh.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def province() -> Iterator[None]:
    """The invented province, in the tables."""
    ids = {}
    for view in (*OLD_UNITS, *NEW_UNITS):
        row = Unit.objects.create(
            code=view.code,
            official_code=view.official_code,
            names=dict(view.names),
            kind=view.kind,
            level=view.level,
            lat=view.lat,
            lon=view.lon,
            valid_from=view.valid_from,
            valid_to=view.valid_to,
        )
        ids[view.id] = row.pk
    for part in PARTS:
        UnitSuccession.objects.create(
            predecessor_id=ids[part.predecessor],
            successor_id=ids[part.successor],
            on=date(2020, 1, 1),
            share=part.share,
        )
    for number, wkb in small_boundaries().items():
        Boundary.objects.create(unit_id=ids[number], source="drawn", geometry=wkb, imported_at=clock.now())
    CalendarRecord.objects.create(id="national", body=NATIONAL)
    Revision.objects.create(id=1, token="first", zone="Asia/Ho_Chi_Minh")
    snapshot.forget()
    yield
    snapshot.forget()


def code_at(lat: float, lon: float, day: date | None = None) -> str | None:
    located = queries.unit_at(lat, lon, day)
    return located.unit.code if located else None


def codes(units: Iterable[UnitView]) -> list[str]:
    return [unit.code for unit in units]


def test_a_unit_is_found_by_code_and_by_number() -> None:
    unit = queries.unit("1-new")
    assert queries.unit_by_id(unit.id) == unit
    assert queries.units_by_id([unit.id, -1]) == {unit.id: unit}


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(UnknownUnit, match="9-new"):
        queries.unit("9-new")
    with pytest.raises(UnknownUnit):
        queries.unit_by_id(-1)


def test_units_in_force_are_those_of_the_day() -> None:
    assert codes(queries.units_in_force(AFTER)) == ["1-new", "5-new"]
    assert len(queries.units_in_force(BEFORE)) == 6
    assert codes(queries.units_in_force()) == ["1-new", "5-new"]


def test_today_is_the_day_in_the_province() -> None:
    with clock.frozen(datetime(2019, 12, 31, 18, tzinfo=UTC)):
        assert codes(queries.units_in_force()) == ["1-new", "5-new"]
    with clock.frozen(datetime(2019, 12, 31, 16, tzinfo=UTC)):
        assert len(queries.units_in_force()) == 6


def test_a_point_is_located_on_the_tree_of_the_day() -> None:
    assert code_at(10.18, 100.02) == "1-new"
    assert code_at(10.18, 100.02, BEFORE) == "1-old"
    assert code_at(12.0, 100.02) is None


def test_an_ended_unit_has_the_communes_of_its_last_day() -> None:
    old = queries.unit("4-old")
    assert queries.communes_of("4-old") == queries.communes_of("4-old", BEFORE) == (old.id,)


def test_a_divided_unit_becomes_two_the_larger_first() -> None:
    assert set(queries.today_of(queries.unit("4-old").id)) == {
        queries.unit("1-new").id,
        queries.unit("5-new").id,
    }
    assert queries.today_of(queries.unit("1-old").id) == (queries.unit("1-new").id,)


def test_the_map_of_a_day_says_whether_it_is_approximate() -> None:
    assert not queries.has_approximate_shapes(AFTER)
    assert queries.has_approximate_shapes(BEFORE)
    features = json.loads(queries.commune_shapes(AFTER).body)["features"]
    assert [feature["id"] for feature in features] == [queries.unit("1-new").id, queries.unit("5-new").id]
    assert shapely.geometry.shape(features[0]["geometry"]).is_valid


def test_a_calendar_is_given_by_name() -> None:
    assert queries.calendar("national").is_working_day(date(2026, 8, 22))
    with pytest.raises(UnknownCalendar, match="lunar"):
        queries.calendar("lunar")


def test_many_questions_cost_one_look_at_the_database_a_second(django_assert_max_num_queries: Any) -> None:
    queries.unit("1-new")
    with django_assert_max_num_queries(1):
        for _ in range(50):
            queries.unit_at(10.18, 100.02)
            queries.units_in_force()
            queries.search_units("Bắc")


def test_a_change_by_another_process_is_seen_when_the_token_is_compared_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert queries.unit("1-new").name() == "Xã Bắc"
    Unit.objects.filter(code="1-new").update(names={"vi": "Phường Bắc"})
    Revision.objects.filter(id=1).update(token="second")
    monkeypatch.setattr(snapshot, "FRESH_SECONDS", 0.0)
    assert queries.unit("1-new").name() == "Phường Bắc"


def test_without_a_change_the_snapshot_is_the_same_object(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = snapshot.current()
    monkeypatch.setattr(snapshot, "FRESH_SECONDS", 0.0)
    assert snapshot.current() is kept
