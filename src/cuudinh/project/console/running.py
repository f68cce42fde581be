"""Commands that run: the whole platform, or one of its processes alone."""

from typing import Annotated

import typer
from django.conf import settings

from cuudinh.project import serving, settings_declared
from cuudinh.project.demonstration.casting import unfinished
from cuudinh.project.tables import unapplied_migrations
from cuudinh.project.trouble import Trouble


def serve(
    port: Annotated[int | None, typer.Option(help="Port of the pages; default: setting PORT.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on; default: setting HOST.")] = None,
) -> None:
    """Run the platform: web processes, the clerk and the live stream. Ctrl-C stops them all."""
    unfinished.refuse()
    if not settings.STATIC_ROOT.is_dir() or unapplied_migrations():
        raise Trouble("The installation is not ready.", "Run: cuudinh setup-files && cuudinh setup-database")
    if port is not None:
        # The processes that are started read the setting: pages name the port of the stream.
        settings_declared.put("PORT", str(port))
    serving.serve(host or settings_declared.value("HOST"), settings_declared.number("PORT"))


def clerk() -> None:
    """Run only the clerk: it delivers events, fires what is due, works off jobs and seals the log."""
    serving.run_clerk()


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command()(serve)
    app.command()(clerk)
