"""Writes of SQLite that were torn or lost when the power went, replayed from a sequence that real acts wrote.

Acts are done through the doors while nothing is carried over from the log into the file; what both hold after each
acknowledged act is kept. An act is acknowledged when it is on disk, so whatever the power takes lies behind
the last acknowledged act: each variant cuts, empties, swaps or spoils pieces there, or tears pages that were being
carried over into the file. The result must be what it was after that act, or after the next one.

`python -m bench.faults.torn VARIANTS` does it in an empty state folder and prints what it found.
"""

import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench.faults import checking

if TYPE_CHECKING:
    from tests.desks import Town

SECTOR: Final = 512
REPORTS: Final = 6
HANDLED: Final[tuple[tuple[str, str, dict[str, Any]], ...]] = (
    ("dispatcher", "assign", {}),
    ("an.officer", "accept", {}),
    ("an.officer", "resolve", {"answer": "Đã vá mặt đường."}),
    ("dispatcher", "approve", {}),
)
_HEAD: Final = 32
_FRAME_HEAD: Final = 24

Spoil = Callable[[bytearray, int, random.Random], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """What file and log held after an act, a digest of all that could be read, and the acts so far: number and act."""

    file: bytes
    log: bytes
    digest: str
    acts: tuple[tuple[str, str], ...] = ()


@dataclass
class Replayed:
    """What came of the variants: how many of each way, which state they led to, and what was wrong."""

    acts: int = 0
    variants: Counter[str] = field(default_factory=Counter)
    next_act_too: int = 0
    wrong: list[str] = field(default_factory=list)


def digest_of(database: Path) -> str:
    """Give a digest of every row of every table, or what SQLite finds wrong. Opening it recovers it."""
    hashed = hashlib.sha256()
    with closing(sqlite3.connect(database)) as there:
        found = [row[0] for row in there.execute("PRAGMA integrity_check")]
        if found != ["ok"]:
            return f"damaged: {found[:3]}"
        tables = there.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        for (name,) in tables:
            hashed.update(name.encode())
            for row in there.execute(f'SELECT * FROM "{name}"'):
                hashed.update(repr(row).encode())
    return hashed.hexdigest()


def put(folder: Path, file: bytes, log: bytes) -> Path:
    """Put file and log into an empty folder, as a machine finds them that comes up again."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "store").write_bytes(file)
    (folder / "store-wal").write_bytes(log)
    return folder / "store"


def recorded(acts: Iterator[tuple[str, str]], room: Path) -> list[Kept]:
    """Do the acts one after the other in the database of Django; keep what file and log hold before and after each."""
    from django.db import connection

    with connection.cursor() as cursor:
        # Another program reads the files: closing them in this one would let go of the locks that SQLite holds.
        cursor.execute("PRAGMA wal_autocheckpoint = 0")
    database, kept, done = Path(connection.settings_dict["NAME"]), list[Kept](), list[tuple[str, str]]()
    kept.append(_kept(database, room, ()))
    for act in acts:
        done.append(act)
        kept.append(_kept(database, room, tuple(done)))
        if len(done) == REPORTS * 2:
            # From here on the log begins anew, over what it held before.
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(RESTART)")
            kept.append(_kept(database, room, tuple(done)))
    connection.close()
    return kept


def _kept(database: Path, room: Path, acts: tuple[tuple[str, str], ...]) -> Kept:
    file, log = (_read(path) for path in (database, database.with_name(f"{database.name}-wal")))
    return Kept(file, log, digest_of(put(room / "kept", file, log)), acts)


def _read(path: Path) -> bytes:
    return subprocess.run(["cat", str(path)], check=True, capture_output=True).stdout


@contextmanager
def opened(database: Path) -> Iterator[None]:
    """Let our code work on another file of SQLite during the block."""
    from django.db import connection

    from cuudinh.journal import sealing

    connection.close()
    named, heads = connection.settings_dict["NAME"], sealing.heads_file()
    kept = heads.read_bytes() if heads.exists() else b""
    # Those are of what this process sealed elsewhere, before the acts or after them.
    heads.unlink(missing_ok=True)
    connection.settings_dict["NAME"] = str(database)
    try:
        yield
    finally:
        connection.close()
        # What is sealed here never came to pass for the next one.
        heads.unlink(missing_ok=True)
        if kept:
            heads.write_bytes(kept)
        connection.settings_dict["NAME"] = named


def looked(kept: list[Kept], room: Path, *, start: int = 20261127) -> Iterator[str]:
    """Tear the log behind each act, open what is left with our code, let a clerk finish, and give what does not fit."""
    for at in range(1, len(kept) - 1):
        file, log = _spoilt(kept[at], kept[at + 1], "lost sectors", random.Random(start + at))
        with opened(put(room / "looked", file, log)):
            found = checking.looked({"filed": {}, "acts": kept[at].acts})
        yield from (f"after act {at}: {kind}: {one}" for kind, all_of in found.items() for one in all_of)


def _cut(log: bytearray, since: int, chance: random.Random) -> None:
    del log[chance.randrange(since, len(log) + 1) :]


def _lost_sectors(log: bytearray, since: int, chance: random.Random) -> None:
    """Empty some of the pieces that a disk writes whole; those that hold what was written before stay."""
    for at in range(since + -since % SECTOR, len(log), SECTOR):
        if chance.random() < 0.3:
            log[at : at + SECTOR] = bytes(len(log[at : at + SECTOR]))


def _flipped(log: bytearray, since: int, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 6)):
        if since < len(log):
            log[chance.randrange(since, len(log))] ^= 1 << chance.randrange(8)


def _garbage(log: bytearray, since: int, chance: random.Random) -> None:
    begin = chance.randrange(since, len(log) + 1)
    log[begin:] = chance.randbytes(len(log) - begin)


def _swapped(log: bytearray, since: int, chance: random.Random) -> None:
    """Swap two frames: the disk wrote them in another order, at each other's place."""
    size = _step(log)
    places = range(since, len(log) - size + 1, size)
    if len(places) > 1:
        one, other = chance.sample(places, 2)
        log[one : one + size], log[other : other + size] = log[other : other + size], log[one : one + size]


def _last_first(log: bytearray, since: int, chance: random.Random) -> None:
    """Lose the first pieces of what was being written, while the last ones are there."""
    end = chance.randrange(since, len(log) + 1)
    log[since:end] = bytes(end - since)


WAYS: Final[dict[str, Spoil]] = {
    "cut": _cut,
    "lost sectors": _lost_sectors,
    "flipped bits": _flipped,
    "garbage": _garbage,
    "swapped frames": _swapped,
    "last before first": _last_first,
}


def replay(kept: list[Kept], variants: int, room: Path, *, start: int = 20261127) -> Replayed:
    """Make so many variants of the recorded sequence, open each, and compare with what was acknowledged."""
    found = Replayed(acts=len(kept) - 1)
    for number in range(variants):
        chance = random.Random(start + number)
        way = [*WAYS, "torn pages"][number % (len(WAYS) + 1)]
        at = chance.randrange(len(kept) - 1)
        file, log = (
            _carried_over(kept[at], chance)
            if way == "torn pages"
            else _spoilt(kept[at], kept[at + 1], way, chance)
        )
        seen = digest_of(put(room / "variant", file, log))
        found.variants[way] += 1
        found.next_act_too += seen == kept[at + 1].digest
        if seen not in {kept[at].digest, kept[at + 1].digest}:
            found.wrong.append(f"{number} {way} after act {at}: {seen[:200]}")
    return found


def _spoilt(done: Kept, under_way: Kept, way: str, chance: random.Random) -> tuple[bytes, bytes]:
    """Give file and log when the power went while the act after `done` was written.

    Only what the act wrote is spoilt; frames of an older log that lie behind it are as they were.
    """
    end = max(_frames(under_way.log), default=_HEAD - _step(under_way.log)) + _step(under_way.log)
    written, behind = bytearray(under_way.log[:end]), under_way.log[end:]
    WAYS[way](written, _same(done.log, under_way.log), chance)
    return under_way.file, bytes(written) + (behind if len(written) == end else b"")


def _same(before: bytes, after: bytes) -> int:
    """Give up to where a log is what it was: its last frame, or nothing where it began anew from its head."""
    return (
        max(_frames(before), default=_HEAD - _step(before)) + _step(before)
        if before[:_HEAD] == after[:_HEAD]
        else 0
    )


def _step(log: bytes | bytearray) -> int:
    return _FRAME_HEAD + int.from_bytes(log[8:12], "big")


def _frames(log: bytes) -> Iterator[int]:
    """Give where the frames begin; behind the last may lie those of a log that was there before."""
    for at in range(_HEAD, len(log) - _step(log) + 1, _step(log)):
        if log[at + 8 : at + 16] != log[16:24]:
            return
        yield at


def _carried_over(done: Kept, chance: random.Random) -> tuple[bytes, bytes]:
    """Give file and log when the power went while pages were carried over from the log into the file.

    The log is on disk by then; of each page some sectors are new, some old, some nothing at all.
    """
    file, log = bytearray(done.file), done.log
    page = int.from_bytes(log[8:12], "big")
    for at in _frames(log):
        place = (int.from_bytes(log[at : at + 4], "big") - 1) * page
        file.extend(bytes(max(place + page - len(file), 0)))
        for sector in range(0, page, SECTOR):
            new = log[at + _FRAME_HEAD + sector : at + _FRAME_HEAD + sector + SECTOR]
            roll = chance.random()
            if roll < 0.5:
                file[place + sector : place + sector + SECTOR] = new if roll < 0.4 else bytes(SECTOR)
    return bytes(file), log


def acts(town: "Town") -> Iterator[tuple[str, str]]:
    """File reports and handle them, one act at a time: each is acknowledged when it is given."""
    for _ in range(REPORTS):
        number = town.file(topic="nap-cong")
        yield number, "file"
        for who, act, inputs in HANDLED:
            town.act(who, number, act, **inputs)
            yield number, act


def main() -> None:
    """Make an installation in the state folder of the environment, record, replay so many variants, and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from tests.desks import monday_morning

    call_command("migrate", verbosity=0)
    with monday_morning() as town, tempfile.TemporaryDirectory() as folder:
        kept = recorded(acts(town), Path(folder))
        found = replay(kept, int(sys.argv[1]), Path(folder))
        found.wrong += looked(kept, Path(folder))
    print(json.dumps(vars(found) | {"variants": dict(found.variants)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
