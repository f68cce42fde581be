"""Commands on the installation as a whole: tables, backup and restore, and what is wrong with it."""

from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cuudinh.journal import jobs, outbox
from cuudinh.kernel import clock
from cuudinh.project import drilling, health, keeping, restoring, tables, thinning
from cuudinh.project.console.saying import done, plain
from cuudinh.project.trouble import Trouble

_MARKS = {"good": "[green]✓[/]", "note": "[yellow]·[/]", "fault": "[bold red]✗[/]"}


def setup_database(
    from_nothing: Annotated[
        bool, typer.Option("--from-nothing", help="Drop every table first; only in a demonstration.")
    ] = False,
) -> None:
    """Make the tables, or bring those of an older version up to date; safe to repeat."""
    tables.refuse_a_newer_database()
    if from_nothing:
        tables.drop_all()
    call_command("migrate", interactive=False, verbosity=0)
    Console().print("The tables are up to date.")


def doctor() -> None:
    """Say what is wrong with this installation and how to mend it; 1 when anything must be mended."""
    findings = health.examine()
    table = Table(box=None, show_header=False, pad_edge=False)
    for finding in findings:
        says = Text(finding.says)
        if finding.remedy:
            says.append(f"\n→ {finding.remedy}", "dim")
        table.add_row(_MARKS[finding.weight], Text(finding.about), says)
    Console().print(table)
    raise typer.Exit(int(any(finding.weight == "fault" for finding in findings)))


def backup(
    to: Annotated[
        Path | None,
        typer.Argument(help="File to write; default: the moment's, in the folder of the setting BACKUPS."),
    ] = None,
    with_keys: Annotated[
        bool, typer.Option(help="Put the keys in too; guard the file as you guard them.")
    ] = False,
    thin: Annotated[
        bool,
        typer.Option(
            "--thin",
            help="Delete those of the folder that are too old: a week of days, five weeks, a year of months.",
        ),
    ] = False,
) -> None:
    """Write the database and the stored files into one verified archive, while the platform runs."""
    console = Console(soft_wrap=True)
    target = to or settings.CUUDINH_BACKUPS / thinning.name_of(clock.now())
    made = keeping.back_up(target, with_keys=with_keys, say=console.print)
    done(console, f"{made.path}: {made.members} files, {made.size_bytes:,} bytes, verified")
    if not with_keys:
        console.print("The keys are not in it; without them no phone number in it can be read. Keep both.")
    if thin:
        plain(console, f"{len(thinning.thin(target.parent, clock.now()))} older backups deleted")


def restore(
    archive: Annotated[
        Path | None,
        typer.Argument(help="A file that `cuudinh backup` wrote; a drill takes the newest.", exists=True),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Put it in place of what is there.")] = False,
    drill: Annotated[
        bool, typer.Option("--drill", help="Only try: put it back beside, compare, and throw that away.")
    ] = False,
) -> None:
    """Put an archive back. Stop the platform first; what is there now is kept in a folder before-<moment>."""
    console = Console(soft_wrap=True)
    archive = archive or _newest_backup(is_enough=drill)
    if drill:
        shown = drilling.drill(archive, console.print)
        done(
            console,
            f"{archive}: of {shown.made_at}, {shown.rows:,} rows and {shown.lines:,} lines of the log came back "
            f"as they were, in {shown.seconds:.1f} s",
        )
        return
    restored = restoring.restore(archive, replace=replace, say=console.print)
    made_at, files = restored.manifest["made_at"], len(restored.manifest["members"])
    done(console, f"Restored: the state of {made_at}, {files} files, {restored.log_lines} lines of the log")
    if restored.before:
        plain(
            console, f"What was there before lies in {restored.before}; delete it when you need it no more."
        )


def _newest_backup(*, is_enough: bool) -> Path:
    """Give the newest backup, for a drill. Raises `Trouble` where one must be named, or there is none."""
    made = list(thinning.backups_in(settings.CUUDINH_BACKUPS).values())
    if not is_enough:
        raise Trouble("Which archive is to be put back?", "Name the file: cuudinh restore FILE")
    if not made:
        raise Trouble(f"There is no backup in {settings.CUUDINH_BACKUPS}.", "cuudinh backup")
    return made[-1]


def unpark() -> None:
    """Take up again the events and jobs that were given up, once their cause is mended."""
    given_up = [*outbox.parked(), *jobs.parked()]
    for number, _, _ in outbox.parked():
        outbox.unpark(number)
    for number, _, _ in jobs.parked():
        jobs.unpark(number)
    Console().print(f"{len(given_up)} taken up again; the clerk tries them now.")


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command("setup-database")(setup_database)
    for command in (doctor, backup, restore, unpark):
        app.command()(command)
