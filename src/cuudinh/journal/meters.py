"""Meters: what the processes of an installation count, each for itself, added up when somebody asks.

A process counts in a file that it maps into memory, so counting costs neither a lock between processes nor a
write to the database, and what was counted outlives whoever counted it. The room is fixed: a label that
nobody foresaw fills no memory. The file is allocated whole before it is mapped, since touching a page for which
a full disk has no room would end the process.
"""

import fcntl
import mmap
import os
import secrets
import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import msgspec

# An address takes about fourteen: each bucket of its times, their sum, and each status that it answered.
SLOTS: Final = 8192
NAME_BYTES: Final = 184
_VALUES_BYTES: Final = SLOTS * 8
_BYTES: Final = _VALUES_BYTES + SLOTS * NAME_BYTES
_SUFFIX: Final = ".meters"
_ENDED: Final = "ended.json"
LOST: Final = "cuudinh_meters_lost_total"

Kind = Literal["counter", "gauge", "histogram"]


@dataclass(frozen=True, slots=True)
class Meter:
    """What a meter is called, what it says and by what it is told apart."""

    name: str
    help: str
    kind: Kind
    labels: tuple[str, ...] = ()


_declared: dict[str, Meter] = {}


def declared() -> tuple[Meter, ...]:
    """Give every meter by name, for the answer to a watcher and for the reference."""
    return tuple(_declared[name] for name in sorted(_declared))


def declare(name: str, says: str, kind: Kind, labels: Sequence[str] = ()) -> Meter:
    """Declare a meter once."""
    assert name not in _declared, f"two meters are called {name}"
    return _declared.setdefault(name, Meter(name, says, kind, tuple(labels)))


def sample(name: str, labels: Sequence[str], values: Sequence[str]) -> str:
    r"""Give the name of one number as Prometheus reads it.

    >>> sample("cuudinh_acts_total", ["act"], ['say "hi"'])
    'cuudinh_acts_total{act="say \\"hi\\""}'
    """
    pairs = ",".join(f'{label}="{_escaped(value)}"' for label, value in zip(labels, values, strict=True))
    return f"{name}{{{pairs}}}" if pairs else name


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


