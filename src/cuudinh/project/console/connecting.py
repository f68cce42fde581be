"""Commands on outside systems: the fakes with which connectors are tried."""

from typing import Annotated

import typer
from rich.console import Console

from cuudinh.connectors.vneid.fake.serving import serve
from cuudinh.project import ports, sign_on
from cuudinh.project.console.saying import done, plain

_HOST = "127.0.0.1"


def fake_vneid(
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; default: the one after the live stream's.", min=1)
    ] = None,
) -> None:
    """Run the fake VNeID: a provider with invented people, whose faults are switched on at its page /loi."""
    listens = port or sign_on.fake_port()
    ports.refuse_busy(_HOST, listens)
    console = Console(soft_wrap=True)
    done(console, f"The fake VNeID answers at http://{_HOST}:{listens}/")
    plain(console, "Everybody in it is invented. Ctrl-C stops it.")
    serve(_HOST, listens)


def add_to(app: typer.Typer) -> None:
    """Put this command on the command line."""
    app.command("fake-vneid")(fake_vneid)
