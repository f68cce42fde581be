"""The faults that can be done, each with how often it is done in full and in short."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.faults import (
    backups,
    converting,
    disks,
    killing,
    migrating,
    postgres,
    reorganising,
    slow,
    twice,
    uploads,
)
from bench.faults.ground import Ground, copy_of, served
from bench.measuring import Row, most_row
from bench.served import environment


@dataclass(frozen=True, slots=True)
class Task:
    """One fault to do: the installation to copy, how often, and a folder for it."""

    base: Ground
    times: int
    room: Path


@dataclass(frozen=True, slots=True)
class Kind:
    """A fault: how it is done, and how often in full and in short."""

    do: Callable[[Task], list[Row]]
    times: int
    short: int


def _kill(task: Task) -> list[Row]:
    with served(copy_of(task.base, task.room / "state")) as ground:
        return killing.rows_of(killing.kill_at_random(ground, task.times), "")


def _postgres(task: Task) -> list[Row]:
    residents = len(task.base.people["residents"])
    with postgres.installed(task.room / "state", residents) as ground:
        return postgres.rows(postgres.kill(ground, task.times))


def _torn(task: Task) -> list[Row]:
    """Record and replay in one process, in a state folder of its own."""
    folder = task.room / "state"
    folder.mkdir()
    done = Ground(folder, environment(folder)).run("bench.faults.torn", str(task.times))
    if done.returncode:
        raise SystemExit(f"The writes could not be replayed:\n{done.stderr[-3000:]}")
    found = json.loads(done.stdout.splitlines()[-1])
    told = f"{found['acts']} acts replayed in {sum(found['variants'].values())} variants {found['variants']}"
    seen = f"{told}, {found['next_act_too']} with the act under way whole; {'; '.join(found['wrong'][:3])}"
    return [
        most_row(
            "fault-torn",
            "torn or lost writes that left anything but what was acknowledged",
            len(found["wrong"]),
            "",
            most=0,
            against=seen,
        )
    ]


def _migrating(task: Task) -> list[Row]:
    """Change the tables of so many copies, one after the other, each of them once."""
    found = []
    for n in range(task.times):
        with served(copy_of(task.base, task.room / str(n))) as ground:
            found.append(migrating.migrate(ground))
    return migrating.rows(max(found, key=lambda one: (len(one.failed), one.step_seconds)))


def _twice(task: Task) -> list[Row]:
    with served(copy_of(task.base, task.room / "state")) as ground:
        return twice.rows(ground, task.times)


def _disks(task: Task) -> list[Row]:
    return disks.rows(task.base, task.times, task.room)


def _slow(task: Task) -> list[Row]:
    with served(copy_of(task.base, task.room / "state")) as ground:
        return slow.rows(ground, task.times)


def _uploads(task: Task) -> list[Row]:
    with served(copy_of(task.base, task.room / "state")) as ground:
        return uploads.rows(ground, task.times)


def _backups(task: Task) -> list[Row]:
    with served(copy_of(task.base, task.room / "state")) as ground:
        return backups.rows(ground, task.base, task.times, task.room)


def _conversion(task: Task) -> list[Row]:
    return converting.rows(converting.kill_at_random(task.room / "state", task.times))


def _reorganisation(task: Task) -> list[Row]:
    return reorganising.rows(reorganising.kill_at_random(task.room / "state", task.times))


def _fuzz(task: Task) -> list[Row]:
    """Make odd calls in one process; a report is filed first, so that numbers lead somewhere."""
    ground = copy_of(task.base, task.room / "state")
    people = ground.people
    logins = [people["residents"][0]["login"], people["dispatchers"][0], people["leaders"][0]]
    done = ground.run("bench.faults.fuzzing", str(task.times), people["password"], *logins)
    if done.returncode:
        raise SystemExit(f"The calls could not be made:\n{done.stderr[-3000:]}")
    found = json.loads(done.stdout.splitlines()[-1])
    told = f"{task.times} calls answered {found['statuses']}; {'; '.join(found['broken'][:3])}"
    return [
        most_row(
            "fault-fuzz", "odd calls that broke something", len(found["broken"]), "", most=0, against=told
        )
    ]


KINDS = {
    "backup": Kind(_backups, times=10, short=1),
    "conversion": Kind(_conversion, times=40, short=3),
    "fuzz": Kind(_fuzz, times=100_000, short=1500),
    "slow": Kind(_slow, times=10_000, short=100),
    "uploads": Kind(_uploads, times=500, short=50),
    "kill": Kind(_kill, times=200, short=6),
    "migrating": Kind(_migrating, times=3, short=1),
    "reorganisation": Kind(_reorganisation, times=40, short=3),
    "postgres": Kind(_postgres, times=20, short=3),
    "torn": Kind(_torn, times=7000, short=140),
    "twice": Kind(_twice, times=50, short=50),
    "disks": Kind(_disks, times=40, short=4),
}
