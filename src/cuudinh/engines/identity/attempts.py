"""How often something may be tried: counted per login, per address and per both, before it is tried.

Counted first and given back on success, so that a hundred guesses at once are a hundred guesses. A login is
limited narrowly from one address and widely from all, so that a stranger cannot lock out its owner.
"""

import hmac
from collections.abc import Mapping, Sequence
from typing import Final

from django.db import connection
from django.db.models import F

from cuudinh.engines.identity.models import Attempts
from cuudinh.journal import keys
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.refusal import TooOften

WINDOW_SECONDS: Final = 900
LOGIN_FROM_ADDRESS_MOST: Final = 10
LOGIN_MOST: Final = 60
ADDRESS_MOST: Final = 100
REGISTRATIONS_MOST: Final = 20


def of_sign_in(login: str, address: str) -> Mapping[str, int]:
    """Give what a sign-in counts against, with the most of each."""
    return {
        f"login|{login}|{address}": LOGIN_FROM_ADDRESS_MOST,
        f"login|{login}": LOGIN_MOST,
        f"address|{address}": ADDRESS_MOST,
    }


def of_registration(address: str) -> Mapping[str, int]:
    """Give what a registration counts against, with the most of each."""
    return {f"register|{address}": REGISTRATIONS_MOST}


def take(limits: Mapping[str, int]) -> None:
    """Count one more try against each limit. Raises `TooOften` beyond any; the tries stay counted."""
    window, passed = divmod(int(clock.now().timestamp()), WINDOW_SECONDS)
    counts = _counted([_key(name, window) for name in limits], window)
    if any(count > most for count, most in zip(counts, limits.values(), strict=True)):
        raise TooOften(wait_seconds=WINDOW_SECONDS - passed)


def give_back(limits: Mapping[str, int]) -> None:
    """Take a successful try out of the count."""
    window = int(clock.now().timestamp()) // WINDOW_SECONDS
    tried = Attempts.objects.filter(key__in=[_key(name, window) for name in limits], count__gt=0)
    tried.update(count=F("count") - 1)


@acting()
def _counted(keys_: Sequence[str], window: int) -> list[int]:
    """Add one to each and give the counts in the order of the keys; windows that are over go."""
    Attempts.objects.filter(window__lt=window).delete()
    rows = sorted(keys_)
    values = ", ".join(["(%s, %s, 1)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO identity_attempts (key, "window", count) VALUES {values} '  # noqa: S608  only places
            "ON CONFLICT (key) DO UPDATE SET count = identity_attempts.count + 1 RETURNING key, count",
            [value for key in rows for value in (key, window)],
        )
        found = dict(cursor.fetchall())
    return [found[key] for key in keys_]


def _key(name: str, window: int) -> str:
    """Hide who tried what from whoever reads the table."""
    return hmac.digest(keys.secret("identity-attempts"), f"{window}|{name}".encode(), "sha256").hex()
