"""The seats of an account today, kept per process until a token or the day changes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Q

from cuudinh.engines.identity import provisions, snapshot
from cuudinh.engines.identity.delegable import lent_acts
from cuudinh.engines.identity.models import Absence, Delegation, Membership, OfficePath
from cuudinh.journal.prepared import Ids, Prepared
from cuudinh.kernel.actor import STATE, Behalf, Seat

_KEPT_MOST = 20_000

_Stamp = tuple[snapshot.Tokens, date]
_kept: dict[tuple[int, str], tuple[_Stamp, tuple[Seat, ...]]] = {}


def on_day(day: date, of: str = "") -> Q:
    """Give the condition that a dated row holds on a day, or one that it refers to (`of`)."""
    begun = Q(**{f"{of}valid_from__lte": day})
    return begun & (Q(**{f"{of}valid_to__isnull": True}) | Q(**{f"{of}valid_to__gte": day}))


def seats_of(account_id: int, domain: str = STATE) -> tuple[Seat, ...]:
    """Give the seats an account acts from today on one side; three queries the first time, then none."""
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
    """Give the seats an account acts from on a day on one side, straight from the tables: their own, then others'.

    Who is absent lends their own seats to who stands in for them, and who stands in for that one if they are
    absent too. Nobody lends to an office that is not in line with theirs, nor what only a person may hold.
    What was delegated by document comes last, for the acts it names, and goes on to nobody else.
    """
    own = own_seats(account_id, day, domain)
    if not own:
        return ()
    absent = _absent(account_id, day, domain)
    lent = (seat for one in absent for seat in _lent(one, own, day, domain))
    return (*own, *lent, *_delegated(account_id, day, domain))


def own_seats(account_id: int, day: date, domain: str = STATE) -> tuple[Seat, ...]:
    """Give the seats that are an account's own on a day on one side."""
    rows = _HELD.run(account_id=account_id, day=day, domain=domain)
    if not rows:
        return ()
    under = scopes({office_id for office_id, _, _ in rows}, day)
    return tuple(
        Seat(office_id, code, role, under[office_id] | {office_id}) for office_id, code, role in rows
    )


def _absent(account_id: int, day: date, domain: str) -> list[int]:
    """Give whom an account stands in for on a day, those of the absent they stand in for included."""
    found: list[int] = []
    waiting = [account_id]
    while waiting:
        for (absent_id,) in _STANDS_IN.run(substitute_id=waiting.pop(), day=day, domain=domain):
            if absent_id not in found and absent_id != account_id:
                found.append(absent_id)
                waiting.append(absent_id)
    return found


def _lent(absent_id: int, own: Sequence[Seat], day: date, domain: str) -> Iterator[Seat]:
    roles = snapshot.current(domain).roles
    for seat in own_seats(absent_id, day, domain):
        role = roles.get(seat.role)
        if (role is None or not role.is_personal) and any(in_line(seat, one) for one in own):
            yield replace(seat, behalf=Behalf(absent_id))


def _delegated(account_id: int, day: date, domain: str) -> Iterator[Seat]:
    """Give the seats of which acts were delegated to an account; it lives while both seats are held."""
    known = provisions.current().actions
    for giver_id, office_id, code, role, document, actions in _DELEGATED.run(
        account_id=account_id, day=day, domain=domain
    ):
        named = (known[name] for name in actions if name in known and role in known[name].roles)
        under = scopes({office_id}, day)[office_id] | {office_id}
        yield Seat(office_id, code, role, under, Behalf(giver_id, document), lent_acts(named))


def in_line(one: Seat, other: Seat) -> bool:
    """Whether two seats are in one office, or in one above the other."""
    return one.office_id in other.scope_ids or other.office_id in one.scope_ids


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
_STANDS_IN = Prepared(
    "identity.stands-in",
    lambda substitute_id, day, domain: (
        Absence.objects.filter(
            on_day(day), substitute_id=substitute_id, domain=domain, revoked_at__isnull=True
        )
        .order_by("id")
        .values_list("account_id")
    ),
    takes={"substitute_id": int, "day": date, "domain": str},
    sample={"substitute_id": 1, "day": date(2026, 11, 23), "domain": STATE},
    may_sort=True,
)
_DELEGATED = Prepared(
    "identity.delegated",
    lambda account_id, day, domain: (
        Delegation.objects.filter(
            on_day(day),
            on_day(day, "giver__"),
            on_day(day, "taker__"),
            taker__account_id=account_id,
            giver__office__domain=domain,
            revoked_at__isnull=True,
        )
        .order_by("id")
        .values_list(
            "giver__account_id",
            "giver__office_id",
            "giver__office__code",
            "giver__role",
            "document",
            "actions",
        )
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
