"""Is an installation run as the guide for one machine says? Settings, backups, clock, lags and the database's own.

An installation that answers to the names of this machine only is a trial: what would be a fault of a real one is
then worth knowing.
"""

import resource
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from cuudinh.engines.cases import queries as cases
from cuudinh.journal import backlogs
from cuudinh.kernel import clock
from cuudinh.project import serving, settings_declared, thinning
from cuudinh.project.findings import Finding, finding
from cuudinh.project.minutes import choosing as minutes
from cuudinh.project.minutes import keeping_on
from cuudinh.project.watching import database_bytes

BACKUP_AGE_MOST: Final = timedelta(hours=26)
MINUTES_AGE_MOST: Final = timedelta(minutes=5)
LAGS_MOST_SECONDS: Final = {"events": 120, "jobs": 120, "due times": 120, "pictures": 900}
CLOCKS_APART_MOST_SECONDS: Final = 2.0
FILES_LEAST: Final = 4096
_THIS_MACHINE: Final = {"localhost", "127.0.0.1", "[::1]", "::1"}
_POSTGRES_WANTED: Final = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "log_statement": "none",
    "log_error_verbosity": "terse",
}
_SYNCHRONISED: Final = Path("/run/systemd/timesync/synchronized")


def of_the_settings() -> Iterator[Finding]:
    """Look at what the settings say of how people reach the platform, and of what they are told."""
    public = sorted(set(settings.ALLOWED_HOSTS) - _THIS_MACHINE)
    if not public:
        yield Finding(
            "reached as", "note", "this machine only", "CUUDINH_ALLOWED_HOSTS names the public host."
        )
    else:
        any_host = "*" in public
        remedy = "Name the hosts: any other name would be believed." if any_host else ""
        yield finding("reached as", ", ".join(public), fault=remedy)
    yield _flag("HTTPS", settings.CUUDINH_HTTPS, is_public=bool(public))
    yield _proxies()
    if settings.DEBUG:
        yield Finding("DEBUG", "fault", "bugs are shown in the browser", "Take CUUDINH_DEBUG away.")
    yield _durability()


def _flag(name: str, is_on: bool, *, is_public: bool) -> Finding:
    remedy = f"Put HTTPS in front, then CUUDINH_{name}=yes: else cookies go over the wire in the open."
    if is_on:
        return Finding(name, "good", "yes")
    return finding(name, "no", fault=remedy if is_public else "", note=remedy)


def _proxies() -> Finding:
    named = settings_declared.value("PROXIES")
    is_open = any(one.strip() in {"*", "0.0.0.0/0", "::/0"} for one in named.split(","))
    remedy = "Name only your own web servers in CUUDINH_PROXIES: anybody could say who they are."
    return finding("PROXIES", named or "nobody", fault=remedy if is_open else "")


def _durability() -> Finding:
    is_full = settings_declared.value("DURABILITY") == "full" or connection.vendor != "sqlite"
    remedy = "CUUDINH_DURABILITY=full, unless the last seconds may be lost with the power."
    return finding("durability", "full" if is_full else "normal", note="" if is_full else remedy)


def of_the_service() -> Iterator[Finding]:
    """Look at what surrounds the processes: backups, clock, open files, watchers."""
    yield _backups()
    if serving.keeps_minutes():
        yield _minutes()
    yield from _clock()
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    few = "Allow more open files: LimitNOFILE=65536 in the unit." if soft < FILES_LEAST else ""
    yield finding("open files", f"{soft:,} allowed to a process", note=few)
    yield _watchers()


def _backups() -> Finding:
    made = thinning.backups_in(settings.CUUDINH_BACKUPS)
    if not made:
        return finding(
            "backup", f"none in {settings.CUUDINH_BACKUPS}", note="cuudinh backup, every night by a timer"
        )
    moment, path = list(made.items())[-1]
    age = clock.now() - moment
    is_open = bool(path.stat().st_mode & 0o077)
    is_old = age > BACKUP_AGE_MOST
    remedy = (
        f"chmod 600 {path}" if is_open else "cuudinh backup; see why the timer did not run" if is_old else ""
    )
    return finding("backup", f"the newest is {age.total_seconds() / 3600:.0f} hours old", fault=remedy)


def _minutes() -> Finding:
    """Look at whether what changes between backups is kept, and how old the last of it is while somebody serves."""
    age, covered = minutes.age(), minutes.spans_in_words()
    if age is None:
        gap = keeping_on.read().gap
        remedy = "cuudinh backup, while the platform runs: minutes begin with it."
        return finding("minutes", gap or "none are kept yet", fault=remedy if gap else "", note=remedy)
    is_late = keeping_on.is_kept() and age > MINUTES_AGE_MOST.total_seconds()
    says = (
        f"any from {covered[-1]}" if covered else "kept; the first backup on which they are laid is not done"
    )
    remedy = f"Nothing was kept for {age:.0f} s: is the disk of the backups full? Look into the log."
    return finding("minutes", says, fault=remedy if is_late else "")


def _clock() -> Iterator[Finding]:
    if Path("/run/systemd/timesync").is_dir() and not _SYNCHRONISED.exists():
        yield Finding(
            "clock", "fault", "not synchronised", "timedatectl set-ntp true: deadlines go by this clock."
        )
    if connection.vendor == "postgresql":
        yield _clock_of_the_database()


def _clock_of_the_database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        there = float(cursor.fetchone()[0])
    apart = abs(there - datetime.now(UTC).timestamp())
    remedy = "Synchronise both machines." if apart > CLOCKS_APART_MOST_SECONDS else ""
    return finding("clock of the database", f"{apart:.1f} s from ours", fault=remedy)


def _watchers() -> Finding:
    is_watched = bool(settings.CUUDINH_METRICS_FROM or settings.CUUDINH_METRICS_TOKEN)
    remedy = "CUUDINH_METRICS_FROM names who may read /metrics; alert rules are in deploy/prometheus."
    return finding("watchers", "named" if is_watched else "nobody watches", note="" if is_watched else remedy)


def of_the_lags() -> Iterator[Finding]:
    """Look at what waits for the clerk longer than it should."""
    for one in (*backlogs.backlogs(), cases.due_backlog()):
        most = LAGS_MOST_SECONDS.get(one.kind)
        if most is None:
            continue
        is_late = one.oldest_seconds > most
        says = (
            f"{one.waiting:,} wait, the oldest for {one.oldest_seconds:.0f} s" if one.waiting else "none wait"
        )
        remedy = "The clerk is behind or away: cuudinh serve; then look into its log." if is_late else ""
        yield finding(f"waiting {one.kind}", says, fault=remedy)


def of_the_database() -> Iterator[Finding]:
    """Look at how the database keeps what it was given."""
    yield finding("database", f"{connection.vendor}, {database_bytes() // 1_000_000:,} MB")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            mode = cursor.fetchone()[0]
            remedy = "Keep the state folder on a disk of this machine: SQLite cannot share a network's."
            yield finding("SQLite journal", mode, fault="" if mode in {"wal", "memory"} else remedy)
            return
        for name, wanted in _POSTGRES_WANTED.items():
            cursor.execute("SELECT current_setting(%s)", [name])
            found = cursor.fetchone()[0]
            remedy = f"{name} = {wanted}, as in deploy/postgresql/cuudinh.conf"
            yield finding(f"PostgreSQL {name}", found, note="" if found == wanted else remedy)
