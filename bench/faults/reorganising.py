"""A reorganisation whose clerk is killed while it moves the work: it goes on, nothing is lost, nothing moved twice.

One office is merged into another, one is split, one is closed; each leaves open cases, parts and seats.
`python -m bench.faults.reorganising make` fills an empty state folder on the evening before; `go` is the clerk of the
morning and says each of its rounds; `look` says as JSON in its last line what stands in the tables. What a killed
clerk leaves must be what one that nobody killed leaves on a copy of the same evening.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bench.faults.ground import Ground
from bench.measuring import Row, most_row
from bench.served import environment

MODULE: Final = "bench.faults.reorganising"
EVENING, MORNING = "2026-11-30 16:00", "2026-12-01 00:05"
# More than one portion with the office that is merged, so that a kill falls between portions too.
LEFT: Final = {"duong-an": 56, "den-tinh": 18, "cong-vien": 12}
ENDING: Final = {
    "duong-an": {"valid_to": "2026-11-30", "successors": "duong-binh"},
    "den-tinh": {"valid_to": "2026-11-30", "successors": "duong-binh;ubnd"},
    "cong-vien": {"valid_to": "2026-11-30", "successors": ""},
}
CLOSING: Final = """
reorganisations:
  - id: giai-the
    title: {vi: Giải thể, en: Closed}
    since: "2026-12-01"
    kind: close
    document: 12/NQ-HĐND
    signed: "2026-11-20"
    divide: [topic]
    receiver: ioc
    offices: [cong-vien]
