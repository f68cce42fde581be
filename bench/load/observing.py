"""What the processes of an installation use: processor time, private memory, and who waits for whose lock."""

import asyncio
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
SAMPLE_SECONDS = 10.0
LOCK_SECONDS = 0.1
MB = 1024.0
# As the platform calls its processes (project/forking.py), cut off where the system cuts them off.
NAMES = {
    "cuudinh-keeper": "keeper of minutes",
    "cuudinh-web": "web keeper",
    "cuudinh-web-wor": "web worker",
    "cuudinh-clerk": "clerk",
    "cuudinh-stream": "stream keeper",
    "cuudinh-str-wor": "stream worker",
}


@dataclass(frozen=True, slots=True)
class Use:
    """What one process has used so far: seconds of processor time, and memory in MB.

    `private_mb` is memory that no file holds, with what it shares with its copies counted by its part: added up, each
    page is counted once. `unshared_mb` is what it has for itself alone.
    """

    name: str
    cpu_seconds: float
    private_mb: float
    unshared_mb: float


@dataclass
class Watch:
    """Looks at the processes of some trees while a run goes on."""

    roots: Sequence[int]
    database: str = ""
    memory: list[tuple[float, float]] = field(default_factory=list)
    lock_waits: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    lock_wait_longest: float = 0.0
    waiting_seconds: float = 0.0

    async def run(self) -> None:
        """Sample memory and lock waits until cancelled."""
        loop = asyncio.get_running_loop()
        next_memory = loop.time()
        while True:
            self._look_at_locks()
            if loop.time() >= next_memory:
                next_memory = loop.time() + SAMPLE_SECONDS
                self.memory.append((loop.time(), sum(one.private_mb for one in uses(*self.roots).values())))
            await asyncio.sleep(LOCK_SECONDS)

    def _look_at_locks(self) -> None:
        """See who waits for a lock of the kernel now; a wait is as long as it is seen again and again."""
        waiting = set(_waiters()) & {process for root in self.roots for process in _tree(root)}
        for process in list(self.lock_waits):
            if process not in waiting:
                del self.lock_waits[process]
        for process in waiting:
            self.lock_waits[process] += LOCK_SECONDS
            self.waiting_seconds += LOCK_SECONDS
            self.lock_wait_longest = max(self.lock_wait_longest, self.lock_waits[process])


def uses(*roots: int) -> dict[int, Use]:
    """Give what each process of some trees uses, by its number."""
    found = {}
    for process in (one for root in roots for one in _tree(root)):
        # A process may end while it is looked at.
        with suppress(OSError, ValueError):
            found[process] = _use(process)
    return found


def own_seconds() -> float:
    """Give the processor time of this process."""
    used = os.times()
    return used.user + used.system


def servers_of(database: str) -> Sequence[int]:
    """Give the processes of the PostgreSQL server behind an address; none without one or where they are hidden."""
    if not database:
        return ()
    import psycopg

    with psycopg.connect(database) as there:
        row = there.execute("SHOW data_directory").fetchone()
    mark = Path(row[0]) / "postmaster.pid" if row else None
    if mark is None or not mark.is_file():
        return ()
    return tuple(_tree(int(mark.read_text().splitlines()[0])))


def seconds_of(processes: Sequence[int]) -> float:
    """Give the processor time of some processes, with that of their children that ended."""
    total = 0.0
    for process in processes:
        with suppress(OSError):
            fields = _stat(process)
            total += sum(int(one) for one in fields[11:15]) / TICKS_A_SECOND
    return total


def _use(process: int) -> Use:
    fields = _stat(process)
    memory = dict(_memory(process))
    return Use(
        name=_name(process),
        cpu_seconds=(int(fields[11]) + int(fields[12])) / TICKS_A_SECOND,
        private_mb=memory["Pss_Anon"] / MB,
        unshared_mb=(memory["Private_Clean"] + memory["Private_Dirty"]) / MB,
    )


def _stat(process: int) -> list[str]:
    """Give the fields of `/proc/…/stat` after the name, which may hold anything."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def _memory(process: int) -> Iterator[tuple[str, int]]:
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]:
        name, _colon, size = line.partition(":")
        yield name, int(size.split()[0])


def _name(process: int) -> str:
    """Give what a process of the platform does, from the name the system shows."""
    name = Path(f"/proc/{process}/comm").read_text().strip()
    return NAMES.get(name, "supervisor" if name.startswith("python") else name)


def _tree(root: int) -> list[int]:
    """Give a process and everything below it."""
    found, waiting = [], [root]
    while waiting:
        process = waiting.pop()
        found.append(process)
        for task in Path(f"/proc/{process}/task").glob("*/children"):
            with suppress(OSError):
                waiting += [int(one) for one in task.read_text().split()]
    return found


def _waiters() -> Iterator[int]:
    """Give the processes that wait for a lock on a file: the lines with an arrow."""
    for line in Path("/proc/locks").read_text().splitlines():
        words = line.split()
        if len(words) > 5 and words[1] == "->":
            yield int(words[5])
