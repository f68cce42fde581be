"""How often something may be tried: counted per login and address, per address and per login, before it is tried.

Counted first and given back on success, so that a hundred guesses at once are a hundred guesses. The narrow
limit is counted first, and a try that it refuses counts no further: one stranger at one address uses up ten of
the sixty tries that a login has from everywhere. Strangers at many addresses can use up all sixty; so whoever
signed in to an account before brings a token of that device, and is counted by the device alone, wherever they
are and whatever others try.
"""

import hmac
from collections.abc import Mapping
from typing import Final

from cuudinh.journal import keys
from cuudinh.journal.statements import count_of, database, rows_of
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock, ids
from cuudinh.kernel.refusal import TooOften

WINDOW_SECONDS: Final = 900
LOGIN_FROM_ADDRESS_MOST: Final = 10
LOGIN_MOST: Final = 60
ADDRESS_MOST: Final = 100
# Many people may stand behind one address: a school, an office, the customers of a telephone company.
REGISTRATIONS_MOST: Final = 60
PASSWORD_CHANGES_MOST: Final = 10
SECOND_FACTORS_MOST: Final = 10
_DEVICE_LENGTH: Final = 26


def of_sign_in(login: str, address: str, device: str = "") -> Mapping[str, int]:
    """Give what a sign-in counts against, the narrowest first, with the most of each.

    `device` is what this browser was given when somebody signed in with this login.
    """
    if knows_device(login, device):
        return {f"device|{login}|{device.partition('.')[0]}": LOGIN_FROM_ADDRESS_MOST}
    return {
        f"login|{login}|{address}": LOGIN_FROM_ADDRESS_MOST,
        f"address|{address}": ADDRESS_MOST,
        f"login|{login}": LOGIN_MOST,
    }


def of_registration(address: str) -> Mapping[str, int]:
    """Give what a registration counts against, with the most of each."""
    return {f"register|{address}": REGISTRATIONS_MOST}


def of_password_change(account_id: int) -> Mapping[str, int]:
    """Give what changing a password counts against: nobody but its owner can use up these tries."""
    return {f"password|{account_id}": PASSWORD_CHANGES_MOST}


def of_second_factor(account_id: int) -> Mapping[str, int]:
    """Give what a code counts against: a million of them are tried in no lifetime, ten at a time."""
    return {f"factor|{account_id}": SECOND_FACTORS_MOST}


def knows_device(login: str, device: str) -> bool:
    """Whether a browser brings what it was given when somebody signed in with this login."""
    number, _dot, mark = device.partition(".")
    return bool(mark) and hmac.compare_digest(mark.encode(), _mark(login, number).encode())


def device_for(login: str) -> str:
    """Give what a browser keeps from which somebody signed in: it opens nothing, and is good for this login only."""
    number = ids.secret_code(_DEVICE_LENGTH)
    return f"{number}.{_mark(login, number)}"


def _mark(login: str, number: str) -> str:
    return hmac.digest(keys.secret("identity-devices"), f"{number}|{login}".encode(), "sha256").hex()


@acting()
def _within(limits: Mapping[str, int], window: int) -> bool:
    """Count one more try against each limit up to the first that is exceeded; give whether none was."""
    count_of(database(), 'DELETE FROM identity_attempts WHERE "window" < %s', [window])
    return all(_counted(_key(name, window), window) <= most for name, most in limits.items())


def take(limits: Mapping[str, int]) -> None:
    """Count one more try against each limit. Raises `TooOften` at the first that is exceeded.

    The tries stay counted; what comes after the exceeded one is not counted, since nothing is tried.
    """
    window, passed = divmod(int(clock.now().timestamp()), WINDOW_SECONDS)
    if not _within(limits, window):
        raise TooOften(wait_seconds=WINDOW_SECONDS - passed)


def give_back(limits: Mapping[str, int]) -> None:
    """Take a successful try out of the count."""
    window = int(clock.now().timestamp()) // WINDOW_SECONDS
    for name in limits:
        count_of(database(), _GIVE_BACK, [_key(name, window)])


_GIVE_BACK: Final = "UPDATE identity_attempts SET count = count - 1 WHERE key = %s AND count > 0"
_COUNT: Final = (
    'INSERT INTO identity_attempts (key, "window", count) VALUES (%s, %s, 1) '
    "ON CONFLICT (key) DO UPDATE SET count = identity_attempts.count + 1 RETURNING count"
)


def _counted(key: str, window: int) -> int:
    """Add one to a count and give it."""
    return int(rows_of(database(), _COUNT, [key, window])[0][0])


def _key(name: str, window: int) -> str:
    """Hide who tried what from whoever reads the table."""
    return hmac.digest(keys.secret("identity-attempts"), f"{window}|{name}".encode(), "sha256").hex()
