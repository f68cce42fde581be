"""Commands on the keys of personal data: a new one, and the end of those under which nothing lies any more."""

import typer
from rich.console import Console

from cuudinh.engines.identity import commands as identity
from cuudinh.kernel.actor import system
from cuudinh.project.console.saying import done, plain

keys = typer.Typer(help="Keys under which personal data lie.", no_args_is_help=True)


@keys.command()
def rotate() -> None:
    """Make a new data key; the clerk seals everything again under it, in pieces."""
    version = identity.start_new_key(system("console"))
    console = Console(soft_wrap=True)
    done(console, f"Key {version} is in use")
    plain(console, "The clerk seals what lies under older keys again; then: cuudinh keys retire")


@keys.command()
def retire() -> None:
    """Destroy the data keys under which nothing is sealed any more."""
    gone = identity.retire_keys(system("console"))
    done(Console(soft_wrap=True), f"{gone} keys destroyed")


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.add_typer(keys, name="keys")
