"""Distances on the ground and a grid of cells, to find what lies near without any outside service.

Latitudes and longitudes are degrees of WGS 84. The earth is taken as a ball; in a province the error is
below 0.6 %, far below that of a phone's position.
"""

from math import asin, cos, degrees, floor, hypot, pi, radians, sin
from typing import NamedTuple

EARTH_RADIUS_M = 6_371_008.8
CELL_M = 200
_METRES_PER_DEGREE = EARTH_RADIUS_M * pi / 180
_COLUMN_BITS = 23
_ROW_BITS = 23
_COLUMN_MASK = (1 << _COLUMN_BITS) - 1
_ROW_MASK = (1 << _ROW_BITS) - 1


class Bounds(NamedTuple):
    """A window of the map; west is greater than east when it crosses the line of 180 degrees."""

    south: float
    west: float
    north: float
    east: float


def metres_between(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Give the distance of two points along the ground (haversine).

    >>> round(metres_between(16.4637, 107.5909, 16.4647, 107.5909))
    111
    """
    phi_a, phi_b = radians(lat_a), radians(lat_b)
    across = sin(radians(lon_b - lon_a) / 2) * (cos(phi_a) * cos(phi_b)) ** 0.5
    return 2 * EARTH_RADIUS_M * asin(min(1.0, hypot(sin((phi_b - phi_a) / 2), across)))


def bounds(lat: float, lon: float, metres: float) -> Bounds:
    """Give the smallest window that holds everything within so many metres of a point.

    >>> bounds(0, 0, 111_195).north < 1.0001
    True
    """
    tall, wide = metres / _METRES_PER_DEGREE, _reach(abs(lat), metres)
    if abs(lat) + tall >= 90:
        return Bounds(max(lat - tall, -90), -180, min(lat + tall, 90), 180)
    return Bounds(lat - tall, _wrapped(lon - wide), lat + tall, _wrapped(lon + wide))


def cell(lat: float, lon: float, size_m: int = CELL_M) -> int:
    """Give the cell of a grid whose cells are at least `size_m` metres wide and high (5 to 4,000).

    The size is part of the number, so that cells of different grids are never taken for each other. It fits
    into 63 bits.

    >>> cell(16.4637, 107.5909) == cell(16.4638, 107.5910)
    True
    """
    assert 5 <= size_m <= 4_000, "a cell is 5 m to 4 km wide"
    row = _row(lat, size_m)
    columns = _columns(row, size_m)
    return _number(size_m, row, floor((_wrapped(lon) + 180) / 360 * columns) % columns)


def neighbours(number: int) -> tuple[int, ...]:
    """Give the cell itself and those around it: whatever lies within `size_m` of any point in it is there.

    >>> cell(16.4655, 107.5909) in neighbours(cell(16.4637, 107.5909))
    True
    """
    size_m, row, column = _parts(number)
    width = 360 / _columns(row, size_m)
    rows = range(max(row - 1, 0), min(row + 1, _row(90, size_m)) + 1)
    reach = _reach(max(_highest(beside, size_m) for beside in rows), size_m)
    west, east = column * width - 180 - reach, (column + 1) * width - 180 + reach
    return tuple(near for beside in rows for near in _cells_of_row(size_m, beside, west, east))


def cells_within(lat: float, lon: float, metres: float, size_m: int = CELL_M) -> tuple[int, ...]:
    """Give every cell that can hold a point within so many metres of a place.

    >>> cell(16.4637, 107.5914) in cells_within(16.4637, 107.5909, 60)
    True
    """
    tall = metres / _METRES_PER_DEGREE
    wide = _reach(abs(lat) + tall, metres)
    rows = range(_row(max(lat - tall, -90), size_m), _row(min(lat + tall, 90), size_m) + 1)
    return tuple(near for row in rows for near in _cells_of_row(size_m, row, lon - wide, lon + wide))


def cells_in(window: Bounds, most: int, size_m: int = CELL_M) -> tuple[int, ...] | None:
    """Give every cell that can hold a point of a window, or None when they are more than `most`.

    >>> cell(16.4637, 107.5909) in cells_in(Bounds(16.46, 107.59, 16.47, 107.60), 100)
    True
    >>> cells_in(Bounds(-90, -180, 90, 180), 100)
    """
    found: list[int] = []
    for row in range(_row(max(window.south, -90), size_m), _row(min(window.north, 90), size_m) + 1):
        found += _cells_of_row(size_m, row, max(window.west, -180), min(window.east, 180))
        if len(found) > most:
            return None
    return tuple(found)


def _cells_of_row(size_m: int, row: int, west: float, east: float) -> list[int]:
    columns = _columns(row, size_m)
    first, last = floor((west + 180) / 360 * columns), floor((east + 180) / 360 * columns)
    return [_number(size_m, row, at % columns) for at in range(first, last + 1)[:columns]]


def _row(lat: float, size_m: int) -> int:
    return floor((lat + 90) * _METRES_PER_DEGREE / size_m)


def _reach(lat: float, metres: float) -> float:
    """How many degrees of longitude points within so many metres can lie apart, none nearer a pole."""
    share = sin(min(metres / EARTH_RADIUS_M, pi) / 2)
    across = cos(radians(min(lat, 90)))
    return 180.0 if share >= across else degrees(2 * asin(share / across))


def _highest(row: int, size_m: int) -> float:
    """The latitude in a row that is nearest to a pole, without its sign."""
    south = row * size_m / _METRES_PER_DEGREE - 90
    return min(90.0, max(abs(south), abs(south + size_m / _METRES_PER_DEGREE)))


def _columns(row: int, size_m: int) -> int:
    """How many columns a row is cut into, so that each is wide enough even at the row's narrow side."""
    return max(1, floor(360 / _reach(_highest(row, size_m), size_m)))


def _wrapped(lon: float) -> float:
    return (lon + 180) % 360 - 180


def _number(size_m: int, row: int, column: int) -> int:
    return (size_m << _ROW_BITS | row) << _COLUMN_BITS | column


def _parts(number: int) -> tuple[int, int, int]:
    above = number >> _COLUMN_BITS
    return above >> _ROW_BITS, above & _ROW_MASK, number & _COLUMN_MASK
