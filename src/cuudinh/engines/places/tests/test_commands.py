import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cuudinh.engines.places import queries, snapshot
from cuudinh.engines.places.commands import apply_places, import_boundaries
from cuudinh.engines.places.definitions import PART, SuccessorRow, UnitRow
from cuudinh.engines.places.models import Revision, Unit, UnitSuccession
from cuudinh.engines.places.tests.provinces import EARLY_2025, HUE_BOUNDARIES, NOW, ROOT
from cuudinh.engines.places.tests.worlds import world_at, world_of
from cuudinh.engines.places.types import BadBoundaries, Located, UnitsVanished
from cuudinh.journal.audit import lines_about
from cuudinh.kernel.actor import Actor, Seat, system
from cuudinh.kernel.refusal import NotYours
from cuudinh.packs.world import PackWorld

pytestmark = pytest.mark.django_db

CONSOLE = system("console")
UNITS, PARTS = "organisation/units.csv", "organisation/successors.csv"


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    snapshot.forget()
    yield
    snapshot.forget()


@pytest.fixture(scope="module")
def hue_world() -> PackWorld:
    return world_at(ROOT / "packs" / "vn", ROOT / "packs" / "hue", root_unit="46-2025-01")


def row(code: str, since: str, until: str | None = None, **changes: Any) -> tuple[str, UnitRow]:
    values: dict[str, Any] = {
        "code": f"{code}-{since[:7]}",
        "official_code": code,
        "name_vi": f"Xã {code}",
        "kind": "xa",
        "level": 3,
        "valid_from": since,
        "valid_to": until,
    }
    return UNITS, UnitRow(**values | changes)


def became(old: str, new: str, on: str, share: float = 1.0) -> tuple[str, SuccessorRow]:
    return PARTS, SuccessorRow(predecessor=old, successor=new, on=on, share=share)


def located(lat: float, lon: float, day: date | None = None) -> Located:
    found = queries.unit_at(lat, lon, day)
    assert found is not None, f"{lat}, {lon} lies in no commune"
    return found


def square_file(tmp_path: Path, *codes: str) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": [[[x, 10], [x + 1, 10], [x + 1, 11], [x, 10]]]},
        }
        for x, code in enumerate(codes, start=100)
    ]
    path = tmp_path / "squares.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_the_packs_of_hue_and_ottawa_are_sound(hue_world: PackWorld) -> None:
    ottawa = world_at(ROOT / "packs" / "ottawa", root_unit="3506008-2001-01")
    assert [str(fault) for world in (hue_world, ottawa) for fault in PART.check(world)] == []


def test_a_fault_names_its_file_and_line_and_the_nearest_name() -> None:
    world = world_of(
        row("1", "2020-01-01"), row("2", "2020-01-01", parent="1-2020-02"), root_unit="1-2020-01"
    )
    assert [str(fault) for fault in PART.check(world)] == [
        "organisation/units.csv:3: unknown parent “1-2020-02”; expected the code of a unit; "
        'did you mean "1-2020-01"?'
    ]


def test_the_unit_of_the_province_must_be_in_force() -> None:
    world = world_of(row("1", "2020-01-01", "2021-01-01"), root_unit="1-2020-01")
    assert [fault.what for fault in PART.check(world)] == ["“1-2020-01” is no unit in force today"]


def test_hue_applied_can_be_asked_on_each_of_its_trees(hue_world: PackWorld) -> None:
    apply_places(hue_world)
    assert [period.counts[3] for period in queries.tree_days()] == [141, 133, 40]
    assert [unit.name("en") for unit in queries.ancestors("19750-2025-01")] == [
        "Phu Xuan District",
        "Hue City",
    ]
    assert queries.calendar("vn-hanh-chinh").is_working_day(date(2026, 8, 22))
    assert located(16.4637, 107.5909, NOW).is_approximate


def test_ottawa_is_served_by_the_same_code() -> None:
    apply_places(world_at(ROOT / "packs" / "ottawa"))
    assert [unit.official_code for unit in queries.units_in_force()] == [str(n) for n in range(1, 24)]
    assert located(45.4236, -75.7009).unit.name("en") == "Ward 14 – Somerset"
    assert not queries.calendar("ottawa-office").is_working_day(date(2014, 7, 1))


def test_applying_again_keeps_the_numbers_of_units(hue_world: PackWorld) -> None:
    apply_places(hue_world)
    before = dict(Unit.objects.values_list("code", "id"))
    token = Revision.objects.get().token
    apply_places(hue_world)
    assert dict(Unit.objects.values_list("code", "id")) == before
    assert Revision.objects.get().token != token


def test_a_new_version_may_end_a_unit_and_say_what_became_of_it() -> None:
    apply_places(world_of(row("1", "2020-01-01")))
    old = queries.unit("1-2020-01")
    apply_places(
        world_of(
            row("1", "2020-01-01", "2025-06-30"),
            row("1", "2025-07-01"),
            became("1-2020-01", "1-2025-07", "2025-07-01"),
        )
    )
    assert queries.unit("1-2020-01").id == old.id
    assert queries.today_of(old.id, NOW) == (queries.unit("1-2025-07").id,)


def test_a_new_version_may_not_drop_a_unit_that_reports_hold() -> None:
    apply_places(world_of(row("1", "2020-01-01"), row("2", "2020-01-01")))
    with pytest.raises(UnitsVanished, match="2-2020-01"):
        apply_places(world_of(row("1", "2020-01-01")))
    assert len(queries.units_in_force()) == 2


