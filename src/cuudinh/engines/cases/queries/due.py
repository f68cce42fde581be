"""How far the clerk is behind with what falls due, and what came and could not be done; for watchers, so no actor."""

from collections.abc import Iterator

from cuudinh.engines.cases.models import DueTime
from cuudinh.journal.backlogs import Backlog, backlog
from cuudinh.kernel import clock


def due_backlog() -> Backlog:
    """Give how many due times have come and were not fired, and for how long the oldest has waited."""
    return backlog("due times", DueTime.objects.filter(falls_at__lte=clock.now(), refused=""), "falls_at")


def refused_backlog() -> Backlog:
    """Give how many due times came and could not be done, on cases that have not moved on since."""
    return backlog("refused due times", DueTime.objects.filter(refused__gt=""), "falls_at")


def refused_due_times(most: int) -> Iterator[str]:
    """Give the oldest due times that could not be done, each as a sentence: of which case, what, and why."""
    rows = DueTime.objects.filter(refused__gt="").order_by("falls_at")
    for number, what, refused in rows.values_list("case__number", "what", "refused")[:most]:
        yield f"{number}: {what}: {refused}"
