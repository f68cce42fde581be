"""What stands around the examples of a pack: its offices, its communes, the calendar and the walks of the flow."""

from cuudinh.engines.cases.definitions.check_fees import fee_in
from cuudinh.engines.cases.definitions.examples import Surroundings
from cuudinh.engines.cases.definitions.pack_surroundings import PackPlaces, surroundings_of
from cuudinh.engines.cases.definitions.resolving import parts_of
from cuudinh.engines.cases.shapes import ServiceShape
from cuudinh.engines.places.definitions import calendar_in
from cuudinh.packs.world import PackWorld


def around_of(world: PackWorld, shape: ServiceShape) -> Surroundings:
    """Give the surroundings in which the examples of a service are run; the pack has units."""
    offices, places = world.once(surroundings_of)
    flow = parts_of(world).flows.get(shape.flow or "")
    return Surroundings(
        offices=offices,
        places=places,
        calendar=calendar_in(world, shape.calendar),
        codes=offices.codes,
        first_unit=_newest_commune(places),
        first_commune=_first_commune(places),
        walks=flow.walks if flow is not None else {},
        fee_of=fee_in(world),
    )


def _first_commune(places: PackPlaces) -> str:
    """Give the commune in force whose code comes first: where an example is that names none by code."""
    lowest = max(unit.level for unit in places.units)
    return min(unit.code for unit in places.units if unit.level == lowest and not unit.valid_to)


def _newest_commune(places: PackPlaces) -> str:
    """Give a commune in force: where an example is that does not care where it is."""
    return max(places.units, key=lambda unit: (unit.level, not unit.valid_to, unit.valid_from)).code
