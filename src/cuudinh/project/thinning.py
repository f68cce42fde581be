"""Which backups are kept: all of a week, one for each of five weeks, one for each of twelve months."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

ALL_FOR: Final = timedelta(days=7)
WEEKLY_FOR: Final = timedelta(weeks=5)
MONTHLY_FOR: Final = timedelta(days=366)
_NAME: Final = re.compile(r"cuudinh-(\d{8}-\d{6})\.tar\.gz")


def name_of(moment: datetime) -> str:
    """Give the name of a backup that is made at a moment.

    >>> name_of(datetime(2026, 11, 25, 2, 10, tzinfo=UTC))
    'cuudinh-20261125-021000.tar.gz'
    """
    return f"cuudinh-{moment:%Y%m%d-%H%M%S}.tar.gz"


def backups_in(folder: Path) -> dict[datetime, Path]:
    """Give the backups of a folder that carry the name we gave, oldest first; others are nobody's but their owner's."""
    named = ((_NAME.fullmatch(path.name), path) for path in folder.glob("*.tar.gz"))
    found = {
        datetime.strptime(match[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC): path
        for match, path in named
        if match
    }
    return dict(sorted(found.items()))


def to_keep(made: Iterable[datetime], now: datetime) -> set[datetime]:
    """Give the moments whose backups are kept: of each day, week and month the newest, and always the newest of all.

    >>> def day(number): return datetime(2026, 11, number, 2, tzinfo=UTC)
    >>> sorted(moment.day for moment in to_keep(map(day, range(1, 29)), day(28)))
    [1, 8, 15, 21, 22, 23, 24, 25, 26, 27, 28]
    """
    kept: dict[tuple[str, object], datetime] = {}
    for moment in sorted(made):
        age = now - moment
        kept["newest", 0] = moment
        if age <= ALL_FOR:
            kept["all", moment] = moment
        if age <= WEEKLY_FOR:
            kept["week", moment.isocalendar()[:2]] = moment
        if age <= MONTHLY_FOR:
            kept["month", (moment.year, moment.month)] = moment
    return set(kept.values())


def thin(folder: Path, now: datetime) -> tuple[Path, ...]:
    """Delete the backups of a folder that are not kept any more; give them."""
    made = backups_in(folder)
    kept = to_keep(made, now)
    gone = tuple(path for moment, path in made.items() if moment not in kept)
    for path in gone:
        path.unlink()
    return gone
