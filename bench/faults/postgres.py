"""PostgreSQL killed under a platform that works: what people are told meanwhile, and how soon it all goes on.

The server is the one of the installation's own, so the platform starts it again. Each way of dying ends every session;
one that was open before tells when that has happened.
"""

import os
import random
import signal
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from bench.faults.ground import Ground, made, served
from bench.faults.killing import BACK_SECONDS_TARGET, LIVING_AT_ONCE, settled
from bench.faults.living import Acknowledged, Living
from bench.measuring import Row, load_text, most_row
from cuudinh.project.local_database import WORD

WAYS = ("postmaster", "backend", "immediate stop")
_SECONDS_MOST = 60
_LOOK_SECONDS = 0.02


@dataclass
class Died:
    """What a run of killing found: seconds without a server, and seconds from its return to the next write."""

    rounds: Counter[str] = field(default_factory=Counter)
    away_seconds: list[float] = field(default_factory=list)
    back_seconds: list[float] = field(default_factory=list)
    told: Acknowledged = field(default_factory=Acknowledged)
    found: dict[str, Any] = field(default_factory=dict)


@contextmanager
def installed(folder: Path, residents: int) -> Iterator[Ground]:
    """Make an installation with a PostgreSQL server of its own in a folder, and serve it."""
    folder.mkdir(parents=True)
    # Root may not run PostgreSQL; the user who does must be able to come to its folder, and sees nothing on the way.
    for above in folder.resolve().parents:
        if above.stat().st_uid == os.geteuid() and not above.stat().st_mode & 0o001:
            above.chmod(above.stat().st_mode & 0o777 | 0o001)
    with served(made(folder, residents=residents, database=WORD)) as ground:
        yield ground


def kill(ground: Ground, rounds: int, *, start: int = 20261127) -> Died:
    """Kill the server so many times while people act, then let the platform finish and look at what is left."""
    chance, died = random.Random(start), Died()
    living = Living(ground, at_once=LIVING_AT_ONCE)
    living.begin()
    for n in range(rounds):
        way = WAYS[n % len(WAYS)]
        _until(ground, lambda before=living.told.count: living.told.count > before + 2)  # type: ignore[misc]
        time.sleep(chance.uniform(0.0, 0.5))
        with psycopg.connect(ground.server.address, autocommit=True) as witness:
            strike(ground, way, witness, chance)
            began = time.perf_counter()
            _until(ground, lambda session=witness: not _lives(session))  # type: ignore[misc]
        _until(ground, lambda: _answers(ground))
        there, before = time.perf_counter(), living.told.count
        _until(ground, lambda before=before: living.told.count > before)  # type: ignore[misc]
        died.rounds[way] += 1
        died.away_seconds.append(there - began)
        died.back_seconds.append(time.perf_counter() - there)
    died.told = living.end()
    died.found = settled(ground, died.told)
    return died


def strike(
    ground: Ground, way: str, witness: psycopg.Connection[tuple[Any, ...]], chance: random.Random
) -> None:
    """Kill the server in one way."""
    if way == "backend":
        asked = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        os.kill(chance.choice(witness.execute(asked).fetchall())[0], signal.SIGKILL)
        return
    postmaster = int((ground.server.data / "postmaster.pid").read_text("ascii").split()[0])
    # What `pg_ctl -m immediate stop` sends: every process ends at once, and what was not written is in the log.
    os.kill(postmaster, signal.SIGKILL if way == "postmaster" else signal.SIGQUIT)


def _lives(session: psycopg.Connection[tuple[Any, ...]]) -> bool:
    with suppress(psycopg.Error):
        session.execute("SELECT 1")
        return True
    return False


def _answers(ground: Ground) -> bool:
    with suppress(psycopg.Error), psycopg.connect(ground.server.address) as session:
        return _lives(session)
    return False


def _until(ground: Ground, holds: Callable[[], bool]) -> None:
    by = time.monotonic() + _SECONDS_MOST
    while not holds():
        if time.monotonic() > by:
            raise SystemExit(f"It never came true:\n{ground.said[-3000:]}")
        time.sleep(_LOOK_SECONDS)


def rows(died: Died) -> list[Row]:
    """Give the rows of a run."""
    told = died.told
    wrong = sum(len(found) for found in (died.found | {"wrong": told.wrong}).values())
    refused = ", ".join(f"{count} × {status}" for status, count in sorted(told.refused.items())) or "none"
    seen = f"{dict(died.rounds)}; {len(told.filed)} reports, {len(told.acts)} acts acknowledged; refused: {refused}"
    longest, away = max(died.back_seconds), died.away_seconds
    return [
        most_row(
            "fault-postgres-lost",
            "lost, half done, done twice or wrongly answered after PostgreSQL was killed",
            wrong,
            "",
            most=0,
            against=seen,
        ),
        most_row(
            "fault-postgres-back",
            "from PostgreSQL's return to the next write, longest",
            longest,
            "s",
            most=BACK_SECONDS_TARGET,
            against=f"median {statistics.median(died.back_seconds):.2f} s; the server was away for "
            f"{statistics.median(away):.2f} s (median), at most {max(away):.2f} s; {load_text()}",
        ),
    ]
