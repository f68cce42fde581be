"""Commands that run: the whole platform, or one of its processes alone."""

from typing import Annotated

import typer

from cuudinh.project import serving, settings_declared


def serve(
    port: Annotated[int | None, typer.Option(help="Port of the pages; default: setting PORT.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on; default: setting HOST.")] = None,
) -> None:
    """Run the platform: web processes, the clerk and the live stream. Ctrl-C stops them all."""
    serving.serve(
        host or settings_declared.value("HOST"),
        port or settings_declared.number("PORT"),
    )


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command()(serve)
