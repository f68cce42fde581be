"""What is counted of a one-stop desk: how many dossiers it took in on a day, and how many stand in which phase.

desk:<office>:<phase> desk:<office>:far.<phase> desk:<office>:day:<date>
"""

from collections.abc import Iterator
from datetime import date

OPEN_PHASES = ("open", "paused", "done")


def day_name(office_id: int, day: date) -> str:
    """Give the counter of what a desk took in on a day.

    >>> day_name(7, date(2026, 11, 23))
    'desk:7:day:2026-11-23'
    """
    return f"desk:{office_id}:day:{day.isoformat()}"


def phase_names(office_id: int, phase: str, *, is_far: bool) -> Iterator[str]:
    """Give the counters of a desk in which a dossier stands as one; one that is closed stands in none.

    >>> list(phase_names(7, "done", is_far=True))
    ['desk:7:done', 'desk:7:far.done']
    """
    if phase not in OPEN_PHASES:
        return
    yield f"desk:{office_id}:{phase}"
    if is_far:
        yield f"desk:{office_id}:far.{phase}"
