"""Days as the command line takes them."""

from datetime import date

import typer


def day_of(text: str) -> date:
    """Give the day of a text such as 2025-07-01. Raises `typer.BadParameter` for any other."""
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise typer.BadParameter(f"{text} is no day; write it as 2025-07-01") from fault
