"""Where something lies in every period of the tree: decided once, when it is filed, and kept.

What is certain comes first: a unit that went over whole, forward or backward, needs no point. Else the point
decides, among what the unit came from or became. Where no point is known, or the point lies outside all of
those, the largest part decides; that is a guess, and is marked as one like a cell drawn around a centre.
"""

from datetime import date

from cuudinh.engines.places.atlas import Atlas
from cuudinh.engines.places.tree import WHOLE, Tree
from cuudinh.engines.places.types import Placed, UnitView

Point = tuple[float, float]


def placed_over_time(tree: Tree, atlas: Atlas, unit: UnitView, point: Point | None) -> dict[int, Placed]:
    """Give the unit of each period, with how it was decided; the given unit is that of its own period.

    A point that is the very centre of the unit is what stands for a unit chosen by name, and decides nothing.
    """
    known = None if point == (unit.lat, unit.lon) else point
    found = {unit.id: _itself(atlas, unit, known)}
    for period in tree.days:
        if not unit.in_force(period.first):
            placed = _placed_on(tree, atlas, unit, known, period.first)
            if placed is not None:
                found.setdefault(*placed)
    return found


def _itself(atlas: Atlas, unit: UnitView, point: Point | None) -> Placed:
    if point is None:
        return "named"
    return "cell" if atlas.is_approximate(unit) else "point"


def _placed_on(
    tree: Tree, atlas: Atlas, unit: UnitView, point: Point | None, day: date
) -> tuple[int, Placed] | None:
    parts = tree.parts(unit, day)
    if len(parts) == 1 and _is_whole(tree, unit, day):
        return next(iter(parts)), "whole"
    located = atlas.unit_at(*point, day) if point is not None else None
    if located is not None and (not parts or located.unit.id in parts):
        return located.unit.id, "cell" if located.is_approximate else "point"
    return (max(parts, key=parts.__getitem__), "share") if parts else None


def _is_whole(tree: Tree, unit: UnitView, day: date) -> bool:
    return sum(tree.restate(unit, day).values()) > WHOLE
