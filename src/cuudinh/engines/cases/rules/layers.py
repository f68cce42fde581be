"""A flow laid out as a picture: states in rows by how far they are from the beginning, lines between them.

A small layered drawing of our own: rows by the shortest way, places in a row by where the lines come from. Lines leave
and arrive at the heads and feet of boxes and pass between them, never behind one; the number of a line stands upon it,
in no box. The same flow always gives the same picture.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

BOX_WIDTH: Final = 176
BOX_HEIGHT: Final = 56
GAP_ACROSS: Final = 56
GAP_DOWN: Final = 88
MARGIN: Final = 72
# How far a line within a row is drawn away from its boxes; how large the mark of a line is.
_LIFT: Final = 56
_MARK: Final = 12
# Where on its curves a mark may stand, in twentieths of the way, the middle first.
_PARTS: Final = (10, 8, 12, 7, 13, 6, 14, 9, 11, 5, 15, 4, 16, 3, 17)
# How often the places in the rows are put in order again; flows are small.
_SWEEPS: Final = 4


Point = tuple[int, int]
Curve = tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Box:
    """A state's box: its left upper corner and its row."""

    id: str
    x: int
    y: int
    row: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two boxes as an SVG path, and where its mark stands."""

    source: str
    target: str
    path: str
    x: int
    y: int
    is_back: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A picture: its size, its boxes in the order of the states, its lines."""

    width: int
    height: int
    boxes: Sequence[Box]
    lines: Sequence[Line]


