"""The public place is all that the public can find out: two cases with one public place cannot be told apart.

Whoever could ask a question whose answer depends on the exact place would find that place by asking often.
"""

import random
from collections.abc import Iterator

import pytest

from cuudinh.engines.cases import queries
from cuudinh.engines.cases.rules.likeness import round_place
from cuudinh.engines.cases.tests.town import Town
from cuudinh.engines.cases.types import ListFilter
from cuudinh.kernel.actor import VISITOR
from cuudinh.kernel.geo import Bounds

ROUND_M = 20
Place = tuple[float, float]
# Both lie in one square of 20 metres, and one in its neighbour.
HERE, THERE, BESIDE = (16.46031, 107.58031), (16.46046, 107.58047), (16.4605, 107.5804)


def _public(town: Town, place: Place) -> str:
    number = town.file(location={"lat": place[0], "lon": place[1], "label": ""})
    town.act("dispatcher", number, "assign")
    return number


@pytest.fixture
def twins(town: Town) -> tuple[str, str]:
    """Two public cases at different places that are published as one."""
    assert round_place(*HERE, ROUND_M) == round_place(*THERE, ROUND_M) != round_place(*BESIDE, ROUND_M)
    return _public(town, HERE), _public(town, THERE)


def _windows() -> Iterator[Bounds]:
    """Give windows with an edge between the two places, near the square, and across it anyhow."""
    chance = random.Random(7)
    for _ in range(60):
        south, west = (min(a, b) + chance.random() * abs(a - b) for a, b in zip(HERE, THERE, strict=True))
        yield Bounds(south, 107, 17, 108)
        yield Bounds(16, west, 17, 108)
        yield Bounds(16, 107, south, 108)
        yield Bounds(16, 107, 17, west)
        lats, lons = (sorted(at + chance.uniform(-3e-4, 3e-4) for _ in "ab") for at in HERE)
        yield Bounds(lats[0], lons[0], lats[1], lons[1])


def test_no_window_tells_two_cases_with_one_public_place_apart(town: Town, twins: tuple[str, str]) -> None:
    for window in _windows():
        shown = {row.number for row in queries.public_points(VISITOR, *window, ListFilter())}
        assert not shown or shown == set(twins), window


def test_what_is_cut_off_a_full_window_depends_on_public_places_alone(
    town: Town, twins: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = _public(town, BESIDE)
    monkeypatch.setattr("cuudinh.engines.cases.queries.nearby.POINTS_MOST", 2)
    everywhere = [row.number for row in queries.public_points(VISITOR, 16, 107, 17, 108, ListFilter())]
    assert everywhere == [beside, twins[1]]
    edge = (round_place(*HERE, ROUND_M)[0] + round_place(*BESIDE, ROUND_M)[0]) / 2
    below = [row.number for row in queries.public_points(VISITOR, 16, 107, edge, 108, ListFilter())]
    assert below == [twins[1], twins[0]]


def test_a_window_around_the_public_place_shows_the_case(town: Town, twins: tuple[str, str]) -> None:
    lat, lon = round_place(*HERE, ROUND_M)
    window = Bounds(lat - 1e-6, lon - 1e-6, lat + 1e-6, lon + 1e-6)
    shown = queries.public_points(VISITOR, *window, ListFilter())
    assert {row.number for row in shown} == set(twins)
    assert {(row.lat, row.lon) for row in shown} == {(lat, lon)}


def test_distances_for_residents_are_measured_to_the_public_place(town: Town, twins: tuple[str, str]) -> None:
    chance = random.Random(11)
    for _ in range(100):
        lat, lon = (at + chance.uniform(-9e-4, 9e-4) for at in HERE)
        near = queries.nearby_cases(town["neighbour"], service_id="street", lat=lat, lon=lon)
        assert len({(one.distance_m, one.score) for one in near}) < 2
        assert {one.row.number for one in near} in (set(), set(twins))


def test_the_centre_measures_to_the_place_itself(town: Town, twins: tuple[str, str]) -> None:
    near = queries.nearby_cases(town["dispatcher"], service_id="street", lat=THERE[0], lon=THERE[1])
    assert {one.row.number: one.distance_m for one in near} == {twins[0]: 24, twins[1]: 0}
