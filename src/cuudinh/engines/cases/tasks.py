"""What happens by the clock alone: warnings, the ladder, stages, acts of the system.

One index (`DueTime`) says what is due next, so no table is ever scanned. Each case is fired in a transaction
of its own; an entry is gone when its effect is written, so firing twice does nothing twice.
"""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from cuudinh.engines.cases.commands.inheriting import hand_over_work
from cuudinh.engines.cases.commands.writing import write_move
from cuudinh.engines.cases.models import DueTime
from cuudinh.engines.cases.rules.firing import fire
from cuudinh.engines.cases.rules.moves import Move
from cuudinh.engines.cases.rules.standing import Scene
from cuudinh.engines.cases.store import Loaded, load_by_id
from cuudinh.engines.cases.succession import open_at_desk, open_work
from cuudinh.engines.cases.surroundings import scene_of
from cuudinh.engines.cases.types import DeadlinePassed
from cuudinh.engines.identity import queries as identity
from cuudinh.journal import clerk, outbox
from cuudinh.journal.prepared import Prepared
from cuudinh.journal.prepared_rows import PreparedRows
from cuudinh.journal.transactions import acting
from cuudinh.kernel import clock
from cuudinh.kernel.actor import system
from cuudinh.kernel.refusal import Refusal

CLERK = system("cases.clerk")
_log = logging.getLogger(__name__)
_MOST: Final = 100
# As much of a reason as the index keeps.
REFUSED_MOST: Final = 300
_LOOK_EVERY: Final = timedelta(minutes=10)
_NOW: Final = datetime(2026, 11, 23, tzinfo=UTC)
_DUES: Final = PreparedRows(DueTime)
_DUE_NEXT: Final = Prepared(
    "cases.due-next",
    lambda now: (
        DueTime.objects.filter(falls_at__lte=now, refused="")
        .order_by("falls_at", "id")
        .values_list("case_id")[:_MOST]
    ),
    takes={"now": datetime},
    sample={"now": _NOW},
)
# A case has a handful of due times; they are sorted.
_DUE_OF_CASE: Final = Prepared(
    "cases.due-of-case",
    lambda case_id, now: (
        DueTime.objects.filter(case_id=case_id, falls_at__lte=now)
        .order_by("falls_at", "id")
        .values_list("what", "refused")
    ),
    takes={"case_id": int, "now": datetime},
    sample={"case_id": 1, "now": _NOW},
    may_sort=True,
)


def fire_due(limit: int = _MOST) -> int:
    """Fire what is due on at most `limit` cases, the longest due first; give how many cases there were."""
    due = dict.fromkeys(case_id for (case_id,) in _DUE_NEXT.run(now=clock.now()))
    case_ids = list(due)[:limit]
    return sum(_fire_case(case_id) for case_id in case_ids)


@acting()
def _fire_case(case_id: int) -> bool:
    """Fire everything that is due on one case, in the order in which it fell due."""
    loaded = load_by_id(case_id)
    now = clock.now()
    whats = [what for what, refused in _DUE_OF_CASE.run(case_id=case_id, now=now) if not refused]
    if loaded is None or not whats:
        return False
    scene = scene_of(loaded.service, loaded.moment())
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

    A due time whose act is refused stays with the reason and is not tried again: the doctor tells of it until the case
    moves on.
    """
    case = loaded.case
    for what in whats:
        try:
            move = fire(scene, case, what)
        except Refusal as refused:
            _log.warning("due time %s of %s was refused: %s", what, case.number, refused)
            _DUES.update({"case_id": loaded.case_id, "what": what}, refused=str(refused)[:REFUSED_MOST])
            continue
        if move is None:
            _DUES.delete(case_id=loaded.case_id, what=what)
        else:
            case = move.after
            yield move


class _Looked:
    """When this process last found no open work of offices that are gone, and for which day and offices."""

    at: datetime | None = None
    stamp: tuple[object, ...] | None = None


def inherit_due() -> int:
    """Move a portion of the open work of offices that are gone: when the day or the offices changed, and at times."""
    now, stamp = clock.now(), identity.organisation_stamp()
    if _Looked.at is not None and stamp == _Looked.stamp and now - _Looked.at < _LOOK_EVERY:
        return 0
    gone = [one.office_id for one in identity.endings()]
    for office_id in (*open_work(gone), *open_at_desk(gone)):
        return hand_over_work(CLERK, office_id=office_id)
    _Looked.at, _Looked.stamp = now, stamp
    return 0


clerk.register_step("due", fire_due)
clerk.register_step("cases.inheriting", inherit_due)
