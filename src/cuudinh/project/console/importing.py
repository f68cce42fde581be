"""Commands that bring in what others have: boundaries from a map."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cuudinh.engines.places import commands as places
from cuudinh.kernel.actor import system

imports = typer.Typer(help="Bring in what others have.", no_args_is_help=True)


@imports.command()
def boundaries(
    path: Annotated[Path, typer.Argument(help="A GeoJSON file of areas, in WGS 84.", exists=True)],
    code_property: Annotated[str, typer.Option(help="The property that holds the official code.")],
    source: Annotated[str, typer.Option(help="Where the file comes from; shown beside the map.")],
    day: Annotated[str, typer.Option(help="Day on which these boundaries hold, as 2025-07-01.")],
) -> None:
    """Draw the communes of a day by a file of boundaries, in place of approximate cells."""
    done = places.import_boundaries(
        system("console"), path=path, code_property=code_property, source=source, day=_day(day)
    )
    console = Console(soft_wrap=True)
    console.print(f"[green]✓[/] {done.imported} communes drawn")
    if done.missing:
        console.print(f"{len(done.missing)} communes of that day stay approximate: {', '.join(done.missing)}")
    if done.unknown:
        console.print(f"{len(done.unknown)} areas are of no commune of that day: {', '.join(done.unknown)}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise typer.BadParameter(f"{text} is no day; write it as 2025-07-01") from fault


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.add_typer(imports, name="import")
