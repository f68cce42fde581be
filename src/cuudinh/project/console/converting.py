"""Commands on the conversion of accounts: ask the register, try, carry out, stop, undo, and say how far it is."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cuudinh.connectors.population.file import PopulationFile
from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries
from cuudinh.kernel.actor import system
from cuudinh.kernel.numbers import number, percent
from cuudinh.project.console.bars import progress_bars
from cuudinh.project.console.saying import done, plain

convert = typer.Typer(help="Accounts on their way to proved identity.", no_args_is_help=True)

Run = Annotated[int, typer.Argument(help="Number of the run.")]
Reason = Annotated[str, typer.Option(help="Why; it stays in the log.")]
CONSOLE = system("console")


@convert.command()
def answers(
    path: Annotated[Path, typer.Argument(help="A CSV file of the population register.", exists=True)],
) -> None:
    """Take the answers of the national population register from a file."""
    kept = identity.take_answers(CONSOLE, PopulationFile(path).all_answers())
    done(Console(soft_wrap=True), f"{kept:,} answers kept")


@convert.command()
def duplicates() -> None:
    """Say how many citizen numbers several accounts state."""
    numbers, accounts = queries.shared_numbers(CONSOLE)
    plain(Console(soft_wrap=True), f"{numbers:,} numbers are stated by {accounts:,} accounts")


@convert.command(name="try")
def try_it(scenario: Annotated[str, typer.Argument(help="Name of the scenario, as in conversion/.")]) -> None:
    """Try a scenario: every step is taken and undone, and what would come out is kept."""
    _carry_out(identity.start_dry_run(CONSOLE, scenario_id=scenario))


@convert.command()
def begin(
    scenario: Annotated[str, typer.Argument(help="Name of the scenario, as in conversion/.")],
    dry_run: Annotated[int, typer.Option(help="Number of the dry run that is cited.")],
) -> None:
    """Carry out a scenario as it was tried; stopped or killed, it goes on with `convert resume`."""
    _carry_out(identity.start_live_run(CONSOLE, scenario_id=scenario, dry_run_id=dry_run))


@convert.command()
def resume(run: Run, reason: Reason) -> None:
    """Go on with a run that stopped or was killed."""
    identity.resume_run(CONSOLE, run_id=run, reason=reason)
    _carry_out(run)


@convert.command()
def stop(run: Run, reason: Reason) -> None:
    """Stop a run after the batch that is being written."""
    identity.stop_run(CONSOLE, run_id=run, reason=reason)
    done(Console(soft_wrap=True), f"Run {run} stops")


@convert.command()
def undo(
    run: Run,
    reason: Reason,
    batch: Annotated[int, typer.Option(help="Number of the batch.")],
    account: Annotated[int | None, typer.Option(help="Only this account of it.")] = None,
) -> None:
    """Undo a batch, or one account of it, exactly."""
    undone = identity.undo_batch(CONSOLE, run_id=run, number=batch, reason=reason, account_id=account)
    done(Console(soft_wrap=True), f"{undone:,} accounts are as they were before")


@convert.command()
def show(run: Run) -> None:
    """Say how far a run is."""
    _show(Console(soft_wrap=True), run)


def _carry_out(run: int) -> None:
    console = Console(soft_wrap=True)
    with progress_bars(console) as bars:
        while identity.convert_step(CONSOLE, run_id=run):
            found = queries.conversion_run(CONSOLE, run)
            bars.say("list", found.population, max(found.population, 1))
            bars.say("converted", found.converted, max(found.population, 1))
    _show(console, run)


def _show(console: Console, run: int) -> None:
    found = queries.progress(CONSOLE, run)
    share = found.share
    why = f" ({found.run.why})" if found.run.why else ""
    done(console, f"Run {run}, {found.run.mode}: {found.run.state}{why}")
    plain(console, f"{number(share.converted)}/{number(share.total)} = {percent(share.percent)}")
    for state, count in sorted(found.run.states.items()):
        if count:
            plain(console, f"  {state}: {count:,}")


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.add_typer(convert, name="convert")
