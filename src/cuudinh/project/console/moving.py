"""The command that moves a province from one database to another."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cuudinh.project.console.bars import progress_bars
from cuudinh.project.console.saying import done, plain
from cuudinh.project.moving.running import Proof, move

_DIGITS_SHOWN = 16


def move_database(
    to: Annotated[
        str,
        typer.Option(
            help="postgresql://user@host/name of an empty database, or local, or sqlite.", show_default=False
        ),
    ],
) -> None:
    """Move the province into another database, with a proof that nothing changed. Stop the platform first.

    The database moved from is left as it is. A password stands better in ~/.pgpass than in the address.
    """
    console = Console(soft_wrap=True)
    with progress_bars(console) as bars:
        proof, path = move(to, console.print, bars.say)
    console.print(_table(proof))
    log, rows = proof.log, sum(one.rows for one in proof.tables.values())
    done(
        console,
        f"{len(proof.tables)} tables, {rows:,} rows: alike in {proof.moved_from} and {proof.moved_to}",
    )
    done(console, f"The log is whole: {log.lines:,} lines, the last head over {log.head_lines:,} is the same")
    plain(console, f"The proof is in {path}")
    plain(console, _next(to))


def _table(proof: Proof) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("table", no_wrap=True)
    table.add_column("rows", justify="right")
    table.add_column("SHA-256 on both sides")
    for name, one in proof.tables.items():
        table.add_row(Text(name), f"{one.rows:,}", one.sha256[:_DIGITS_SHOWN])
    return table


def _next(to: str) -> str:
    if to == "sqlite":
        return "Now unset CUUDINH_DATABASE and start: the platform goes on from the file in the state folder."
    return "Now set CUUDINH_DATABASE to it and start; the database moved from is not written any more, keep it a while."


def add_to(app: typer.Typer) -> None:
    """Put this command on the command line."""
    app.command("move-database")(move_database)
