"""How often something may be done: a token bucket for each act and each caller.

A bucket lives in the memory of one process: with two processes a caller has at most twice the burst, and
a restart forgives everything. That is enough against floods and guessing, costs no write, and keeps no
address: a stranger is known by a keyed hash whose key dies with the process.
"""

import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b
from ipaddress import IPv4Address, IPv6Network, ip_address
from math import ceil
from typing import Final

from django.http import HttpRequest

from cuudinh.kernel.refusal import TooOften
from cuudinh.web.calls import Call

_BUCKETS_MOST: Final = 50_000
_KEY: Final = secrets.token_bytes(16)


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` acts at once, and after that one in `every_seconds`."""

    burst: int
    every_seconds: float


LIMITS: Final[dict[str, Limit]] = {
    # Guards against floods only: a whole office signs in from one address in the morning. Guessing is limited
    # where a success is known and given back (`identity.attempts`).
    "sign-in": Limit(burst=200, every_seconds=0.5),
    "register": Limit(burst=100, every_seconds=5),
    "report": Limit(burst=8, every_seconds=60),
    "picture": Limit(burst=40, every_seconds=5),
    "search": Limit(burst=60, every_seconds=1),
    "map": Limit(burst=60, every_seconds=0.5),
    "track": Limit(burst=20, every_seconds=6),
    "act": Limit(burst=120, every_seconds=0.5),
    "reveal": Limit(burst=5, every_seconds=300),
    "api": Limit(burst=120, every_seconds=0.5),
    # A whole school signs in through one system at one address in the morning; secrets of 256 bits are not guessed.
    "provider": Limit(burst=2000, every_seconds=0.02),
}


class Buckets:
    """The buckets of one process; the least recently used is forgotten when there are too many."""

    def __init__(self, most: int = _BUCKETS_MOST) -> None:
        self._levels: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
        self._most = most
        self._lock = threading.Lock()

    def take(self, limit: Limit, key: tuple[str, str], at: float) -> float:
        """Take one token at a moment; give 0, or the seconds until there is one."""
        with self._lock:
            level, since = self._levels.pop(key, (float(limit.burst), at))
            level = min(limit.burst, level + (at - since) / limit.every_seconds)
            enough = level >= 1
            self._levels[key] = (level - 1 if enough else level, at)
            if len(self._levels) > self._most:
                self._levels.popitem(last=False)
        return 0.0 if enough else (1 - level) * limit.every_seconds

    def empty(self) -> None:
        """Forget every caller."""
        with self._lock:
            self._levels.clear()


_buckets = Buckets()


def spend(call: Call, act: str) -> None:
    """Count one act of the caller; raises `TooOften` with the seconds to wait."""
    wait_seconds = _buckets.take(LIMITS[act], (act, caller_key(call)), time.monotonic())
    if wait_seconds > 0:
        raise TooOften(wait_seconds=ceil(wait_seconds))


def forget_all() -> None:
    """Empty every bucket of this process."""
    _buckets.empty()


def caller_key(call: Call) -> str:
    """Give what a caller is counted under: the account, else a keyed hash of the address."""
    account_id = call.actor.account_id
    if account_id is not None:
        return f"account {account_id}"
    return blake2b(network_of(call).encode(), key=_KEY, digest_size=12).hexdigest()


def network_of(request: HttpRequest) -> str:
    """Give the address by which a caller is counted: of IPv6 the network, since one household has all of it."""
    return network_at(str(request.META.get("REMOTE_ADDR", "")))


def network_at(address: str) -> str:
    """Give an address of IPv4 as it is, and of IPv6 its first 64 bits.

    >>> network_at("203.0.113.9"), network_at("2001:db8:0:7::9"), network_at("::ffff:203.0.113.9"), network_at("")
    ('203.0.113.9', '2001:db8:0:7::/64', '203.0.113.9', '')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Network((found.packed, 64), strict=False))
