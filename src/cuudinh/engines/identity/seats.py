"""The seats of an account today, kept per process until a token or the day changes."""

from collections import defaultdict
from datetime import date

from django.db.models import Q

from cuudinh.engines.identity import snapshot
from cuudinh.engines.identity.models import Membership, OfficePath
from cuudinh.journal.prepared import Ids, Prepared
from cuudinh.kernel.actor import STATE, Seat

_KEPT_MOST = 20_000

_Stamp = tuple[snapshot.Tokens, date]
_kept: dict[tuple[int, str], tuple[_Stamp, tuple[Seat, ...]]] = {}


def on_day(day: date) -> Q:
    """Give the condition that a dated row holds on a day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def seats_of(account_id: int, domain: str = STATE) -> tuple[Seat, ...]:
    """Give the seats an account holds today on one side; two queries the first time, then none."""
    stamp = (snapshot.tokens(), snapshot.today())
    known = _kept.get((account_id, domain))
    if known is not None and known[0] == stamp:
        return known[1]
    if len(_kept) >= _KEPT_MOST:
        _kept.clear()
    seats = read_seats(account_id, stamp[1], domain)
    _kept[account_id, domain] = (stamp, seats)
    return seats


def read_seats(account_id: int, day: date, domain: str = STATE) -> tuple[Seat, ...]:
    """Give the seats an account holds on a day on one side, straight from the tables."""
    rows = _HELD.run(account_id=account_id, day=day, domain=domain)
    if not rows:
        return ()
    under = scopes({office_id for office_id, _, _ in rows}, day)
    return tuple(
        Seat(office_id, code, role, under[office_id] | {office_id}) for office_id, code, role in rows
    )


def scopes(office_ids: set[int], day: date) -> dict[int, frozenset[int]]:
    """Give for each office those below it on a day, itself included while it is in force."""
    found: dict[int, set[int]] = defaultdict(set)
    for ancestor, descendant in _BELOW.run(office_ids=office_ids, day=day):
        found[ancestor].add(descendant)
    return {office_id: frozenset(found[office_id]) for office_id in office_ids}


_HELD = Prepared(
    "identity.seats",
    lambda account_id, day, domain: (
        Membership.objects.filter(on_day(day), account_id=account_id, office__domain=domain)
        .order_by("id")
        .values_list("office_id", "office__code", "role")
    ),
    takes={"account_id": int, "day": date, "domain": str},
    sample={"account_id": 1, "day": date(2026, 11, 23), "domain": STATE},
    may_sort=True,
)
_BELOW = Prepared(
    "identity.offices-below",
    lambda office_ids, day: OfficePath.objects.filter(on_day(day), ancestor_id__in=office_ids).values_list(
        "ancestor_id", "descendant_id"
    ),
    takes={"office_ids": Ids, "day": date},
    sample={"office_ids": [1, 2], "day": date(2026, 11, 23)},
)
