"""Commands on offices: their codes in the systems of the country, exported and looked up on any day."""

import csv
import sys
from typing import Annotated

import typer
from rich.console import Console

from cuudinh.engines.identity import queries
from cuudinh.project.console.days import day_of
from cuudinh.project.console.saying import plain
from cuudinh.project.trouble import Trouble

offices = typer.Typer(help="Offices and their codes on any day.", no_args_is_help=True)

On = Annotated[str, typer.Option(help="The day, as 2025-07-01; default: today.")]


@offices.command()
def codes(on: Annotated[str, typer.Option(help="Codes of one day only; default: of all days.")] = "") -> None:
    """Write every code of every office as CSV: our code, the system, the code, and its days."""
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(("office", "system", "value", "valid_from", "valid_to"))
    for one in queries.all_codes(day_of(on) if on else None):
        table.writerow((one.office_code, one.system, one.value, one.valid_from, one.valid_to or ""))


@offices.command()
def find(
    value: Annotated[str, typer.Argument(help="A code of any system, such as 000.00.15.H57.")], on: On = ""
) -> None:
    """Say which office had a code on a day, by whatever system."""
    found = queries.office_by_official_code(value, day_of(on) if on else None)
    if found is None:
        raise Trouble(
            f"No office had the code {value} on that day.", "cuudinh office codes lists all of them."
        )
    plain(Console(soft_wrap=True), f"{found.code}  {found.name('en')}  {found.name('vi')}")


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.add_typer(offices, name="office")
