"""How far the clerk is behind with what falls due; for watchers, so it takes no actor and names no case."""

from cuudinh.engines.cases.models import DueTime
from cuudinh.journal.backlogs import Backlog, backlog
from cuudinh.kernel import clock


def due_backlog() -> Backlog:
    """Give how many due times have come and were not fired, and for how long the oldest has waited."""
    return backlog("due times", DueTime.objects.filter(falls_at__lte=clock.now()), "falls_at")