class _Room:
    """The numbers of this process: in memory that is its own until `begin` puts them into a file."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._slots: dict[str, int] = {LOST: 0}
        self._process = os.getpid()
        self.move_to(mmap.mmap(-1, _BYTES, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))

    def move_to(self, memory: mmap.mmap) -> None:
        """Go on counting in another memory of the same shape, from what was counted so far."""
        with self.lock:
            before, self._memory = getattr(self, "_memory", None), memory
            if before is not None:
                memory[:] = before[:]
            self.values = memoryview(memory).cast("B")[:_VALUES_BYTES].cast("d")
            self._name(0, LOST)
            if self._process != os.getpid():
                # A copy of a process begins at nothing: what its original counted, the original tells.
                self.values[:] = memoryview(bytes(_VALUES_BYTES)).cast("d")
                self._process = os.getpid()

    def slot(self, name: str) -> int:
        """Give the place of a number; when there is none left, that of what could not be counted."""
        with self.lock:
            found = self._slots.get(name)
            if found is None:
                is_room = len(self._slots) < SLOTS and len(name.encode()) < NAME_BYTES
                found = self._slots[name] = len(self._slots) if is_room else 0
                if found:
                    self._name(found, name)
                else:
                    del self._slots[name]
            return found

    def _name(self, slot: int, name: str) -> None:
        start = _VALUES_BYTES + slot * NAME_BYTES
        self._memory[start : start + NAME_BYTES] = name.encode().ljust(NAME_BYTES, b"\0")


_room = _Room()


class Counter:
    """A number that only grows, one for each value of its labels."""

    def __init__(self, name: str, says: str, labels: Sequence[str] = ()) -> None:
        self.meter = declare(name, says, "counter", labels)
        self._slots: dict[tuple[str, ...], int] = {}

    def add(self, *labels: str, amount: float = 1.0) -> None:
        """Add to the number of these labels."""
        slot = self._slots.get(labels)
        if slot is None:
            slot = _room.slot(sample(self.meter.name, self.meter.labels, labels))
            # What has no room of its own is not kept here either: labels may come from outside without end.
            if slot:
                self._slots[labels] = slot
        with _room.lock:
            _room.values[slot] += amount


class Histogram:
    """How often something took at most so long, and how long altogether."""

    def __init__(self, name: str, says: str, bounds: Sequence[float], labels: Sequence[str] = ()) -> None:
        self.meter = declare(name, says, "histogram", labels)
        self.bounds = tuple(bounds)
        self._slots: dict[tuple[str, ...], tuple[list[int], int]] = {}

    def observe(self, value: float, *labels: str) -> None:
        """Count one value. Each is counted in one place only; `exposed` adds them up as Prometheus has it."""
        found = self._slots.get(labels)
        if found is None:
            found = self._places(labels)
        buckets, total = found
        bucket = buckets[bisect_left(self.bounds, value)]
        with _room.lock:
            values = _room.values
            values[bucket] += 1.0
            values[total] += value

    def _places(self, labels: tuple[str, ...]) -> tuple[list[int], int]:
        meter = self.meter
        edges = [*(f"{bound:g}" for bound in self.bounds), "+Inf"]
        names = [sample(f"{meter.name}_bucket", [*meter.labels, "le"], [*labels, edge]) for edge in edges]
        total = _room.slot(sample(f"{meter.name}_sum", meter.labels, labels))
        found = [_room.slot(name) for name in names], total
        if total and all(found[0]):
            self._slots[labels] = found
        return found


@dataclass(frozen=True, slots=True)
class Process:
    """One living process: what it does and its number."""

    role: str
    number: int


@dataclass(slots=True)
class _Held:
    """The file of this process, locked as long as it lives: the kernel gives the lock back when it dies."""

    descriptors: list[int] = field(default_factory=list)


_held = _Held()


def begin(role: str, folder: Path) -> None:
    """Count in a file of the folder from now on; where none can be had, go on in memory.

    What processes that are gone left behind is added to one file first, so the folder does not grow.
    """
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _locked(folder, fcntl.LOCK_EX):
            _sweep(folder)
            path = folder / f"{role}-{os.getpid()}-{secrets.token_hex(4)}{_SUFFIX}"
            _room.move_to(_mapped(path))


def _mapped(path: Path) -> mmap.mmap:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.posix_fallocate(descriptor, 0, _BYTES)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        memory = mmap.mmap(descriptor, _BYTES)
    except OSError:
        os.close(descriptor)
        path.unlink()
        raise
    _held.descriptors.append(descriptor)
    return memory


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


class _Ended(msgspec.Struct):
    """What processes counted that are gone, and whose files are in it: killed before they are dropped, a sweep
    counts none of them twice.
    """

    values: dict[str, float] = {}
    taken: list[str] = []


def _ended(folder: Path) -> _Ended:
    try:
        return msgspec.json.decode((folder / _ENDED).read_bytes(), type=_Ended)
    except (OSError, msgspec.MsgspecError):
        return _Ended()


def _sweep(folder: Path) -> None:
    before = _ended(folder)
    for name in before.taken:
        (folder / name).unlink(missing_ok=True)
    gone = [path for path in folder.glob(f"*{_SUFFIX}") if not _is_alive(path)]
    if not gone:
        return
    sums = defaultdict(float, before.values)
    for path in gone:
        _add(sums, _read(path))
    kept = dict(sorted(sums.items())[:SLOTS])
    half = folder / f"{_ENDED}.half"
    half.write_bytes(msgspec.json.encode(_Ended(kept, [path.name for path in gone])))
    half.replace(folder / _ENDED)
    for path in gone:
        path.unlink()


def _is_alive(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _read(path: Path) -> dict[str, float]:
    content = path.read_bytes()
    if len(content) != _BYTES:
        return {}
    values = memoryview(content)[:_VALUES_BYTES].cast("d")
    found = {}
    for slot in range(SLOTS):
        start = _VALUES_BYTES + slot * NAME_BYTES
        name = content[start : start + NAME_BYTES].rstrip(b"\0").decode()
        if not name:
            break
        found[name] = values[slot]
    return found


def _add(sums: defaultdict[str, float], more: dict[str, float]) -> None:
    for name, value in more.items():
        sums[name] += value


def read_all(folder: Path) -> tuple[dict[str, float], tuple[Process, ...]]:
    """Give the numbers of all processes together, those of the past included, and which processes live."""
    sums: defaultdict[str, float] = defaultdict(float)
    living = []
    with _locked(folder, fcntl.LOCK_SH):
        ended = _ended(folder)
        _add(sums, ended.values)
        for path in sorted(folder.glob(f"*{_SUFFIX}")):
            if path.name in ended.taken:
                continue
            _add(sums, _read(path))
            if _is_alive(path):
                role, number, _ = path.name.split("-", 2)
                living.append(Process(role, int(number)))
    return dict(sums), tuple(living)


declare(LOST, "Counted under a label for which there was no room.", "counter")
