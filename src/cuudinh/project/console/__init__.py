"""The commands of `cuudinh`, one module for each concern of the person who runs an installation."""

import typer

from cuudinh.project.console import (
    database,
    demonstrating,
    documents,
    files,
    importing,
    packs,
    running,
)

app = typer.Typer(
    name="cuudinh",
    help="Cửu Đỉnh: the platform on which a Vietnamese province runs its digital services.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="rich",
)
for _part in (running, database, packs, demonstrating, importing, files, documents):
    _part.add_to(app)
