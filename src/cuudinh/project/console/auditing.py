"""Commands on the log of who did what: whether it is whole, and who opened identities."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cuudinh.engines.identity import queries as identity
from cuudinh.journal.verifying import verify_log
from cuudinh.kernel.actor import system
from cuudinh.kernel.numbers import moment_text
from cuudinh.project.console.saying import done, plain, wrong

audit = typer.Typer(help="The log of who did what: prove it, and read who opened identities.")


@audit.command()
def verify(
    heads: Annotated[
        Path | None,
        typer.Option(help="A copy of heads.jsonl from another house; default: our own.", exists=True),
    ] = None,
) -> None:
    """Read the whole log, make every hash again and compare with the signed heads; 1 when anything does not fit."""
    console = Console(soft_wrap=True)
    found = verify_log(heads)
    for fault in found.faults:
        wrong(console, fault.what if fault.seq is None else f"line {fault.seq}: {fault.what}")
    if not found.is_whole:
        raise typer.Exit(1)
    done(console, f"The log is whole: {found.lines:,} lines under {found.heads:,} signed heads")


@audit.command()
def looks(
    most: Annotated[int, typer.Option(help="How many to show, the last first.", min=1)] = 50,
) -> None:
    """Say who opened which identity, when and why."""
    actor, zone = system("console"), identity.time_zone()
    table = Table("when", "who", "case", "reason", box=None, pad_edge=False)
    cursor, shown = None, 0
    while shown < most:
        page = identity.looks(actor, cursor)
        for look in page.rows[: most - shown]:
            cells = (moment_text(look.at, zone, "en"), look.who, look.about[1], look.reason)
            table.add_row(*map(Text, cells))
        shown, cursor = shown + len(page.rows), page.next
        if cursor is None:
            break
    console = Console(soft_wrap=True)
    console.print(table) if shown else plain(console, "Nobody opened an identity.")


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.add_typer(audit, name="audit")
