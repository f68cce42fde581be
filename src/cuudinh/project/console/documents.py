"""Commands on the documents that are written from the code."""

from typing import Annotated, cast

import typer
from rich.console import Console

from cuudinh.project import documenting, documenting_plans
from cuudinh.project.trouble import Trouble


def docs(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; 1 when a page is stale.")] = False,
    plans: Annotated[
        bool, typer.Option("--plans", help="Only the page of plans, asked of the database in use.")
    ] = False,
) -> None:
    """Write docs/reference anew from the code."""
    if plans:
        taken = documenting_plans.write()
        Console().print(f"{taken} plans taken anew.")
        return
    command_line = cast(documenting.CommandLine, context.find_root().command)
    stale = documenting.stale_pages(command_line)
    if check and stale:
        raise Trouble(
            f"These reference pages are stale: {', '.join(stale)}.", "Write them anew: cuudinh docs"
        )
    if not check:
        documenting.write(command_line)
    Console().print(f"{len(stale)} pages written." if stale else "The reference is up to date.")


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command()(docs)
