"""What is looked at in the sets of indicators of a pack: names used once, scales that fit, time without doubles."""

from collections.abc import Iterator, Sequence
from typing import Any

from cuudinh.engines.insight.rules.scoring import GRADES, NOT_MEASURED
from cuudinh.engines.insight.shapes import IndicatorSetShape, IndicatorShape, ScaleShape
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.grammar import Dated
from cuudinh.packs.world import PackWorld


def check(world: PackWorld) -> Iterator[Fault]:
    """Give everything that is wrong with sets of indicators."""
    seen: set[str] = set()
    for file in world.shapes(IndicatorSetShape):
        shape = file.value
        if shape.set in seen:
            what = f'two sets of indicators are called "{shape.set}"'
            yield world.fault_of(shape, what, "set", expected="a name that is used once")
        seen.add(shape.set)
        yield from _wrong_names(world, shape)
        for group in shape.groups:
            for indicator in group.indicators:
                yield from _wrong_scales(world, indicator)
        for rows in (shape.verdicts, shape.officer_verdicts):
            yield from _wrong_verdicts(world, rows)


def _wrong_names(world: PackWorld, shape: IndicatorSetShape) -> Iterator[Fault]:
    for key in ("id", "number"):
        known: set[str] = set()
        for one in (one for group in shape.groups for one in group.indicators):
            name = getattr(one, key)
            if name in known:
                what = f'two indicators of "{shape.set}" have the {key} "{name}"'
                yield world.fault_of(one, what, key, expected=f"a {key} that is used once")
            known.add(name)


def _wrong_scales(world: PackWorld, indicator: IndicatorShape) -> Iterator[Fault]:
    yield from _wrong_days(world, indicator.scale)
    for row in indicator.scale:
        yield from _wrong_scale(world, indicator, row.value)


def _wrong_scale(world: PackWorld, indicator: IndicatorShape, scale: ScaleShape) -> Iterator[Fault]:
    measure = indicator.measure
    if measure == NOT_MEASURED:
        return
    if measure in GRADES:
        wanted = set(GRADES[measure].counts)
        if set(scale.grades or ()) != wanted:
            what = f'"{measure}" has the grades {", ".join(sorted(wanted))}'
            yield world.fault_of(
                scale, what, "grades", expected=f"points for {one_of(sorted(wanted))}, each once"
            )
    elif scale.grades is not None:
        what = f'"{measure}" is a share, and dossiers have no grades by it'
        yield world.fault_of(scale, what, "grades", expected="full_at or rows")


def _wrong_days(world: PackWorld, rows: Sequence[Dated[Any]]) -> Iterator[Fault]:
    days = [row.since for row in rows]
    for place, row in enumerate(rows):
        if row.since in days[:place]:
            yield world.fault_of(
                row, f"two rows hold from {row.since}", "since", expected="one row for each day"
            )


def _wrong_verdicts(world: PackWorld, rows: Sequence[Dated[Any]]) -> Iterator[Fault]:
    yield from _wrong_days(world, rows)
    for row in rows:
        steps = [one.at_least for one in row.value]
        if not steps or steps != sorted(set(steps), reverse=True) or steps[-1] != 0:
            what = "words for sums go from the highest down to 0, each once"
            yield world.fault_of(row, what, "value", expected="at_least: 0 in the last one")
