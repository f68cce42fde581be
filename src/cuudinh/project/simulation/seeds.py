"""Which seeds are asked for."""

from typing import Final

from cuudinh.project.trouble import Trouble

STEPS: Final = 240


def seeds_of(text: str) -> list[int]:
    """Give the seeds of a range such as 1-200, or of one number. Raises `Trouble`.

    >>> seeds_of("3-5"), seeds_of("7")
    ([3, 4, 5], [7])
    """
    first, dash, last = text.partition("-")
    if not first.isdecimal() or (dash and not last.isdecimal()) or int(last or first) < int(first):
        raise Trouble(f"{text} is no range of seeds.", "Give one as 1-200.")
    return list(range(int(first), int(last or first) + 1))
