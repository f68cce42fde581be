"""Nobody gets stuck: every state is reached by acts that somebody can do, and from each an end is reached for certain.

For certain means: not only if the reporter does something, not only within some days, not only so many times, and
not only for some topics or answers. What is merely possible leaves somebody waiting who was not lucky.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from cuudinh.engines.cases.definitions.ways import FREE, OWNER, Way, Ways
from cuudinh.engines.cases.shapes import ActShape, ServiceShape
from cuudinh.packs.conditions import Condition
from cuudinh.packs.faults import Fault, one_of
from cuudinh.packs.grammar import SpanShape
from cuudinh.packs.world import PackWorld

# Verbs with which a case gets an answer that is no refusal.
_ANSWERING: Final = frozenset(
    {"resolve", "approve", "sign", "deliver", "answer_joint", "close", "auto_close"}
)
_UNITS: Final = ("working_days", "working_hours", "hours", "minutes", "days")


def way_faults(world: PackWorld, ways: Ways) -> Iterator[Fault]:
    """Give what keeps a case from going on, of a service whose flow is whole as a picture."""
    wrong = [*_acts(world, ways)]
    yield from wrong
    if wrong:
        return
    wrong = [*_unreached(world, ways)]
    yield from wrong or _unfinished(world, ways)
    yield from _by_itself(world, ways)


def _acts(world: PackWorld, ways: Ways) -> Iterator[Fault]:
    """Give the acts that nobody can ever do, by who they are or by what is asked."""
    for act in ways.shape.acts:
        nobody = ways.nobody(act)
        if len(nobody) == len(act.by):
            said = "; ".join(f"{relation}: {why}" for relation, why in nobody)
            what = f"{act.do} can be done by nobody ({said})"
            yield world.fault_of(
                act, what, "by", expected="somebody who can stand in that relation, or leaves_out"
            )
        yield from _condition(world, ways, act)


def _condition(world: PackWorld, ways: Ways, act: ActShape) -> Iterator[Fault]:
    if act.when is None:
        return
    found = [ways.tried.of_act(act.when, state) for state in act.sources]
    never = [state for state, one in zip(act.sources, found, strict=True) if one == frozenset({False})]
    if never:
        what = f"{act.do} can never be done from {', '.join(never)}: its condition never holds there"
        yield world.fault_of(
            act, what, "when", expected="a condition that some case fulfils, or another state"
        )
    elif all(one == frozenset({True}) for one in found):
        what = f"the condition of {act.do} always holds"
        yield world.fault_of(act, what, "when", expected="no when, or one that some case does not fulfil")
    if act.because is None:
        what = f"{act.do} may be refused, and nobody is told why"
        yield world.fault_of(act, what, "when", expected="because: the reason, in every language")


def _unreached(world: PackWorld, ways: Ways) -> Iterator[Fault]:
    for name, state in ways.shape.states.items():
        if name not in ways.states:
            what = f'no case ever comes to the state "{name}": nobody can do what leads to it'
            expected = "an act that leads to it from a state that is reached, by somebody who can be there"
            yield world.fault_of(state, what, "label", expected=expected)
    for act in ways.shape.acts:
        for source in act.sources:
            if source in ways.states and not _is_done_from(ways, act, source):
                what = f"{act.do} can be done by nobody in {source}: the case has no lead office there"
                yield world.fault_of(act, what, "by", expected="somebody else, or a state after assign")


def _is_done_from(ways: Ways, act: ActShape, source: str) -> bool:
    owned = {has_owner for state, has_owner in ways.places if state == source}
    who = [one for one in act.by if not ways.why_not(act, one)]
    return any(has_owner or not one.startswith(OWNER) for has_owner in owned for one in who)


def _unfinished(world: PackWorld, ways: Ways) -> Iterator[Fault]:
    """Give the states from which no end is reached at all, else those from which it is reached only by luck."""
    at_all = ways.finishing(ways.taken)
    sure = [way for way in ways.taken if way.moves and _is_sure(ways, way)]
    for_certain = ways.finishing(sure)
    for name in sorted(ways.states - ways.finals):
        state = ways.shape.states[name]
        if name not in at_all:
            what = f'a case in the state "{name}" never ends: nobody can do what leads to an end'
            yield world.fault_of(
                state, what, "label", expected="a way to a final state that somebody can take"
            )
        elif name not in for_certain:
            what = f'a case in the state "{name}" may stand there for ever: {_why_unsure(ways, name)}'
            expected = "an act of an office that is always possible, or one with after that happens by itself"
            yield world.fault_of(state, what, "label", expected=expected)
    if not any(way.act.do in _ANSWERING for way in ways.taken):
        what = "no case is ever answered: it can only be refused, withdrawn or left"
        yield world.fault_of(
            ways.shape, what, "acts", expected=f"an act {one_of(_ANSWERING)} that somebody can do"
        )


def _is_sure(ways: Ways, way: Way) -> bool:
    """Whether a way is open to an office or to time whenever a case stands at its beginning."""
    act = way.act
    if act.within is not None or _runs_out(ways, way):
        return False
    who = {
        one for owned in (True, False) if (way.source, owned) in ways.places for one in ways.doers(way, owned)
    }
    by_office = who - FREE - {"system"}
    return bool(by_office or way.is_timed) and _holds_for_all(ways, way)


def _runs_out(ways: Ways, way: Way) -> bool:
    """Whether an act that is done only so often may be wanted once more: the case comes back to where it starts."""
    limit = way.act.limit
    if limit is None:
        return False
    entering = [one for one in ways.taken if one.target == way.source and one.moves]
    times = sum(one.act.limit or limit + 1 for one in {id(one.act): one for one in entering}.values())
    return times + (way.source == ways.shape.initial) > limit and _comes_back(ways, way.source)


def _comes_back(ways: Ways, state: str) -> bool:
    reached: set[str] = set()
    waiting = [state]
    while waiting:
        here = waiting.pop()
        for way in ways.taken:
            if way.source == here and way.moves and way.target not in reached:
                reached.add(way.target)
                waiting.append(way.target)
    return state in reached


def _holds_for_all(ways: Ways, way: Way) -> bool:
    """Whether a condition can come to hold for every topic and every answer; what changes as people act, may change."""
    if way.act.when is None:
        return True
    condition = Condition(way.act.when)
    found = ways.tried.of_case(way.act.when, way.source)
    if found is None:
        return True
    by_case: dict[str, bool] = {}
    for facts in found:
        fixed = {name: facts["case"][name] for name in ("topic", "track", "channel")}
        key = repr((facts["topic"], facts["answers"], fixed))
        by_case[key] = by_case.get(key, False) or condition.holds(facts)
    return all(by_case.values())


def _why_unsure(ways: Ways, state: str) -> str:
    """Say what stands in the way of each act by which a case leaves a state."""
    said = []
    for act in {id(way.act): way.act for way in ways.taken if way.source == state and way.moves}.values():
        if set(act.by) <= FREE:
            said.append(f"{act.do} hangs on the {act.by[0]} alone")
        elif act.within is not None:
            said.append(f"{act.do} is possible only for some days")
        elif act.limit is not None:
            said.append(f"{act.do} is possible only {act.limit} times")
        elif act.when is not None:
            said.append(f"{act.do} is possible only for some cases")
        else:
            said.append(f"{act.do} leads to where nothing is certain either")
    return "; ".join(said)


def _by_itself(world: PackWorld, ways: Ways) -> Iterator[Fault]:
    """Give what happens by itself and is in its own way: two at once, an act that time overtakes, a circle."""
    shape = ways.shape
    for state in shape.states:
        timed = [act for act in shape.acts if state in act.sources and act.after is not None]
        always = [act for act in timed if act.when is None]
        for act in always[1:]:
            what = f"{always[0].do} and {act.do} both happen by themselves in {state}"
            yield world.fault_of(act, what, "after", expected="one of them, or a condition for each")
        if always:
            yield from _overtaken(world, shape, state, always[0])
    yield from _circles(world, ways)


def _overtaken(world: PackWorld, shape: ServiceShape, state: str, timed: ActShape) -> Iterator[Fault]:
    assert timed.after is not None, "it happens by itself"
    for act in shape.acts:
        is_here = state in act.sources and act is not timed and timed.to != state
        if is_here and act.within is not None and _is_longer(act.within, timed.after):
            what = f"{act.do} may be done for longer than a case stands in {state}: {timed.do} happens before"
            expected = "a time within that of what happens by itself"
            yield world.fault_of(act, what, "within", expected=expected)


def _is_longer(one: SpanShape, other: SpanShape) -> bool:
    """Whether a span is longer than another of the same unit; those of two units are not compared."""
    pairs = ((getattr(one, unit), getattr(other, unit)) for unit in _UNITS)
    return any(mine is not None and its is not None and mine > its for mine, its in pairs)


def _circles(world: PackWorld, ways: Ways) -> Iterator[Fault]:
    follows: dict[str, Sequence[str]] = {}
    for way in ways.taken:
        if way.act.after is not None and way.act.when is None and way.act.limit is None and way.moves:
            follows[way.source] = [*follows.get(way.source, ()), way.target]
    for act in ways.shape.acts:
        if act.after is None or act.to is None or act.to in act.sources:
            continue
        here, seen = act.to, set[str]()
        while here in follows and here not in seen:
            seen.add(here)
            here = follows[here][0]
        if here in seen and here in act.sources:
            what = f"{act.do} goes round by itself: the case comes back to {here} without anybody"
            yield world.fault_of(act, what, "after", expected="an end, or an act that somebody does")
