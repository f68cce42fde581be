"""A table of another system is brought in; a run that dies is run again and goes on where it stopped."""

import csv
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

from django.conf import settings

from cuudinh.engines.cases.queries import agreeing
from cuudinh.engines.places import queries as places
from cuudinh.kernel.actor import system
from cuudinh.project.importing import running
from cuudinh.project.importing.memory import Memory
from cuudinh.project.importing.planning import Plan
from cuudinh.project.importing.table import request_table
from cuudinh.project.simulation.stage import PACK
from cuudinh.project.simulation.world import Violation, World

IMPORTER: Final = system("import")
ROWS: Final = 5
TRIES_MOST: Final = 50


def bring_in(world: World) -> None:
    """Bring in a table of a few requests of the last hours, of which one is refused."""
    world.imported += 1
    path: Path = settings.CUUDINH_STATE / "tables" / f"{world.imported}.csv"
    _write(world, path)
    before = set(agreeing.revisions())
    for _ in range(TRIES_MOST):
        plan = _plan(world, path)
        outcome = world.attempt(
            IMPORTER, f"import {path.name}", partial(running.run, plan, lambda *_: None), is_one=False
        )
        if outcome.is_done:
            break
    new = [number for number in agreeing.revisions() if number not in before]
    for number in new:
        world.learn(number, None, "")
    if outcome.is_done and len(new) != ROWS - 1:
        raise Violation(f"{len(new)} cases were brought in from {ROWS - 1} good rows")


def _write(world: World, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    units = sorted(unit.code for unit in places.units_in_force(world.now.date()))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["ref", "at", "unit", "kind", "text"])
        for place in range(ROWS):
            at = world.now - timedelta(minutes=30 * (ROWS - place))
            kind = "unknown" if place == 2 else world.chance.choice(["road", "light", "rubbish"])
            said = f"Dòng {place} của bảng {world.imported}, xin xem giúp."
            table.writerow(
                [f"{world.imported}-{place}", at.isoformat(), world.chance.choice(units), kind, said]
            )


def _plan(world: World, path: Path) -> Plan:
    folder: Path = settings.CUUDINH_STATE / "imports"
    return Plan(
        path=path,
        report=folder / f"{path.stem}-refused.csv",
        memory=Memory.of(path, folder),
        table=request_table(settings.CUUDINH_PACKS / PACK),
        dispatcher=world.cast.of_centre("dispatcher-1"),
        reporters=(),
        choose=lambda _case, _chance: None,
    )
