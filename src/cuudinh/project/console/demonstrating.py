"""The command that fills an empty installation with an invented province."""

from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console

from cuudinh.engines.identity import queries as identity
from cuudinh.journal import marks, releases
from cuudinh.project import packing, sign_on
from cuudinh.project.console.bars import progress_bars
from cuudinh.project.console.saying import done
from cuudinh.project.demonstration import filling
from cuudinh.project.demonstration.casting import full_store, unfinished
from cuudinh.project.demonstration.old_accounts import open_old_accounts
from cuudinh.project.demonstration.sign_ins import was_filled
from cuudinh.project.trouble import Trouble


def demo(
    reports: Annotated[int, typer.Option(help="How many reports to invent.", min=1)] = filling.REPORTS,
    days: Annotated[int, typer.Option(help="Over how many days until now.", min=1)] = filling.DAYS,
    start: Annotated[int, typer.Option(help="Another number gives another province.")] = 7,
    cases: Annotated[
        int,
        typer.Option(
            help="Build a store of so many cases over ten years instead, faster than they are filed.", min=0
        ),
    ] = 0,
    accounts: Annotated[int, typer.Option(help="How many accounts such a store has.", min=0)] = 0,
) -> None:
    """Fill the province in force with invented people and reports; an installation with people is left alone."""
    console = Console(soft_wrap=True)
    unfinished.refuse()
    if identity.has_accounts():
        _leave_alone(console)
        return
    if cases:
        with progress_bars(console) as bars:
            made = full_store.cast_store(_folders(), bars.say, reports=cases, accounts=accounts, start=start)
        done(console, f"{made.reports} reports and {made.accounts} accounts")
        return
    with progress_bars(console) as bars:
        filled = filling.fill(_folders(), bars.say, reports=reports, days=days, start=start)
    done(console, f"{filled.reports} reports and {filled.dossiers} dossiers, {filled.acts} acts on them")
    if sign_on.is_fake():
        done(console, f"{open_old_accounts('vi')} accounts from before VNeID, to try it with")


def _leave_alone(console: Console) -> None:
    """Say that this province was filled before. Raises `Trouble` where the people are real ones."""
    if not was_filled():
        raise Trouble(
            "There are people here already, so nothing was invented.",
            "Fill an installation of its own: CUUDINH_STATE=var/trial cuudinh setup-database",
        )
    marks.put_invented()
    console.print("This province is filled already; nothing was invented.")


def _folders() -> list[Path]:
    """Give the folders of the pack in force and of those it stands on, its own first."""
    in_force = releases.in_force()
    if not in_force:
        raise Trouble("No pack is in force, so there is no province to fill.", "cuudinh pack apply <name>")
    world = packing.load_world(in_force[-1].pack_id)
    return [settings.CUUDINH_PACKS / pack.id for pack in reversed(world.packs)]


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command()(demo)
