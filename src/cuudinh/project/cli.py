"""The command `cuudinh`: starts Django, then hands over to the commands, which may import everything."""

import os
import sys
from importlib import import_module

import django
from rich.console import Console

from cuudinh.kernel.refusal import Refusal
from cuudinh.project.trouble import Trouble


def main() -> None:
    """Run the command line: 0 is success, 1 trouble or a refusal with all its faults, 2 wrong usage."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuudinh.project.settings")
    django.setup()
    # The commands import models, and models can be imported only after the line above.
    run = import_module("cuudinh.project.console").app
    words_of = import_module("cuudinh.project.console.refusing").words_of
    try:
        run()
    except (Trouble, Refusal) as no:
        console = Console(stderr=True, soft_wrap=True)
        console.print("[bold red]✗[/] ", end="")
        for line in words_of(no):
            console.print(line, highlight=False, markup=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
