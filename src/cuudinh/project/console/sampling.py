"""The sample school on the command line: registered with this installation and served on this machine."""

import secrets
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console

from cuudinh.engines.identity import commands as identity
from cuudinh.engines.identity.types import Ask, NewClient
from cuudinh.kernel.actor import system
from cuudinh.project.console.saying import done, plain
from cuudinh.project.sample_school import School, server_of
from cuudinh.project.trouble import Trouble


def sample_school(
    port: Annotated[int, typer.Option(help="Port of the school on this machine.")] = 8_090,
) -> None:
    """Run a sample school that signs teachers in through this installation; only for demonstrations."""
    if not settings.CUUDINH_DEMO and not settings.DEBUG:
        raise Trouble(
            "The sample school is for demonstrations.", "Set CUUDINH_DEMO=yes if all data here are invented."
        )
    own = f"http://127.0.0.1:{port}"
    asked = NewClient(
        client_id=f"truong-mau-{secrets.token_hex(3)}",
        names={"vi": "Trường mẫu", "en": "Sample school"},
        return_addresses=(f"{own}/oidc/ve",),
        sign_out_address=f"{own}/oidc/dang-xuat",
        asks=(Ask("name"), Ask("unit")),
    )
    view, secret = identity.add_client(system("console"), asked=asked)
    issuer = f"http://127.0.0.1:{settings.CUUDINH_PORT}"
    server = server_of(School(issuer, view.client_id, secret.secret, own), port)
    console = Console(soft_wrap=True)
    done(console, f"The sample school is at {own}, and signs in through {issuer}")
    plain(console, "Ctrl+C ends it; its registration is withdrawn then.")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        plain(console, "")
    finally:
        server.server_close()
        identity.withdraw_client(system("console"), client_id=view.client_id, reason="Hết minh họa")


def add_to(app: typer.Typer) -> None:
    """Put this command on the command line."""
    app.command(name="sample-school")(sample_school)
