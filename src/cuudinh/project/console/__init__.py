"""The commands of `cuudinh`, one module for each concern of the person who runs an installation."""

import typer

from cuudinh.project.console import database, documents, files, running

app = typer.Typer(
    name="cuudinh",
    help="Cửu Đỉnh: the platform on which a Vietnamese province runs its digital services.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="rich",
)
for _part in (running, database, files, documents):
    _part.add_to(app)
