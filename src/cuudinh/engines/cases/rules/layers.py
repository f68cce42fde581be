"""A flow laid out as a picture: states in rows by how far they are from the beginning, lines between them.

A small layered drawing of our own: rows by the shortest way, places in a row by where the lines come from, forward
lines down the middle, lines that skip rows along the left, lines that lead back along the right. The same flow always
gives the same picture.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

BOX_WIDTH: Final = 176
BOX_HEIGHT: Final = 56
GAP_ACROSS: Final = 56
GAP_DOWN: Final = 72
MARGIN: Final = 72
_BEND: Final = 44
_BEND_MORE: Final = 14
_APART: Final = 22
# How often the places in the rows are put in order again; flows are small.
_SWEEPS: Final = 4


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
    leaving: dict[str, int] = defaultdict(int)
    coming: dict[str, int] = defaultdict(int)
    found = []
    for source, target in pairs:
        found.append(_line(boxes[source], boxes[target], leaving[source], coming[target]))
        leaving[source] += 1
        coming[target] += 1
    return found


def _line(source: Box, target: Box, leaving: int, coming: int) -> Line:
    if target.row == source.row + 1:
        return _down(source, target, leaving, coming)
    is_back = target.row <= source.row
    side = 1 if is_back else -1
    x1, x2 = (box.x + (BOX_WIDTH if is_back else 0) for box in (source, target))
    y1 = source.y + BOX_HEIGHT // 2 + _spread(leaving)
    y2 = target.y + BOX_HEIGHT // 2 + _spread(coming)
    bend = side * (_BEND + _BEND_MORE * abs(target.row - source.row))
    path = f"M{x1} {y1} C{x1 + bend} {y1} {x2 + bend} {y2} {x2} {y2}"
    return Line(source.id, target.id, path, (x1 + x2) // 2 + bend * 3 // 4, (y1 + y2) // 2, is_back)


def _down(source: Box, target: Box, leaving: int, coming: int) -> Line:
    x1 = source.x + BOX_WIDTH // 2 + _spread(leaving) * 2
    x2 = target.x + BOX_WIDTH // 2 + _spread(coming) * 2
    y1, y2 = source.y + BOX_HEIGHT, target.y
    middle = (y1 + y2) // 2
    path = f"M{x1} {y1} C{x1} {middle} {x2} {middle} {x2} {y2}"
    return Line(source.id, target.id, path, (x1 + x2) // 2, middle, is_back=False)


def _spread(number: int) -> int:
    """Give how far from the middle of its side a line begins or ends, so that lines do not lie upon each other.

    >>> [_spread(number) for number in range(5)]
    [0, 11, -11, 22, -22]
    """
    step = (number + 1) // 2 * (_APART // 2)
    return min(step, BOX_HEIGHT // 2 - 4) * (1 if number % 2 else -1) if number else 0
