"""The shapes of every period of a tree: boundaries where imported, else drawn from what is known.

A former commune has no boundary file of sufficient quality anywhere, but the commune it became may
have one: then the successor's shape is divided among the former communes by their centres. So a point
always lies in the old tree where its present commune says it must.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from statistics import fmean

import shapely
from shapely.geometry.base import BaseGeometry

from cuudinh.engines.places.geometry import (
    Locator,
    Plane,
    Shape,
    centre_of,
    drawn_from_centres,
    simplified,
    split,
)
from cuudinh.engines.places.tree import Tree
from cuudinh.engines.places.types import CommuneShapes, Located, UnitView

MAP_METRES = 100.0
"""How far the border on the map may stray from the boundary, which nobody sees on a phone."""


class Atlas:
    """Shapes of the communes of each period, drawn when first asked for and then kept."""

    def __init__(self, tree: Tree, boundaries: Mapping[int, bytes]) -> None:
        self.tree = tree
        self.plane = _plane_of(tree, boundaries)
        self._boundaries = boundaries
        self._locators: dict[date, Locator] = {}
        self._maps: dict[date, CommuneShapes] = {}

    def unit_at(self, lat: float, lon: float, day: date) -> Located | None:
        """Give the commune that holds a point on a day, or the nearest within the shore's metres."""
        found = self._locator(day).at(lat, lon)
        if found is None:
            return None
        shape, metres = found
        return Located(shape.unit, shape.is_approximate, metres)

    def is_approximate(self, unit: UnitView) -> bool:
        """Whether a unit is drawn from what is known of it, not by its boundary."""
        shape = self._shape_of(unit)
        return shape is None or shape.is_approximate

    def map_of(self, day: date) -> CommuneShapes:
        """Give the communes of a day as GeoJSON, simplified for a map."""
        turn = self.tree.turn(day) or day
        if turn not in self._maps:
            self._maps[turn] = self._draw_map(self._locator(day).shapes)
        return self._maps[turn]

    def _locator(self, day: date) -> Locator:
        turn = self.tree.turn(day) or day
        if turn not in self._locators:
            self._locators[turn] = Locator(self.plane, self._shapes(turn))
        return self._locators[turn]

    def _shapes(self, turn: date) -> list[Shape]:
        """Give the shapes of a period: imported, then divided from later ones, then around centres."""
        units = self.tree.in_force(turn, self.tree.lowest)
        shapes = {unit.id: self._imported(unit) for unit in units if unit.id in self._boundaries}
        later = self._divided([unit for unit in units if unit.id not in shapes])
        shapes.update((shape.unit.id, shape) for shape in later)
        bare = [unit for unit in units if unit.id not in shapes]
        taken = [shape.outline for shape in shapes.values()]
        return [*shapes.values(), *drawn_from_centres(bare, self.plane, taken)]

    def _imported(self, unit: UnitView) -> Shape:
        return Shape(unit, self.plane.of(shapely.from_wkb(self._boundaries[unit.id])), is_approximate=False)

    def _divided(self, units: list[UnitView]) -> list[Shape]:
        """Give the shapes of ended units as parts of what they became."""
        pieces: dict[int, list[Shape]] = defaultdict(list)
        claims: dict[int, list[UnitView]] = defaultdict(list)
        for unit in units:
            for part in self.tree.successors.get(unit.id, ()):
                claims[part.successor].append(unit)
        for successor_id, claimants in claims.items():
            whole = self._shape_of(self.tree.by_id[successor_id])
            if whole is not None:
                for piece in self._parts(whole, claimants):
                    pieces[piece.unit.id].append(piece)
        return [_joined(found) for found in pieces.values()]

    def _shape_of(self, unit: UnitView) -> Shape | None:
        return self._locator(unit.valid_from).by_unit.get(unit.id)

    def _parts(self, whole: Shape, claimants: list[UnitView]) -> list[Shape]:
        if self.tree.same_before(whole.unit.id) == claimants[0].id:
            return [Shape(claimants[0], whole.outline, whole.is_approximate)]
        parts = [(unit, centre_of(unit, self.plane)) for unit in claimants]
        outlines = split(whole.outline, parts)
        return [
            Shape(unit, outline, is_approximate=True)
            for unit, outline in zip(claimants, outlines, strict=True)
            if not outline.is_empty
        ]

    def _draw_map(self, shapes: list[Shape]) -> CommuneShapes:
        outlines = simplified(shapes, MAP_METRES) if shapes else {}
        features = [_feature(shape, self.plane.back(outlines[shape.unit.code])) for shape in shapes]
        collection = {"type": "FeatureCollection", "features": features}
        body = json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
        etag = hashlib.sha256(body).hexdigest()[:16]
        return CommuneShapes(body, etag, any(shape.is_approximate for shape in shapes))


def _joined(pieces: list[Shape]) -> Shape:
    """Give one shape from the parts of a unit that was divided among several successors."""
    outline = shapely.union_all([piece.outline for piece in pieces])
    is_approximate = len(pieces) > 1 or pieces[0].is_approximate
    return Shape(pieces[0].unit, outline, is_approximate)


def _feature(shape: Shape, outline: BaseGeometry) -> dict[str, object]:
    unit = shape.unit
    return {
        "type": "Feature",
        "id": unit.id,
        "properties": {
            "code": unit.code,
            "official_code": unit.official_code,
            "name": unit.name(),
            "names": dict(unit.names),
            "approximate": shape.is_approximate,
        },
        "geometry": json.loads(shapely.to_geojson(outline)),
    }


def _plane_of(tree: Tree, boundaries: Mapping[int, bytes]) -> Plane:
    """Give a plane with its origin amid the province: amid its centres, else its boundaries."""
    points = [(u.lat, u.lon) for u in tree.by_id.values() if u.lat is not None and u.lon is not None]
    for wkb in boundaries.values() if not points else ():
        middle = shapely.from_wkb(wkb).centroid
        points.append((middle.y, middle.x))
    if not points:
        return Plane(0.0, 0.0)
    return Plane(fmean(lat for lat, _ in points), fmean(lon for _, lon in points))