def laid_out(initial: str, states: Sequence[str], ways: Iterable[tuple[str, str]]) -> Layout:
    """Give the picture of states and the ways between them; ways from a state to itself are not drawn.

    >>> layout = laid_out("new", ["new", "done"], [("new", "done"), ("done", "done")])
    >>> [(box.id, box.row) for box in layout.boxes], len(layout.lines)
    ([('new', 0), ('done', 1)], 1)
    """
    pairs = [pair for pair in dict.fromkeys(ways) if pair[0] != pair[1]]
    rows = _in_rows(_rows_of(initial, states, pairs), states, pairs)
    widest = max(len(row) for row in rows)
    width = widest * BOX_WIDTH + (widest - 1) * GAP_ACROSS + 2 * MARGIN
    boxes = {box.id: box for number, row in enumerate(rows) for box in _boxes(row, number, width)}
    height = len(rows) * BOX_HEIGHT + (len(rows) - 1) * GAP_DOWN + 2 * (MARGIN // 3)
    lines = _lines(boxes, pairs)
    return Layout(width, height, [boxes[state] for state in states], lines)


def _rows_of(initial: str, states: Sequence[str], pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Give the row of each state: how many acts it is away; what nothing leads to stands in the last row."""
    rows, reached = {initial: 0}, [initial]
    for state in reached:
        for source, target in pairs:
            if source == state and target not in rows:
                rows[target] = rows[state] + 1
                reached.append(target)
    last = max(rows.values()) + 1
    return {state: rows.get(state, last) for state in states}


def _in_rows(
    row_of: Mapping[str, int], states: Sequence[str], pairs: Sequence[tuple[str, str]]
) -> list[list[str]]:
    """Give the states of each row, in an order in which lines cross little."""
    numbers = {number: place for place, number in enumerate(sorted(set(row_of.values())))}
    rows: list[list[str]] = [[] for _ in numbers]
    for state in states:
        rows[numbers[row_of[state]]].append(state)
    near: dict[str, list[str]] = defaultdict(list)
    for source, target in pairs:
        near[source].append(target)
        near[target].append(source)
    for _ in range(_SWEEPS):
        places = {state: place / len(row) for row in rows for place, state in enumerate(row)}
        for row in rows:
            row.sort(key=lambda state: _middle(near[state], places, places[state]))
    return rows


def _middle(near: Sequence[str], places: Mapping[str, float], own: float) -> float:
    return sum(places[one] for one in near) / len(near) if near else own


def _boxes(row: Sequence[str], number: int, width: int) -> Iterable[Box]:
    taken = len(row) * BOX_WIDTH + (len(row) - 1) * GAP_ACROSS
    left = (width - taken) // 2
    y = MARGIN // 3 + number * (BOX_HEIGHT + GAP_DOWN)
    for place, state in enumerate(row):
        yield Box(state, left + place * (BOX_WIDTH + GAP_ACROSS), y, number)


def _lines(boxes: Mapping[str, Box], pairs: Sequence[tuple[str, str]]) -> list[Line]:
    """Give the lines: each through the gaps between boxes, with its mark where neither box nor mark is."""
    rows: dict[int, list[Box]] = defaultdict(list)
    for box in sorted(boxes.values(), key=lambda one: one.x):
        rows[box.row].append(box)
    ports, used, marks = _ports(boxes, pairs), dict[int, int](), list[Point]()
    found = []
    for number, (source, target) in enumerate(pairs):
        ends = ports[number, True], ports[number, False]
        curves = _curves(boxes[source], boxes[target], ends, rows, used)
        mark = _mark(curves, boxes.values(), marks)
        marks.append(mark)
        is_back = boxes[target].row <= boxes[source].row
        found.append(Line(source, target, _path(curves), *mark, is_back=is_back))
    return found


def _sides(source: Box, target: Box) -> tuple[bool, bool]:
    """Say whether a line leaves the source and reaches the target at the foot of the box; else it does so at its head.

    Within a row it goes over the heads, so that it passes behind nothing.
    """
    if target.row == source.row:
        return (source.row == 0, source.row == 0)
    return (target.row > source.row, target.row < source.row)


def _ports(boxes: Mapping[str, Box], pairs: Sequence[tuple[str, str]]) -> dict[tuple[int, bool], int]:
    """Give where on its side each line leaves and arrives: evenly, in the order of where the other end stands."""
    at: dict[tuple[str, bool], list[tuple[int, int, bool]]] = defaultdict(list)
    for number, (source, target) in enumerate(pairs):
        leaves, arrives = _sides(boxes[source], boxes[target])
        at[source, leaves].append((boxes[target].x, number, True))
        at[target, arrives].append((boxes[source].x, number, False))
    found = {}
    for (state, _is_foot), ends in at.items():
        for place, (_x, number, is_source) in enumerate(sorted(ends), 1):
            found[number, is_source] = boxes[state].x + BOX_WIDTH * place // (len(ends) + 1)
    return found


def _curves(
    source: Box, target: Box, ends: tuple[int, int], rows: Mapping[int, Sequence[Box]], used: dict[int, int]
) -> list[Curve]:
    """Give a line as curves: one through the gap between neighbours, three where it passes rows on its way."""
    (x1, x2), (leaves, arrives) = ends, _sides(source, target)
    y1, y2 = source.y + BOX_HEIGHT * leaves, target.y + BOX_HEIGHT * arrives
    if source.row == target.row:
        lift = _LIFT if leaves else -_LIFT
        return [((x1, y1), (x1, y1 + lift), (x2, y2 + lift), (x2, y2))]
    if abs(source.row - target.row) == 1:
        return [_bent((x1, y1), (x2, y2))]
    down = 1 if target.row > source.row else -1
    x = _channel(x1, x2, [rows[row] for row in range(source.row + down, target.row, down)], used)
    first, last = y1 + down * GAP_DOWN, y2 - down * GAP_DOWN
    straight = ((x, first), (x, first), (x, last), (x, last))
    return [_bent((x1, y1), (x, first)), straight, _bent((x, last), (x2, y2))]


def _bent(begin: Point, end: Point) -> Curve:
    middle = (begin[1] + end[1]) // 2
    return (begin, (begin[0], middle), (end[0], middle), end)


def _channel(x1: int, x2: int, passed: Sequence[Sequence[Box]], used: dict[int, int]) -> int:
    """Give where a line passes rows: the nearest way between their boxes, or beside all of them."""
    beside = GAP_ACROSS // 2
    ways = {x for row in passed for box in row for x in (box.x - beside, box.x + BOX_WIDTH + beside)}
    free = [
        x
        for x in sorted(ways)
        if all(x <= box.x - beside or x >= box.x + BOX_WIDTH + beside for row in passed for box in row)
    ]
    nearest = min(free, key=lambda x: abs(x - x1) + abs(x - x2))
    used[nearest] = used.get(nearest, -1) + 1
    return nearest + _spread(used[nearest])


def _mark(curves: Sequence[Curve], boxes: Iterable[Box], marks: Sequence[Point]) -> Point:
    """Give where the mark of a line stands: upon it, in no box, and upon no other mark where that can be."""
    inside = list(boxes)
    points = [_at(curve, part / 20) for part in _PARTS for curve in curves]
    clear = [one for one in points if not any(_is_in(one, box) for box in inside)]
    apart = (one for one in clear if all(math.dist(one, other) > 2 * _MARK for other in marks))
    return next(apart, clear[0] if clear else points[0])


def _is_in(point: Point, box: Box) -> bool:
    is_across = box.x - _MARK < point[0] < box.x + BOX_WIDTH + _MARK
    return is_across and box.y - _MARK < point[1] < box.y + BOX_HEIGHT + _MARK


def _at(curve: Curve, t: float) -> Point:
    """Give the point of a cubic curve at a part of its way.

    >>> _at(((0, 0), (0, 10), (20, 10), (20, 20)), 0.5)
    (10, 10)
    """
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x, y = (sum(w * point[side] for w, point in zip(weights, curve, strict=True)) for side in (0, 1))
    return round(x), round(y)


def _path(curves: Sequence[Curve]) -> str:
    begin = curves[0][0]
    drawn = (" ".join(f"{x} {y}" for x, y in curve[1:]) for curve in curves)
    return f"M{begin[0]} {begin[1]} " + " ".join(f"C{one}" for one in drawn)


def _spread(number: int) -> int:
    """Give how far beside each other lines pass that take the same way.

    >>> [_spread(number) for number in range(5)]
    [0, 8, -8, 16, -16]
    """
    step = min((number + 1) // 2 * 8, GAP_ACROSS // 2 - 4)
    return step if number % 2 else -step
