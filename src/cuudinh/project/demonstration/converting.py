"""A conversion of accounts half done, so that its pages have something to show."""

from collections.abc import Sequence
from typing import Final

from cuudinh.connectors.population.fake import FakeRegister
from cuudinh.engines.identity import commands as identity_commands
from cuudinh.engines.identity import queries as identity
from cuudinh.engines.identity.types import Stated
from cuudinh.engines.places import queries as places
from cuudinh.kernel.actor import Actor
from cuudinh.project.demonstration.people import FOUNDER

# Who signs in on the page of the demonstration keeps the password, so the first states nothing.
_STATING_FROM: Final = 1
_KNOWN_PERCENT: Final = 25
_COMMUNE: Final = 3


def convert_some(residents: Sequence[Actor]) -> None:
    """Let residents state their numbers, two of them the same one, and convert whom an invented register knows."""
    scenarios = identity.conversion_scenarios()
    if not scenarios or len(residents) <= _STATING_FROM + 1:
        return
    units = [unit.code for unit in places.units_in_force() if unit.level == _COMMUNE] or [""]
    identity_commands.state_numbers(
        FOUNDER, (_stated(n, one, units) for n, one in enumerate(residents) if one.account_id is not None)
    )
    identity_commands.ask_register(FOUNDER, FakeRegister(_KNOWN_PERCENT))
    scenario = scenarios[0].id
    dry_run = identity_commands.start_dry_run(FOUNDER, scenario_id=scenario)
    _carry_out(dry_run)
    _carry_out(identity_commands.start_live_run(FOUNDER, scenario_id=scenario, dry_run_id=dry_run))


def _stated(n: int, resident: Actor, units: Sequence[str]) -> Stated:
    assert resident.account_id is not None, "residents have accounts"
    number = f"999{max(n, _STATING_FROM + 1):09d}" if n >= _STATING_FROM else ""
    return Stated(resident.account_id, number, unit_code=units[n % len(units)])


def _carry_out(run_id: int) -> None:
    while identity_commands.convert_step(FOUNDER, run_id=run_id):
        pass
