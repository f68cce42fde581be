"""What is looked at in the part of a pack about acting for a child or an organisation."""

from collections.abc import Iterable, Iterator
from typing import Final

from cuudinh.engines.identity.shapes_representation import (
    OrganisationKind,
    RepresentationBasis,
    RepresentationShape,
)
from cuudinh.packs.faults import Fault
from cuudinh.packs.world import PackWorld

_YEARS_MOST: Final = 30


def representation_of(world: PackWorld) -> RepresentationShape | None:
    """Give on what basis somebody acts for another, where the pack says so."""
    return next((one.value for one in world.shapes(RepresentationShape)), None)


def check(world: PackWorld) -> Iterator[Fault]:
    """Give everything that is wrong with what a pack says of acting for another."""
    shape = representation_of(world)
    if shape is None:
        return
    yield from _twice(world, shape.bases, "bases")
    yield from _twice(world, shape.kinds, "kinds of organisation")
    for row in (*shape.majority_years, *shape.agree_years):
        if not 0 <= row.value <= _YEARS_MOST:
            what = f"an age of {row.value} years"
            yield world.fault_of(row, what, "value", expected=f"0 to {_YEARS_MOST}")
    for days in (days for basis in shape.bases for days in basis.days):
        if days.value < 1:
            what = f"a basis that holds for {days.value} days"
            yield world.fault_of(days, what, "value", expected="1 or more")


def _twice(
    world: PackWorld, named: Iterable[RepresentationBasis | OrganisationKind], kind: str
) -> Iterator[Fault]:
    seen: set[str] = set()
    for one in named:
        if one.id in seen:
            yield world.fault_of(one, f'two {kind} are called "{one.id}"', "id", expected="each once")
        seen.add(one.id)
