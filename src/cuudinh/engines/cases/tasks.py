"""What happens by the clock alone: warnings, the ladder, stages, acts of the system.

One index (`DueTime`) says what is due next, so no table is ever scanned. Each case is fired in a transaction
of its own; an entry is gone when its effect is written, so firing twice does nothing twice.
"""

import logging
from collections.abc import Iterator

from cuudinh.engines.cases.commands.writing import write_move
from cuudinh.engines.cases.models import DueTime
from cuudinh.engines.cases.rules.firing import fire
from cuudinh.engines.cases.rules.moves import Move
from cuudinh.engines.cases.rules.standing import Scene
from cuudinh.engines.cases.store import Loaded, load_by_id
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.cases.types import DeadlinePassed
from cuudinh.journal import clerk, outbox
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import system
from cuudinh.kernel.refusal import Refusal

CLERK = system("cases.clerk")
_log = logging.getLogger(__name__)


def fire_due(limit: int = 100) -> int:
    """Fire what is due on at most `limit` cases, the longest due first; give how many cases there were."""
    due = DueTime.objects.filter(falls_at__lte=clock.now()).order_by("falls_at", "id")
    case_ids = list(dict.fromkeys(due.values_list("case_id", flat=True)[:limit]))
    return sum(_fire_case(case_id) for case_id in case_ids)


@acting()
def _fire_case(case_id: int) -> bool:
    """Fire everything that is due on one case, in the order in which it fell due."""
    loaded = load_by_id(case_id)
    now = clock.now()
    due = DueTime.objects.filter(case_id=case_id, falls_at__lte=now).order_by("falls_at", "id")
    whats = list(due.values_list("what", flat=True))
    if loaded is None or not whats:
        return False
    scene = scene_of(loaded.service, now)
    for move in _moves(scene, loaded, whats):
        write_move(CLERK, scene, case_id, move, rule=f"service:{loaded.service.id}")
        if move.act == "escalate":
            outbox.publish(
                DeadlinePassed(
                    case_id=case_id,
                    number=move.after.number,
                    step=str(move.facts["step"]),
                    seq=move.after.rev,
                )
            )
    return True


def _moves(scene: Scene, loaded: Loaded, whats: list[str]) -> Iterator[Move]:
    """Give the moves of the due times, each decided on the case as the one before left it.

    A due time whose act is refused is dropped and logged: kept, it would be tried for ever.
    """
    case = loaded.case
    for what in whats:
        try:
            move = fire(scene, case, what)
        except Refusal as refused:
            _log.warning("due time %s of %s was refused: %s", what, case.number, refused)
            move = None
        if move is None:
            DueTime.objects.filter(case_id=loaded.case_id, what=what).delete()
        else:
            case = move.after
            yield move


clerk.register_step("due", fire_due)
