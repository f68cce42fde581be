"""A small province on its way to proved accounts, and a register that knows some of its people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from cuudinh.engines.identity import commands
from cuudinh.engines.identity.ports import AskedPerson, PopulationAnswer
from cuudinh.engines.identity.shapes_conversions import ScenarioShape
from cuudinh.engines.identity.tests.worlds import ROOT, small_world, with_scenario
from cuudinh.engines.identity.types import NewAccount, Stated
from cuudinh.kernel.actor import system

CONSOLE = system("console")
PASSWORD = "Cửu Đỉnh 1836"
UNIT = "19753-2025-07"


def scenario(**changes: object) -> ScenarioShape:
    """Give the scenario of the national frame, or one with changes."""
    path = Path(ROOT / "packs" / "vn" / "conversion" / "vneid.yaml")
    return ScenarioShape.model_validate(yaml.safe_load(path.read_text("utf-8")) | changes)


def apply(shape: ScenarioShape) -> None:
    """Put a scenario in force."""
    commands.apply_conversions(with_scenario(small_world(), shape))


def phone_of(number: int) -> str:
    """Give the telephone number of a resident."""
    return f"+8490500{number:04d}"


def number_of(number: int) -> str:
    """Give the citizen number of a resident."""
    return f"04619000{number:04d}"


@dataclass
class Register:
    """A register that knows so many residents by number; those of `moved` have another phone there."""

    known: Sequence[int]
    moved: frozenset[int] = frozenset()
    others: frozenset[int] = frozenset()
    asked: list[AskedPerson] = field(default_factory=list)

    def answers(self, asked: Sequence[AskedPerson]) -> Iterable[PopulationAnswer]:
        """Give what it says of those it is asked about."""
        self.asked += asked
        by_number = {number_of(n): n for n in self.known}
        for one in asked:
            if one.number in by_number:
                yield self.answer(by_number[one.number])

    def answer(self, n: int) -> PopulationAnswer:
        """Give what it says of one resident."""
        return PopulationAnswer(
            number=number_of(n),
            verdict="other" if n in self.others else "known",
            subject=f"subject-{n:04d}",
            level=2,
            phone=phone_of(n + 5000) if n in self.moved else phone_of(n),
            name=f"Người Thứ {n}",
            birth="1990-12-31",
            evidence="tệp thử",
        )


def open_residents(count: int, *, stating: Iterable[int] | None = None, first: int = 0) -> list[int]:
    """Open accounts of residents, of whom those named (all, if none are) state their numbers."""
    numbers = range(first, first + count)
    asked = [NewAccount("resident", f"Người Thứ {n}", PASSWORD, phone=phone_of(n)) for n in numbers]
    account_ids = list(commands.open_accounts(CONSOLE, asked))
    wanted = set(numbers if stating is None else stating)
    stated = (
        Stated(account_id, number_of(n) if n in wanted else "", "1990-12-31", UNIT)
        for n, account_id in zip(numbers, account_ids, strict=True)
    )
    commands.state_numbers(CONSOLE, stated)
    return account_ids


def carry_out(run_id: int, steps_most: int = 1_000) -> int:
    """Take the steps of a run until there is none to take; give how many there were."""
    for done in range(1, steps_most):
        if not commands.convert_step(CONSOLE, run_id=run_id):
            return done
    return steps_most


def tried() -> int:
    """Try the scenario in force and give the number of the dry run."""
    run_id = commands.start_dry_run(CONSOLE, scenario_id="vneid")
    carry_out(run_id)
    return run_id


def begun() -> int:
    """Try the scenario in force and begin to carry it out; give the number of the live run."""
    return commands.start_live_run(CONSOLE, scenario_id="vneid", dry_run_id=tried())
