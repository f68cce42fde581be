"""Rows of the log of acts: what a line costs in its transaction, how fast lines are sealed, how fast the log is proved.

Each is done in rounds, and the median of the quietest half counts: what others do on a shared machine costs CPU
time too, since they take the caches.
"""

import statistics
import time
from collections.abc import Callable
from functools import cache
from typing import Final

from bench.measuring import Row, least_row, most_row
from bench.store import Store
from cuudinh.journal import audit, sealing
from cuudinh.journal.transactions import acting
from cuudinh.journal.verifying import verify_log

LINES: Final = 200_000
_AT_ONCE: Final = 5_000
_MILLION: Final = 1_000_000
_FACTS: Final = {"from": "assigned", "to": "in_progress", "owner": "n-19753-ubnd"}


def line(store: Store) -> Row:
    """Measure writing one line in a transaction that is open, in CPU time."""
    return most_row(
        "audit-line",
        f"one line of the log of acts in its transaction, of {LINES:,}",
        _logged(store).write_us,
        "µs CPU",
        most=60,
        against="60 µs",
    )


def seal(store: Store) -> Row:
    """Measure sealing: lines chained, hashed into tiles and put into the log, heads signed and exported."""
    rate = _logged(store).sealed_a_second
    what = f"lines sealed in a second of CPU, {_AT_ONCE:,} at once, of {LINES:,}"
    return least_row("audit-seal", what, rate, "/s", least=25_000, against="25,000/s")


def verify(store: Store) -> Row:
    """Measure proving the whole log from the first line to the last."""
    _logged(store)
    began = time.process_time()
    found = verify_log()
    used = time.process_time() - began
    assert found.is_whole, f"the log of the store is not whole: {found.faults[0]}"
    what = f"the whole log proved, for a million lines; measured on {found.lines:,}; CPU"
    return most_row("audit-verify", what, used * _MILLION / found.lines, "s", most=10, against="10 s")


def _quiet(rounds: list[float]) -> float:
    """Give the median of the cheaper half."""
    return statistics.median(sorted(rounds)[: len(rounds) // 2 + 1])


class _Logged:
    """What writing and sealing a long log took, for a line."""

    def __init__(self, store: Store) -> None:
        written, sealed = [], []
        for start in range(0, LINES, _AT_ONCE):
            with acting():
                began = time.process_time()
                for number in range(start, start + _AT_ONCE):
                    audit.record(
                        store.officer,
                        "case.accept",
                        ("case", f"PA-{number}"),
                        rule="owner-office",
                        facts=_FACTS,
                    )
                written.append((time.process_time() - began) / _AT_ONCE)
            began = time.process_time()
            count = sealing.seal(2 * _AT_ONCE)
            sealed.append((time.process_time() - began) / count)
        self.sealed_a_second = 1 / _quiet(sealed)
        self.write_us = _quiet(written) * 1e6
        sealing.seal(sign_now=True)


@cache
def _logged(store: Store) -> _Logged:
    return _Logged(store)


AUDITING: Final[dict[str, Callable[[Store], Row]]] = {
    "audit-line": line,
    "audit-seal": seal,
    "audit-verify": verify,
}
