"""The move itself: everything is copied, made whole, read back and compared; only then it takes its place."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

import cuudinh
from cuudinh.journal import sealing
from cuudinh.journal.verifying import LogCheck, verify_log
from cuudinh.kernel import clock
from cuudinh.project import databases, local_database, presence
from cuudinh.project.moving.postgres import Postgres
from cuudinh.project.moving.sides import Sqlite, Target, as_default, make_tables, side_of
from cuudinh.project.moving.values import Digest, Row, Table, tables
from cuudinh.project.tables import refuse_a_newer_database, unapplied_migrations
from cuudinh.project.trouble import Trouble

SQLITE = "sqlite"
FOLDER = "moves"
COPYING, COMPARING = "Copying rows", "Reading them back"
Say = Callable[[str], None]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class TableProof:
    """What was found in a table, alike on both sides."""

    rows: int
    sha256: str
    last_number: int | None


@dataclass(frozen=True, slots=True)
class LogEnd:
    """Where the log ends: its lines and chain, and the last signed head."""

    lines: int
    chain: str
    head_lines: int
    head_root: str


@dataclass(frozen=True, slots=True)
class Proof:
    """That nothing changed: each table's rows as found on both sides, and the log as it was verified on the new one."""

    version: str
    moved_from: str
    moved_to: str
    began_at: str
    ended_at: str
    tables: dict[str, TableProof]
    log: LogEnd
    log_is_whole: bool


def move(to: str, say: Say, progress: Progress) -> tuple[Proof, Path]:
    """Copy the province into another database, prove that nothing changed, and put the copy in its place.

    `to` is an address of PostgreSQL, `local`, or `sqlite`. Gives the proof and the file it was written to. The
    database moved from is left as it is. Raises `Trouble` while the platform runs, for a target that holds anything,
    and when anything differs; then there is nothing in the place of the target.
    """
    with presence.alone(), _target(to, say) as target:
        refuse_a_newer_database()
        if unapplied_migrations():
            raise Trouble("The database is not that of this version.", "Run: cuudinh setup-database")
        began_at = clock.now().isoformat()
        source, every = side_of(connection), tables()
        with source.locked():
            target.begin()
            say("Making the tables")
            make_tables(target)
            found = _copied(source, target, every, progress)
            say("Making indexes and constraints")
            target.tighten()
            numbers = source.last_numbers(every)
            target.put_last_numbers(numbers, every)
            _compare(found, _read_back(target, every, sum(one.rows for one in found.values()), progress))
            _compare(numbers, target.last_numbers(every))
            say("Verifying the log")
            log = _proved_log(source, target)
            target.publish()
        proof = Proof(
            cuudinh.__version__,
            source.connection.vendor,
            target.connection.vendor,
            began_at,
            clock.now().isoformat(),
            {name: TableProof(one.rows, one.sha256, numbers.get(name)) for name, one in found.items()},
            log,
            log_is_whole=True,
        )
    return proof, _kept(proof)


@contextmanager
def _target(to: str, say: Say) -> Iterator[Target]:
    if to == local_database.WORD:
        with local_database.held(settings.CUUDINH_STATE, say) as server:
            yield Postgres(_connection(databases.postgres(server.address)))
    elif to == SQLITE:
        place = settings.CUUDINH_STATE / databases.SQLITE_NAME
        half = place.with_name(f"{place.name}.moving")
        yield Sqlite(_connection(databases.sqlite(half)), place)
    else:
        yield Postgres(_connection(databases.postgres(to)))


def _connection(chosen: dict[str, Any]) -> BaseDatabaseWrapper:
    made = ConnectionHandler({DEFAULT_DB_ALIAS: chosen}).create_connection(DEFAULT_DB_ALIAS)
    assert isinstance(made, BaseDatabaseWrapper)
    return made


def _copied(
    source: Sqlite | Postgres, target: Target, every: tuple[Table, ...], progress: Progress
) -> dict[str, Digest]:
    """Copy all rows and give the digests of what was read."""
    target.loosen()
    total = sum(source.count(table) for table in every)
    found = {table.name: Digest() for table in every}
    told = _Told(COPYING, total, progress)
    for table in every:
        assert not target.count(table), f"the migrations put rows into {table.name}"
        try:
            target.write(table, told.through(source.read(table), found[table.name]))
        except (DatabaseError, _driver_fault(target)) as fault:
            raise Trouble(
                f"A row of {table.name} does not fit into {target.connection.vendor}: {_first_line(fault)}.",
                "Nothing was put in place. Mend the row where it is, or report this.",
            ) from fault
    return found


def _driver_fault(target: Target) -> type[Exception]:
    """Give what the driver itself raises for a value that a column does not take."""
    return target.connection.Database.DataError  # type: ignore[attr-defined, no-any-return]


def _first_line(fault: Exception) -> str:
    return (str(fault).splitlines() or [type(fault).__name__])[0]


def _read_back(target: Target, every: tuple[Table, ...], total: int, progress: Progress) -> dict[str, Digest]:
    found = {table.name: Digest() for table in every}
    told = _Told(COMPARING, total, progress)
    for table in every:
        for _ in told.through(target.read(table), found[table.name]):
            pass
    return found


class _Told:
    """Rows on their way: digested, and counted for who watches."""

    def __init__(self, step: str, total: int, progress: Progress) -> None:
        self._step, self._total, self._progress = step, total, progress
        self._done = 0
        progress(step, 0, total)

    def through(self, batches: Iterator[list[Row]], digest: Digest) -> Iterator[list[Row]]:
        """Pass rows on."""
        for rows in batches:
            digest.add(rows)
            yield rows
            self._done += len(rows)
            self._progress(self._step, self._done, self._total)


def _compare(before: dict[str, Any], after: dict[str, Any]) -> None:
    for name, one in before.items():
        if _shown(one) != _shown(after[name]):
            raise Trouble(
                f"{name} differs: {_shown(one)} before, {_shown(after[name])} after.",
                "Nothing was put in place; the database moved from is as it was. Report this.",
            )


def _shown(one: Any) -> str:
    return f"{one.rows} rows with the digest {one.sha256}" if isinstance(one, Digest) else str(one)


def _proved_log(source: Sqlite | Postgres, target: Target) -> LogEnd:
    before = _log_end()
    with as_default(target):
        after, check = _log_end(), verify_log()
    _compare({"The end of the log": before}, {"The end of the log": after})
    _refuse_broken(check)
    return after


def _log_end() -> LogEnd:
    lines, chain = sealing.end()
    head = next(iter(sealing.heads()[-1:]), None)
    return LogEnd(lines, chain.hex(), head.size if head else 0, head.root if head else "")


def _refuse_broken(check: LogCheck) -> None:
    if not check.is_whole:
        raise Trouble(
            f"The log is not whole: {check.faults[0].what}. Its rows are those of the database moved from.",
            "Nothing was put in place. Look there first: cuudinh audit verify",
        )


def _kept(proof: Proof) -> Path:
    """Write the proof into the state folder and give its file."""
    folder: Path = settings.CUUDINH_STATE / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{clock.now():%Y%m%d-%H%M%S}-{proof.moved_from}-to-{proof.moved_to}.json"
    path.write_text(json.dumps(asdict(proof), indent=1) + "\n", "utf-8")
    return path
