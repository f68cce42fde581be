"""Commands on the log of who did what: whether it is whole, and who opened identities."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cuudinh.engines.identity import queries as identity
from cuudinh.journal import proofs, sealing
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
def prove(
    line: Annotated[int, typer.Option(help="Number of the line in the log.", min=0)],
    into: Annotated[Path | None, typer.Option(help="File to write; default: shown here.")] = None,
) -> None:
    """Write the proof that a line is in the log: the line, its hashes, the signed heads."""
    content = proofs.written(proofs.prove(line))
    console = Console(soft_wrap=True)
    if into is None:
        console.out(content.decode(), end="", highlight=False)
        return
    into.write_bytes(content)
    done(console, f"The proof of line {line:,} is in {into}")


@audit.command("check-proof")
def check_proof(
    file: Annotated[Path, typer.Argument(help="A proof, as `cuudinh audit prove` writes it.", exists=True)],
    key: Annotated[
        Path | None,
        typer.Option(
            help="The public key audit-heads.pub as you were given it; default: our own.", exists=True
        ),
    ] = None,
) -> None:
    """Check a proof with the public key; asks no database. 1 when anything does not fit."""
    console = Console(soft_wrap=True)
    found = proofs.check(proofs.read(file.read_bytes()), proofs.key_in(key) if key else sealing.public_key())
    for fault in found.faults:
        wrong(console, fault)
    if not found.holds:
        raise typer.Exit(1)
    line, head = found.proof.line, found.proof.grown.head if found.proof.grown else found.proof.head
    done(
        console, f"Line {found.proof.seq:,} is in the log: {line.act} on {':'.join(line.about)} at {line.at}"
    )
    plain(console, f"The newest head in the proof: {head.size:,} lines, root {head.root}, signed {head.at}")


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
