"""Backups while people act, and moments in between, put back elsewhere: all that was acknowledged before is there,
nothing that came after, and the log agrees.
"""

import json
import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.faults.ground import Ground, copy_of
from bench.faults.living import Living
from bench.measuring import Row, most_row

BETWEEN_SECONDS = 4.0
ROUND_SECONDS_MOST = 60.0
LATER_SECONDS = 3.0
_LOCAL = timedelta(hours=7)
_LOOK_SECONDS = 0.1

Told = Mapping[str, object]


@dataclass(frozen=True)
class Kept:
    """What was kept while people acted: how it is put back, and what they had been told by then."""

    name: str
    words: tuple[str, ...]
    told: Told
    at: datetime | None = None
    fault: str = ""


def rows(ground: Ground, base: Ground, times: int, room: Path) -> list[Row]:
    """Make so many backups of a served installation, note as many moments, and put each back elsewhere."""
    living = Living(ground, at_once=4)
    living.begin()
    kept: list[Kept] = []
    for n in range(times):
        time.sleep(BETWEEN_SECONDS)
        kept.append(_backup(ground, living, room / f"{n}.tar.gz"))
        _kill_the_keeper(ground)
        kept.append(_moment(ground, living, n))
        time.sleep(LATER_SECONDS)
    wrong = list(living.end().wrong)
    ground.end()
    reports, acts = len(living.told.filed), len(living.told.acts)
    found = {kind: _put_all_back(ground, base, kept, room, kind) for kind in ("backup", "minute")}
    return [
        most_row(
            f"fault-{kind}",
            "not as it was after "
            + ("a backup" if kind == "backup" else "a chosen minute")
            + " was put back",
            len(faults := [*wrong, *found[kind][0]]),
            "",
            most=0,
            against=f"{times} among {reports} reports and {acts} acts; put back and compared in at most "
            f"{found[kind][1]:.1f} s; {faults[:2]}",
        )
        for kind in found
    ]


def _so_far(living: Living) -> Told:
    return {"filed": dict(living.told.filed), "acts": list(living.told.acts)}


def _backup(ground: Ground, living: Living, archive: Path) -> Kept:
    told = _so_far(living)
    done = ground.run("cuudinh.project.cli", "backup", str(archive), "--with-keys")
    fault = f"{archive.name} was not made: {done.stderr[-300:]}" if done.returncode else ""
    return Kept(f"backup {archive.stem}", (str(archive),), told, fault=fault)


def _kill_the_keeper(ground: Ground) -> None:
    for one in ground.processes("cuudinh-keeper"):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


def _moment(ground: Ground, living: Living, n: int) -> Kept:
    """Wait until a segment has all that was acknowledged by now; give the first whole second from it on."""
    told, since = _so_far(living), datetime.now(UTC)
    by = time.monotonic() + ROUND_SECONDS_MOST
    while time.monotonic() < by:
        made = [at for at in _segments(ground) if at >= since]
        if made:
            at = min(made).replace(microsecond=0) + timedelta(seconds=1)
            return Kept(f"minute {n}", ("--to", f"{at + _LOCAL:%Y-%m-%d %H:%M:%S}"), told, at)
        time.sleep(_LOOK_SECONDS)
    return Kept(f"minute {n}", (), told, fault="no segment was written")


def _segments(ground: Ground) -> Iterator[datetime]:
    for path in (ground.folder / "kept" / "minutes").glob("*/*.minutes"):
        yield datetime.strptime(path.stem.rpartition("-")[2], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)


def _put_all_back(
    ground: Ground, base: Ground, kept: Sequence[Kept], room: Path, kind: str
) -> tuple[list[str], float]:
    wrong, most = [], 0.0
    for one in (one for one in kept if one.name.startswith(kind)):
        began = time.perf_counter()
        wrong += [one.fault] if one.fault else _put_back(ground, base, one, room / one.name.replace(" ", "-"))
        most = max(most, time.perf_counter() - began)
    return wrong, most


def _put_back(ground: Ground, base: Ground, kept: Kept, folder: Path) -> list[str]:
    there = copy_of(base, folder)
    there = replace(there, environment={**there.environment, "CUUDINH_BACKUPS": str(ground.folder / "kept")})
    done = there.run("cuudinh.project.cli", "restore", *kept.words, "--replace")
    if done.returncode:
        return [f"{kept.name} is not put back: {done.stdout[-300:]}{done.stderr[-300:]}"]
    after = _after(there.database, kept.at) if kept.at else []
    (folder / "told.json").write_text(json.dumps(kept.told), "utf-8")
    looked = there.run("bench.faults.checking", str(folder / "told.json"))
    compared = there.run("bench.faults.comparing", str(ground.database))
    shutil.rmtree(folder)
    if looked.returncode or compared.returncode:
        return [f"{kept.name} cannot be looked at: {looked.stderr[-300:]}{compared.stderr[-300:]}"]
    found: dict[str, list[str]] = json.loads(looked.stdout.splitlines()[-1])
    differs = compared.stdout.split("\n")[:-1]
    return [*after, *(f"{kind}: {one}" for kind, all_of in found.items() for one in all_of), *differs]


def _after(database: Path, at: datetime) -> list[str]:
    """Give what is there and came after the moment, but for the line that says it was put back."""
    with closing(sqlite3.connect(database)) as opened:
        count = sum(
            opened.execute(
                f"SELECT count(*) FROM {table} WHERE at > ?", [f"{at:%Y-%m-%d %H:%M:%S}"]
            ).fetchone()[0]
            for table in ("journal_auditline", "journal_auditinbox")
        )
    return [] if count == 1 else [f"{count - 1} lines of the log came after the moment"]
