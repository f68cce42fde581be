"""How the rows of a pack become rows of the tables, in bulk."""

from collections.abc import Sequence

from cuudinh.engines.places.models import CalendarRecord, Unit, UnitSuccession
from cuudinh.engines.places.shapes import CalendarShape, SuccessorRow, UnitRow
from cuudinh.engines.places.types import UnitsVanished

_NAMED_MOST = 5
_UNIT_FIELDS = (
    "official_code",
    "names",
    "kind",
    "level",
    "parent_code",
    "lat",
    "lon",
    "area_km2",
    "valid_from",
    "valid_to",
    "source",
)


def put_units(rows: Sequence[UnitRow]) -> None:
    """Make the units those of the rows; a unit keeps its number as long as its code stays.

    Raises `UnitsVanished` when a known unit has no row: cases hold its number for ever, so it may end
    but not disappear.
    """
    vanished = set(Unit.objects.values_list("code", flat=True)) - {row.code for row in rows}
    if vanished:
        raise UnitsVanished(units=", ".join(sorted(vanished)[:_NAMED_MOST]))
    Unit.objects.bulk_create(
        [_unit(row) for row in rows],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=_UNIT_FIELDS,
    )


def _unit(row: UnitRow) -> Unit:
    own = {name: getattr(row, name) for name in _UNIT_FIELDS if name != "parent_code"}
    return Unit(code=row.code, parent_code=row.parent, **own)


def put_successions(rows: Sequence[SuccessorRow]) -> None:
    """Make the successions those of the rows; nothing refers to one, so the old ones simply go."""
    ids = dict(Unit.objects.values_list("code", "id"))
    UnitSuccession.objects.all().delete()
    UnitSuccession.objects.bulk_create(
        UnitSuccession(
            predecessor_id=ids[row.predecessor],
            successor_id=ids[row.successor],
            on=row.on,
            share=row.share,
            resolution=row.resolution,
        )
        for row in rows
    )


def put_calendars(shapes: Sequence[CalendarShape]) -> None:
    """Add or replace calendars by name; one that a new version lacks stays, for cases filed under it."""
    CalendarRecord.objects.bulk_create(
        [CalendarRecord(id=shape.id, body=shape.model_dump(by_alias=True)) for shape in shapes],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["body"],
    )
