"""A conversion of accounts whose process is killed between and within its batches: nothing is lost, nothing done twice.

`python -m bench.faults.converting make` fills an empty state folder with residents, a register and a run that waits;
`go RUN` takes its steps and says each; `look RUN` says what stands in the tables. The first and the last are told as
JSON in their last line.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bench.faults.ground import Ground
from bench.measuring import Row, most_row
from bench.served import environment

RESIDENTS: Final = 120
KNOWN: Final = 96
BATCH: Final = 4
STEPS_MOST: Final = 6
WITHIN_SECONDS_MAX: Final = 0.03
MODULE: Final = "bench.faults.converting"


@dataclass
class Killed:
    """What came of it: how often the process was killed, after how many steps each time, and what is wrong."""

    after: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seen: dict[str, Any] = field(default_factory=dict)


def kill_at_random(folder: Path, times: int, seed: int = 1) -> Killed:
    """Carry out a run in processes that are killed so many times, then to its end, and look at what it left."""
    folder.mkdir(parents=True)
    ground = Ground(folder, environment(folder))
    made, chance, found = _said(ground, "make"), random.Random(seed), Killed()
    for _ in range(times):
        found.after.append(_killed(ground, made["run"], chance))
    _said(ground, "go", str(made["run"]))
    found.seen = _said(ground, "look", str(made["run"]))
    found.wrong = list(_wrong(found.seen, made["expected"]))
    return found


def _said(ground: Ground, *words: str) -> Any:
    done = ground.run(MODULE, *words)
    if done.returncode:
        raise SystemExit(f"{words[0]} failed:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def _killed(ground: Ground, run_id: int, chance: random.Random) -> int:
    """Take some steps and kill the process in one of the next; give how many it had told of."""
    command = [sys.executable, "-m", MODULE, "go", str(run_id)]
    going = subprocess.Popen(
        command, env=ground.environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert going.stdout is not None, "it was asked for"
    told, wanted = 0, chance.randint(1, STEPS_MOST)
    while told < wanted and going.stdout.readline():
        told += 1
    time.sleep(chance.uniform(0, WITHIN_SECONDS_MAX))
    os.killpg(going.pid, signal.SIGKILL)
    going.wait()
    return told


def _wrong(seen: dict[str, Any], expected: dict[str, int]) -> list[str]:
    """Give what does not fit: figures that differ from those of the dry run, or something that stands there twice."""
    wrong = [f"{name}: {seen[name]} and not 0" for name in ("twice", "unfit") if seen[name]]
    if seen["state"] != "done":
        wrong.append(f"the run is {seen['state']}")
    for name in ("members", "tallies"):
        if seen[name] != expected:
            wrong.append(f"{name} are {seen[name]} and not {expected}")
    return wrong


def rows(killed: Killed) -> list[Row]:
    """Give the figure of the faults."""
    told = f"killed {len(killed.after)} times after {killed.after} steps; {'; '.join(killed.wrong[:3])}"
    what = "figures or rows of a killed conversion that are not those of its dry run"
    return [most_row("fault-conversion", what, len(killed.wrong), "", most=0, against=told)]


def _make() -> dict[str, Any]:
    from django.core.management import call_command

    from cuudinh.engines.identity import commands, queries
    from cuudinh.engines.identity.tests import registers, worlds

    call_command("migrate", verbosity=0)
    commands.apply_organisation(worlds.small_world())
    commands.apply_policy(worlds.small_world())
    stop = {"errors_percent": 100, "duplicates_percent": 100}
    registers.apply(registers.scenario(batch_size=BATCH, stop=stop))
    registers.open_residents(RESIDENTS)
    commands.ask_register(registers.CONSOLE, registers.Register(range(KNOWN)))
    run_id = registers.begun()
    dry = queries.conversion_runs(registers.CONSOLE)[-1]
    return {"run": run_id, "expected": {state: count for state, count in dry.states.items() if count}}


def _go(run_id: int) -> dict[str, Any]:
    from cuudinh.engines.identity import commands
    from cuudinh.engines.identity.tests.registers import CONSOLE

    steps = 0
    while commands.convert_step(CONSOLE, run_id=run_id):
        steps += 1
        sys.stdout.write(f"{steps}\n")
        sys.stdout.flush()
    return {"steps": steps}


def _look(run_id: int) -> dict[str, Any]:
    from cuudinh.engines.identity import queries
    from cuudinh.engines.identity.models import (
        AssuranceEvent,
        ConversionBatch,
        ConversionChange,
        ConversionMember,
        Credential,
        PersonIdentifier,
    )
    from cuudinh.engines.identity.tests.registers import CONSOLE

    run = queries.conversion_run(CONSOLE, run_id)
    members = Counter(ConversionMember.objects.filter(run=run_id).values_list("state", flat=True))
    changed = Counter(ConversionChange.objects.filter(batch__run=run_id).values_list("account_id", flat=True))
    proofs = Counter(AssuranceEvent.objects.values_list("person_id", flat=True))
    numbers = ConversionBatch.objects.filter(run=run_id).order_by("number").values_list("number", "converted")
    converted = members["converted"]
    figures = (
        run.converted,
        sum(count for _, count in numbers),
        len(changed),
        len(proofs),
        PersonIdentifier.objects.filter(kind="vneid").count(),
        Credential.objects.filter(kind="retired").count(),
    )
    in_order = [number for number, _ in numbers] == list(range(1, run.batches + 1))
    return {
        "state": run.state,
        "members": dict(members),
        "tallies": {state: count for state, count in run.states.items() if count},
        "twice": sum(count - 1 for count in [*changed.values(), *proofs.values()]),
        "unfit": sum(figure != converted for figure in figures) + (not in_order),
    }


if __name__ == "__main__":
    import django

    django.setup()
    asked, number = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
    said = {"make": lambda _: _make(), "go": _go, "look": _look}[asked](number)
    sys.stdout.write(json.dumps(said) + "\n")
