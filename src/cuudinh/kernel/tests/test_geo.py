"""Distances and cells: nothing that is near is missed, anywhere on earth."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cuudinh.kernel.geo import bounds, cell, cells_within, metres_between, neighbours

LATS = st.floats(-90, 90)
LONS = st.floats(-180, 180)
SIZES = st.integers(5, 4_000)


def moved(lat: float, lon: float, metres: float, bearing: float) -> tuple[float, float]:
    """Give the point so many metres away in a direction, on a small flat piece of the ground."""
    degree = 111_195.08
    north = lat + metres * math.cos(bearing) / degree
    east = lon + metres * math.sin(bearing) / (degree * max(math.cos(math.radians(lat)), 1e-9))
    return north, (east + 180) % 360 - 180


@pytest.mark.parametrize(
    ("a", "b", "metres"),
    [
        ((0, 0), (0, 1), 111_195),
        ((90, 0), (-90, 77), 20_015_115),
        ((16.4637, 107.5909), (21.0285, 105.8542), 541_000),
        ((0, 179.9995), (0, -179.9995), 111),
    ],
)
def test_known_distances(a: tuple[float, float], b: tuple[float, float], metres: float) -> None:
    assert metres_between(*a, *b) == pytest.approx(metres, rel=0.005)


@given(LATS, LONS, LATS, LONS)
def test_a_distance_is_the_same_both_ways_and_at_most_half_round_the_earth(
    lat_a: float, lon_a: float, lat_b: float, lon_b: float
) -> None:
    there, back = metres_between(lat_a, lon_a, lat_b, lon_b), metres_between(lat_b, lon_b, lat_a, lon_a)
    assert there == pytest.approx(back, abs=1e-3)
    assert 0 <= there <= 20_015_116


@given(LATS, LONS, SIZES, st.floats(0, 1), st.floats(0, math.tau))
def test_whatever_is_near_is_in_a_neighbouring_cell(
    lat: float, lon: float, size_m: int, share: float, bearing: float
) -> None:
    there = moved(lat, lon, size_m * share, bearing)
    assume(-90 <= there[0] <= 90 and metres_between(lat, lon, *there) <= size_m)
    near = neighbours(cell(lat, lon, size_m))
    assert cell(*there, size_m) in near
    assert len(near) == len(set(near))


@given(LATS, LONS, st.floats(1, 2_000), st.floats(0, 1), st.floats(0, math.tau))
def test_whatever_is_within_the_metres_is_in_one_of_the_cells(
    lat: float, lon: float, metres: float, share: float, bearing: float
) -> None:
    there = moved(lat, lon, metres * share, bearing)
    assume(-90 <= there[0] <= 90 and metres_between(lat, lon, *there) <= metres)
    assert cell(*there) in cells_within(lat, lon, metres)


@given(st.floats(-70, 70), LONS, SIZES)
def test_a_place_has_a_handful_of_neighbours_where_people_live(lat: float, lon: float, size_m: int) -> None:
    assert 9 <= len(neighbours(cell(lat, lon, size_m))) <= 14


def test_few_cells_are_asked_for_a_duplicate_in_a_street() -> None:
    assert len(cells_within(16.4637, 107.5909, 60)) <= 4


@given(LATS, LONS, SIZES)
def test_a_cell_fits_into_a_column_of_sixty_three_bits(lat: float, lon: float, size_m: int) -> None:
    assert 0 <= cell(lat, lon, size_m) < 2**63


def test_cells_of_different_sizes_never_meet() -> None:
    assert cell(16.4637, 107.5909, 100) not in neighbours(cell(16.4637, 107.5909, 101))


@given(
    st.floats(-80, 80), st.floats(-170, 170), st.floats(1, 50_000), st.floats(0, 1), st.floats(0, math.tau)
)
def test_a_window_holds_everything_within_its_metres(
    lat: float, lon: float, metres: float, share: float, bearing: float
) -> None:
    there = moved(lat, lon, metres * share, bearing)
    assume(metres_between(lat, lon, *there) <= metres * 0.9999)
    window = bounds(lat, lon, metres)
    assert window.south <= there[0] <= window.north
    assert window.west <= there[1] <= window.east


def test_a_window_over_a_pole_goes_all_round() -> None:
    assert bounds(89.9999, 10, 1_000)[1:] == (-180, 90, 180)


def test_a_window_over_the_line_of_180_degrees_says_so_by_its_order() -> None:
    window = bounds(0, 179.9999, 1_000)
    assert window.west > window.east
