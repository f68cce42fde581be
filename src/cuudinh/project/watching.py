"""The figures of an installation as Prometheus reads them: what the processes count, and what waits.

Text format 0.0.4, as in https://prometheus.io/docs/instrumenting/exposition_formats/.
"""

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

import cuudinh
from cuudinh.engines.cases import queries as cases
from cuudinh.journal import backlogs, meters
from cuudinh.journal.meters import declare, sample
from cuudinh.project.minutes import choosing

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_BY_PROCESS: Final = ("role", "process")
_BACKLOG = declare("cuudinh_backlog", "What waits for the clerk.", "gauge", ("kind",))
_OLDEST = declare(
    "cuudinh_backlog_oldest_seconds", "How long the oldest of them has waited.", "gauge", ("kind",)
)
_PARKED = declare(
    "cuudinh_parked", "What was given up after many tries and waits for a person.", "gauge", ("kind",)
)
_DATABASE = declare("cuudinh_database_bytes", "Size of the database, its log included.", "gauge")
_FILES_FREE = declare("cuudinh_disk_free_bytes", "Free space where the state folder lies.", "gauge")
_MINUTES = declare(
    "cuudinh_minutes_age_seconds",
    "How long ago the keeper of minutes had written down all that changed; only where a chain grows.",
    "gauge",
)
_WAITING = declare("cuudinh_database_waiting", "Statements that wait for a lock; PostgreSQL.", "gauge")
_WAITED = declare(
    "cuudinh_database_wait_seconds", "How long the longest of them has waited; PostgreSQL.", "gauge"
)
_MEMORY = declare(
    "cuudinh_process_private_bytes", "Memory that only this process has; Linux.", "gauge", _BY_PROCESS
)
_UP = declare("cuudinh_processes", "Living processes of this installation.", "gauge", ("role",))
_BUILD = declare("cuudinh_build", "The version that answers; always 1.", "gauge", ("version", "database"))
_LOCKS = """
    SELECT count(*), coalesce(extract(epoch FROM max(now() - query_start)), 0)
    FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""

Figures = Iterable[tuple[str, float]]


def exposition() -> str:
    """Give every figure as text. Raises `DatabaseError` when the database is silent: no figure is invented."""
    counted, living = meters.read_all(settings.CUUDINH_STATE / "meters")
    figures = [*_cumulated(counted), *_of_processes(living), *_of_the_clerk(), *_of_the_database()]
    by_meter: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for name, value in figures:
        by_meter[_meter_of(name)].append((name, value))
    return "".join(_block(meter, by_meter[meter.name]) for meter in meters.declared() if by_meter[meter.name])


def _block(meter: meters.Meter, figures: Figures) -> str:
    lines = [f"# HELP {meter.name} {meter.help}", f"# TYPE {meter.name} {meter.kind}"]
    return "\n".join([*lines, *(f"{name} {value:.17g}" for name, value in figures)]) + "\n"


def _meter_of(name: str) -> str:
    """Give the meter to which a number belongs.

    >>> _meter_of('cuudinh_request_seconds_bucket{route="portal:home",le="+Inf"}'), _meter_of("cuudinh_parked")
    ('cuudinh_request_seconds', 'cuudinh_parked')
    """
    base = name.partition("{")[0]
    for tail in ("_bucket", "_sum", "_count"):
        base = base.removesuffix(tail)
    return base


def _cumulated(counted: dict[str, float]) -> Iterator[tuple[str, float]]:
    """Give what was counted; of a histogram each bucket with all below it, and how many there were."""
    histograms = {f"{meter.name}_bucket" for meter in meters.declared() if meter.kind == "histogram"}
    buckets: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for name, value in sorted(counted.items()):
        base, _, labels = name.partition("{")
        if base in histograms:
            others, _, edge = labels.removesuffix("}").rpartition("le=")
            buckets[base.removesuffix("_bucket"), others.rstrip(",")].append((float(edge.strip('"')), value))
        else:
            yield name, value
    for (base, labels), found in buckets.items():
        yield from _of_histogram(base, labels, found)


def _of_histogram(base: str, labels: str, found: list[tuple[float, float]]) -> Iterator[tuple[str, float]]:
    total = 0.0
    for edge, value in sorted(found):
        total += value
        written = "+Inf" if edge == float("inf") else f"{edge:g}"
        pairs = ",".join(filter(None, (labels, f'le="{written}"')))
        yield f"{base}_bucket{{{pairs}}}", total
    yield f"{base}_count{{{labels}}}" if labels else f"{base}_count", total


def _of_processes(living: Iterable[meters.Process]) -> Iterator[tuple[str, float]]:
    by_role: dict[str, int] = defaultdict(int)
    for process in living:
        by_role[process.role] += 1
        private = private_bytes(process.number)
        if private:
            yield sample(_MEMORY.name, _MEMORY.labels, [process.role, str(process.number)]), private
    for role in ("web", "clerk", "stream"):
        yield sample(_UP.name, _UP.labels, [role]), by_role[role]


def private_bytes(process: int) -> int:
    """Give the memory that only one process has; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def _of_the_clerk() -> Iterator[tuple[str, float]]:
    for one in (*backlogs.backlogs(), cases.due_backlog(), cases.refused_backlog()):
        yield sample(_BACKLOG.name, _BACKLOG.labels, [one.kind]), one.waiting
        yield sample(_OLDEST.name, _OLDEST.labels, [one.kind]), one.oldest_seconds
    for kind, count in backlogs.parked().items():
        yield sample(_PARKED.name, _PARKED.labels, [kind]), count


def _of_the_database() -> Iterator[tuple[str, float]]:
    yield sample(_BUILD.name, _BUILD.labels, [cuudinh.__version__, connection.vendor]), 1
    yield _FILES_FREE.name, shutil.disk_usage(settings.CUUDINH_STATE).free
    yield _DATABASE.name, database_bytes()
    age = choosing.age()
    if age is not None:
        yield _MINUTES.name, age
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_LOCKS)
            waiting, longest = cursor.fetchone()
        yield _WAITING.name, waiting
        yield _WAITED.name, float(longest)


def database_bytes() -> int:
    """Give how much room the database takes, with its write-ahead log on SQLite."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    file = Path(connection.settings_dict["NAME"])
    parts = (file, file.with_name(f"{file.name}-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())
