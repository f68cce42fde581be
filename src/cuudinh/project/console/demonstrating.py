"""The command that fills an empty installation with an invented province."""

from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from cuudinh.engines.identity import queries as identity
from cuudinh.journal import releases
from cuudinh.project import packing
from cuudinh.project.demonstration import filling
from cuudinh.project.trouble import Trouble


def demo(
    reports: Annotated[int, typer.Option(help="How many reports to invent.", min=1)] = filling.REPORTS,
    days: Annotated[int, typer.Option(help="Over how many days until now.", min=1)] = filling.DAYS,
    start: Annotated[int, typer.Option(help="Another number gives another province.")] = 7,
) -> None:
    """Fill the province in force with invented people and reports; an installation with people is left alone."""
    console = Console(soft_wrap=True)
    if identity.accounts_with_role("leader"):
        console.print("There are people already; nothing was invented.")
        return
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    ) as progress:
        filled = filling.fill(_folders(), _Bars(progress).say, reports=reports, days=days, start=start)
    console.print(f"[green]✓[/] {filled.reports} reports, {filled.acts} acts on them")


def _folders() -> list[Path]:
    """Give the folders of the pack in force and of those it stands on, its own first."""
    in_force = releases.in_force()
    if not in_force:
        raise Trouble("No pack is in force, so there is no province to fill.", "cuudinh pack apply <name>")
    world = packing.load_world(in_force[-1].pack_id)
    return [settings.CUUDINH_PACKS / pack.id for pack in reversed(world.packs)]


class _Bars:
    """One progress bar for each step, made when the step is first spoken of."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[str, TaskID] = {}

    def say(self, step: str, done: int, total: int) -> None:
        """Show how much of a step is done."""
        if step not in self._bars:
            self._bars[step] = self._progress.add_task(step)
        self._progress.update(self._bars[step], completed=done, total=total)


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command()(demo)
