"""`kill -9` of each process at random moments while people act; then everything acknowledged is looked for.

One round kills one victim. The supervisor is started again at once, as the unit of an installation does; the others
it starts again itself. A backup that is killed is no process of the platform: its archive must be whole or absent.
"""

import json
import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.faults.ground import Ground
from bench.faults.living import Acknowledged, Living
from bench.measuring import Row, load_text, most_row

# In each block every victim dies once; the supervisor, last, forgets how often its parts died.
VICTIMS = ("worker", "clerk", "backup", "stream", "web", "supervisor")
_NAMES = {
    "worker": "cuudinh-web-wor",
    "web": "cuudinh-web",
    "clerk": "cuudinh-clerk",
    "stream": "cuudinh-stream",
}
BACK_SECONDS_TARGET = 3.0
LIVING_AT_ONCE = 4
_SETTLE_SECONDS_MOST = 120


@dataclass
class Killed:
    """What a run of killing found."""

    rounds: Counter[str] = field(default_factory=Counter)
    back_seconds: list[float] = field(default_factory=list)
    start_cpu_seconds: list[float] = field(default_factory=list)
    told: Acknowledged = field(default_factory=Acknowledged)
    found: dict[str, Any] = field(default_factory=dict)


def kill_at_random(ground: Ground, rounds: int, *, start: int = 20261127) -> Killed:
    """Kill so many times while people act, then let the platform finish and look at what is left."""
    chance, killed = random.Random(start), Killed()
    living = Living(ground, at_once=LIVING_AT_ONCE)
    living.begin()
    _wait_for_all_parts(ground)
    for n in range(rounds):
        victim = VICTIMS[n % len(VICTIMS)]
        time.sleep(chance.uniform(0.05, 0.6))
        strike(ground, victim, chance, n)
        killed.rounds[victim] += 1
        killed.back_seconds.append(ground.wait_until_it_answers())
        if victim == "supervisor":
            killed.start_cpu_seconds.append(ground.cpu_seconds())
        _wait_for_all_parts(ground)
    killed.told = living.end()
    killed.found = settled(ground, killed.told)
    return killed


def strike(ground: Ground, victim: str, chance: random.Random, n: int) -> None:
    """Kill one victim."""
    assert ground.supervisor is not None
    if victim == "backup":
        _killed_backup(ground, chance, n)
    elif victim == "supervisor":
        ground.supervisor.kill()
        ground.supervisor.wait()
        _until(lambda: _is_free(ground))
        ground.begin()
    else:
        name = _NAMES[victim]
        found = [one for one in ground.processes(name) if victim == "worker" or _is(one, name)]
        os.kill(chance.choice(found), signal.SIGKILL)


def _is(process: int, name: str) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{process}/comm").read_text("utf-8").strip() == name
    return False


def _is_free(ground: Ground) -> bool:
    from cuudinh.project import ports
    from cuudinh.project.trouble import Trouble

    try:
        for port in (ground.port, ground.port + 1):
            ports.refuse_busy("127.0.0.1", port)
    except Trouble:
        return False
    return True


def _killed_backup(ground: Ground, chance: random.Random, n: int) -> None:
    command = [
        sys.executable,
        "-m",
        "cuudinh.project.cli",
        "backup",
        str(archive_of(ground, n)),
        "--with-keys",
    ]
    running = subprocess.Popen(
        command, env=ground.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with suppress(subprocess.TimeoutExpired):
        # Most of it is loading; the archive is written in the last part.
        running.wait(chance.uniform(0.5, 6))
    running.kill()
    running.wait()


def archive_of(ground: Ground, n: int) -> Path:
    """Give where the backup of a round goes."""
    return ground.folder / "backups" / f"{n}.tar.gz"


def _wait_for_all_parts(ground: Ground) -> None:
    """Wait until there is one of each to be killed: the clerk and the stream start a little later."""
    _until(lambda: all(ground.processes(name) for name in _NAMES.values()))


def _until(holds: Callable[[], bool]) -> None:
    by = time.monotonic() + _SETTLE_SECONDS_MOST
    while not holds():
        if time.monotonic() > by:
            raise SystemExit("it never came true")
        time.sleep(0.02)


def settled(ground: Ground, told: Acknowledged) -> dict[str, Any]:
    """End the platform, let a clerk finish what it left, and give what does not fit."""
    ground.end()
    wanted = {"filed": told.filed, "acts": told.acts}
    (ground.folder / "told.json").write_text(json.dumps(wanted), "utf-8")
    done = ground.run("bench.faults.checking", str(ground.folder / "told.json"))
    if done.returncode:
        raise SystemExit(f"What is left could not be looked at:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def rows_of(killed: Killed, where: str) -> list[Row]:
    """Give the rows of a run."""
    rounds = sum(killed.rounds.values())
    told = f"{rounds} kills; {len(killed.told.filed)} reports, {len(killed.told.acts)} acts acknowledged"
    faults = killed.found | {"wrong": killed.told.wrong}
    count = sum(len(found) for found in faults.values())
    ordered = sorted(killed.back_seconds)
    p95 = ordered[int(len(ordered) * 0.95)] if len(ordered) > 1 else ordered[0]
    middle = statistics.median(ordered)
    return [
        most_row(
            f"fault-kill{where}-lost",
            "lost, half done or done twice after kill -9",
            count,
            "",
            most=0,
            against=told,
        ),
        most_row(
            f"fault-kill{where}-back",
            "from kill -9 to the next answer, p95",
            p95,
            "s",
            most=BACK_SECONDS_TARGET,
            against=f"median {middle:.2f} s, longest {ordered[-1]:.2f} s; {load_text()}",
        ),
        most_row(
            f"fault-kill{where}-start",
            "processor time from the start of the supervisor to its first answer, median",
            statistics.median(killed.start_cpu_seconds or [0.0]),
            "s CPU",
            most=BACK_SECONDS_TARGET,
            against=f"{len(killed.start_cpu_seconds)} starts after a kill",
        ),
    ]
