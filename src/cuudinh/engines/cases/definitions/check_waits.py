"""Whoever waits can do something: the side against which time runs has an act there, and whoever is asked can answer.

Beside that, that what an act asks for is there to be given: a reason to choose, a paper to name, a way to hand over.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from cuudinh.engines.cases.definitions.ways import BY_NEWS, COOPERATING, FREE, OWNER, RECEIVING, Way, Ways
from cuudinh.engines.cases.shapes import ActShape
from cuudinh.packs.faults import Fault
from cuudinh.packs.world import PackWorld

_SAID: Final[Mapping[str, str]] = {
    "office": "the office",
    "centre": "the centre",
    "reporter": "the reporter",
    "other": "somebody else",
}
# What the lead office had asked for is let go when the case leaves it or is answered.
_LETS_GO: Final = frozenset({"resolve", "transfer", "return", "assign"})
_ENDED: Final = frozenset({"done", "final"})


def wait_faults(world: PackWorld, ways: Ways) -> Iterator[Fault]:
    """Give who waits for somebody that can do nothing, and acts that ask for what there is not."""
    for name in sorted(ways.states - ways.finals):
        yield from _side(world, ways, name)
    yield from _asked(world, ways)
    for act in ways.shape.acts:
        yield from _inputs(world, ways, act)
    yield from _unused(world, ways)


def _side(world: PackWorld, ways: Ways, name: str) -> Iterator[Fault]:
    """Check that those against whom time runs in a state can take the case out of it."""
    state = ways.shape.states[name]
    if state.clock == "none" or state.phase == "done":
        return
    leaving = [way for way in ways.taken if way.source == name and way.moves]
    who = {one for way in leaving for one in ways.doers(way) if one != "system" or way.act.do in BY_NEWS}
    if not _is_of_side(state.clock, who):
        what = f'the state "{name}" waits for {_SAID[state.clock]}, who can do nothing there'
        yield world.fault_of(state, what, "clock", expected=f"an act of {_SAID[state.clock]} that leaves it")
    if state.phase == "paused" and not any(_ends_wait(ways, way) for way in leaving):
        what = f'nothing ends the wait in the state "{name}" when nobody answers'
        yield world.fault_of(state, what, "label", expected="an act with after, or one of an office")


def _ends_wait(ways: Ways, way: Way) -> bool:
    return way.is_timed or any(one not in {"reporter", "system"} for one in ways.doers(way))


def _is_of_side(clock: str, who: Collection[str]) -> bool:
    if clock == "reporter":
        # What the reporter has to do may be seen by the platform instead, as money that came.
        return bool(set(who) & {"reporter", "system"})
    if clock == "office":
        return any(one.startswith((OWNER, RECEIVING, COOPERATING)) for one in who)
    if clock == "centre":
        return any(not one.startswith((OWNER, COOPERATING, RECEIVING)) and one not in FREE for one in who)
    return bool(who)


def _asked(world: PackWorld, ways: Ways) -> Iterator[Fault]:
    """Check that an office that is asked for its part can answer in every state the case may come to by then."""
    for asking in (act for act in ways.shape.acts if act.do == "request_joint"):
        answering = {
            way.source
            for way in ways.taken
            if way.act.do == "answer_joint" and any(one.startswith(COOPERATING) for one in ways.doers(way))
        }
        for state in sorted(_while_asked(ways, asking) - answering):
            what = f'an office that was asked for its part cannot answer while the case is in "{state}"'
            expected = f"answer_joint from {state}, by cooperating.officer"
            yield world.fault_of(asking, what, "do", expected=expected)
    procedure = ways.shape.procedure
    if (
        procedure is not None
        and procedure.consulted
        and not any(act.do == "request_joint" for act in ways.shape.acts)
    ):
        what = "bodies are consulted, and no act asks them"
        yield world.fault_of(
            procedure.consulted[0], what, "about", expected="an act request_joint in the flow"
        )


def _while_asked(ways: Ways, asking: ActShape) -> set[str]:
    """Give the states in which a part may still be asked for; a case that waited goes back to where it came from."""
    going_back = {way.source for way in ways.taken if way.act.to is None and way.act.clock == "resume"}
    reached: set[tuple[str, str]] = set()
    waiting = [(asking.to or source, "") for source in asking.sources]
    while waiting:
        here, came_from = waiting.pop()
        is_over = ways.shape.states[here].phase in _ENDED or here not in ways.states
        if (here, came_from) in reached or is_over:
            continue
        reached.add((here, came_from))
        for way in (way for way in ways.taken if way.source == here and _keeps_asked(ways, way)):
            if way.act.to is not None:
                waiting.append((way.target, here if way.target in going_back else ""))
            elif way.target == came_from:
                waiting.append((came_from, ""))
    return {state for state, _ in reached}


def _keeps_asked(ways: Ways, way: Way) -> bool:
    return way.moves and way.act.do not in _LETS_GO and ways.can_hold(way, open_tasks=(1,))


def _inputs(world: PackWorld, ways: Ways, act: ActShape) -> Iterator[Fault]:
    """Check that what an act must be given can be given."""
    procedure = ways.shape.procedure
    needed = {one.kind: one for one in act.inputs if one.required}
    reasons = any(act.do in reason.acts for reason in ways.shape.reasons)
    lacking = {
        "reason": (not reasons, "no reason may be chosen for it", f"a reason with acts: [{act.do}]"),
        "papers": (
            procedure is not None and not procedure.papers and act.do != "request_supplement",
            "the procedure names no papers",
            "papers in the procedure",
        ),
    }
    for kind, shape in needed.items():
        is_lacking, why, expected = lacking.get(kind, (False, "", ""))
        if is_lacking:
            yield world.fault_of(shape, f"{act.do} asks for a {kind}, and {why}", "kind", expected=expected)
    if act.after is not None and needed:
        what = (
            f"{act.do} happens by itself, and nobody gives its {', '.join(one.id for one in needed.values())}"
        )
        yield world.fault_of(act, what, "inputs", expected="required: false, or by_rule with what it says")


def _unused(world: PackWorld, ways: Ways) -> Iterator[Fault]:
    """Give the reasons and the words to begin with that no act ever offers."""
    choosing = {act.do for act in ways.shape.acts if any(one.kind == "reason" for one in act.inputs)}
    writing = {act.do for act in ways.shape.acts if any(one.kind == "long_text" for one in act.inputs)}
    for shapes, offering, kind in (
        (ways.shape.reasons, choosing, "reason"),
        (ways.shape.answer_templates, writing, "long_text"),
    ):
        for shape in shapes:
            if not offering.intersection(shape.acts):
                what = f'"{shape.id}" is never offered: none of its acts has an input of kind {kind}'
                yield world.fault_of(shape, what, "acts", expected=f"an act with an input of kind {kind}")
