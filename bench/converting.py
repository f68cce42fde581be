"""Rows of converting accounts: loading them, looking for duplicates, converting, undoing a batch.

`ACCOUNTS=944620` measures at the size of the article; fewer are the usual, and times are then told for the full size
in proportion. Of those accounts the share of the article is known to the register. CPU time of all our processes;
what the clock on the wall said stands beside it.
"""

import os
import resource
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple

from django.db import connection

from bench.measuring import Row, most_row
from bench.store import Store, account_of
from cuudinh.engines.identity import commands, queries
from cuudinh.engines.identity.commands import InventedPerson
from cuudinh.engines.identity.ports import PopulationAnswer
from cuudinh.kernel.actor import system
from cuudinh.project.demonstration.casting import tables
from cuudinh.project.demonstration.casting.full_store import PEOPLE, open_invented, stated_number
from cuudinh.project.demonstration.casting.loading import loading

FULL: Final = 944_620
CONVERTED: Final = 229_991
USUAL: Final = 40_000
BATCH: Final = 5_000
BENCH: Final = system("bench")
SCENARIO: Final = "vneid"
WHY: Final = "Measured by the benchmark"
MB: Final = 1024
_FIRST: Final = 1_000_000


def load(store: Store) -> Row:
    """Measure loading the accounts, encrypted and indexed."""
    what = "944,620 accounts loaded, encrypted and indexed"
    return _row("accounts-load", what, _measured(store)["load"], 60, 49.0)


def duplicates(store: Store) -> Row:
    """Measure the scan for numbers that several accounts state."""
    what = "every number that several of 944,620 accounts state"
    return _row("accounts-duplicates", what, _measured(store)["duplicates"], 2, 0.81)


def convert(store: Store) -> Row:
    """Measure converting, in batches of which each is durable."""
    what = "229,991 accounts converted in durable batches of 5,000"
    return _row("accounts-convert", what, _measured(store)["convert"], 20, 13.5)


def undo(store: Store) -> Row:
    """Measure undoing one batch of 5,000."""
    return _row("accounts-undo", "one batch of 5,000 undone", _measured(store)["undo"], 1, 0.56)


class _Spent(NamedTuple):
    """Seconds of processor time of all our processes, and of the clock on the wall."""

    cpu: float
    wall: float

    def for_all(self, share: float) -> "_Spent":
        """Give the same, told for so many times as much work."""
        return _Spent(self.cpu * share, self.wall * share)


def _row(row_id: str, what: str, spent: _Spent, most: float, peer: float) -> Row:
    size, peak = _accounts(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MB
    against = (
        f"a bare prototype {peer} s: ×{peer / spent.cpu:.2f}; {spent.wall:.1f} s by the clock; "
        f"at {size:,} accounts, peak {peak} MB"
    )
    return most_row(row_id, f"{what}; CPU", spent.cpu, "s", most=most, against=against)


def _accounts() -> int:
    return int(os.environ.get("ACCOUNTS") or USUAL)


@cache
def _measured(store: Store) -> dict[str, _Spent]:
    """Do all of it once and give the seconds, told for the full size."""
    size = _accounts()
    found = {"load": _spent(lambda: _load(store, size)).for_all(FULL / size)}
    found["duplicates"] = _spent(lambda: queries.shared_numbers(BENCH)).for_all(FULL / size)
    known = round(size * CONVERTED / FULL)
    commands.take_answers(BENCH, _answers(known))
    dry = commands.start_dry_run(BENCH, scenario_id=SCENARIO)
    _steps(dry)
    live = commands.start_live_run(BENCH, scenario_id=SCENARIO, dry_run_id=dry)
    while queries.conversion_run(BENCH, live).state == "preparing":
        commands.convert_step(BENCH, run_id=live)
    spent = _spent(lambda: _steps(live))
    run = queries.conversion_run(BENCH, live)
    assert run.converted > known * 0.9, f"{run.converted} of {known}"
    found["convert"] = spent.for_all(CONVERTED / run.converted)
    batch = queries.conversion_batches(BENCH, live)[-1]
    undone = _spent(lambda: commands.undo_batch(BENCH, run_id=live, number=batch.number, reason=WHY))
    found["undo"] = undone.for_all(BATCH / batch.converted)
    return found


def _spent(what: Callable[[], object]) -> _Spent:
    used, began = _used(), time.monotonic()
    what()
    return _Spent(_used() - used, time.monotonic() - began)


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _load(store: Store, size: int) -> None:
    connection.close()
    with loading(PEOPLE, lambda *_: None) as loader:
        people = (
            InventedPerson(f"Người Thứ {n}", _phone(n), _number(n), f"unit-{n % 40}") for n in range(size)
        )
        like = account_of(store.resident)
        for _ in open_invented(
            loader, people, like=like, language="vi", after=tables.top("identity.Account")
        ):
            pass


def _phone(n: int) -> str:
    return f"+8488{n:07d}"


def _number(n: int) -> str:
    """Give the number that somebody states; those of the store itself have the ones before."""
    return stated_number(_FIRST + n)


def _answers(known: int) -> Iterator[PopulationAnswer]:
    for n in range(known):
        number = _number(n)
        if number:
            yield PopulationAnswer(number, "known", f"bench-subject-{n}", 2, _phone(n), evidence="bench")


def _steps(run_id: int) -> None:
    while commands.convert_step(BENCH, run_id=run_id):
        pass


CONVERTING: Final = {
    "accounts-load": load,
    "accounts-duplicates": duplicates,
    "accounts-convert": convert,
    "accounts-undo": undo,
}
