"""Where something lies in the other periods of the tree: certain, by its point, or by the largest part."""

from cuudinh.engines.places.atlas import Atlas
from cuudinh.engines.places.placing import Point, placed_over_time
from cuudinh.engines.places.tests.provinces import EARLY_2025, NOW, hue_tree, small_boundaries, small_tree

TREE = small_tree()
ATLAS = Atlas(TREE, small_boundaries())


def placed(code: str, point: Point | None) -> dict[str, str]:
    found = placed_over_time(TREE, ATLAS, TREE.by_code[code], point)
    return {TREE.by_id[unit_id].code: how for unit_id, how in found.items()}


def test_what_went_over_whole_needs_no_point() -> None:
    assert placed("3-old", None) == {"3-old": "named", "1-new": "whole"}


def test_in_a_divided_commune_the_point_decides() -> None:
    assert placed("4-old", (10.13, 100.19)) == {"4-old": "cell", "1-new": "point"}
    assert placed("4-old", (10.07, 100.19)) == {"4-old": "cell", "5-new": "point"}


def test_in_a_merged_commune_the_point_decides_and_a_cell_is_marked() -> None:
    assert placed("1-new", (10.16, 100.02)) == {"1-new": "point", "1-old": "cell"}
    assert placed("1-new", (10.16, 100.15)) == {"1-new": "point", "2-old": "cell"}


def test_without_a_point_the_largest_part_decides_and_is_marked() -> None:
    assert placed("5-new", None)["5-new"] == "named"
    assert set(placed("5-new", None).items()) & {("5-old", "share"), ("6-old", "share")}


def test_the_centre_that_stands_for_a_name_decides_nothing() -> None:
    unit = TREE.by_code["4-old"]
    assert unit.lat is not None
    assert unit.lon is not None
    assert placed("4-old", (unit.lat, unit.lon))["4-old"] == "named"
    assert "share" in placed("4-old", (unit.lat, unit.lon)).values()


def test_every_commune_of_hue_has_one_place_in_each_period() -> None:
    tree = hue_tree()
    atlas = Atlas(tree, {})
    for unit in tree.in_force(NOW, 3):
        assert unit.lat is not None
        assert unit.lon is not None
        found = placed_over_time(tree, atlas, unit, (unit.lat + 1e-5, unit.lon))
        for period in tree.days:
            there = [unit_id for unit_id in found if tree.by_id[unit_id].in_force(period.first)]
            assert len(there) == 1, unit.code
    assert len(tree.in_force(EARLY_2025, 3)) == 133
