"""The command `cuudinh`: starts Django, then hands over to the commands, which may import everything."""

import os
import sqlite3
import sys
from collections.abc import Iterable
from importlib import import_module

import django
from django.db import DatabaseError
from rich.console import Console

from cuudinh.kernel.refusal import Refusal
from cuudinh.project.edge import trouble_of
from cuudinh.project.trouble import Trouble


def main() -> None:
    """Run the command line: 0 is success, 1 trouble or a refusal with all its faults, 2 wrong usage."""
    try:
        _run()
    except Trouble as trouble:
        _say([str(trouble)])
    except Refusal as no:
        # The words of refusals need Django, which is there when a command refuses.
        _say(import_module("cuudinh.project.console.refusing").words_of(no))
    except (DatabaseError, sqlite3.Error, OSError) as fault:
        ordinary = trouble_of(fault)
        if ordinary is None:
            raise
        _say([str(ordinary)])
    else:
        return
    sys.exit(1)


def _run() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
    django.setup()
    # The commands import models, and models can be imported only after the line above.
    import_module("cuudinh.project.console").app()


def _say(lines: Iterable[str]) -> None:
    console = Console(stderr=True, soft_wrap=True)
    console.print("[bold red]✗[/] ", end="")
    for line in lines:
        console.print(line, highlight=False, markup=False)


if __name__ == "__main__":
    main()
