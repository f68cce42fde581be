"""Commands that bring in what others have: boundaries from a map, a table of requests."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cuudinh.engines.cases import commands as cases
from cuudinh.engines.places import commands as places
from cuudinh.kernel.actor import system
from cuudinh.project.console.bars import progress_bars
from cuudinh.project.console.days import day_of
from cuudinh.project.console.saying import done as say_done
from cuudinh.project.console.saying import plain
from cuudinh.project.importing import running
from cuudinh.project.importing.planning import planned, sign_ins

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
        system("console"), path=path, code_property=code_property, source=source, day=day_of(day)
    )
    cases.place_cases_again()
    console = Console(soft_wrap=True)
    say_done(console, f"{done.imported} communes drawn")
    if done.missing:
        plain(
            console, f"{len(done.missing)} communes of that day stay approximate: {', '.join(done.missing)}"
        )
    if done.unknown:
        plain(console, f"{len(done.unknown)} areas are of no commune of that day: {', '.join(done.unknown)}")


@imports.command()
def requests(
    path: Annotated[Path, typer.Argument(help="A CSV file, packed with gzip or not.", exists=True)],
    pack: Annotated[str, typer.Option(help="The pack whose imports/requests.yaml reads the table.")],
    handle: Annotated[
        float,
        typer.Option(help="Share of the cases that invented people handle, 0 to 1.", min=0, max=1),
    ] = 1.0,
    shift_to_now: Annotated[bool, typer.Option(help="Move all moments so that the last one is now.")] = False,
    rows: Annotated[int | None, typer.Option(help="Only so many rows.", min=1)] = None,
) -> None:
    """Bring a table of requests in through the doors; run it again to go on where it stopped."""
    console = Console(soft_wrap=True)
    with progress_bars(console) as bars:
        plan = planned(
            path, pack, handled_share=handle, shifts_to_now=shift_to_now, rows_most=rows, say=bars.say
        )
        tally = running.run(plan, bars.say)
    say_done(
        console, f"{tally.filed} requests filed, {tally.refused_rows} rows refused, {tally.acts} acts done"
    )
    for why, count in sorted(tally.refused.items(), key=lambda one: -one[1])[:10]:
        plain(console, f"  {count} × {why}")
    if tally.refused_rows:
        plain(console, f"Each refused row stands in {plan.report}")
    for why, count in sorted(tally.acts_refused.items(), key=lambda one: -one[1])[:10]:
        plain(console, f"  {count} × the act was refused: {why}")
    for one in sign_ins(plan, pack):
        plain(console, f"{one.login}  {one.password}  {one.who_en}")


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.add_typer(imports, name="import")
