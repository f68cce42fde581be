"""One walk: a case from its filing to its end, by whatever people may do, while time passes and money comes or not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from cuudinh.engines.cases.definitions.walking.ending import ends_well, promise_kept
from cuudinh.engines.cases.definitions.walking.giving import given_for, photos_for
from cuudinh.engines.cases.definitions.walking.ground import Ground, Possible
from cuudinh.engines.cases.definitions.walking.holding import holds_after
from cuudinh.engines.cases.definitions.walking.starting import Start
from cuudinh.engines.cases.definitions.walking.trail import Broken, Done, Trail
from cuudinh.engines.cases.rules.acting import decide
from cuudinh.engines.cases.rules.fees import FILED, PAID
from cuudinh.engines.cases.rules.moves import Move
from cuudinh.engines.cases.rules.passing import falling_due
from cuudinh.engines.cases.rules.standing import SYSTEM_DOER, Doer
from cuudinh.engines.cases.service import words
from cuudinh.engines.cases.types import InputsIncomplete
from cuudinh.kernel.refusal import Refusal
from cuudinh.kernel.worktime import OutsideCalendar

# So many things are done as they come; then everybody works towards the end, for so many more.
WANDERS: Final = 10
STRIVES: Final = 40
_PASSES: Final = tuple(timedelta(minutes=one) for one in (5, 20, 90, 90, 480, 1440, 1440, 4320, 14400))
_PASSES_OFTEN: Final = 0.6
_TRIES: Final = 3
_WAITS: Final = 0.15
_PAYS: Final = 0.3


def walked(ground: Ground, start: Start, chance: Random) -> Trail:
    """Give a walk from a filing to its end, or to the first thing that does not hold."""
    trail = Trail(ground, start, start.case, start.at)
    service = ground.service
    trail.purse = trail.purse.after(service, FILED, start.fee_vnd)
    trail.steps.append(Done(start.at, "file", "reporter", start.case.state))
    _enter(trail)
    try:
        _go(trail, chance)
        _afterwards(trail, chance)
        trail.broken += [] if trail.broken else ends_well(trail)
    except OutsideCalendar:
        # A walk that goes on beyond the days the pack knows proves nothing more.
        trail.is_cut_short = True
    return trail


def _go(trail: Trail, chance: Random) -> None:
    for number in range(WANDERS + STRIVES):
        if trail.is_over:
            return
        if chance.random() < _PASSES_OFTEN:
            _pass_time(trail, chance)
        if not trail.is_over:
            _one_thing(trail, chance, is_striving=number >= WANDERS)


def _afterwards(trail: Trail, chance: Random) -> None:
    """Let somebody do what may still be done after the end, such as rating it."""
    if trail.case.phase == "final" and not trail.broken:
        any(_done(trail, one, chance) for one in _candidates(trail, chance, is_striving=False))


def _pass_time(trail: Trail, chance: Random) -> None:
    """Let some time pass, or all of it until the next thing falls due, and let happen what does."""
    scene = trail.ground.scene(trail.at + chance.choice(_PASSES))
    if chance.random() < _WAITS:
        due = trail.next_due(scene, trail.case)
        scene = scene if due is None else trail.ground.scene(max(due.falls_at, trail.at))
    _let_happen(trail, scene.at)


def _let_happen(trail: Trail, at: datetime) -> None:
    scene = trail.ground.scene(at)
    try:
        for move in falling_due(scene, trail.case, trail.next_due):
            trail.at = move.after.changed_at
            _take(trail, move, "system")
            if trail.broken:
                return
    except OutsideCalendar:
        raise
    except Refusal as refused:
        due = trail.next_due(scene, trail.case)
        assert due is not None, "it was refused a line ago"
        act = trail.ground.service.act(trail.case.state, due.what.partition(":")[2])
        what = (
            f'in "{trail.case.state}" the platform cannot do by itself what falls due ({due.what}): {refused}'
        )
        trail.broken.append(Broken("refused-due", due.what, what, "inputs and rules that let it", act, "do"))
        return
    trail.at = at
    trail.broken += promise_kept(trail, scene)


def _one_thing(trail: Trail, chance: Random, *, is_striving: bool) -> None:
    """Let somebody pay or act; where nobody can do anything, wait for what falls due."""
    if trail.purse.owed and chance.random() < _PAYS:
        _pay(trail, chance)
    elif not any(_done(trail, one, chance) for one in _candidates(trail, chance, is_striving=is_striving)):
        _nothing_to_do(trail, chance)


def _everybody(trail: Trail) -> Iterator[tuple[Possible, str]]:
    return ((one, by) for one in trail.ground.by_people.get(trail.case.state, ()) for by in one.by)


def _candidates(trail: Trail, chance: Random, *, is_striving: bool) -> list[Possible]:
    """Give what people may do, those things first that were done least; towards the end, what leads there."""
    ground, state = trail.ground, trail.case.state
    found = list(ground.by_people.get(state, ()))
    chance.shuffle(found)
    if is_striving:
        found.sort(key=lambda one: 99 if one.to_end is None else one.to_end)
        if chance.random() < 0.3:
            chance.shuffle(found)
    else:
        found.sort(key=lambda one: ground.tried[state, one.act.do])
    return found


def _done(trail: Trail, one: Possible, chance: Random, by: str = "") -> bool:
    """Whether an act could be done, by one of those who may."""
    ground, case = trail.ground, trail.case
    by = by or chance.choice(one.by)
    office = case.owner_office_id
    # The second press of an act of four eyes is another person: people are told apart by chance.
    account = None if by == "reporter" else sum(by.encode()) * 10 + chance.randrange(4)
    doer = Doer(frozenset({by}), account, case.open_tasks, receiving_office_id=office)
    scene = ground.scene(trail.at)
    ground.tried[case.state, one.act.do] += 1
    try:
        given = given_for(ground, case, one.act, chance) if case.proposal.get("act") != one.act.do else {}
        move = decide(scene, doer, case, one.act.do, given, photos_for(one.act))
    except InputsIncomplete as refused:
        ground.refused[case.state, one.act.do][str(refused)] += 1
        return False
    except OutsideCalendar:
        raise
    except Refusal:
        return False
    ground.done.add((case.state, one.act.do))
    _take(trail, move, by)
    return True


def _take(trail: Trail, move: Move, by: str) -> None:
    """Take a move as done: what follows from it follows, and what must hold is looked at."""
    service = trail.ground.service
    scene = trail.ground.scene(trail.at)
    act = service.act(move.before.state, move.act)
    trail.given_now = trail.papers.issue(service, move.after, act.issues if act is not None else [])
    trail.purse = trail.purse.after(service, move.act, trail.start.fee_vnd)
    label = words(act.label, "vi") if act is not None else ""
    trail.steps.append(Done(trail.at, move.act, by, move.after.state, label))
    trail.broken += holds_after(trail, scene, move)
    trail.moves.append(move)
    trail.case = move.after
    if move.after.state != move.before.state:
        _enter(trail)
    _go_on(trail)


def _enter(trail: Trail) -> None:
    status = trail.ground.service.state(trail.case.state).status
    if status is not None:
        trail.entered.append((status, trail.at))


def _pay(trail: Trail, chance: Random) -> None:
    """Let money come: all of it, or the half."""
    owed = trail.purse.owed
    came = owed if chance.random() < 0.7 else owed - owed // 2
    trail.purse = replace(trail.purse, paid=trail.purse.paid + came)
    trail.steps.append(Done(trail.at, "pay", "bank", trail.case.state, f"{came} đồng"))
    _go_on(trail)


def _go_on(trail: Trail) -> None:
    """Let a case that waits for its fee go on once nothing is owed."""
    act = trail.ground.service.act(trail.case.state, PAID)
    if act is None or "system" not in act.by or not trail.purse.is_settled or trail.broken:
        return
    _take(trail, decide(trail.ground.scene(trail.at), SYSTEM_DOER, trail.case, PAID, {}), "system")


def _nothing_to_do(trail: Trail, chance: Random) -> None:
    """Ask everybody once more, then wait for what falls due; where nothing does, nobody ever goes on with the case."""
    due = trail.next_due(trail.ground.scene(trail.at), trail.case)
    if any(_done(trail, one, chance, by) for _ in range(_TRIES) for one, by in _everybody(trail)):
        return
    if due is not None:
        _let_happen(trail, max(due.falls_at, trail.at))
    elif trail.purse.owed and trail.ground.service.act(trail.case.state, PAID) is not None:
        trail.purse = replace(trail.purse, paid=trail.purse.paid + trail.purse.owed)
        _go_on(trail)
    else:
        trail.broken.extend(_stuck(trail))


def _stuck(trail: Trail) -> Iterator[Broken]:
    what = f'in "{trail.case.state}" nobody can do anything, and nothing will happen by itself'
    yield Broken("stuck", trail.case.state, what, "an act out of it for whoever works on it", None, "acts")
