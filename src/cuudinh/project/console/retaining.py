"""Commands on how long personal data are kept: what is over, dropping it, and what was dropped."""

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity import queries
from cuudinh.kernel.actor import system
from cuudinh.project.console.saying import done

retention = typer.Typer(help="How long personal data are kept.", no_args_is_help=True)


@retention.command()
def plan() -> None:
    """Say what is over now and would be dropped; changes nothing."""
    _table(with_due=True)


@retention.command(name="carry-out")
def carry_out() -> None:
    """Drop all that is over, in pieces; the clerk does the same once a day."""
    total = 0
    while dropped := identity.carry_out_retention(system("console")):
        total += dropped
    done(Console(soft_wrap=True), f"{total:,} rows were over and are dropped")


@retention.command()
def report() -> None:
    """Say how long each class is kept, by what source, and what was dropped so far."""
    _table(with_due=False)


def _table(*, with_due: bool) -> None:
    count = "over now" if with_due else "dropped"
    table = Table("class", "days", count, "last", "source", box=None, pad_edge=False)
    for one in queries.retention(system("console"), with_due=with_due):
        number = one.due if with_due else one.dropped
        cells = (one.name, str(one.days or "–"), f"{number:,}", str(one.last or "–"), one.source)
        table.add_row(*map(Text, cells))
    Console(soft_wrap=True).print(table)


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.add_typer(retention, name="retention")
