"""Writes of places: apply what a pack says of units and calendars, import boundaries."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import shapely
from django.db import transaction
from django.db.models import Max
from shapely.geometry.base import BaseGeometry

from cuudinh.engines.identity.commands import permit
from cuudinh.engines.places import snapshot
from cuudinh.engines.places.applying import put_calendars, put_successions, put_units
from cuudinh.engines.places.boundaries import outlines_in, refuse_impossible
from cuudinh.engines.places.definitions import calendars_of, successions_of, units_of
from cuudinh.engines.places.models import Boundary, Revision, Unit
from cuudinh.engines.places.types import BadBoundaries, BoundariesImported
from cuudinh.journal import audit
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.actor import Actor
from cuudinh.packs.world import PackWorld


@acting()
def apply_places(world: PackWorld) -> None:
    """Make units, successions and calendars those of a pack that was found sound.

    A pack that only others stand on has no units and leaves them as they are. Raises `UnitsVanished`.
    """
    units = units_of(world)
    if units:
        put_units(units)
        put_successions(successions_of(world))
    put_calendars(calendars_of(world))
    _changed(zone=world.timezone)


@acting()
def import_boundaries(
    actor: Actor, *, path: Path, code_property: str, source: str, day: date
) -> BoundariesImported:
    """Take the boundaries of the communes of a day from a GeoJSON file.

    Codes in the file are official ones, so the day decides which commune a code means. What is imported
    replaces what was there; communes the file does not name keep theirs, or stay approximate. Raises
    `BadBoundaries`; `NotYours` unless the actor may put a pack in force: boundaries belong to it.
    """
    rule = permit(actor, "pack.apply")
    outlines = outlines_in(path, code_property)
    communes = {unit.official_code: unit for unit in _communes_on(day)}
    known = {code: outline for code, outline in outlines.items() if code in communes}
    if not known:
        raise BadBoundaries("Không mã nào trong tệp là của một xã, phường ngày {day}.", day=str(day))
    _refuse_impossible(communes, known)
    Boundary.objects.bulk_create(
        [
            Boundary(
                unit=communes[code], source=source, geometry=shapely.to_wkb(outline), imported_at=clock.now()
            )
            for code, outline in known.items()
        ],
        update_conflicts=True,
        unique_fields=["unit"],
        update_fields=["source", "geometry", "imported_at"],
    )
    facts = {"source": source, "communes": len(known)}
    audit.record(actor, "places.import_boundaries", ("boundaries", str(day)), rule=rule, facts=facts)
    _changed()
    return BoundariesImported(
        imported=len(known),
        missing=tuple(sorted(communes.keys() - known.keys())),
        unknown=tuple(sorted(outlines.keys() - known.keys())),
    )


def _refuse_impossible(communes: Mapping[str, Unit], known: Mapping[str, BaseGeometry]) -> None:
    """Look at new outlines together with those that stay. Raises `BadBoundaries`."""
    staying = Boundary.objects.filter(unit__in=list(communes.values())).values_list(
        "unit__official_code", "geometry"
    )
    others = {code: shapely.from_wkb(bytes(wkb)) for code, wkb in staying}
    centres = {
        code: (unit.lat, unit.lon)
        for code, unit in communes.items()
        if unit.lat is not None and unit.lon is not None
    }
    refuse_impossible({**others, **known}, centres, known)


def _communes_on(day: date) -> list[Unit]:
    lowest = Unit.objects.aggregate(level=Max("level"))["level"] or 0
    begun = Unit.objects.filter(level=lowest, valid_from__lte=day)
    return [unit for unit in begun if unit.valid_to is None or unit.valid_to >= day]


def _changed(zone: str | None = None) -> None:
    """Give the whole a new token, so that every process reads it again once this is committed."""
    values = {"token": str(ids.uuid7())} | ({"zone": zone} if zone else {})
    Revision.objects.update_or_create(id=1, defaults=values)
    snapshot.forget()
    transaction.on_commit(snapshot.forget)
