"""Time that passes over a case: what falls due happens by itself, one thing after the other.

The clerk of an installation does it from the index of due times; here it is done on the rules alone, for the examples
of a pack, for cases that are tried in the studio, and for walks.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from cuudinh.engines.cases.rules import ladder
from cuudinh.engines.cases.rules.firing import happening
from cuudinh.engines.cases.rules.moves import Move
from cuudinh.engines.cases.rules.standing import Scene, Standing

# More than a case can have: whatever goes on after so many would go on for ever.
FIRED_MOST: Final = 100


def next_due(scene: Scene, case: Standing) -> ladder.Due | None:
    """Give what falls due next on a case, of what falls due at one moment the first by its name."""
    dues = ladder.due_times(case, scene.service, scene.pace(case))
    return min(dues, key=_by_time, default=None)


def falling_due(
    scene: Scene, case: Standing, look: Callable[[Scene, Standing], ladder.Due | None] = next_due
) -> Iterator[Move]:
    """Give each move that happens by itself up to the moment of a scene, in its order.

    Raises the refusal of an act that cannot be done by itself. `look` is who finds what falls due next, where somebody
    remembers it.
    """
    for _ in range(FIRED_MOST):
        due = look(scene, case)
        if due is None or due.falls_at > scene.at:
            return
        move = happening(replace(scene, at=max(due.falls_at, case.changed_at)), case, due.what)
        yield move
        case = move.after


def _by_time(due: ladder.Due) -> tuple[datetime, str]:
    return due.falls_at, due.what
