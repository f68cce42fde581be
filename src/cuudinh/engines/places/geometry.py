"""Shapes of communes on one day: real boundaries where imported, cells around centres elsewhere.

All work happens in a plane of metres around the province (an affine picture of latitude and longitude),
in which points, distances and simplification are right to a fraction of a percent for one province.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from cuudinh.engines.places.types import UnitView

SHORE_METRES = 300.0
"""A point this far outside every commune still belongs to the nearest one."""

_DEGREE_METRES = 111_320.0


@dataclass(frozen=True, slots=True)
class Plane:
    """Metres east and north of an origin in the province; small numbers keep the geometry exact."""

    lat: float
    lon: float

    def _scale(self) -> tuple[float, float]:
        return _DEGREE_METRES * math.cos(math.radians(self.lat)), _DEGREE_METRES

    def point(self, lat: float, lon: float) -> shapely.Point:
        """Give the point of the plane for a latitude and longitude."""
        return _point(self, lat, lon)

    def of(self, shape: BaseGeometry) -> BaseGeometry:
        """Give a shape in longitude and latitude as a shape of the plane."""
        origin, scale = numpy.array((self.lon, self.lat)), numpy.array(self._scale())
        return shapely.transform(shape, lambda xy: (xy - origin) * scale)

    def back(self, shape: BaseGeometry) -> BaseGeometry:
        """Give a shape of the plane in longitude and latitude, to five decimals (about a metre)."""
        origin, scale = numpy.array((self.lon, self.lat)), numpy.array(self._scale())
        return shapely.transform(shape, lambda xy: numpy.round(xy / scale + origin, 5))


# What is filed is looked up in the shapes of every period, one after the other.
@lru_cache(maxsize=64)
def _point(plane: Plane, lat: float, lon: float) -> shapely.Point:
    east, north = plane._scale()
    return shapely.Point((lon - plane.lon) * east, (lat - plane.lat) * north)


@dataclass(frozen=True, slots=True)
class Shape:
    """The shape of one unit in the plane; approximate ones were drawn from centres."""

    unit: UnitView
    outline: BaseGeometry
    is_approximate: bool


class Locator:
    """The shapes of one day under an index: which unit holds a point, or is nearest to it."""

    def __init__(self, plane: Plane, shapes: Iterable[Shape]) -> None:
        self.plane = plane
        self.shapes = sorted(shapes, key=lambda shape: shape.unit.code)
        self.by_unit = {shape.unit.id: shape for shape in self.shapes}
        self._index = shapely.STRtree([shape.outline for shape in self.shapes])

    def at(self, lat: float, lon: float) -> tuple[Shape, float] | None:
        """Give the shape that holds a point, or the nearest within `SHORE_METRES`, and the metres to it.

        A point on a shared border belongs to the unit with the lower code, so that asking twice agrees.
        """
        point = self.plane.point(lat, lon)
        inside = self._index.query(point, predicate="intersects")
        if len(inside):
            return self.shapes[min(inside)], 0.0
        near, metres = self._index.query_nearest(point, max_distance=SHORE_METRES, return_distance=True)
        return (self.shapes[min(near)], float(metres[0])) if len(near) else None


def cells(centres: Sequence[shapely.Point], within: BaseGeometry) -> list[BaseGeometry]:
    """Give for each centre the part of an area that is nearer to it than to any other centre."""
    if len(centres) == 1:
        return [within]
    drawn = shapely.voronoi_polygons(shapely.MultiPoint(centres), extend_to=within.envelope, ordered=True)
    return [shapely.intersection(cell, within) for cell in drawn.geoms]


def land_around(centres: Sequence[shapely.Point]) -> BaseGeometry:
    """Give a believable extent of units of which only centres are known: their hull and half a spacing."""
    hull = shapely.MultiPoint(centres).convex_hull
    spacing = math.sqrt(hull.area / len(centres)) if hull.area else 2_000.0
    return hull.buffer(spacing / 2)


def split(whole: BaseGeometry, parts: Sequence[tuple[UnitView, shapely.Point | None]]) -> list[BaseGeometry]:
    """Divide a shape among the units that once made it up, by their centres.

    A centre that lies outside is moved to the nearest place inside; a unit without a centre is given one
    in what the others leave, the place farthest from theirs. So every unit gets some part.
    """
    known = [centre for _, centre in parts if centre is not None and whole.contains(centre)]
    centres = []
    for _, given in parts:
        if given is not None and whole.contains(given):
            centres.append(given)
        else:
            centres.append(_placed(whole, given, known))
            known.append(centres[-1])
    return cells(centres, whole)


def _placed(
    whole: BaseGeometry, wished: shapely.Point | None, known: Sequence[shapely.Point]
) -> shapely.Point:
    if wished is not None:
        near = nearest_points(whole, wished)[0]
        if all(near.distance(other) > 1 for other in known):
            return near
    return _farthest(whole, known)


def _farthest(whole: BaseGeometry, known: Sequence[shapely.Point]) -> shapely.Point:
    """Give the middle of the widest place of a shape, away from the centres already there."""
    if not known:
        return whole.representative_point()
    left, low, right, high = whole.bounds
    steps = numpy.linspace(0.05, 0.95, 19)
    grid = [
        shapely.Point(left + (right - left) * across, low + (high - low) * up)
        for across in steps
        for up in steps
    ]
    taken = shapely.MultiPoint(known)
    within = [point for point in grid if whole.contains(point)] or [whole.representative_point()]
    return max(within, key=lambda point: min(point.distance(taken), 2 * point.distance(whole.boundary)))


def centre_of(unit: UnitView, plane: Plane) -> shapely.Point | None:
    """Give the centre of a unit in the plane, if the pack knows it."""
    return None if unit.lat is None or unit.lon is None else plane.point(unit.lat, unit.lon)


def drawn_from_centres(
    units: Sequence[UnitView], plane: Plane, taken: Iterable[BaseGeometry] = ()
) -> list[Shape]:
    """Give approximate shapes of units around their centres, outside the shapes already taken.

    Units without a centre get no shape: nothing is known of where they lie.
    """
    placed = [(unit, centre) for unit in units if (centre := centre_of(unit, plane)) is not None]
    if not placed:
        return []
    centres = [centre for _, centre in placed]
    rest = shapely.difference(land_around(centres), shapely.union_all(list(taken)))
    return [
        Shape(unit, outline, is_approximate=True)
        for (unit, _), outline in zip(placed, cells(centres, rest), strict=True)
        if not outline.is_empty
    ]


def simplified(shapes: Sequence[Shape], metres: float) -> Mapping[str, BaseGeometry]:
    """Give each outline by unit code with fewer corners, neighbours keeping one common border."""
    outlines = shapely.coverage_simplify([shape.outline for shape in shapes], metres)
    return {shape.unit.code: outline for shape, outline in zip(shapes, outlines, strict=True)}
