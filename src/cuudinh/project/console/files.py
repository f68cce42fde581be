"""Commands on files that are made: third-party files, compiled texts, hashed static files."""

from collections.abc import Callable
from pathlib import Path

import typer
from django.core.management import call_command
from rich.console import Console

from cuudinh.project import texts
from cuudinh.project.settings_declared import ROOT
from cuudinh.project.trouble import Trouble
from cuudinh.web.assets import copy_fonts, copy_vendor


def setup_files() -> None:
    """Copy third-party files, compile the texts, collect static files under hashed names; safe to repeat."""
    console = Console()
    console.print(f"{_copied(copy_vendor)} third-party files copied")
    console.print(f"{_copied(copy_fonts)} fonts of papers copied")
    console.print(f"{texts.compile_all()} files of texts compiled")
    call_command("collectstatic", interactive=False, verbosity=0)
    console.print("Static files collected")


def _copied(copy: Callable[[Path], int]) -> int:
    try:
        return copy(ROOT)
    except FileNotFoundError as fault:
        raise Trouble(f"{fault.filename} is not installed.", "Install it: npm ci") from fault


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command("setup-files")(setup_files)
