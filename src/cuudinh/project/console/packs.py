"""Commands on packs: is it sound, what would change, put it in force, take it out again."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console

from cuudinh.engines.cases.commands.studio_imports import imported
from cuudinh.engines.cases.definitions import Maturity
from cuudinh.kernel.actor import system
from cuudinh.packs.faults import Fault
from cuudinh.packs.loading import Library
from cuudinh.project import packing
from cuudinh.project.console.saying import done, plain, wrong
from cuudinh.project.trouble import Trouble

PackName = Annotated[str, typer.Argument(help="Name of the pack: its folder in the folder of packs.")]

CASES_MOST = 300
# Enough to meet what is wrong on every other walk, at once.
WALKS = 20

packs = typer.Typer(help="Packs: what differs between provinces, as data.", no_args_is_help=True)


@packs.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(help="Names of packs; none: all of them.")] = None,
    walks: Annotated[
        int, typer.Option(min=0, max=1_000_000, help="How often each service is walked at random.")
    ] = WALKS,
) -> None:
    """Say everything that is wrong with packs, each fault with file and line; 1 when there is any.

    Each service of a sound pack is walked from filings to their ends by whatever people may do. Of a pack in which
    nothing is wrong it says how many services are of which level, and what each lacks for the next.
    """
    console = Console(soft_wrap=True)
    found = 0
    for name, faults, levels in packing.judge_packs(names or _all_names(), walks):
        found += len(faults)
        _show(console, name, faults)
        _show_levels(console, levels)
    raise typer.Exit(int(found > 0))


def _all_names() -> list[str]:
    """Give the packs of the folder. Raises `Trouble` when there are none: silence would look like soundness."""
    names = list(Library(settings.CUUDINH_PACKS))
    if not names:
        raise Trouble(
            f"There is no pack in {settings.CUUDINH_PACKS}.", "CUUDINH_PACKS names the folder of packs."
        )
    return names


def _show(console: Console, name: str, faults: list[Fault]) -> None:
    if not faults:
        done(console, f"{name}: sound")
        return
    wrong(console, f"{name}: {len(faults)} faults")
    for fault in faults:
        plain(console, f"{settings.CUUDINH_PACKS / name}/{fault}")


def _show_levels(console: Console, levels: list[Maturity]) -> None:
    if not levels:
        return
    counts = Counter(one.level for one in levels)
    counted = f"{counts['silver']} silver, {counts['bronze']} bronze, {counts['none']} below"
    plain(console, f"· {len(levels)} services: {counted}")
    for one in levels:
        if one.lacks:
            wanted = "bronze" if one.level == "none" else "silver"
            plain(console, f"  {one.service} lacks for {wanted}: {'; '.join(one.lacks)}")


@packs.command()
def plan(
    name: PackName,
    language: Annotated[str, typer.Option(help="Language of the sentences: vi or en.")] = "en",
    cases: Annotated[bool, typer.Option("--cases", help="Name the open cases it touches too.")] = False,
) -> None:
    """Say in sentences what applying a pack would change here; 1 when it cannot be applied."""
    console = Console(soft_wrap=True)
    planned = packing.plan_pack(name)
    for said in planned.sentences:
        plain(console, f"· {said.vi if language == 'vi' else said.en}")
    if cases:
        numbers, more = packing.touched_cases(planned, CASES_MOST)
        for number in numbers:
            plain(console, f"  {number}")
        if more:
            plain(console, f"  and {more} more")
    if planned.faults:
        _show(console, name, list(planned.faults))
    raise typer.Exit(int(bool(planned.faults)))


@packs.command(name="apply")
def apply_pack(
    name: PackName,
    again: Annotated[
        bool,
        typer.Option("--again", help="Also when it is in force already, after an update of the platform."),
    ] = False,
) -> None:
    """Put a pack in force, with those it stands on, in one transaction: all of it or nothing."""
    console = Console(soft_wrap=True)
    with console.status("Applying the pack"):
        release = packing.apply_pack(system("console"), name, is_again=again)
    done(console, f"{release.pack_id} version {release.version} is in force")


@packs.command()
def export(
    name: PackName,
    folder: Annotated[Path, typer.Argument(help="Folder to write into; it must not hold the pack yet.")],
) -> None:
    """Write a pack as it is in force, byte for byte, with those it stands on."""
    for written in packing.export_pack(name, folder):
        done(Console(soft_wrap=True), str(written))


@packs.command()
def draw(name: PackName) -> None:
    """Draw the flow of each service of a pack as a Mermaid diagram: every state and every way between two."""
    for diagram in packing.drawn_flows(name).values():
        Console(soft_wrap=True).print(diagram, markup=False, highlight=False)


@packs.command(name="import-workflow")
def import_workflow(
    file: Annotated[Path, typer.Argument(help="BusinessService of eGov DIGIT (JSON), or a BPMN 2 process.")],
    name: Annotated[str, typer.Option(help="Name of the flow; absent: as the file calls it.")] = "",
    kind: Annotated[str, typer.Option(help="Kind of service it is for.")] = "dossier",
    role: Annotated[
        list[str] | None, typer.Option(help="ROLE=relation, for roles that are not known.")
    ] = None,
) -> None:
    """Write the flow of another system as a file of a pack; 1 when an element cannot be carried, with the reason."""
    roles = dict(given.split("=", 1) for given in role or () if "=" in given)
    found = imported(file.read_bytes(), flow_id=name, kind=kind, roles=roles, languages=("vi", "en"))
    for one in found.refused:
        wrong(Console(soft_wrap=True, stderr=True), str(one))
    if found.text:
        Console(soft_wrap=True).print(found.text, markup=False, highlight=False, end="")
    raise typer.Exit(int(not found.text))


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.add_typer(packs, name="pack")
