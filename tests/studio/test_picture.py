"""The picture of a flow: numbers of lines lie in no box and upon no other number, and lines pass behind no box."""

import re
from itertools import combinations, pairwise

import pytest

from cuudinh.engines.cases.rules.layers import BOX_HEIGHT, BOX_WIDTH, Layout, laid_out

ONE_STOP = {
    "submitted": ("received", "rejected", "supplement", "payment", "withdrawn"),
    "received": ("supplement", "processing", "payment", "stopped", "withdrawn"),
    "supplement": ("stopped", "received", "withdrawn"),
    "payment": ("processing", "stopped", "withdrawn"),
    "processing": ("supplement", "payment", "appraised", "stopped", "withdrawn"),
    "appraised": ("processing", "done"),
    "done": ("handed_over",),
}
RING = {"a": ("b",), "b": ("c", "a"), "c": ("d", "a"), "d": ("a", "b", "c")}


def _drawn(ways: dict[str, tuple[str, ...]]) -> Layout:
    states = list(dict.fromkeys([*ways, *(one for ends in ways.values() for one in ends)]))
    return laid_out(states[0], states, [(begin, end) for begin, ends in ways.items() for end in ends])


def _points(path: str) -> list[tuple[float, float]]:
    """Give points along a path of cubic curves."""
    numbers = [float(one) for one in re.findall(r"-?\d+", path)]
    ends = list(zip(numbers[::2], numbers[1::2], strict=True))
    found = []
    for first in range(0, len(ends) - 1, 3):
        begin, near, far, end = ends[first : first + 4]
        for step in range(21):
            t = step / 20
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            of = [
                sum(w * p[side] for w, p in zip(weights, (begin, near, far, end), strict=True))
                for side in (0, 1)
            ]
            found.append((of[0], of[1]))
    return found


@pytest.mark.parametrize("ways", [ONE_STOP, RING])
def test_numbers_lie_in_no_box_and_lines_pass_behind_none(ways: dict[str, tuple[str, ...]]) -> None:
    layout = _drawn(ways)
    for line in layout.lines:
        for box in layout.boxes:
            inside = box.x < line.x < box.x + BOX_WIDTH and box.y < line.y < box.y + BOX_HEIGHT
            assert not inside, (line, box)
            behind = [
                point
                for point in _points(line.path)
                if box.x + 1 < point[0] < box.x + BOX_WIDTH - 1
                and box.y + 1 < point[1] < box.y + BOX_HEIGHT - 1
            ]
            assert not behind, (line, box)


@pytest.mark.parametrize("ways", [ONE_STOP, RING])
def test_numbers_stand_apart_and_boxes_too_within_the_picture(ways: dict[str, tuple[str, ...]]) -> None:
    layout = _drawn(ways)
    for one, other in combinations(layout.lines, 2):
        assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 > 20**2, (one, other)
    rows = sorted(layout.boxes, key=lambda box: (box.row, box.x))
    assert all(a.row != b.row or a.x + BOX_WIDTH < b.x for a, b in pairwise(rows))
    assert all(
        0 <= x <= layout.width and 0 <= y <= layout.height
        for line in layout.lines
        for x, y in _points(line.path)
    )
