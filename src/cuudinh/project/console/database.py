"""Commands on the installation as a whole: tables, backup and restore, and what is wrong with it."""

from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cuudinh.journal import jobs, outbox
from cuudinh.kernel import clock
from cuudinh.project import drilling, health, keeping, restoring, tables, thinning
from cuudinh.project.console.saying import done, plain
from cuudinh.project.minutes import choosing
from cuudinh.project.trouble import Trouble

_Moment = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="MOMENT",
        help="Local time, as 2026-11-27 10:42: the state of it, also between backups.",
    ),
]
_DoneByPostgres = Annotated[
    bool,
    typer.Option(
        "--done-by-postgres", help="Only let the log say that PostgreSQL's own means put the database back."
    ),
]
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
    is_list: Annotated[
        bool,
        typer.Option("--list", help="Only list the backups, and between which moments any can be restored."),
    ] = False,
) -> None:
    """Write the database and the stored files into one verified archive, while the platform runs."""
    console = Console(soft_wrap=True)
    if is_list:
        _list_backups(console)
        return
    target = to or settings.CUUDINH_BACKUPS / thinning.name_of(clock.now())
    made = keeping.back_up(target, with_keys=with_keys, say=console.print)
    done(console, f"{made.path}: {made.members} files, {made.size_bytes:,} bytes, verified")
    if not with_keys:
        console.print("The keys are not in it; without them no phone number in it can be read. Keep both.")
    if thin:
        plain(console, f"{len(thinning.thin(target.parent, clock.now()))} older backups deleted")


def _list_backups(console: Console) -> None:
    for moment, path in thinning.backups_in(settings.CUUDINH_BACKUPS).items():
        plain(console, f"{choosing.shown(moment)}  {path}  {path.stat().st_size:,} bytes")
    for span in choosing.spans_in_words():
        plain(console, f"Any moment from {span}: cuudinh restore --to MOMENT")


def restore(
    archive: Annotated[
        Path | None,
        typer.Argument(help="A file that `cuudinh backup` wrote; a drill takes the newest.", exists=True),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Put it in place of what is there.")] = False,
    drill: Annotated[
        bool, typer.Option("--drill", help="Only try: put it back beside, compare, and throw that away.")
    ] = False,
    to: _Moment = None,
    done_by_postgres: _DoneByPostgres = False,
) -> None:
    """Put an archive back. Stop the platform first; what is there now is kept in a folder before-<moment>."""
    console = Console(soft_wrap=True)
    if done_by_postgres:
        said = restoring.say_restored()
        done(console, f"The log says that it was put back to {said.log_lines:,} lines")
        _say_what_was_there(console, said)
        return
    if to:
        _restore_to(console, to, archive, replace=replace, drill=drill)
        return
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
    _say_what_was_there(console, restored)


def _restore_to(console: Console, to: str, archive: Path | None, *, replace: bool, drill: bool) -> None:
    if archive or drill:
        raise Trouble("A moment has its own archive.", "Say --to alone, or name an archive without it.")
    if connection.vendor == "postgresql":
        raise Trouble(
            "On PostgreSQL a moment is put back by its own archive of the log.",
            "The guide of operations says how, under “A chosen minute on PostgreSQL”.",
        )
    chosen = choosing.choose(to)
    restored = restoring.restore(chosen.archive, replace=replace, say=console.print, chosen=chosen)
    at, lines = choosing.shown(chosen.laid[-1].at), restored.log_lines
    done(console, f"Restored: the state of {at}, {lines} lines of the log, which ends as it did then")
    _say_what_was_there(console, restored)


def _say_what_was_there(console: Console, restored: restoring.Restored) -> None:
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
