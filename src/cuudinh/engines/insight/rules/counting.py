"""What is counted of a dossier and on which day: sums that any score is made of, each leading back to its dossiers.

Every count is a day of the dossier and conditions on it, written once: the maintained rows, the counting anew and the
list behind a number are all made of them. A dossier counts once for each: by the measure of the country on the day it
ended, or on the day it became late, whatever came later; by the law on the day it was answered.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from cuudinh.engines.cases.types import DossierFacts

Key = tuple[date, int, int, str]
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Scored:
    """One dossier as it counts. `account_id` is 0 while nobody has it by name."""

    case_id: int
    number: str
    service_id: str
    office_id: int
    account_id: int
    received_on: date
    is_online: bool
    is_digitised: bool
    measured_on: date | None
    is_late: bool
    late_at: datetime | None
    closed_on: date | None
    by_law: str
    own_time: str
    contacts: int
    places: int
    is_payable: bool
    is_paid_online: bool
    rated_on: date | None
    rating: str
    refused_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Count:
    """One thing that is counted: the day on which, and what must hold (`name`, or `name__gte`)."""

    day: str
    where: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


COUNTS: Final[Mapping[str, Count]] = {
    "received": Count("received_on"),
    "online": Count("received_on", {"is_online": True}),
    "digitised": Count("received_on", {"is_digitised": True}),
    "settled": Count("measured_on"),
    "on_time": Count("measured_on", {"is_late": False}),
    "late": Count("measured_on", {"is_late": True}),
    "closed": Count("closed_on"),
    "law_early": Count("closed_on", {"by_law": "early"}),
    "law_on_time": Count("closed_on", {"by_law": "on_time"}),
    "law_late": Count("closed_on", {"by_law": "late"}),
    "own_early": Count("closed_on", {"own_time": "early"}),
    "own_on_time": Count("closed_on", {"own_time": "on_time"}),
    "own_late": Count("closed_on", {"own_time": "late"}),
    "contacts_none": Count("closed_on", {"contacts": 0}),
    "contacts_one": Count("closed_on", {"contacts": 1}),
    "contacts_more": Count("closed_on", {"contacts__gte": 2}),
    "places_one": Count("closed_on", {"places": 1}),
    "places_two": Count("closed_on", {"places": 2}),
    "places_more": Count("closed_on", {"places__gte": 3}),
    "payable": Count("closed_on", {"is_payable": True}),
    "paid_online": Count("closed_on", {"is_payable": True, "is_paid_online": True}),
    "rated": Count("rated_on"),
    "rated_best": Count("rated_on", {"rating": "best"}),
    "rated_good": Count("rated_on", {"rating": "good"}),
    "rated_bad": Count("rated_on", {"rating": "bad"}),
    "refused": Count("refused_on"),
}


def scored(facts: DossierFacts, *, is_payable: bool, is_paid_online: bool) -> Scored:
    """Give a dossier as it counts, of what is measured of it and how it was paid for."""
    return Scored(
        case_id=facts.case_id,
        number=facts.number,
        service_id=facts.service_id,
        office_id=facts.office_id,
        account_id=facts.account_id or 0,
        received_on=facts.received_on,
        is_online=facts.is_online,
        is_digitised=facts.is_digitised,
        measured_on=facts.late_on or facts.settled_on,
        is_late=facts.late_on is not None,
        late_at=facts.late_at,
        closed_on=facts.closed_on,
        by_law=facts.by_law,
        own_time=facts.own_time,
        contacts=facts.contacts,
        places=facts.places,
        is_payable=is_payable,
        is_paid_online=is_paid_online,
        rated_on=facts.rated_on,
        rating=facts.rating,
        refused_on=facts.refused_on,
        reason=facts.reason,
    )


def counted(one: Scored) -> Mapping[date, Counter[str]]:
    """Give what a dossier adds, by day.

    >>> [sorted(found) for found in counted(_INVENTED).values()]
    [['digitised', 'received'], ['late', 'settled']]
    """
    found: dict[date, Counter[str]] = {}
    for name, count in COUNTS.items():
        day = getattr(one, count.day)
        if day is not None and all(_holds(one, what, value) for what, value in count.where.items()):
            found.setdefault(day, Counter())[name] += 1
    return found


def _holds(one: Scored, what: str, value: Any) -> bool:
    name, _, how = what.partition("__")
    found = getattr(one, name)
    return bool(found >= value) if how == "gte" else bool(found == value)


def difference(old: Scored | None, new: Scored | None) -> dict[Key, dict[str, int]]:
    """Give what the rows of days gain and lose when a dossier counts otherwise; nothing where it counts as before.

    >>> difference(_INVENTED, _INVENTED)
    {}
    >>> difference(None, _INVENTED) == {
    ...     (date(2026, 7, 1), 3, 7, "khai-sinh"): {"received": 1, "digitised": 1},
    ...     (date(2026, 7, 9), 3, 7, "khai-sinh"): {"settled": 1, "late": 1},
    ... }
    True
    """
    total: dict[Key, Counter[str]] = {}
    for one, sign in ((old, -1), (new, 1)):
        for day, counts in counted(one).items() if one is not None else ():
            assert one is not None, "it was just counted"
            row = total.setdefault((day, one.office_id, one.account_id, one.service_id), Counter())
            row.update({name: sign * n for name, n in counts.items()})
    changed = {key: {name: n for name, n in row.items() if n} for key, row in total.items()}
    return {key: row for key, row in sorted(changed.items()) if row}


def by_month(days: Mapping[Key, Counts]) -> dict[tuple[date, int, str], dict[str, int]]:
    """Give the changes of days as changes of months, whoever had the dossiers; a month is named by its first day.

    >>> by_month(difference(None, _INVENTED))
    {(datetime.date(2026, 7, 1), 3, 'khai-sinh'): {'received': 1, 'digitised': 1, 'settled': 1, 'late': 1}}
    """
    total: dict[tuple[date, int, str], Counter[str]] = {}
    for (day, office_id, _account, service_id), counts in days.items():
        total.setdefault((day.replace(day=1), office_id, service_id), Counter()).update(counts)
    changed = {key: {name: n for name, n in row.items() if n} for key, row in sorted(total.items())}
    return {key: row for key, row in changed.items() if row}


def reasons(one: Scored | None) -> tuple[date, int, str, str] | None:
    """Give under what a refusal counts: the month, the office, the service and the reason; None where it was none."""
    if one is None or one.refused_on is None or not one.reason:
        return None
    return one.refused_on.replace(day=1), one.office_id, one.service_id, one.reason


def added(rows: Iterable[Counts]) -> dict[str, int]:
    """Give the sum of counts.

    >>> added([{"received": 2}, {"received": 1, "late": 1}])
    {'received': 3, 'late': 1}
    """
    total: Counter[str] = Counter()
    for row in rows:
        total.update(row)
    return dict(total)


_INVENTED: Final = Scored(
    case_id=1,
    number="H-1",
    service_id="khai-sinh",
    office_id=3,
    account_id=7,
    received_on=date(2026, 7, 1),
    is_online=False,
    is_digitised=True,
    measured_on=date(2026, 7, 9),
    is_late=True,
    late_at=None,
    closed_on=None,
    by_law="",
    own_time="",
    contacts=0,
    places=1,
    is_payable=False,
    is_paid_online=False,
    rated_on=None,
    rating="",
    refused_on=None,
    reason="",
)
