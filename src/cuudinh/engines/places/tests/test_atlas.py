import json
import random
from datetime import date

import pytest
import shapely

from cuudinh.engines.places.atlas import Atlas
from cuudinh.engines.places.tests.provinces import (
    AFTER,
    BEFORE,
    EARLY_2025,
    HUE_BOUNDARIES,
    NOW,
    UNTIL_2024,
    hue_tree,
    small_boundaries,
    small_tree,
)
from cuudinh.engines.places.types import Located, UnitView


@pytest.fixture(scope="module")
def drawn() -> Atlas:
    return Atlas(small_tree(), small_boundaries())


@pytest.fixture(scope="module")
def hue() -> Atlas:
    if not HUE_BOUNDARIES.is_file():
        pytest.skip("the boundaries of Huế are not here: ../shared/data/hue_communes_30m.geojson")
    tree = hue_tree()
    features = json.loads(HUE_BOUNDARIES.read_text("utf-8"))["features"]
    return Atlas(
        tree,
        {
            tree.by_code[feature["id"] + "-2025-07"].id: shapely.to_wkb(
                shapely.geometry.shape(feature["geometry"])
            )
            for feature in features
        },
    )


def at(atlas: Atlas, lat: float, lon: float, day: date) -> Located:
    found = atlas.unit_at(lat, lon, day)
    assert found is not None, f"{lat}, {lon} lies in no commune"
    return found


def centre(unit: UnitView) -> tuple[float, float]:
    assert unit.lat is not None
    assert unit.lon is not None
    return unit.lat, unit.lon


def code_at(atlas: Atlas, lat: float, lon: float, day: date) -> str | None:
    located = atlas.unit_at(lat, lon, day)
    return located.unit.code if located else None


def test_a_point_lies_in_the_commune_of_its_boundary(drawn: Atlas) -> None:
    located = at(drawn, 10.18, 100.02, AFTER)
    assert (located.unit.code, located.is_approximate, located.metres_outside) == ("1-new", False, 0.0)


def test_a_former_commune_is_the_nearest_part_of_what_it_became(drawn: Atlas) -> None:
    located = at(drawn, 10.18, 100.02, BEFORE)
    assert (located.unit.code, located.is_approximate) == ("1-old", True)


def test_a_commune_without_a_centre_still_has_a_place(drawn: Atlas) -> None:
    shapes = json.loads(drawn.map_of(BEFORE).body)["features"]
    assert {shape["properties"]["code"] for shape in shapes} == {f"{number}-old" for number in range(1, 7)}


def test_a_centre_beyond_the_border_is_drawn_inside_it(drawn: Atlas) -> None:
    assert code_at(drawn, 10.005, 100.15, BEFORE) == "6-old"


def test_a_point_just_off_the_shore_belongs_to_the_nearest_commune(drawn: Atlas) -> None:
    near = at(drawn, 9.9985, 100.1, AFTER)
    assert near.unit.code == "5-new"
    assert near.metres_outside == pytest.approx(167, abs=2)


def test_a_point_far_outside_belongs_to_no_commune(drawn: Atlas) -> None:
    assert drawn.unit_at(9.99, 100.1, AFTER) is None
    assert drawn.unit_at(-33.9, 151.2, AFTER) is None


def test_a_point_on_a_common_border_has_one_answer(drawn: Atlas) -> None:
    assert code_at(drawn, 10.1, 100.1, AFTER) == "1-new"


def test_without_boundaries_cells_around_the_centres_are_drawn_and_marked() -> None:
    atlas = Atlas(small_tree(), {})
    located = at(atlas, 10.15, 100.1, AFTER)
    assert (located.unit.code, located.is_approximate) == ("1-new", True)
    assert atlas.map_of(AFTER).is_approximate


def test_a_map_with_all_boundaries_is_not_approximate(drawn: Atlas) -> None:
    shapes = drawn.map_of(AFTER)
    assert not shapes.is_approximate
    assert [feature["properties"]["name"] for feature in json.loads(shapes.body)["features"]] == [
        "Xã Bắc",
        "Xã Nam",
    ]


def test_the_etag_follows_the_content(drawn: Atlas) -> None:
    assert drawn.map_of(AFTER).etag == Atlas(small_tree(), small_boundaries()).map_of(AFTER).etag
    assert drawn.map_of(AFTER).etag != Atlas(small_tree(), {}).map_of(AFTER).etag


def test_on_a_day_without_units_every_point_is_outside(drawn: Atlas) -> None:
    assert drawn.unit_at(10.15, 100.1, date(1999, 1, 1)) is None
    assert json.loads(drawn.map_of(date(1999, 1, 1)).body)["features"] == []


def agrees_with_the_successors(atlas: Atlas, day: date, points: int) -> int:
    """Count points inside, after checking that the old commune of each became its present one."""
    chance, inside = random.Random(46), 0
    for _ in range(points):
        lat, lon = chance.uniform(16.0, 16.75), chance.uniform(107.0, 108.2)
        then, now = atlas.unit_at(lat, lon, day), atlas.unit_at(lat, lon, NOW)
        assert (then is None) == (now is None)
        if then is not None and now is not None:
            inside += 1
            assert now.unit.id in atlas.tree.restate(then.unit, NOW)
    return inside


@pytest.mark.parametrize("day", [UNTIL_2024, EARLY_2025])
def test_the_old_tree_never_contradicts_the_new_one_with_boundaries(hue: Atlas, day: date) -> None:
    assert agrees_with_the_successors(hue, day, 1_000) > 300


@pytest.mark.parametrize("day", [UNTIL_2024, EARLY_2025])
def test_the_old_tree_never_contradicts_the_new_one_without_boundaries(day: date) -> None:
    assert agrees_with_the_successors(Atlas(hue_tree(), {}), day, 1_000) > 300


def test_every_commune_of_hue_holds_its_own_centre(hue: Atlas) -> None:
    for unit in hue.tree.in_force(NOW, 3):
        assert code_at(hue, *centre(unit), NOW) == unit.code


def test_an_unchanged_commune_keeps_its_real_boundary_in_the_past(hue: Atlas) -> None:
    located = at(hue, *centre(hue.tree.by_code["19909-2025-07"]), EARLY_2025)
    assert (located.unit.code, located.is_approximate) == ("19909-2025-01", False)


def test_all_141_former_communes_are_on_the_map(hue: Atlas) -> None:
    assert len(json.loads(hue.map_of(UNTIL_2024).body)["features"]) == 141
