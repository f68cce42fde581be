"""A moment as a person names it, found among the minutes, and laid on what a backup brought back."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from cuudinh.kernel import clock
from cuudinh.project.minutes import chains, keeping_on, segments, stored
from cuudinh.project.minutes.chains import Choice
from cuudinh.project.tallying import log_end
from cuudinh.project.trouble import Trouble

_FORMS: Final = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M")
_SHOWN: Final = "%Y-%m-%d %H:%M:%S"
_ZONE_OF_NOBODY: Final = "Asia/Ho_Chi_Minh"


def zone() -> ZoneInfo:
    """Give the time zone of the province, as the newest base tells it: there may be no database any more."""
    named = [base.zone for chain in chains.all_chains() for base in chains.bases_of(chain)]
    return ZoneInfo(named[-1] if named else _ZONE_OF_NOBODY)


def moment_of(text: str) -> datetime:
    """Give the moment that a person names in the local time of the province. Raises `Trouble`."""
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=zone())
        except ValueError:
            continue
    raise Trouble(f"“{text}” names no moment.", "Write it as 2026-11-27 10:42, in local time.")


def shown(moment: datetime) -> str:
    """Give a moment in the local time of the province."""
    return moment.astimezone(zone()).strftime(_SHOWN)


def spans_in_words() -> tuple[str, ...]:
    """Give what is covered, the two ends of each span, oldest first."""
    return tuple(f"{shown(span.first)} to {shown(span.last)}" for span in chains.spans())


def age() -> float | None:
    """Give how many seconds ago it was last seen that all is written down; None while no chain grows."""
    known = keeping_on.read()
    seen = chains.seen_in(chains.folder_of(known.chain)) if known.chain else None
    return (clock.now() - seen.at).total_seconds() if seen else None


def choose(text: str) -> Choice:
    """Give how a moment is put back. Raises `Trouble` that says what is covered when it is not."""
    chosen = chains.choose(moment_of(text))
    if chosen is None:
        covered = "; ".join(spans_in_words()) or "nothing"
        raise Trouble(
            f"{text} is not covered; in {settings.CUUDINH_BACKUPS} there is: {covered}.",
            "Choose a moment within, or restore a backup: cuudinh backup --list",
        )
    return chosen


def lay_on(chosen: Choice, database: Path, files: Path) -> None:
    """Bring a database and its files, as a backup had them, on to the moment that was chosen.

    Raises `Trouble` with the name of a segment that is broken, and when the end of the log of acts is another one
    than was written down at that moment.
    """
    known = [segments.lay_on(database, segment) for segment in chosen.laid][-1]
    stored.put_back(chosen.chain, chosen.laid[-1].last, files)
    with closing(sqlite3.connect(database)) as opened:
        fault = opened.execute("PRAGMA integrity_check").fetchone()[0]
        found = log_end(opened)
    if fault != "ok":
        raise Trouble(f"What was laid on {chosen.archive} is damaged: {fault}.", "Choose another moment.")
    if found != (known.lines, known.chain):
        raise Trouble(
            f"The log ends after {found[0]:,} lines, and {known.lines:,} were written down.",
            "Choose another moment, and let somebody look at why: what is there now was not touched.",
        )