"""
WITHIN_SECONDS_MAX: Final = 0.6
ROUNDS_MOST: Final = 2


@dataclass
class Killed:
    """What came of it: after how many rounds the clerk was killed each time, what is wrong, and what stands there."""

    after: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seen: dict[str, Any] = field(default_factory=dict)


def kill_at_random(folder: Path, times: int, seed: int = 1) -> Killed:
    """Let clerks carry it out that are killed so many times, then one to its end, and compare with one left alone."""
    folder.mkdir(parents=True)
    ground, chance, found = (
        Ground(folder / "state", environment(folder / "state")),
        random.Random(seed),
        Killed(),
    )
    ground.folder.mkdir()
    _said(ground, "make")
    alone = Ground(folder / "alone", environment(folder / "alone"))
    shutil.copytree(ground.folder, alone.folder)
    for _ in range(times):
        found.after.append(_killed(ground, chance))
    for one in (ground, alone):
        _said(one, "go")
    found.seen, expected = _said(ground, "look"), _said(alone, "look")
    found.wrong = list(_wrong(found.seen, expected))
    return found


def _said(ground: Ground, word: str) -> Any:
    done = ground.run(MODULE, word)
    if done.returncode:
        raise SystemExit(f"{word} failed:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def _killed(ground: Ground, chance: random.Random) -> int:
    """Let a clerk begin and kill it in one of its rounds; give how many it had told of."""
    command = [sys.executable, "-m", MODULE, "go"]
    going = subprocess.Popen(
        command, env=ground.environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert going.stdout is not None, "it was asked for"
    # The first line says that it is about to begin.
    told, wanted = 0, chance.randint(1, 1 + ROUNDS_MOST)
    while told < wanted and going.stdout.readline():
        told += 1
    time.sleep(chance.uniform(0, WITHIN_SECONDS_MAX))
    os.killpg(going.pid, signal.SIGKILL)
    going.wait()
    return told - 1


def _wrong(seen: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """Give what does not fit: what is not as one left alone leaves it, what has no owner, what does not agree."""
    wrong = [f"{name}: {seen[name]}" for name in ("left", "strays", "faults") if seen[name]]
    wrong += [
        f"{name}: {seen[name]} and not {expected[name]}" for name in seen if seen[name] != expected[name]
    ]
    if seen["moved"] != sum(LEFT.values()):
        wrong.append(f"{seen['moved']} cases went to somebody else and not {sum(LEFT.values())}")
    return wrong


def rows(killed: Killed) -> list[Row]:
    """Give the figure of the faults."""
    told = f"killed {len(killed.after)} times after {killed.after} rounds; {'; '.join(killed.wrong[:3])}"
    what = (
        "figures of a killed reorganisation that are not those of one left alone, and work without an owner"
    )
    return [most_row("fault-reorganisation", what, len(killed.wrong), "", most=0, against=told)]


def _make() -> dict[str, Any]:
    from django.conf import settings
    from django.core.management import call_command

    from cuudinh.engines.cases.tests import reorganised, town
    from cuudinh.engines.cases.tests.street import at
    from cuudinh.journal import clerk
    from cuudinh.kernel import clock

    call_command("migrate", verbosity=0)
    with clock.frozen(at(EVENING)):
        there = town.settle()
        packs = settings.CUUDINH_STATE / "packs"
        reorganised.reorganise(packs, ENDING, CLOSING, like={"cong-vien": "den-tinh"})
        numbers = {office: [there.file() for _ in range(count)] for office, count in LEFT.items()}
        for office, filed in numbers.items():
            for number in filed:
                there.act("dispatcher", number, "assign", office=office)
        for number in numbers["duong-an"][:20]:
            there.act("an.officer", number, "accept")
        for number in numbers["duong-an"][:8]:
            offices = ["den-tinh", "cong-vien"]
            there.act("an.officer", number, "request_joint", offices=offices, question="Tắt điện?")
        clerk.run_until_idle()
    return {"cases": sum(LEFT.values())}


def _go() -> dict[str, Any]:
    from cuudinh.engines.cases.tests.street import at
    from cuudinh.journal import clerk
    from cuudinh.kernel import clock

    rounds = 0
    with clock.frozen(at(MORNING)):
        _tell(rounds)
        while clerk.run_once():
            rounds += 1
            _tell(rounds)
    return {"rounds": rounds}


def _tell(rounds: int) -> None:
    sys.stdout.write(f"{rounds}\n")
    sys.stdout.flush()


def _look() -> dict[str, Any]:
    from cuudinh.engines.cases import queries
    from cuudinh.engines.cases.models import Case, Event, Task
    from cuudinh.engines.cases.succession import open_work
    from cuudinh.engines.cases.tests.street import at
    from cuudinh.engines.identity import queries as identity
    from cuudinh.engines.identity.models import Membership
    from cuudinh.engines.messages.models import Notice
    from cuudinh.journal import counters
    from cuudinh.kernel import clock
    from cuudinh.kernel.actor import system

    console = system("console")
    with clock.frozen(at(MORNING)):
        return {
            "left": open_work(one.office_id for one in identity.endings()),
            "strays": [str(one) for one in queries.strays(console)],
            "faults": _faults(),
            "moved": Event.objects.filter(act="inherit", facts__has_key="from_office").count(),
            "events": _counted(Event.objects.values_list("act")),
            "owners": _counted(Case.objects.values_list("owner_office_id", "owner_account_id", "state")),
            "parts": _counted(Task.objects.values_list("office_id", "state")),
            "seats": _counted(Membership.objects.values_list("account_id", "office_id", "role", "valid_to")),
            "notices": _counted(Notice.objects.values_list("account_id", "template__message")),
            "handed": sorted(one.adds_up for one in queries.handed_over(console)),
            "counters": counters.read_prefix(""),
            "lines": _lines(),
        }


def _faults() -> list[str]:
    """Give what does not agree with the cases: histories, clocks, lists, counters, news that could not be told."""
    from cuudinh.engines.cases.queries import agreeing
    from cuudinh.journal import outbox

    found = [fault for number in agreeing.revisions() for fault in agreeing.examined(number).faults]
    return [str(one) for one in (*found, *agreeing.miscounted(), *outbox.parked())]


def _counted(rows: Iterable[tuple[Any, ...]]) -> dict[str, int]:
    return {"|".join(map(str, row)): count for row, count in sorted(Counter(rows).items(), key=str)}


def _lines() -> dict[str, int]:
    """Give how many lines of the log there are of each act, sealed or waiting."""
    from cuudinh.journal import audit
    from cuudinh.journal.models import AuditInbox, AuditLine

    bodies = (
        body for table in (AuditLine, AuditInbox) for body in table.objects.values_list("body", flat=True)
    )
    return _counted((audit.view(body, None).act,) for body in bodies)


if __name__ == "__main__":
    import django

    django.setup()
    said = {"make": _make, "go": _go, "look": _look}[sys.argv[1]]()
    sys.stdout.write(json.dumps(said) + "\n")
