"""Who owes a second factor: which seats ask for one, until when there is grace, and whose seats stay shut after it.

What seats ask for is data of the pack. A session that was proved by two factors owes nothing, by whichever way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from django.db.models import Exists, OuterRef

from cuudinh.engines.identity import demonstration, provisions, snapshot
from cuudinh.engines.identity.models import Authenticator, Membership, Passkey
from cuudinh.engines.identity.seats import on_day
from cuudinh.engines.identity.shapes_sign_in import SecondFactorShape

_NOTHING: Final[Mapping[int, "Owed"]] = {}


@dataclass(frozen=True, slots=True)
class Owed:
    """That an account owes a second factor: for which role, until the end of which day, and who says so."""

    role: str
    until: date
    source: str


def owed_by(account_id: int) -> Owed | None:
    """Give what an account of staff owes today, if it has no second factor and a seat asks for one."""
    return _owing(snapshot.tokens(), snapshot.current().token, snapshot.today()).get(account_id)


def everybody() -> tuple[int, ...]:
    """Give the accounts of everybody who owes one today."""
    return tuple(_owing(snapshot.tokens(), snapshot.current().token, snapshot.today()))


def is_over(owed: Owed) -> bool:
    """Whether the days of grace are over. In a demonstration they never are: its people have no telephone."""
    return owed.until < snapshot.today() and not demonstration.is_on()


def keeps_out(account_id: int) -> bool:
    """Whether the seats of an account stay shut until it has a second factor."""
    owed = owed_by(account_id)
    return owed is not None and is_over(owed)


@lru_cache(maxsize=2)
def _owing(_tokens: snapshot.Tokens, _token: str, today: date) -> Mapping[int, Owed]:
    """Give everybody who owes one; read again when an account, an office or the day changes."""
    shape = provisions.current().sign_in
    asked = [one for one in shape.second_factor if one.since <= today.isoformat()] if shape else []
    if not asked:
        return _NOTHING
    found: dict[int, Owed] = {}
    for account_id, role, since in _without_factor(today, {role for one in asked for role in one.roles}):
        for one in asked:
            if role in one.roles:
                owed = Owed(role, _until(one, since), one.source)
                found[account_id] = min(owed, found.get(account_id, owed), key=lambda each: each.until)
    return found


def _until(asked: SecondFactorShape, since: date) -> date:
    """Give the last day of grace: with none, the day before the first on which it is asked for."""
    return max(date.fromisoformat(asked.since), since) + timedelta(days=asked.grace_days - 1)


def _without_factor(today: date, roles: set[str]) -> list[tuple[int, str, date]]:
    of_account = {"account_id": OuterRef("account_id")}
    rows = Membership.objects.filter(
        on_day(today),
        ~Exists(Authenticator.objects.filter(**of_account, confirmed_at__isnull=False)),
        ~Exists(Passkey.objects.filter(**of_account)),
        role__in=roles,
        account__is_active=True,
    )
    return list(rows.values_list("account_id", "role", "valid_from"))
