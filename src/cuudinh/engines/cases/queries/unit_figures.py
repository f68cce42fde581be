"""Figures by unit, on the tree of any period: maintained counters, so a count is that of its list."""

from collections.abc import Mapping
from datetime import date

from cuudinh.engines.cases.queries.permitting import permitted
from cuudinh.engines.cases.types import UnitFigures
from cuudinh.engines.places import queries as places
from cuudinh.engines.places.types import UnitView
from cuudinh.journal import counters
from cuudinh.kernel.actor import Actor

Counts = Mapping[str, int]


def unit_figures(actor: Actor, tree_day: date | None, month: str) -> tuple[UnitFigures, ...]:
    """Give what was filed and resolved in a month (`2024-05`) and is open now, by unit of a day (None: today).

    Every report counts in the commune of each period, so that one of 2024 stands on the old tree and on the new
    one; districts are the sum of their communes and come first. `near` says how many of the filed ones lie
    there by a guess (cells around centres, largest parts), `open_near` how many of the open ones.
    """
    permitted(actor, "case.figures")
    communes = places.units_in_force(tree_day)
    counted = _by_unit(month)
    found = [_figures(unit, counted, (unit,), actor.language) for unit in communes]
    above = {unit.id: places.ancestors(unit.code) for unit in communes}
    districts = {one.id: one for chain in above.values() for one in chain if one.parent_code}
    for district in sorted(districts.values(), key=lambda one: one.name(actor.language), reverse=True):
        inside = tuple(unit for unit in communes if district in above[unit.id])
        found.insert(0, _figures(district, counted, inside, actor.language))
    return tuple(found)


def _by_unit(month: str) -> Mapping[tuple[int, str], int]:
    """Give the counters of now and of the month, by unit and what was counted."""
    now = counters.read_prefix("unit:")
    then = counters.read_prefix(f"month:{month}:unit:")
    named = [("open_" if name.endswith(":near") else "", name, value) for name, value in now.items()]
    named += [("", name, value) for name, value in then.items()]
    return {_key(before, name): value for before, name, value in named}


def _key(before: str, name: str) -> tuple[int, str]:
    *_, unit_id, what = name.split(":")
    return int(unit_id), before + what


def _figures(
    unit: UnitView, counted: Mapping[tuple[int, str], int], communes: tuple[UnitView, ...], language: str
) -> UnitFigures:
    def total(what: str) -> int:
        return sum(counted.get((one.id, what), 0) for one in communes)

    return UnitFigures(
        unit_id=unit.id,
        unit_code=unit.code,
        unit_label=unit.name(language),
        is_commune=communes == (unit,),
        open=total("open"),
        filed=total("filed"),
        resolved=total("resolved"),
        near=total("near"),
        open_near=total("open_near"),
    )
