"""What a province offers of the nation, and where services stand in the catalogue: every name is one there is."""

from collections.abc import Collection, Iterator

from cuudinh.engines.cases.definitions.resolving import catalogue_of, offers_in
from cuudinh.engines.cases.shapes import USUAL, ServiceShape
from cuudinh.engines.cases.shapes_offered import CatalogueShape, OfferedFile
from cuudinh.engines.identity.definitions import offices_of
from cuudinh.engines.ledger.definitions import fees_of
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.grammar import Shape
from cuudinh.packs.offering import OFFERED, service_of
from cuudinh.packs.world import PackWorld


def offered_faults(world: PackWorld) -> Iterator[Fault]:
    """Give the faults of what is offered, and of the catalogue itself."""
    for file in world.shapes(OfferedFile):
        yield from _unknown(world, file.value, "intake", "office", file.value.intake, _offices(world))
        yield from _of_rows(world, file.value)
    for catalogue in world.shapes(CatalogueShape):
        yield from _twice(world, catalogue.value)


def _of_rows(world: PackWorld, file: OfferedFile) -> Iterator[Fault]:
    written = {name for pack in world.packs for path in pack.files if (name := service_of(path)) is not None}
    seen: set[str] = set()
    for row in file.offered:
        yield from _unknown(world, row, "service", "service", row.service, written)
        yield from _unknown(world, row, "intake", "office", row.intake, _offices(world))
        if row.service in seen:
            yield world.fault_of(
                row, f'"{row.service}" is offered twice', "service", expected="one row for each"
            )
        seen.add(row.service)


def _twice(world: PackWorld, catalogue: CatalogueShape) -> Iterator[Fault]:
    for kind, entries in (("groups", catalogue.groups), ("events of life", catalogue.life_events)):
        names = [entry.id for entry in entries]
        for entry in entries:
            if names.count(entry.id) > 1:
                yield world.fault_of(
                    entry, f'two {kind} are called "{entry.id}"', "id", expected="a name used once"
                )


def placed_faults(world: PackWorld, shape: ServiceShape) -> Iterator[Fault]:
    """Give the faults of where a service stands: its group, its events of life, its intake and its fee."""
    yield from catalogue_faults(world, shape)
    yield from _usual_faults(world, shape)
    if shape.procedure is not None and not world.is_frame:
        fees = {fee.id for fee in fees_of(world)}
        offer = offers_in(world).get(shape.service)
        holder: Shape = offer if offer is not None and offer.fee_table else shape.procedure
        yield from _unknown(world, holder, "fee_table", "fee", shape.procedure.fee_table, fees)


def catalogue_faults(world: PackWorld, shape: ServiceShape) -> Iterator[Fault]:
    """Give the faults of where a service stands in the catalogue."""
    catalogue = catalogue_of(world)
    groups = {entry.id for entry in catalogue.groups} if catalogue is not None else set()
    events = {entry.id for entry in catalogue.life_events} if catalogue is not None else set()
    yield from _unknown(world, shape, "group", "group of services", shape.group, groups)
    for event in shape.life_events:
        yield from _unknown(world, shape, "life_events", "event of life", event, events)


def _usual_faults(world: PackWorld, shape: ServiceShape) -> Iterator[Fault]:
    if not shape.intake and not world.is_frame:
        what = "nobody is named who takes in"
        yield world.fault_of(shape, what, "intake", expected=f"intake here, or in {OFFERED}")
    for name in USUAL:
        if not getattr(shape, name):
            yield world.fault_of(
                shape, f"{name} is not said", name, expected=f"{name} here, or usual in the flow"
            )


def _offices(world: PackWorld) -> set[str]:
    return {office.code for office in offices_of(world)}


def _unknown(
    world: PackWorld, shape: Shape, key: str, kind: str, given: str | None, names: Collection[str]
) -> Iterator[Fault]:
    if given and given not in names:
        what = f'unknown {kind} "{given}"'
        yield world.fault_of(shape, what, key, expected=one_of(names), given=given, names=names)
