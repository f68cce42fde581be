"""What tests of programs share: headers with a key, and what has been filed."""

from tests.desks import Town

from cuudinh.engines.cases import queries as cases
from cuudinh.engines.cases.types import ListFilter


def with_key(key: str, **headers: str) -> dict[str, str]:
    """Give the headers of a program that has a key."""
    return {"Authorization": f"Bearer {key}", **headers}


def filed_numbers(town: Town) -> list[str]:
    """Give the number of every open case, as the centre sees them."""
    return [row.number for row in cases.centre_queue(town["dispatcher"], "all", ListFilter()).rows]
