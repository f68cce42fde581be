"""Chains: segments that follow each other without a gap, the backups they are laid on, and what both cover.

A chain lies in a folder of its own beside the backups. A backup that was made while a chain grew is a base of it:
it holds everything up to the segment `after`, and whatever comes from `whole_from` on can be put back on it.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final

import msgspec
from django.conf import settings

from cuudinh.journal.files import sync
from cuudinh.project import thinning
from cuudinh.project.minutes import segments
from cuudinh.project.minutes.segments import Segment

FOLDER: Final = "minutes"
# After two days a moment is found again to the hour, as long as every backup is kept.
MERGED_AFTER: Final = timedelta(days=2)
_SEEN: Final = "seen.json"
_KEPT_FOR: Final = thinning.ALL_FOR


class Base(msgspec.Struct, frozen=True):
    """A backup on which a chain is laid, and the time zone in which its province counts minutes."""

    archive: str
    after: int
    whole_from: int
    zone: str


class Seen(msgspec.Struct, frozen=True):
    """At this moment nothing had changed since the segment of this number."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when any moment can be put back."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """How a moment is put back: this archive, then these segments of its chain, the last of which is nearest."""

    chain: Path
    archive: Path
    laid: tuple[Segment, ...]


def all_chains() -> tuple[Path, ...]:
    """Give the folders of the chains beside the backups, oldest first."""
    folder: Path = settings.CUUDINH_BACKUPS / FOLDER
    return tuple(sorted(path for path in folder.glob("*") if path.is_dir()))


def folder_of(name: str) -> Path:
    """Give the folder of a chain by its name."""
    folder: Path = settings.CUUDINH_BACKUPS / FOLDER / name
    return folder


def new_chain(at: datetime) -> Path:
    """Make the folder of a new chain."""
    folder = folder_of(f"{at:%Y%m%dT%H%M%S%f}")
    folder.mkdir(parents=True, mode=0o700)
    sync(folder.parent)
    return folder


def write_small(path: Path, content: msgspec.Struct) -> None:
    """Write a small file in one step; it need not outlive the power."""
    half = path.with_suffix(".half")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.encode(content))
    half.replace(path)


def note_base(chain: Path, base: Base) -> None:
    """Write down that a backup is a base of a chain."""
    write_small(chain / f"base-{base.after:010d}-{Path(base.archive).name}.json", base)


def bases_of(chain: Path) -> tuple[Base, ...]:
    """Give the bases of a chain whose archives are there, oldest first."""
    read = (msgspec.json.decode(path.read_bytes(), type=Base) for path in sorted(chain.glob("base-*.json")))
    return tuple(base for base in read if Path(base.archive).is_file())


def note_seen(chain: Path, seen: Seen) -> None:
    """Write down until when nothing more has changed."""
    write_small(chain / _SEEN, seen)


def seen_in(chain: Path) -> Seen | None:
    """Give until when nothing more had changed."""
    try:
        return msgspec.json.decode((chain / _SEEN).read_bytes(), type=Seen)
    except (OSError, msgspec.MsgspecError):
        return None


def spans() -> tuple[Span, ...]:
    """Give what is covered, oldest first."""
    found = [span for chain in all_chains() for span in _spans_of(chain)]
    return tuple(sorted(found, key=lambda span: span.first))


def _spans_of(chain: Path) -> Iterator[Span]:
    """Give the spans of a chain: one, unless a segment is missing."""
    made, seen = segments.in_folder(chain), seen_in(chain)
    for run in _runs(made):
        firsts = [_first_on(base, run) for base in bases_of(chain)]
        first = min((one.at for one in firsts if one), default=None)
        if first is None:
            continue
        is_end = seen and seen.number == run[-1].last
        yield Span(first, max(run[-1].at, seen.at) if seen and is_end else run[-1].at)


def _runs(made: tuple[Segment, ...]) -> Iterator[tuple[Segment, ...]]:
    run: list[Segment] = []
    for one in made:
        if run and one.first > run[-1].last + 1:
            yield tuple(run)
            run = []
        run.append(one)
    if run:
        yield tuple(run)


def _first_on(base: Base, run: tuple[Segment, ...]) -> Segment | None:
    """Give the first segment of a run without gaps that makes a base whole."""
    if not run or run[0].first > base.after + 1:
        return None
    return next((one for one in run if one.last >= base.whole_from), None)


def choose(moment: datetime) -> Choice | None:
    """Give how the last moment that is kept, and is not after this one, is put back; None when none is."""
    for chain in reversed(all_chains()):
        for run in _runs(segments.in_folder(chain)):
            found = _choice(chain, run, moment)
            if found:
                return found
    return None


def _choice(chain: Path, run: tuple[Segment, ...], moment: datetime) -> Choice | None:
    if not any(span.first <= moment <= span.last for span in _spans_of(chain)):
        return None
    nearest = max((one for one in run if one.at <= moment), key=lambda one: one.last, default=None)
    for base in reversed(bases_of(chain)):
        first = _first_on(base, run)
        if nearest and first and first.last <= nearest.last:
            # Nothing changed while the backup was made where its own segment is the nearest; laid again it shows so.
            laid = tuple(one for one in run if base.after < one.last < nearest.last)
            return Choice(chain, Path(base.archive), (*laid, nearest))
    return None


def thin(now: datetime) -> None:
    """Drop segments on which no backup of the last week is the base, and merge those of one old hour."""
    for chain in all_chains():
        made = segments.in_folder(chain)
        if made and now - made[-1].at > _KEPT_FOR:
            _drop(chain)
            continue
        _drop_before(chain, made, now)
        _merge_an_hour(chain, now)


def _drop(chain: Path) -> None:
    for path in sorted(chain.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    chain.rmdir()


def _drop_before(chain: Path, made: tuple[Segment, ...], now: datetime) -> None:
    """Drop what lies before the oldest base that is needed: the last that is older than a week, else the first."""
    bases = bases_of(chain)
    by_number = {one.last: one.at for one in made}
    old = [base for base in bases if now - by_number.get(base.whole_from, now) > _KEPT_FOR]
    needed = (old or list(bases))[-1 if old else 0 :][:1]
    for base in needed:
        for one in made:
            if one.last <= base.after:
                one.path.unlink()
        for folder in (chain / "files").glob("*"):
            if int(folder.name) <= base.after:
                _drop(folder)


def _merge_an_hour(chain: Path, now: datetime) -> None:
    by_hour: dict[str, list[Segment]] = {}
    for one in segments.in_folder(chain):
        if now - one.at > MERGED_AFTER:
            by_hour.setdefault(f"{one.at:%Y%m%d%H}", []).append(one)
    for some in by_hour.values():
        follow = all(after.first == before.last + 1 for before, after in pairwise(some))
        if len(some) > 1 and follow:
            segments.merge(chain, some)
            return
