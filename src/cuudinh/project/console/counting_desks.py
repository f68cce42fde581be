"""Commands on the lists of one-stop desks: do they agree with the dossiers, and making them again."""

from typing import Annotated

import typer
from rich.console import Console

from cuudinh.engines.cases import commands, queries
from cuudinh.project.console.saying import done, plain
from cuudinh.project.trouble import Trouble

desks = typer.Typer(help="Lists and counters of one-stop desks.", no_args_is_help=True)

Most = Annotated[int, typer.Option(help="How many differences are told.")]


@desks.command()
def check(most: Most = 100) -> None:
    """Count the lists of desks again from the dossiers and tell every difference; there must be none."""
    console, found = Console(soft_wrap=True), 0
    for sentence in queries.miscounted_desks():
        found += 1
        if found <= most:
            plain(console, sentence)
    if found:
        raise Trouble(f"{found:,} differences.", "cuudinh desks rebuild counts everything again.")
    done(console, "every list of a desk agrees with its dossiers")


@desks.command()
def rebuild() -> None:
    """Make lists and counters of desks again from the dossiers; pages may be used meanwhile."""
    found = commands.recount_desks()
    said = f"{found.dossiers:,} open dossiers looked at, {found.rows:,} rows put right"
    done(Console(soft_wrap=True), f"{said}; {found.counters:,} counters put right")


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.add_typer(desks, name="desks")
