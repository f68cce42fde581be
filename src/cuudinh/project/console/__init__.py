"""The commands of `cuudinh`, one module for each concern of the person who runs an installation."""

import os

import typer
from rich.console import Console

from cuudinh.project import local_database, presence
from cuudinh.project.console import (
    auditing,
    clients,
    connecting,
    converting,
    counting_desks,
    database,
    demonstrating,
    documents,
    files,
    importing,
    keys,
    moving,
    offices,
    packs,
    reorganising,
    retaining,
    running,
    sampling,
    scoring,
    simulating,
    staff,
)

app = typer.Typer(
    name="cuudinh",
    help="Cửu Đỉnh: the platform on which a Vietnamese province runs its digital services.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="rich",
)
_PARTS = (
    clients,
    sampling,
    running,
    database,
    moving,
    auditing,
    converting,
    packs,
    demonstrating,
    importing,
    staff,
    offices,
    reorganising,
    keys,
    connecting,
    retaining,
    scoring,
    counting_desks,
    files,
    documents,
    simulating,
)
for _part in _PARTS:
    _part.add_to(app)


# What these write belongs to everybody who works on the folder; what all others write is for the owner only.
_FOR_ALL = {"setup-files", "docs", "pack"}
# They look on, need the installation for themselves, or have one of their own.
_WITHOUT_LOCK = {"restore", "move-database", "doctor", "docs", "setup-files", "simulate", "fake-vneid"}
# They make files and ask the database nothing.
_WITHOUT_DATABASE = {"setup-files", "simulate", "fake-vneid"}


@app.callback()
def _prepare(context: typer.Context) -> None:
    """Run before every command: what others may read of what it writes, that no restore is under way, a database."""
    if context.invoked_subcommand not in _FOR_ALL:
        os.umask(0o077)
    if context.invoked_subcommand not in _WITHOUT_LOCK:
        presence.hold()
    if context.invoked_subcommand not in _WITHOUT_DATABASE:
        context.with_resource(local_database.held_if_local(Console(stderr=True).print))
