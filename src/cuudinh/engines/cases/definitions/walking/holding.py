"""What must hold after each step of a walk, whatever the service: each with the words that say how it is mended."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from cuudinh.engines.cases.definitions.walking.trail import Broken, Trail
from cuudinh.engines.cases.rules.dossiers import ruled
from cuudinh.engines.cases.rules.moves import Move
from cuudinh.engines.cases.rules.standing import Scene
from cuudinh.engines.cases.service import words
from cuudinh.kernel.numbers import dong

# Acts with which the time of a case may begin anew: they say why.
_RESTARTS: Final = frozenset({"receive", "supplement", "reopen"})
# Acts that move a deadline and say so.
_MOVES_IT: Final = frozenset({"correct", "reappoint", "grant_extension"})
# Acts by which the applicant is told another day.
_NAMES_A_DAY: Final = ("reappoint", "grant_extension")
# What must have been done before an act makes sense.
_CAUSES: Final[Mapping[str, tuple[str, ...]]] = {
    "reply": ("ask",),
    "supplement": ("request_supplement",),
    "answer_joint": ("request_joint",),
    "cancel_joint": ("request_joint",),
    "grant_extension": ("request_extension",),
    "deny_extension": ("request_extension",),
    "deliver": ("approve", "resolve"),
}
# Which paper the applicant gets of an act, by law.
_PAPERS: Final[Mapping[str, str]] = {
    "receive": "receipt",
    "refuse": "rejection",
    "request_supplement": "supplement-request",
    "reappoint": "apology",
    "stop": "stop-notice",
    "no_reply": "stop-notice",
}
# The statuses of dossiers for which nothing was done: what came for them goes back.
_GIVEN_BACK: Final = (3, 7)
_ENDED_UNDONE: Final = (3, 7, 8)
_WAITS_FOR_FEE: Final = 6

Check = Callable[[Trail, Scene, Move], Iterator[Broken]]


def holds_after(trail: Trail, scene: Scene, move: Move) -> Iterator[Broken]:
    """Give what does not hold after a move; the trail still stands before it, but for its papers and its money."""
    for check in _OF_DOSSIERS if trail.ground.service.is_dossier else _OF_ALL:
        yield from check(trail, scene, move)


def label_of(trail: Trail, move: Move) -> str:
    """Give an act by its words and its name."""
    act = trail.ground.service.act(move.before.state, move.act)
    return f"“{words(act.label, 'vi')}” ({move.act})" if act is not None else move.act


def _broken(
    trail: Trail, move: Move, kind: str, what: str, expected: str, key: str = "do", about: str = ""
) -> Broken:
    act = trail.ground.service.act(move.before.state, move.act)
    return Broken(kind, about or move.act, what, expected, act, key if act is not None else "service")


def _final_stays(trail: Trail, _: Scene, move: Move) -> Iterator[Broken]:
    if move.before.phase == "final" != move.after.phase and move.act != "unmerge":
        what = f'{label_of(trail, move)} takes a case out of "{move.before.state}", which is an end'
        yield _broken(trail, move, "final", what, "no act from an end to a state that is none", "from")


def _clock(trail: Trail, scene: Scene, move: Move) -> Iterator[Broken]:
    """The deadline stands still, starts anew or moves only by acts that say so, and never backwards."""
    before, after = move.before, move.after
    name = label_of(trail, move)
    act = trail.ground.service.act(before.state, move.act)
    if after.counted_from != before.counted_from or (act is not None and act.clock == "restart"):
        is_again = move.act == "receive" and before.times_done("receive")
        if move.act not in _RESTARTS or is_again:
            what = f"{name} starts the time of the office anew, and nobody gave a reason"
            yield _broken(
                trail, move, "restart", what, "clock: keep, or resume where it stood still", "clock"
            )
        return
    if move.act in _MOVES_IT:
        yield from _moved(trail, move, name)
    elif after.promised_at != before.promised_at:
        what = f"{name} changes the day that was promised, and says no reason"
        yield _broken(trail, move, "promise", what, "clock: keep", "clock")
    elif before.due_at is not None and after.due_at is not None and after.due_at != before.due_at:
        what = f"{name} moves the deadline, and says no reason"
        yield _broken(trail, move, "deadline", what, "clock: keep", "clock")


def _moved(trail: Trail, move: Move, name: str) -> Iterator[Broken]:
    before, after = move.before.due_at, move.after.due_at
    if move.act != "correct" and before is not None and (after is None or after <= before):
        what = f"{name} names a day that is not later than the one before"
        yield _broken(trail, move, "backwards", what, "an input of kind span", "inputs")


def _cause(trail: Trail, _: Scene, move: Move) -> Iterator[Broken]:
    """Nothing happens before what it answers."""
    causes = _CAUSES.get(move.act)
    if causes is not None and not trail.done_before(causes):
        what = f"{label_of(trail, move)} is done, and nothing it could answer was done before"
        yield _broken(trail, move, "cause", what, f"a state that is reached by {' or '.join(causes)}", "from")
    if move.act == "rate" and move.before.resolved_at is None and not move.before.reason:
        what = f'{label_of(trail, move)} is done in "{move.before.state}", and there is no result to rate'
        yield _broken(trail, move, "cause", what, "a state that is reached with a result", "from")
    if move.after.changed_at < move.before.changed_at:
        what = f"{label_of(trail, move)} is written before what was done before it"
        yield _broken(trail, move, "order", what, "this is a fault of the platform: report it")


def _quota(trail: Trail, _: Scene, move: Move) -> Iterator[Broken]:
    """A place that was given back is not taken again: somebody else may have it."""
    service = trail.ground.service
    gone = service.given_up_states
    if service.shape.quota is not None and move.before.state in gone and move.after.state not in gone:
        back = f'that was given back in "{move.before.state}"'
        what = f"{label_of(trail, move)} takes a place again {back}: there may be more cases than places"
        yield _broken(trail, move, "quota", what, "a new filing instead", "from")


def _waits(trail: Trail, _: Scene, move: Move) -> Iterator[Broken]:
    """While the applicant is waited for, no time of the office passes."""
    state = trail.ground.service.state(move.after.state)
    if state.phase == "paused" and move.after.due_at is not None:
        what = f'in "{move.after.state}" the applicant is waited for, and the deadline of the office runs on'
        yield _broken(
            trail, move, "runs-on", what, "clock: reporter in that state", "to", about=move.after.state
        )


def _reappointed(trail: Trail, scene: Scene, move: Move) -> Iterator[Broken]:
    rules = scene.service.shape.rules
    assert rules is not None, "a dossier has rules"
    most = ruled(scene, move.after, rules.reappointments_most)
    if move.act in _NAMES_A_DAY and sum(map(trail.times_moved, _NAMES_A_DAY)) >= most:
        what = (
            f"with {label_of(trail, move)} another day is named {most + 1} times, and the law allows {most}"
        )
        yield _broken(trail, move, "reappointed", what, "reappoint alone, as often as the rules allow")


def _papers(trail: Trail, _: Scene, move: Move) -> Iterator[Broken]:
    """Each act that owes the applicant a paper gives it out, once."""
    kind = _PAPERS.get(move.act)
    given: Counter[str] = trail.given_now
    if kind is not None and given[kind] != 1:
        found = f"{given[kind]} times" if given[kind] else "not at all"
        what = f'{label_of(trail, move)} gives out the paper "{kind}" {found}'
        yield _broken(trail, move, "papers", what, f"issues: [{kind}], once", "issues")


def _money(trail: Trail, _: Scene, move: Move) -> Iterator[Broken]:
    """What is charged is paid, owed or asked for no more; what ended undone keeps nobody's money."""
    purse, service = trail.purse, trail.ground.service
    state = service.state(move.after.state)
    if min(purse.owed, purse.kept, purse.charged) < 0:
        what = f"after {label_of(trail, move)} more came or went back than was charged"
        yield _broken(
            trail, move, "negative", what, "charge_at and give_back_at that fit together", about="fee"
        )
    if move.after.phase == "final" and state.status in _GIVEN_BACK and purse.kept:
        paid = f"{dong(purse.kept)} that were paid are not given back"
        what = f"after {label_of(trail, move)} nothing is done, and {paid}"
        yield _broken(trail, move, "kept", what, f"{move.act} among give_back_at of the fee", "do")
    if move.after.phase == "final" and state.status in _ENDED_UNDONE and purse.owed:
        what = f"after {label_of(trail, move)} nothing is done any more, and {dong(purse.owed)} are still asked for"
        yield _broken(trail, move, "owed", what, f"{move.act} among give_back_at of the fee", "do")
    if state.status == _WAITS_FOR_FEE and move.after.state != move.before.state and not purse.is_drawn:
        what = f'in "{move.after.state}" the fee is waited for, and {label_of(trail, move)} draws none up'
        yield _broken(trail, move, "undrawn", what, f"{move.act} among charge_at of the fee", "do")


_OF_ALL: Final[tuple[Check, ...]] = (_final_stays, _clock, _cause, _quota, _waits)
_OF_DOSSIERS: Final[tuple[Check, ...]] = (*_OF_ALL, _reappointed, _papers, _money)
