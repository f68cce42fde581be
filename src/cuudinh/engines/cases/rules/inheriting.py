"""Who gets the open work of an office that ended, and the move that gives it: pure, the same for a plan and the deed.

The promise to the resident stays, and so does the state: only whose work it is changes. The time that went by is the
old office's, and the new one begins its step anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from cuudinh.engines.cases.rules.moves import DropTasks, Effect, HandClock, HandTasks, Move
from cuudinh.engines.cases.rules.routing import route
from cuudinh.engines.cases.rules.spending import leaving
from cuudinh.engines.cases.rules.standing import Scene, Standing, task_mark
from cuudinh.engines.cases.rules.timing import stage_due

INHERIT: Final = "inherit"


@dataclass(frozen=True, slots=True)
class Heir:
    """An office that took over, and the unit it serves."""

    id: int
    unit_code: str


@dataclass(frozen=True, slots=True)
class Estate:
    """What becomes of the work of one office: since which day, by which act, among whom and how.

    `receiver_id` gets what no way of dividing gives to anybody.
    """

    office_id: int
    since: date
    act: str
    document: str
    heirs: tuple[Heir, ...]
    divide: tuple[str, ...]
    receiver_id: int


@dataclass(frozen=True, slots=True)
class Passed:
    """To whom an office's work goes, by which act, and how that was found: only, place, topic or receiver."""

    office_id: int
    act: str
    document: str
    by: str


def heir_of(scene: Scene, case: Standing, estate: Estate) -> Passed:
    """Give who gets a case of an office that ended."""
    office_id, by = _found(scene, case, estate)
    return Passed(office_id, estate.act, estate.document, by)


def _found(scene: Scene, case: Standing, estate: Estate) -> tuple[int, str]:
    if len(estate.heirs) == 1:
        return estate.heirs[0].id, "only"
    for way in estate.divide:
        office_id = _by_place(scene, case, estate) if way == "place" else _by_topic(scene, case, estate)
        if office_id is not None:
            return office_id, way
    return estate.receiver_id, "receiver"


def _by_place(scene: Scene, case: Standing, estate: Estate) -> int | None:
    """Give the one heir that serves the smallest unit in which the case lies."""
    chain = scene.places.chain(case.unit_id, estate.since) if case.unit_id is not None else ()
    for unit in chain:
        serving = [heir.id for heir in estate.heirs if heir.unit_code == unit.code]
        if serving:
            return serving[0] if len(serving) == 1 else None
    return None


def _by_topic(scene: Scene, case: Standing, estate: Estate) -> int | None:
    """Give the office to which the topic leads on the day; one of the heirs where there are any."""
    chain = scene.places.chain(case.unit_id, estate.since) if case.unit_id is not None else ()
    routed = route(scene.service, case.topic, chain, case.answers, estate.since, scene.offices)
    if routed is None or (estate.heirs and routed.office_id not in {heir.id for heir in estate.heirs}):
        return None
    return routed.office_id


def inherit(scene: Scene, case: Standing, owner: Passed | None, parts: Mapping[int, Passed]) -> Move:
    """Give the move by which a case and the parts asked of others go to who took over.

    `owner` is None where the lead office goes on; `parts` maps each office that ended to who has its part now.
    """
    lead = owner.office_id if owner is not None else case.owner_office_id
    after, effects = _with_parts(case, lead, parts)
    minutes = None
    if owner is not None:
        after, minutes, clock = _led(scene, case, after, owner.office_id)
        effects += clock
    counts = {**after.act_counts, INHERIT: case.times_done(INHERIT) + 1}
    return Move(
        act=INHERIT,
        audience="offices" if owner is None else "public",
        before=case,
        after=after.but(act_counts=counts, changed_at=scene.at, rev=case.rev + 1),
        side="system",
        office_id=None,
        account_id=None,
        facts=_facts(case, owner, parts),
        effects=effects,
        minutes=minutes,
        waited_on=scene.service.state(case.state).clock,
    )


def _with_parts(
    case: Standing, lead: int | None, parts: Mapping[int, Passed]
) -> tuple[Standing, tuple[Effect, ...]]:
    """Give the parts to who has them now; one that comes to the lead, or to who has a part already, falls away."""
    tasks, handed, dropped = dict(case.tasks), dict[int, int](), list[int]()
    counts = dict(case.act_counts)
    for office_id, passed in parts.items():
        due_at = tasks.pop(office_id)
        was_late = counts.pop(task_mark(office_id), 0)
        if passed.office_id == lead or passed.office_id in tasks:
            dropped.append(office_id)
            continue
        tasks[passed.office_id] = due_at
        handed[office_id] = passed.office_id
        counts |= {task_mark(passed.office_id): was_late} if was_late else {}
    if lead is not None and lead in tasks:
        tasks.pop(lead)
        dropped.append(lead)
    effects: tuple[Effect, ...] = (DropTasks(tuple(sorted(dropped))),) if dropped else ()
    effects += (HandTasks(handed),) if handed else ()
    return case.but(tasks=tasks, act_counts=counts), effects


def _led(
    scene: Scene, case: Standing, after: Standing, lead: int
) -> tuple[Standing, int | None, tuple[Effect, ...]]:
    """Make another office the lead: where the clock runs against the office, its step begins anew."""
    after = after.but(owner_office_id=lead, owner_account_id=None)
    if scene.service.state(case.state).clock != "office":
        return after, None, (HandClock(lead),) if case.phase != "final" else ()
    pace = scene.working
    minutes = pace.minutes(case.filed_at, scene.at) - pace.minutes(case.filed_at, case.state_since)
    spent = leaving(scene, case, after)
    return (
        spent.but(
            state_since=scene.at,
            flags=spent.flags - {"stage_late"},
            stage_due_at=stage_due(scene.service.shape, case.state, scene.at, scene.pace(case)),
        ),
        minutes,
        (),
    )


def _facts(case: Standing, owner: Passed | None, parts: Mapping[int, Passed]) -> dict[str, object]:
    first = owner or next(iter(parts.values()))
    facts: dict[str, object] = {"reorganisation": first.act, "document": first.document, "by": first.by}
    if owner is not None:
        facts |= {"office": owner.office_id, "from_office": case.owner_office_id}
    if parts:
        facts["parts"] = {str(office_id): passed.office_id for office_id, passed in parts.items()}
    return facts
