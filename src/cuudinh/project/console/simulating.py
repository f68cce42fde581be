"""The command that tries the platform out: invented years, seed by seed, with everything that must hold watched."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from cuudinh.project.simulation.apart import environment
from cuudinh.project.simulation.seeds import STEPS, seeds_of

_MEMORY = Path("/dev/shm")  # noqa: S108  a folder of the kernel, in which a private one is made


def simulate(
    seed: Annotated[int | None, typer.Option(help="One seed, with everything that happens in it.")] = None,
    seeds: Annotated[str, typer.Option(help="Many seeds, as 1-200.")] = "1-20",
    steps: Annotated[int, typer.Option(help="How many things happen in a year.", min=1)] = STEPS,
    processes: Annotated[
        int | None, typer.Option(help="How many beside each other; default: a core each.", min=1)
    ] = None,
) -> None:
    """Play invented years against the real commands and watch what must always hold; 1 at the first violation.

    The same seed does the same, so a failure is found again. Nothing of this installation is read or written.
    """
    wanted = [seed] if seed is not None else seeds_of(seeds)
    at = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(
        prefix="cuudinh-simulation-", dir=at, ignore_cleanup_errors=True
    ) as folder:
        asked = {
            "seeds": wanted,
            "steps": steps,
            "processes": processes or os.cpu_count() or 1,
            "shows_trail": seed is not None,
            "folder": folder,
            "packs": str(settings.CUUDINH_PACKS),
        }
        command = [sys.executable, "-m", "cuudinh.project.simulation", json.dumps(asked)]
        ended = subprocess.run(command, env=environment(Path(folder)), check=False)  # noqa: S603  our own program
    raise typer.Exit(ended.returncode)


def add_to(app: typer.Typer) -> None:
    """Put these commands on the command line."""
    app.command()(simulate)
