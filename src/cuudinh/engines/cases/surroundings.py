"""What stands around a case: offices, places, other cases and the pace of time, read from their engines.

The rules ask for these by protocols (`rules.standing`); a pack that is being checked answers them from its
files (`definitions.examples`), a running installation answers them here.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cuudinh.engines.cases.models import PHASES, Case
from cuudinh.engines.cases.rules.standing import FoundPlace, OfficeRef, OtherCase, Scene, UnitRef
from cuudinh.engines.cases.rules.timing import Pace
from cuudinh.engines.cases.service import ServiceDefinition
from cuudinh.engines.cases.types import NoSuchCommune
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.places import queries as places
from cuudinh.engines.places.types import UnitView, UnknownUnit
from cuudinh.kernel.text import fold
from cuudinh.packs.forms.reading import Surroundings as FormSurroundings

COMMUNE = 3
LEVELS = {1: "province", 2: "district", 3: "commune"}
PHASE_NAMES = {number: name for name, number in PHASES.items()}
TRACKS = {"timed": 0, "immediate": 1}
TRACK_NAMES = {number: name for name, number in TRACKS.items()}


def units_of(unit_id: int, lat: float | None, lon: float | None) -> Mapping[str, str]:
    """Give the unit of every period of the tree and how it was decided, as a case keeps them."""
    return {str(unit): how for unit, how in places.placed_over_time(unit_id, lat, lon).items()}


class _Offices:
    """The offices of the identity engine."""

    def by_code(self, code: str, day: date) -> OfficeRef | None:
        """Give the office with a code, if it is in force."""
        found = identity.office(code, day)
        return OfficeRef(found.id, found.code) if found is not None else None

    def serving(self, function: str, unit_code: str, level: str, day: date) -> OfficeRef | None:
        """Give the office that serves a function for a unit at a level."""
        found = identity.office_for(function, unit_code, level, day)
        return OfficeRef(found.id, found.code) if found is not None else None

    def official_code(self, office_id: int, system: str, day: date) -> str:
        """Give the code of an office in a system, else of the nearest office above it that has one."""
        return identity.official_code(office_id, system, day)


class _Places:
    """The units of the places engine."""

    def locate(self, place: Mapping[str, Any], day: date) -> FoundPlace | None:
        """Give the place of an answer, or None when it lies outside. Raises `NoSuchCommune`."""
        if "unit" in place:
            try:
                unit = _commune_of(places.unit(place["unit"]), day)
            except UnknownUnit:
                return None
            label = place.get("label") or unit.name()
            return FoundPlace(unit.id, label, unit.lat, unit.lon, units_of(unit.id, unit.lat, unit.lon))
        found = places.unit_at(place["lat"], place["lon"], day)
        if found is None:
            return None
        unit_id, label, lat, lon = found.unit.id, place.get("label", ""), place["lat"], place["lon"]
        return FoundPlace(unit_id, label, lat, lon, units_of(unit_id, lat, lon))

    def chain(self, unit_id: int, day: date) -> tuple[UnitRef, ...]:
        """Give the unit of that day and those above it; a unit that ended is replaced by what it became."""
        unit = places.unit_by_id(unit_id)
        if not unit.in_force(day):
            became = places.today_of(unit_id, day)
            if not became:
                return ()
            unit = places.unit_by_id(became[0])
        above = places.ancestors(unit.code, day)
        return tuple(UnitRef(one.code, LEVELS[one.level]) for one in (unit, *above))


def _commune_of(unit: UnitView, day: date) -> UnitView:
    """Give the commune of the day that a named unit is or became. Raises `NoSuchCommune` when there is not just one.

    An old name stays in people's heads and in saved links for years, so it leads on where that is certain.
    """
    communes = places.units_in_force(day)
    if unit in communes:
        return unit
    became = [one for one in communes if one.id in places.today_of(unit.id, day)]
    if len(became) > 1:
        names = ", ".join(one.name() for one in became)
        raise NoSuchCommune(
            "“{unit}” nay thuộc nhiều xã, phường. Vui lòng chọn một trong: {names}.",
            unit=unit.name(),
            names=names,
        )
    if not became:
        raise NoSuchCommune(unit=unit.name())
    return became[0]


class _FormUnits:
    """The communes that an address in a form names, by code or by a name they have or had."""

    def __init__(self, day: date) -> None:
        self._day = day

    def named(self, words: str) -> Sequence[tuple[str, str]]:
        """Give (code, name) of the communes of the day that a code or a whole name stands for."""
        communes = {one.id: one for one in places.units_in_force(self._day, level=COMMUNE)}
        try:
            unit = places.unit(words)
        except UnknownUnit:
            return self._by_name(words, communes)
        became = places.today_of(unit.id, self._day) if unit.id not in communes else (unit.id,)
        return [(communes[one].code, communes[one].name()) for one in became if one in communes]

    def _by_name(self, words: str, communes: Mapping[int, UnitView]) -> Sequence[tuple[str, str]]:
        """Give the communes whose name, or former name, these words are; of a part of a name only a single one."""
        found = [one for one in places.search_units(words, self._day, 20) if one.unit.id in communes]
        wanted = fold(words)
        whole = [one for one in found if fold((one.was or one.unit).name()).endswith(wanted)]
        named = {one.unit.code: one.unit.name() for one in whole or found}
        return list(named.items())


def form_surroundings(day: date, sent: Mapping[str, Sequence[str]] | None = None) -> FormSurroundings:
    """Give what a form is read with on a day: units by their names, local phone numbers, the files that came."""
    return FormSurroundings(today=day, sent=sent or {}, units=_FormUnits(day), country=identity.country())


def _find_case(number: str) -> OtherCase | None:
    found = Case.objects.filter(number=number).first()
    if found is None:
        return None
    return OtherCase(
        id=found.pk,
        number=found.number,
        phase=PHASE_NAMES[found.phase],
        is_merged=found.master_id is not None,
        state=found.state,
        track=TRACK_NAMES[found.track],
        state_since=found.state_since,
        is_resolved=found.resolved_at is not None,
    )


def scene_of(service: ServiceDefinition, at: datetime, language: str = "vi") -> Scene:
    """Give everything outside a case that a decision may read, at a moment."""
    calendar = places.calendar(service.shape.calendar)
    paces = {"timed": Pace(calendar), "immediate": Pace(calendar, is_wall=True)}
    return Scene(
        service=service,
        at=at,
        offices=_Offices(),
        places=_Places(),
        pace_of=paces.__getitem__,
        find_case=_find_case,
        language=language,
    )