def test_a_pack_that_others_stand_on_leaves_the_units_alone(hue_world: PackWorld) -> None:
    apply_places(hue_world)
    apply_places(world_at(ROOT / "packs" / "vn"))
    assert len(queries.units_in_force(NOW)) == 40


def test_a_plan_says_which_units_begin_and_end() -> None:
    old = world_of(row("1", "2020-01-01"))
    new = world_of(row("1", "2020-01-01", "2025-06-30"), row("1", "2025-07-01"))
    assert [said.vi for said in PART.sentences(old, new)] == [
        "Thêm 1 đơn vị hành chính.",
        "Xã 1 kết thúc ngày 30/06/2025.",
    ]


def test_imported_boundaries_belong_to_the_communes_of_the_day(tmp_path: Path) -> None:
    apply_places(
        world_of(row("1", "2020-01-01", "2025-06-30"), row("1", "2025-07-01"), row("2", "2025-07-01"))
    )
    path = square_file(tmp_path, "1", "3")
    done = import_boundaries(CONSOLE, path=path, code_property="code", source="drawn", day=NOW)
    assert (done.imported, done.missing, done.unknown) == (1, ("2",), ("3",))
    found = located(10.2, 100.6, NOW)
    assert (found.unit.code, found.is_approximate) == ("1-2025-07", False)


def test_boundaries_imported_again_replace_the_first_ones(tmp_path: Path) -> None:
    apply_places(world_of(row("1", "2025-07-01"), row("2", "2025-07-01")))
    for codes in (("1", "2"), ("2", "1")):
        path = square_file(tmp_path, *codes)
        import_boundaries(CONSOLE, path=path, code_property="code", source="drawn", day=NOW)
    assert located(10.2, 100.6, NOW).unit.official_code == "2"


def test_boundaries_of_another_place_are_refused_and_change_nothing(tmp_path: Path) -> None:
    apply_places(world_of(row("1", "2025-07-01", lat=10.5, lon=100.5)))
    token = Revision.objects.get().token
    with pytest.raises(BadBoundaries, match="Không mã nào"):
        import_boundaries(
            CONSOLE, path=square_file(tmp_path, "99"), code_property="code", source="drawn", day=NOW
        )
    assert Revision.objects.get().token == token
    assert queries.has_approximate_shapes(NOW)


def test_an_outline_far_from_the_centre_of_its_commune_is_refused(tmp_path: Path) -> None:
    apply_places(world_of(row("1", "2025-07-01", lat=16.46, lon=107.58)))
    with pytest.raises(BadBoundaries, match="cách trung tâm"):
        import_boundaries(
            CONSOLE, path=square_file(tmp_path, "1"), code_property="code", source="drawn", day=NOW
        )
    assert queries.has_approximate_shapes(NOW)


def test_an_outline_over_that_of_another_commune_is_refused(tmp_path: Path) -> None:
    apply_places(world_of(row("1", "2025-07-01"), row("2", "2025-07-01")))
    import_boundaries(CONSOLE, path=square_file(tmp_path, "1"), code_property="code", source="drawn", day=NOW)
    with pytest.raises(BadBoundaries, match="mã 2 và mã 1 chồng lên nhau"):
        import_boundaries(
            CONSOLE, path=square_file(tmp_path, "2"), code_property="code", source="drawn", day=NOW
        )


def test_an_import_stands_in_the_log(tmp_path: Path) -> None:
    apply_places(world_of(row("1", "2025-07-01")))
    import_boundaries(CONSOLE, path=square_file(tmp_path, "1"), code_property="code", source="drawn", day=NOW)
    (line,) = lines_about("boundaries", NOW)
    assert line.act == "places.import_boundaries"


@pytest.mark.parametrize("role", ["officer", "leader"])
def test_only_an_administrator_imports_boundaries(tmp_path: Path, role: str) -> None:
    actor = Actor(kind="staff", account_id=1, seats=(Seat(1, "ubnd", role, frozenset({1})),))
    with pytest.raises(NotYours):
        import_boundaries(
            actor, path=square_file(tmp_path, "1"), code_property="code", source="drawn", day=NOW
        )


def test_with_the_real_boundaries_of_hue_today_is_exact_and_the_past_is_not(hue_world: PackWorld) -> None:
    if not HUE_BOUNDARIES.is_file():
        pytest.skip("the boundaries of Huế are not here: ../shared/data/hue_communes_30m.geojson")
    apply_places(hue_world)
    done = import_boundaries(CONSOLE, path=HUE_BOUNDARIES, code_property="code", source="reference", day=NOW)
    assert (done.imported, done.missing, done.unknown) == (40, (), ())
    assert not queries.has_approximate_shapes(NOW)
    assert queries.has_approximate_shapes(EARLY_2025)
    assert located(16.4698, 107.5786, NOW).unit.name() == "Phường Phú Xuân"


def test_what_a_pack_may_hold_the_tables_can_hold() -> None:
    for shape, columns in ((UnitRow, Unit), (SuccessorRow, UnitSuccession)):
        properties = shape.model_json_schema()["properties"]
        for column in columns._meta.get_fields():
            most = properties.get(column.name, {}).get("maxLength")
            if most is not None:
                assert getattr(column, "max_length", None) == most, f"{shape.__name__}.{column.name}"
    longest = "x" * 60
    apply_places(world_of(row("1", "2020-01-01", kind=longest)))
    assert Unit.objects.get().kind == longest
