"""Commands on the scores of one-stop work: does every sum agree with the dossiers, and counting everything again."""

from typing import Annotated

import typer
from rich.console import Console

from cuudinh.engines.insight import commands, queries
from cuudinh.project.console.saying import done, plain
from cuudinh.project.trouble import Trouble

scores = typer.Typer(help="Scores of one-stop work.", no_args_is_help=True)

Most = Annotated[int, typer.Option(help="How many differences are told.")]


@scores.command()
def check(most: Most = 100) -> None:
    """Count everything again from the dossiers and tell every difference; there must be none. Changes nothing."""
    console, found = Console(soft_wrap=True), 0
    for sentence in queries.disagreeing():
        found += 1
        if found <= most:
            plain(console, sentence)
    if found:
        raise Trouble(f"{found:,} differences.", "cuudinh scores rebuild counts everything again.")
    done(console, "every dossier and every sum agrees")


@scores.command()
def rebuild() -> None:
    """Count everything again from the dossiers and put right what is otherwise; pages may be used meanwhile."""
    found = commands.recount()
    said = f"{found.dossiers:,} dossiers counted, {found.changed:,} of them otherwise than before"
    done(Console(soft_wrap=True), f"{said}; {found.sums:,} sums put right")


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.add_typer(scores, name="scores")
