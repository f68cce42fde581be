"""Offices in time, of the State unless another side is named. Nothing is personal, so nothing needs the actor."""

from datetime import date

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.models import OfficeSuccession
from cuudinh.engines.identity.seats import scopes
from cuudinh.engines.identity.types import OfficeView, UnknownOffice, Words
from cuudinh.kernel.actor import STATE


def office(key: str | int, day: date | None = None, domain: str = STATE) -> OfficeView | None:
    """Give the office with this code or number as it is on a day (today by default), or None then."""
    now = snapshot.current(domain)
    office_id = now.ids.get(key) if isinstance(key, str) else key
    return now.on(office_id, day or snapshot.today()) if office_id is not None else None


def office_by_id(office_id: int, domain: str = STATE) -> OfficeView:
    """Give an office as it is today or, once it has ended, as it was last. Raises `UnknownOffice`."""
    now = snapshot.current(domain)
    periods = now.periods.get(office_id)
    if periods is None:
        raise UnknownOffice(office=office_id)
    return now.on(office_id, snapshot.today()) or periods[-1]


def office_name(office_id: int, language: str = "vi") -> str:
    """Give the name of an office, the last one when it has ended. Raises `UnknownOffice`."""
    return office_by_id(office_id).name(language)


def office_names(office_id: int) -> Words:
    """Give the names of an office by language, for a text whose reader is not yet known."""
    return office_by_id(office_id).names


def offices_in_force(
    day: date | None = None, *, kind: str | None = None, level: str | None = None, domain: str = STATE
) -> tuple[OfficeView, ...]:
    """Give the offices of a day (today by default), in the order of the pack; of one kind or level if asked."""
    on = day or snapshot.today()
    now = snapshot.current(domain)
    found = (now.on(office_id, on) for office_id in sorted(now.periods))
    return tuple(view for view in found if view and kind in {None, view.kind} and level in {None, view.level})


def handling_offices(day: date | None = None) -> tuple[OfficeView, ...]:
    """Give the offices of a day to which cases can be sent: those that serve some function."""
    return tuple(view for view in offices_in_force(day) if view.functions)


def office_for(function: str, unit_code: str, level: str, day: date) -> OfficeView | None:
    """Give the office of a level that serves a function for a unit on a day; a sound pack has at most one."""
    served = snapshot.current().serving.get((function, unit_code, level), ())
    return next((view for view in served if view.in_force(day)), None)


def offices_under(office_id: int, day: date | None = None) -> frozenset[int]:
    """Give the numbers of an office and of those below it on a day (today by default)."""
    return scopes({office_id}, day or snapshot.today())[office_id]


def became(office_id: int, day: date | None = None) -> tuple[OfficeView, ...]:
    """Give what an office is on a day (today by default): itself, or the offices that took over its work."""
    on = day or snapshot.today()
    found: dict[int, OfficeView] = {}
    waiting, seen = [office_id], set[int]()
    while waiting:
        current = waiting.pop(0)
        view = office(current, on)
        if view is not None:
            found[current] = view
        elif current not in seen:
            heirs = OfficeSuccession.objects.filter(predecessor_id=current, on__lte=on).order_by("id")
            waiting.extend(heirs.values_list("successor_id", flat=True))
        seen.add(current)
    return tuple(found.values())


def time_zone() -> str:
    """Give the time zone of the province, such as Asia/Ho_Chi_Minh."""
    return snapshot.current().zone
