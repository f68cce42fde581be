"""What the counters of desks and of the days on which dossiers fall due must say, counted from the rows.

Dossiers that were there before these were kept stand in none of them until somebody counts anew.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count, F

from cuudinh.engines.cases import definitions
from cuudinh.engines.cases.models import PHASES, Case, Dossier, Task
from cuudinh.engines.cases.rules import buckets, desks
from cuudinh.engines.places import queries as places
from cuudinh.journal import counters

# What is compared: the lists of desks, and the days on which offices have to decide.
_DUE: Final = "dossiers:due:"
_DESK: Final = "desk:"
_DAY: Final = ":day:"
_APART: Final = "dossiers:"
_CONSULTING: Final = ":consulting"
_PHASE_NAMES: Final = {number: name for name, number in PHASES.items()}


def differences(*, with_days: bool) -> Mapping[str, int]:
    """Give by how much each counter of desks and due days is wrong: what must be added to it.

    `with_days` also counts what each desk took in on each day, for which every dossier is read.
    """
    wanted = Counter(dict(_phases()))
    wanted.update(_dues())
    wanted.update(_consulting())
    kept = {**counters.read_prefix(_DESK), **counters.read_prefix(_DUE)}
    kept |= counters.read_prefix(_APART, _CONSULTING)
    if with_days:
        wanted.update(_days())
    else:
        kept = {name: n for name, n in kept.items() if _DAY not in name}
    found = {name: wanted[name] - kept.get(name, 0) for name in sorted(wanted.keys() | kept.keys())}
    return {name: by for name, by in found.items() if by}


def miscounted_desks() -> Iterator[str]:
    """Give a sentence for each counter of lists of desks that does not say what the rows say."""
    for name, by in differences(with_days=False).items():
        yield f"the counter {name} is {abs(by)} too {'small' if by > 0 else 'large'}"


def differing_rows() -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Give each row beside a dossier that is wrong: the case, and what it must say."""
    rows = Dossier.objects.exclude(phase=F("case__phase"), filed_at=F("case__filed_at"))
    columns = ("case_id", "case__phase", "case__filed_at")
    for case_id, phase, filed_at in rows.values_list(*columns).iterator(2_000):
        yield case_id, {"phase": phase, "filed_at": filed_at}
    near = Dossier.objects.filter(is_far=True, desk_office_id=F("case__owner_office_id"))
    far = Dossier.objects.filter(is_far=False).exclude(desk_office_id=F("case__owner_office_id"))
    for case_id in near.values_list("case_id", flat=True):
        yield case_id, {"is_far": False}
    for case_id in far.values_list("case_id", flat=True):
        yield case_id, {"is_far": True}


def _phases() -> Iterator[tuple[str, int]]:
    found = Dossier.objects.filter(phase__lt=PHASES["final"]).values_list("desk_office_id", "phase", "is_far")
    counted: Counter[str] = Counter()
    for desk, phase, is_far, n in found.annotate(n=Count("case_id")).order_by("desk_office_id"):
        for name in desks.phase_names(desk, _PHASE_NAMES[phase], is_far=is_far):
            counted[name] += n
    yield from counted.items()


def _dues() -> Iterator[str]:
    """Give the counter of each dossier that an office has to decide, of the day in the calendar of its service."""
    running = Case.objects.filter(
        dossier__phase=PHASES["open"], phase=PHASES["open"], resolved_at__isnull=True
    )
    running = running.filter(due_at__isnull=False, owner_office_id__isnull=False)
    zones = _Zones()
    for service_id, version, owner, due_at in running.values_list(
        "service_id", "version", "owner_office_id", "due_at"
    ).iterator(2_000):
        assert owner is not None, "it was asked for"
        assert due_at is not None, "it was asked for"
        name = buckets.due_name(zones.day(service_id, version, due_at), owner)
        yield from buckets.apart_names(name)


def _consulting() -> Iterator[str]:
    """Give the counters of each open dossier about which other offices were asked and have not answered."""
    asked = Task.objects.filter(state="open").values("case_id")
    found = Case.objects.filter(dossier__isnull=False, phase__lt=PHASES["done"], pk__in=asked)
    for owner, account in found.values_list("owner_office_id", "owner_account_id").iterator(2_000):
        yield f"{_APART}all{_CONSULTING}"
        yield f"{_APART}office:{owner}{_CONSULTING}"
        if account is not None:
            yield f"{_APART}officer:{account}{_CONSULTING}"


def _days() -> Iterator[str]:
    zones = _Zones()
    rows = Dossier.objects.values_list("case__service_id", "case__version", "desk_office_id", "filed_at")
    for service_id, version, desk, filed_at in rows.iterator(2_000):
        yield desks.day_name(desk, zones.day(service_id, version, filed_at))


class _Zones:
    """The time zones of versions of services, each looked up once."""

    def __init__(self) -> None:
        self._of: dict[tuple[str, int], ZoneInfo] = {}

    def day(self, service_id: str, version: int, at: datetime) -> Any:
        """Give the day of a moment where the service is."""
        key = service_id, version
        if key not in self._of:
            self._of[key] = places.calendar(definitions.service(*key).shape.calendar).zone
        return at.astimezone(self._of[key]).date()
