"""All of places in memory, once per process, and the check that it is still true.

A province is some hundred units that change a few times in a generation, read by nearly every page: so
they are kept, and only a token in the database is looked at again, at most once a second. Whoever writes
changes the token in the same transaction.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cuudinh.engines.places.atlas import Atlas
from cuudinh.engines.places.calendars import calendar_of
from cuudinh.engines.places.models import Boundary, CalendarRecord, Revision, Unit, UnitSuccession
from cuudinh.engines.places.tree import Succession, Tree
from cuudinh.engines.places.types import UnitView
from cuudinh.kernel import clock
from cuudinh.kernel.worktime import Calendar

FRESH_SECONDS = 1.0


@dataclass(frozen=True)
class Snapshot:
    """Everything of places at one revision."""

    token: str
    zone: str
    tree: Tree
    atlas: Atlas
    calendars: Mapping[str, Calendar]


class _Keeper:
    """The one snapshot of this process, and when it was last compared with the database."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: Snapshot | None = None
        self._compared_at = 0.0

    def current(self) -> Snapshot:
        with self._lock:
            if self._kept is None or time.monotonic() - self._compared_at >= FRESH_SECONDS:
                self._kept = self._compared()
                self._compared_at = time.monotonic()
            return self._kept

    def _compared(self) -> Snapshot:
        token, zone = Revision.objects.values_list("token", "zone").first() or ("", "UTC")
        if self._kept is not None and self._kept.token == token:
            return self._kept
        return _load(token, zone)

    def forget(self) -> None:
        with self._lock:
            self._kept = None


_keeper = _Keeper()


def current() -> Snapshot:
    """Give the snapshot in force; another process's change is seen within `FRESH_SECONDS`."""
    return _keeper.current()


def forget() -> None:
    """Make the next read look at the database; called by every write here."""
    _keeper.forget()


def today() -> date:
    """Give the day it is in the province."""
    return clock.day_in(current().zone)


def _load(token: str, zone: str) -> Snapshot:
    units = [_view(row) for row in Unit.objects.order_by("id")]
    parts = UnitSuccession.objects.values_list("predecessor_id", "successor_id", "share")
    tree = Tree(units, [Succession(*part) for part in parts])
    boundaries = {unit_id: bytes(wkb) for unit_id, wkb in Boundary.objects.values_list("unit_id", "geometry")}
    bodies = dict(CalendarRecord.objects.values_list("id", "body"))
    calendars = {name: calendar_of(name, bodies) for name in bodies}
    return Snapshot(token, zone, tree, Atlas(tree, boundaries), calendars)


def _view(row: Unit) -> UnitView:
    return UnitView(
        id=row.pk,
        code=row.code,
        official_code=row.official_code,
        names=row.names,
        kind=row.kind,
        level=row.level,
        parent_code=row.parent_code,
        lat=row.lat,
        lon=row.lon,
        area_km2=row.area_km2,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
