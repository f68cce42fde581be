"""Whose time went by: what each office spent on a case, and how long its clock stood still.

Kept in working minutes and in minutes of the wall clock side by side, so that a case which comes onto the
other track is still judged to the minute. Each promise starts the account anew.
"""

from datetime import datetime
from typing import Final

from cuudinh.engines.cases.rules.standing import Scene, Standing
from cuudinh.engines.cases.rules.timing import Outcome, Pace
from cuudinh.engines.cases.service import RUNNING

STOPPED: Final = "stopped"


def office_mark(office_id: int | None) -> str:
    """Give the name under which the time of an office is kept."""
    return f"office.{office_id}"


def minutes_of(case: Standing, holder: str, pace: Pace) -> int:
    """Give the minutes of an office, or those in which the clock stood still, in the unit of a pace."""
    working, wall = case.spent.get(holder, (0, 0))
    return wall if pace.is_wall else working


def leaving(scene: Scene, before: Standing, case: Standing) -> Standing:
    """Give the case with the time put down that it was in the state which it leaves.

    Time with the centre counts against no office, and what comes after a result is nobody's.
    """
    holder = _holder(scene, before)
    if holder is None:
        return case
    passed = [scene.pace_of(track).minutes(before.state_since, scene.at) for track in ("timed", "immediate")]
    spent = [old + new for old, new in zip(before.spent.get(holder, (0, 0)), passed, strict=True)]
    waited = passed[scene.pace(case).is_wall] if holder == STOPPED else 0
    return case.but(spent={**case.spent, holder: spent}, waited_minutes=case.waited_minutes + waited)


def _holder(scene: Scene, case: Standing) -> str | None:
    side = scene.service.state(case.state).clock
    if side in RUNNING:
        return office_mark(case.owner_office_id) if side == "office" else None
    return None if case.phase == "done" else STOPPED


def base_due(case: Standing, pace: Pace) -> datetime | None:
    """Give the promise, moved by the time in which nobody could work."""
    return pace.add_minutes(case.promised_at, case.waited_minutes) if case.promised_at is not None else None


def due_of(case: Standing, at: datetime, pace: Pace) -> datetime | None:
    """Give the deadline in force; of a clock that stands still, where it would be if it went on now."""
    if case.due_at is None and case.left_minutes is not None:
        return pace.add_minutes(at, case.left_minutes)
    return case.due_at


def granted_minutes(case: Standing, at: datetime, pace: Pace, unit: Pace | None = None) -> int:
    """Give by how much an extension moved the deadline beyond the promise; 0 when none was granted.

    `pace` is that of the case, `unit` that of the answer where the case is about to change its track.
    """
    base, due = base_due(case, pace), due_of(case, at, pace)
    if base is None or due is None or not case.is_extended:
        return 0
    return max((unit or pace).minutes(base, due), 0)


def office_outcome(scene: Scene, case: Standing) -> Outcome | None:
    """Say how the office that answered stands: its own time against the time that was promised.

    What the centre, another office or the reporter took is not counted against it; so it can be on time with
    a case that came to it late, and never late with one that is on time.
    """
    if case.owner_office_id is None or case.promised_at is None:
        return None
    pace = scene.pace(case)
    own = minutes_of(case, office_mark(case.owner_office_id), pace)
    given = pace.minutes(case.counted_from, case.promised_at)
    if own <= given:
        return "on_time"
    return "late_extended" if own <= given + granted_minutes(case, scene.at, pace) else "late"
